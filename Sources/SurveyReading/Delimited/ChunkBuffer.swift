internal import CByteMasks
internal import TextFormats

/// The bytes of one chunk, with 64 more that can be read and do not count.
struct ChunkBuffer {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 64
  /// How many bytes there are.
  private(set) var count = 0

  init() {
    bytes = .allocate(capacity: capacity)
    bytes.initialize(repeating: 0, count: capacity)
  }

  /// The first byte.
  var start: UnsafePointer<UInt8> { UnsafePointer(bytes) }

  /// Frees the bytes.
  mutating func release() { bytes.deallocate() }

  /// Reads a part of the source.
  mutating func load(_ source: BlockSource, from start: Int, to end: Int) throws(FileError) {
    let size = end - start
    if size + 64 > capacity {
      bytes.deallocate()
      capacity = size + 64
      bytes = .allocate(capacity: capacity)
      bytes.initialize(repeating: 0, count: capacity)
    }
    count = try source.read(at: start, into: UnsafeMutableRawBufferPointer(start: bytes, count: size))
    guard count == size else {
      throw FileError(kind: .notReadable, path: source.path, reason: "the file was cut short while it was read")
    }
    // What ends an empty last cell is no byte that a cell can hold.
    bytes[count] = 0
  }

  /// Whether a byte is a quotation mark.
  func isQuote(_ index: Int) -> Bool { bytes[index] == 0x22 }

  /// Whether the quotation marks in a part are odd in number.
  func quotesAreOdd(_ range: Range<Int>) -> Bool { topline_quotes_are_odd(bytes + range.lowerBound, range.count) }
}
