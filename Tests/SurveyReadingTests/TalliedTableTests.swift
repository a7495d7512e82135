import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

/// Counting cells as they are scanned against the lenient tokenizer, which keeps them all.
@Suite struct TalliedTableTests {
  /// How often each text of a column occurs, and in which record first.
  struct Tally: Equatable {
    var text: String
    var count: Int
    var first: Int
  }

  static func counted(_ content: String, chunkSize: Int, threads: Int) throws -> DelimitedTable? {
    let text = ParallelTableTests.text(content)
    return try DelimitedTable.parallel(
      text, source: .memory(text.bytes), headingCount: 1, options: ReadingOptions(), isTallying: true,
      chunkSize: chunkSize, threads: threads)
  }

  static func expected(_ column: RawColumn) -> [Tally] {
    var places: [String: Int] = [:]
    var tallies: [Tally] = []
    for cell in 0..<column.count {
      let text = column.text(ofCell: cell) ?? ""
      if let place = places[text] {
        tallies[place].count += 1
      } else {
        places[text] = tallies.count
        tallies.append(Tally(text: text, count: 1, first: cell))
      }
    }
    return tallies
  }

  static func found(_ column: RawColumn) -> [Tally] {
    let firsts = column.firstRecords ?? []
    return zip(0..<column.distinctCount, column.tallies).map { code, count in
      Tally(text: column.text(at: code), count: count, first: firsts[code])
    }
  }

  @Test(arguments: ParallelTableTests.regular.indices)
  func `every chunk size and number of threads gives the same counts`(
    index: Int
  ) throws {
    let content = ParallelTableTests.regular[index]
    let expected = try ParallelTableTests.lenient(content)
    for chunkSize in Array(1...70) + [1 << 20] {
      for threads in [1, 2, 3] {
        // Records without anything at the end are taken out, which needs the records.
        guard let table = try Self.counted(content, chunkSize: chunkSize, threads: threads) else {
          #expect(content == "a,b" || expected.problems.contains { $0.found.contains("without any answer") })
          continue
        }
        #expect(table.count == expected.count)
        for (column, other) in zip(table.columns, expected.columns) {
          #expect(Self.found(column) == Self.expected(other), "chunks of \(chunkSize), \(threads) threads")
        }
      }
    }
  }

  @Test func `random tables are counted alike by any number of threads`() throws {
    var random = SplitMix(seed: 23)
    let cells = ["", "1", "5", "yes", "Strongly agree", "a, b", "say \"so\"", "two\nlines", ",", "æ", "\"", "x", " "]
    for _ in 0..<3_000 {
      let width = 2 + random.below(5)
      var content = (0..<width).map { "q\($0)" }.joined(separator: ",") + "\n"
      let newline = random.below(2) == 0 ? "\n" : "\r\n"
      for _ in 0..<random.below(40) {
        let record = (0..<width).map { _ -> String in
          let cell = cells[random.below(cells.count)]
          guard cell.contains(where: { ",\"\n".contains($0) }) || random.below(4) == 0 else { return cell }
          return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        content += record.joined(separator: ",") + newline
      }
      if random.below(3) == 0 { content.removeLast() }
      let expected = try ParallelTableTests.lenient(content)
      let table = try Self.counted(content, chunkSize: 1 + random.below(200), threads: 1 + random.below(3))
      guard let table else {
        let isExplained = expected.problems.contains { $0.found.contains("without any answer") }
        if isExplained || expected.count == 0 { continue }
        Issue.record("not counted: \(content.debugDescription)")
        return
      }
      for (column, other) in zip(table.columns, expected.columns)
      where Self.found(column) != Self.expected(other) {
        Issue.record("\(content.debugDescription)")
        return
      }
    }
  }

  @Test func `of a column of which most cells are distinct the numbers are kept and the texts are counted`() throws {
    let count = 9_000
    var content = "id,number,mixed,comment\n"
    for row in 0..<count {
      let number = row % 10 == 0 ? "" : "\(row).25"
      content += "R_\(row),\(number),\(row == 8_000 ? "none" : String(row)),\(row % 4 == 0 ? " " : "text \(row)")\n"
    }
    for threads in [1, 2, 3] {
      let table = try #require(try Self.counted(content, chunkSize: 20_000, threads: threads))
      let ids = try #require(table.columns[0].many)
      #expect(ids.numbers.isEmpty)
      #expect(ids.texts.reduce(0) { $0 + $1.tally } == count)
      #expect(ids.texts.first?.text == Array("R_0".utf8))
      #expect(ids.uncounted > 0)
      let numbers = try #require(table.columns[1].many)
      let wanted: [Double] = (0..<count).filter { $0 % 10 != 0 }.map { row in Double(row) + 0.25 }
      #expect(numbers.numbers.sorted() == wanted)
      #expect(numbers.texts.filter { !$0.isNumber }.map(\.tally) == [count / 10])
      let mixed = try #require(table.columns[2].many)
      #expect(mixed.numbers.count == count - 1)
      #expect(mixed.texts.filter { !$0.isNumber }.map(\.firstRecord) == [8_000])
      let comments = try #require(table.columns[3].many)
      #expect(comments.texts.first { $0.text == [0x20] }?.tally == count / 4)
      #expect(comments.texts.reduce(0) { $0 + $1.tally } == count)
    }
  }

  @Test func `very many numbers are counted by their values, and kept columns keep every cell`() throws {
    let count = 20_000
    var content = ""
    for row in 0..<count { content += "\(row % 3),\(row * 7919 % 5_003).5,R_\(row)\n" }
    for threads in [1, 2, 3] {
      var plan = ParallelTable.Plan(
        source: .memory(Array(content.utf8)), start: 0, width: 3, delimiter: 0x2C, chunkSize: 30_000, threads: threads)
      plan.isTallying = true
      plan.kept = [0]
      plan.mostNumbers = 1_000
      let table = try #require(try ParallelTable.read(plan))
      #expect((0..<count).allSatisfy { table.columns[0].text(ofCell: $0) == "\($0 % 3)" })
      #expect(table.columns[0].firstRecords == nil)
      let numbers = try #require(table.columns[1].many)
      var expected: [Double: Int] = [:]
      for row in 0..<count { expected[Double(row * 7919 % 5_003) + 0.5, default: 0] += 1 }
      #expect(numbers.numbers == expected.keys.sorted())
      #expect(numbers.counts == expected.keys.sorted().map { expected[$0] ?? 0 })
    }
  }
}
