import Testing

@testable import TextFormats

/// Archives put together by hand, so that each of their numbers can be wrong.
struct HandMadeZip {
  var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  static func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  mutating func add(_ name: String, _ contents: [UInt8], method: Int = 0, packed: [UInt8]? = nil, flags: Int = 0) {
    let packed = packed ?? contents
    let sum = Int(Deflate.crc32(contents))
    let sizes =
      Self.little(sum, 4) + Self.little(packed.count, 4) + Self.little(contents.count, 4)
      + Self.little(name.utf8.count, 2) + Self.little(0, 2)
    let offset = bytes.count
    bytes += [0x50, 0x4B, 3, 4] + Self.little(20, 2) + Self.little(flags, 2) + Self.little(method, 2)
    bytes += Self.little(0, 4) + sizes + Array(name.utf8) + packed
    directory += [0x50, 0x4B, 1, 2] + Self.little(20, 2) + Self.little(20, 2) + Self.little(flags, 2)
    directory += Self.little(method, 2) + Self.little(0, 4) + sizes + Self.little(0, 10) + Self.little(offset, 4)
    directory += Array(name.utf8)
    count += 1
  }

  func finished() -> [UInt8] {
    bytes + directory + [0x50, 0x4B, 5, 6] + Self.little(0, 4) + Self.little(count, 2) + Self.little(count, 2)
      + Self.little(directory.count, 4) + Self.little(bytes.count, 4) + Self.little(0, 2)
  }
}

@Suite struct ZipArchiveTests {
  /// "hello hello hello hello" deflated.
  static let deflated: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x27, 0x01]
  static let hello = Array("hello hello hello hello".utf8)

  static func message(_ bytes: [UInt8], limits: ContainerLimits = ContainerLimits()) -> String? {
    do throws(ContainerError) {
      let archive = try ZipArchive(bytes, limits: limits)
      for entry in archive.entries { _ = try archive.contents(of: entry) }
      return nil
    } catch {
      return "\(error.found); expected \(error.expected)"
    }
  }

  @Test func `stored and deflated files are read by name, folders are passed over`() throws {
    var zip = HandMadeZip()
    zip.add("folder/", [])
    zip.add("folder/a.csv", Array("x,y\n1,2\n".utf8))
    zip.add("b.txt", Self.hello, method: 8, packed: Self.deflated)
    let archive = try ZipArchive(zip.finished())
    #expect(archive.entries.map(\.name) == ["folder/a.csv", "b.txt"])
    #expect(archive.entries.map(\.fileName) == ["a.csv", "b.txt"])
    #expect(try archive.contents(of: archive.entries[0]) == Array("x,y\n1,2\n".utf8))
    #expect(try archive.contents(of: archive.entries[1]) == Self.hello)
  }

  @Test(arguments: ["../up.csv", "/etc/up.csv", "a/../../up.csv", "a\\up.csv"])
  func `names that lead out of the archive are refused`(name: String) {
    var zip = HandMadeZip()
    zip.add(name, [1])
    #expect(
      Self.message(zip.finished()) == "a file whose name leads out of the archive; expected names of files in it")
  }

  @Test func `what cannot be read says why`() {
    var encrypted = HandMadeZip()
    encrypted.add("a.csv", [1, 2], flags: 1)
    #expect(Self.message(encrypted.finished()) == "the encrypted file 'a.csv'; expected a file without a password")
    var other = HandMadeZip()
    other.add("a.csv", [1, 2], method: 12)
    #expect(
      Self.message(other.finished())
        == "'a.csv' compressed in a way that survey platforms do not use (12); expected a file that is stored or deflated"
    )
    var wrong = HandMadeZip()
    wrong.add("a.csv", [1, 2], packed: [3, 4])
    #expect(Self.message(wrong.finished()) == "'a.csv', whose check sum is wrong; expected an undamaged file")
    var damaged = HandMadeZip()
    damaged.add("a.csv", Self.hello, method: 8, packed: [0xFF, 0xFF, 0xFF])
    #expect(Self.message(damaged.finished()) == "a damaged compressed stream; expected a whole one")
    var short = HandMadeZip()
    short.add("a.csv", Self.hello, method: 8, packed: Array(Self.deflated.prefix(5)))
    #expect(Self.message(short.finished()) == "a compressed stream that ends too early; expected a whole one")
    #expect(
      Self.message([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 100))
        == "an archive without its directory, which stands at the end; expected a whole archive")
  }

  @Test func `limits bound the number of files and their sizes`() {
    var many = HandMadeZip()
    for number in 0..<20 { many.add("\(number).csv", [1]) }
    var limits = ContainerLimits()
    limits.entries = 10
    #expect(Self.message(many.finished(), limits: limits) == "20 files; expected at most 10")
    limits.entries = 20
    #expect(Self.message(many.finished(), limits: limits) == nil)
    limits.total = 19
    #expect(
      Self.message(many.finished(), limits: limits)
        == "files of more than 19 bytes together; expected at most 19 bytes")
    var large = HandMadeZip()
    large.add("a.csv", [UInt8](repeating: 0x41, count: 5000))
    limits.total = 1 << 20
    limits.size = 4096
    #expect(Self.message(large.finished(), limits: limits) == "'a.csv' with 5000 bytes; expected at most 4 KiB")
  }

  @Test func `a file that unpacks to far more than its size is refused`() {
    var limits = ContainerLimits()
    limits.size = 1 << 20
    let limited = Self.bomb
    let error = #expect(throws: ContainerError.self) { try Gzip.bytes(of: limited, limits: limits) }
    #expect(error?.isLimit == true)
  }

  /// Three MiB of zeros in three thousand bytes.
  static let bomb: [UInt8] = {
    // A stored block cannot be a bomb: runs of a repeated match of 258 bytes are, one bit pair each.
    var bits: [Bool] = [true, true, false]
    func put(_ code: Int, _ count: Int) { for bit in (0..<count).reversed() { bits.append(code >> bit & 1 == 1) } }
    put(0x30, 8)
    for _ in 0..<12_000 {
      put(0xC5, 8)
      put(0, 5)
    }
    put(0, 7)
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    for start in stride(from: 0, to: bits.count, by: 8) {
      var byte: UInt8 = 0
      for index in 0..<8 where start + index < bits.count && bits[start + index] { byte |= 1 << UInt8(index) }
      bytes.append(byte)
    }
    return bytes + [UInt8](repeating: 0, count: 8)
  }()

  @Test func `an archive cut short or changed anywhere gives an error or its files, never a crash`() {
    var zip = HandMadeZip()
    zip.add("a.csv", Array("x,y\n1,2\n".utf8))
    zip.add("b.txt", Self.hello, method: 8, packed: Self.deflated)
    let whole = zip.finished()
    for length in 0..<whole.count { _ = Self.message(Array(whole.prefix(length))) }
    for position in whole.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var changed = whole
        changed[position] = value
        _ = Self.message(changed)
      }
    }
  }

  @Test func `gzip's files are unpacked, also in several streams`() throws {
    // "a,b\n1,2\n" as gzip writes it.
    let stream: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2, 2, 0, 0x7B, 7, 0x97, 0x0A,
      8, 0, 0, 0,
    ]
    let once = Array("a,b\n1,2\n".utf8)
    #expect(Gzip.isGzip(stream))
    #expect(try Gzip.bytes(of: stream) == once)
    #expect(try Gzip.bytes(of: stream + stream) == once + once)
    #expect(try Gzip.bytes(of: stream + [0, 0, 0]) == once)
    #expect(throws: ContainerError.self) { try Gzip.bytes(of: Array(stream.prefix(14))) }
    let trailing = #expect(throws: ContainerError.self) { try Gzip.bytes(of: stream + Array("x,y".utf8)) }
    #expect(trailing?.found == "3 bytes after the end of the compressed file")
  }

  @Test func `a file that is another size than the directory says is refused`() {
    var short = HandMadeZip()
    short.add("a.txt", Array("hello".utf8), method: 8, packed: Self.deflated)
    #expect(
      Self.message(short.finished()) == "'a.txt', whose size is not what the archive says; expected an undamaged file")
    var long = HandMadeZip()
    long.add("a.txt", Self.hello + Self.hello, method: 8, packed: Self.deflated)
    #expect(
      Self.message(long.finished()) == "'a.txt', whose size is not what the archive says; expected an undamaged file")
  }

  @Test func `a bomb in an archive is refused before it is unpacked`() throws {
    // Zeros compress to about a thousandth; the limit is set below.
    var zip = ZipWriter()
    try zip.add("zeros.csv", [UInt8](repeating: 0, count: 8 << 20))
    #expect(zip.bytes.count < 10_000)
    var limits = ContainerLimits()
    limits.ratio = 200
    let message = Self.message(zip.bytes, limits: limits)
    #expect(message?.hasPrefix("'zeros.csv', whose ") == true)
    #expect(
      message?.hasSuffix("bytes unpack to 8 MiB or more; expected a file that unpacks to at most 200 times its size")
        == true)
    #expect(Self.message(zip.bytes) == nil)
  }

  @Test func `two files of one name and a directory with more files than it counts are refused`() throws {
    var twice = HandMadeZip()
    twice.add("a.csv", [1])
    twice.add("a.csv", [2])
    #expect(Self.message(twice.finished()) == "the name 'a.csv' twice; expected each file under a name of its own")
    var zip = HandMadeZip()
    zip.add("a.csv", [1])
    zip.add("b.csv", [2])
    var bytes = zip.finished()
    bytes[bytes.count - 12] = 1
    #expect(Self.message(bytes) == "an archive whose directory is damaged; expected a whole archive")
  }

  @Test func `numbers too large for their fields are read from ZIP64's`() throws {
    // One stored file whose sizes and place stand in the extra field, and a directory found through ZIP64's locator.
    let contents = Array("x\n1\n".utf8)
    let little = HandMadeZip.little
    let sum = little(Int(Deflate.crc32(contents)), 4)
    let ones = little(0xFFFF_FFFF, 4)
    var bytes: [UInt8] = [0x50, 0x4B, 3, 4] + little(45, 2) + little(0, 8) + sum
    bytes += little(contents.count, 4) + little(contents.count, 4) + little(5, 2) + little(0, 2)
    bytes += Array("a.csv".utf8) + contents
    let start = bytes.count
    bytes += [0x50, 0x4B, 1, 2] + little(45, 2) + little(45, 2) + little(0, 8) + sum + ones + ones
    bytes += little(5, 2) + little(28, 2) + little(0, 10) + ones + Array("a.csv".utf8)
    bytes += little(1, 2) + little(24, 2) + little(contents.count, 8) + little(contents.count, 8) + little(0, 8)
    let end = bytes.count
    bytes += [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
    bytes += little(1, 8) + little(1, 8) + little(end - start, 8) + little(start, 8)
    bytes += [0x50, 0x4B, 6, 7] + little(0, 4) + little(end, 8) + little(1, 4)
    bytes += [0x50, 0x4B, 5, 6] + little(0, 4) + little(0xFFFF, 2) + little(0xFFFF, 2) + ones + ones + little(0, 2)
    let archive = try ZipArchive(bytes)
    #expect(archive.entries.map(\.name) == ["a.csv"])
    #expect(try archive.contents(of: archive.entries[0]) == contents)
  }

  @Test func `sizes that follow the file are read from the directory`() throws {
    var zip = HandMadeZip()
    zip.add("b.txt", Self.hello, method: 8, packed: Self.deflated, flags: 8)
    var bytes = zip.finished()
    // A data descriptor's file has zeros where its sizes would stand before it.
    for position in 14..<26 { bytes[position] = 0 }
    let archive = try ZipArchive(bytes)
    #expect(try archive.contents(of: archive.entries[0]) == Self.hello)
  }
}

@Suite struct ZipWriterTests {
  @Test func `what is written is read again, and is the same every time`() throws {
    func written() throws -> [UInt8] {
      var zip = ZipWriter()
      try zip.add("[Content_Types].xml", Array(String(repeating: "<Override/>", count: 500).utf8))
      try zip.add("xl/blåbær.bin", [1, 2, 3])
      try zip.add("empty.txt", [])
      try zip.add("stored.txt", Array(repeating: 0x20, count: 3000), method: .stored)
      try zip.add("large.txt", (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) })
      return zip.bytes
    }
    let bytes = try written()
    #expect(try written() == bytes)
    let archive = try ZipArchive(bytes)
    #expect(
      archive.entries.map(\.name) == ["[Content_Types].xml", "xl/blåbær.bin", "empty.txt", "stored.txt", "large.txt"])
    #expect(archive.entries.map(\.size) == [5500, 3, 0, 3000, 3_000_000])
    for entry in archive.entries { #expect(try archive.contents(of: entry).count == entry.size) }
    #expect(try archive.contents(of: archive.entries[1]) == [1, 2, 3])
    #expect(try archive.contents(of: archive.entries[0]).starts(with: "<Override/>".utf8))
    // 1980-01-01 00:00:00 in DOS's notation.
    #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
  }

  @Test func `a name that leads out of the archive or is taken is refused`() throws {
    var zip = ZipWriter()
    try zip.add("a.xml", [1])
    for name in ["../a.xml", "/a.xml", "", "folder/", "a\\b"] {
      let error = #expect(throws: ContainerError.self) { try zip.add(name, [1]) }
      #expect(error?.found == "the name '\(name)'")
    }
    let error = #expect(throws: ContainerError.self) { try zip.add("a.xml", [2]) }
    #expect(error?.found == "the name 'a.xml' twice")
    #expect(try ZipArchive(zip.bytes).entries.count == 1)
  }

  @Test func `thousands of changed and shortened archives give an error or their files, never a crash`() throws {
    var zip = ZipWriter()
    try zip.add("data.csv", Array(String(repeating: "1,2,3,yes,no\n", count: 200).utf8))
    try zip.add("b.txt", [1, 2, 3], method: .stored)
    let whole = zip.bytes
    var state: UInt64 = 42
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    var refused = 0
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0...random(4) { bytes[random(bytes.count)] ^= 1 << UInt8(random(8)) }
      if random(4) == 0 { bytes.removeLast(random(bytes.count)) }
      if ZipArchiveTests.message(bytes) != nil { refused += 1 }
    }
    #expect(refused > 3000)
  }
}
