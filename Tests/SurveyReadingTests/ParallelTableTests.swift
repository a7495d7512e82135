import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

/// The reader with several threads against the lenient tokenizer, which knows nothing of chunks.
@Suite struct ParallelTableTests {
  static func text(_ content: String) -> DelimitedText {
    DelimitedText(
      file: "data.csv", bytes: Array(content.utf8), start: 0, delimiter: 0x2C, isSingleColumn: false, linesBefore: 0)
  }

  static func parallel(_ content: String, chunkSize: Int, threads: Int) throws -> DelimitedTable? {
    let text = text(content)
    return try DelimitedTable.parallel(
      text, source: .memory(text.bytes), headingCount: 1, options: ReadingOptions(), chunkSize: chunkSize,
      threads: threads)
  }

  static func lenient(_ content: String) throws -> DelimitedTable {
    try DelimitedTable.lenient(text(content), headingCount: 1, options: ReadingOptions())
  }

  static let regular: [String] = [
    "a,b,c\n1,2,3\n4,5,6\n", "a,b\r\n1,\"x, y\"\r\n2,\"line\r\nbreak\"\r\n", "a,b\n\"\",\"\"\"\"\n",
    "a,b\r1,2\r3,4\r", "a,b\n1,2\n\n\n3,4\n\n", "a,b\n1,\n,2\n,\n,\n", "a,b\n1,2",
    "a,b\n1,\"she said \"\"no\"\", twice\"\n2,\"\"\n", "a,b\næble,🌍\nDanmark – ja,\"é\né\"\n",
    "a,b\n\"first, cell\",2\r\n\r\n3,\"\r\"\n", "a,b\nabcdefgh,abcdefghi\nabcdefgh,abcdefghj\nabcdefg,abcdefghi\n",
    "a,b\n" + (0..<300).map { "\($0),\($0 % 7)\n" }.joined(), "a,b\n", "a,b",
  ]

  @Test(arguments: regular.indices) func `every chunk size and number of threads gives the lenient reader's table`(
    index: Int
  ) throws {
    let content = Self.regular[index]
    let expected = TableContent(try Self.lenient(content))
    for chunkSize in Array(1...70) + [128, 1 << 20] {
      for threads in [1, 2, 3] {
        let table = try Self.parallel(content, chunkSize: chunkSize, threads: threads)
        let found = table.map(TableContent.init)
        // A text that ends with its headings is left to the lenient reader.
        if found == nil, content == "a,b" { continue }
        #expect(found == expected, "chunks of \(chunkSize), \(threads) threads: \(content.debugDescription)")
        if found != expected { return }
      }
    }
  }

  @Test(arguments: [
    "a,b\n1,2,3\n", "a,b\n1\n", "a,b\n1,5\" screen\n", "a,b\n1,\"x\"y\n", "a,b\n1,\"open\n2,3\n", "a,b\n1,\u{0}\n",
    "a,b\n1,x\"y,z\"\n",
  ]) func `a text that is not as RFC 4180 says is left to the lenient reader`(content: String) throws {
    for chunkSize in [1, 2, 3, 5, 8, 64, 1 << 20] {
      #expect(try Self.parallel(content, chunkSize: chunkSize, threads: 2) == nil)
    }
  }

  @Test func `bytes that are not UTF-8 are left to the decoder`() throws {
    for broken: [UInt8] in [[0xE9], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      var text = Self.text("")
      text.bytes = Array("a,b\n1,x".utf8) + broken + Array("y\n2,3\n".utf8)
      let table = try DelimitedTable.parallel(
        text, source: .memory(text.bytes), headingCount: 1, options: ReadingOptions(), chunkSize: 4, threads: 2)
      #expect(table == nil)
    }
  }

  @Test func `a hundred thousand random texts are read alike, or left to the lenient reader`() throws {
    var random = SplitMix(seed: 4)
    let alphabet: [String] = [
      "a", "b", "1", "22", ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "\"x\"", "é", "🌍", " ", "",
    ]
    var read = 0
    for _ in 0..<100_000 {
      let content =
        "h,i\n" + (0..<random.below(14)).map { _ in alphabet[random.below(alphabet.count)] }.joined()
        + (random.below(2) == 0 ? ",z\n" : "\n")
      let chunkSize = 1 + random.below(12)
      guard let table = try Self.parallel(content, chunkSize: chunkSize, threads: 1) else { continue }
      read += 1
      let expected = TableContent(try Self.lenient(content))
      if TableContent(table) != expected {
        Issue.record("chunks of \(chunkSize): \(content.debugDescription)")
        return
      }
    }
    #expect(read > 5_000)
  }

  @Test func `random quoted tables are read alike by any number of threads`() throws {
    var random = SplitMix(seed: 11)
    let cells = [
      "", "1", "5", "yes", "Strongly agree", "a, b", "say \"so\"", "two\nlines", "crlf\r\nin", "æøå", "\"", "x",
    ]
    for _ in 0..<3_000 {
      let width = 2 + random.below(5)
      var content = (0..<width).map { "q\($0)" }.joined(separator: ",") + "\n"
      for row in 0..<random.below(30) {
        let record = (0..<width).map { column -> String in
          let cell = column == 1 && row % 3 == 0 ? "id\(random.below(1 << 30))" : cells[random.below(cells.count)]
          guard cell.contains(where: { ",\"\n\r\r\n".contains($0) }) || random.below(4) == 0 else { return cell }
          return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        content += record.joined(separator: ",") + (random.below(2) == 0 ? "\n" : "\r\n")
      }
      let expected = TableContent(try Self.lenient(content))
      let found = try Self.parallel(content, chunkSize: 1 + random.below(200), threads: 1 + random.below(3))
      guard let found, TableContent(found) == expected else {
        Issue.record("\(content.debugDescription)")
        return
      }
    }
  }

  @Test func `columns of more distinct cells than are interned keep every cell`() throws {
    let count = 70_000
    var content = "id,code,seldom\n"
    for row in 0..<count { content += "R_\(row),\(row % 5),\(row < 66_000 ? row : 1)\n" }
    let expected = TableContent(try Self.lenient(content))
    for threads in [1, 2, 4] {
      let table = try #require(try Self.parallel(content, chunkSize: 50_000, threads: threads))
      #expect(table.columns[0].spilled != nil)
      #expect(TableContent(table) == expected)
    }
  }

  @Test func `a cell longer than many chunks is read`() throws {
    let long = String(repeating: "long, ", count: 900_000)
    let content = "a,b\n1,\"\(long)\"\n2,short\n"
    let table = try #require(try Self.parallel(content, chunkSize: 1 << 16, threads: 2))
    #expect(table.count == 2)
    #expect(table.columns[1].text(ofCell: 0) == long)
  }

  @Test func `progress can end the reading`() throws {
    let text = Self.text("a,b\n" + String(repeating: "1,2\n", count: 1000))
    var options = ReadingOptions()
    options.progress = { done, _ in done < 2000 }
    let table = try DelimitedTable.parallel(
      text, source: .memory(text.bytes), headingCount: 1, options: options, chunkSize: 500, threads: 2)
    #expect(table == nil)
  }

  @Test func `a long file is read from its folder as it is from memory`() throws {
    let path = "/tmp/topline-long-\(FileSystem.processIdentifier).csv"
    defer { try? FileSystem.remove(path) }
    var content = "\u{FEFF}Q1,Q2,Comment\n"
    for row in 0..<400_000 { content += "\(row % 5),\(row % 7 == 0 ? "" : "yes"),\"ikke undvære, \(row % 9)\"\n" }
    try FileSystem.write(content, to: path)
    #expect(content.utf8.count > SourceBytes.headSize)
    let long = try SurveyReader.read([path])
    let whole = try SurveyReader.read(
      sources: [SourceBytes(name: FileSystem.name(of: path), bytes: Array(content.utf8))])
    #expect(long.count == 400_000)
    #expect(long == whole)
    // One byte far from the beginning makes it a text of another encoding.
    try FileSystem.write(Array(content.utf8) + Array("1,2,caf".utf8) + [0xE9, 0x0A], to: path)
    let other = try SurveyReader.read([path])
    #expect(other.count == 400_001)
    #expect(other.problems.contains { $0.found.contains("not UTF-8") })
  }
}

/// A small generator, so that a failing text can be made again from its seed.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { bound == 0 ? 0 : Int(next() % UInt64(bound)) }
}
