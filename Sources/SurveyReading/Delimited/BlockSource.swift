internal import TextFormats

/// Where the bytes of a delimited text are: in memory, or in a file that is read as it is needed.
enum BlockSource: Sendable {
  case memory([UInt8])
  case file(RandomAccessFile)

  /// How many bytes there are.
  var size: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .file(let file): file.size
    }
  }

  /// The file's name for messages.
  var path: String {
    switch self {
    case .memory: "memory"
    case .file(let file): file.path
    }
  }

  /// Reads as many bytes as the buffer takes from a place on, or as there are; returns how many.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    switch self {
    case .file(let file): return try file.read(at: offset, into: buffer)
    case .memory(let bytes):
      let count = max(0, min(buffer.count, bytes.count - offset))
      guard count > 0, let target = buffer.baseAddress else { return 0 }
      bytes.withUnsafeBytes { source in
        if let start = source.baseAddress { target.copyMemory(from: start + offset, byteCount: count) }
      }
      return count
    }
  }
}
