internal import CZlib

/// A container that cannot be opened, and why.
public struct ContainerError: Error, Sendable, Hashable {
  /// What was found.
  public var found: String
  /// What was expected.
  public var expected: String
  /// Whether a limit that protects the machine was met.
  public var isLimit: Bool

  /// Creates an error.
  public init(_ found: String, expected: String, isLimit: Bool = false) {
    self.found = found
    self.expected = expected
    self.isLimit = isLimit
  }
}

/// How much a container may hold; what is beyond is refused, never cut.
public struct ContainerLimits: Sendable, Hashable {
  /// How many bytes one file in it may have.
  public var size = 4 << 30
  /// How many bytes all files in it may have together.
  public var total = 8 << 30
  /// How many times its compressed size a file may have, beyond the first MiB: more is no survey but a bomb.
  public var ratio = 1100
  /// How many files there may be.
  public var entries = 10_000

  /// The usual limits.
  public init() {}

  /// A number of bytes in words.
  static func words(_ bytes: Int) -> String {
    for (unit, name) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] where bytes >= unit {
      return "\(bytes / unit) \(name)"
    }
    return "\(bytes) bytes"
  }
}

/// Inflates and deflates what gzip and ZIP hold.
enum Deflate {
  /// How the compressed bytes are wrapped.
  enum Wrapping: Int32 {
    /// Bare, as in ZIP.
    case none = -15
    /// With gzip's header and check.
    case gzip = 31
  }

  /// The bytes that a stream holds, and how many bytes of the input it took.
  static func inflated(
    _ input: ArraySlice<UInt8>, _ wrapping: Wrapping, limits: ContainerLimits
  ) throws(ContainerError) -> (bytes: [UInt8], used: Int) {
    var stream = z_stream()
    guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw ContainerError("a stream that zlib does not take", expected: "DEFLATE")
    }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 18)
    var position = input.startIndex
    var status = Z_OK
    var asked = 1 << 24
    while status != Z_STREAM_END {
      let piece = input[position..<min(input.endIndex, position + (1 << 20))]
      var taken = 0
      var made = 0
      piece.withUnsafeBufferPointer { source in
        block.withUnsafeMutableBufferPointer { target in
          stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          stream.avail_in = UInt32(source.count)
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          status = inflate(&stream, Z_NO_FLUSH)
          taken = source.count - Int(stream.avail_in)
          made = target.count - Int(stream.avail_out)
        }
      }
      position += taken
      output += block[..<made]
      if output.count > limits.size
        || (output.count > 1 << 20 && output.count / limits.ratio > position - input.startIndex)
      {
        throw ContainerError(
          "\(position - input.startIndex) bytes that unpack to more than \(output.count)",
          expected:
            "a file that unpacks to at most \(limits.ratio) times its size and \(ContainerLimits.words(limits.size))",
          isLimit: true)
      }
      if output.count > asked {
        asked = 2 * output.count
        try requireMemory(for: output.count)
      }
      guard status == Z_OK || status == Z_STREAM_END || (status == Z_BUF_ERROR && made > 0) else {
        throw ContainerError(
          status == Z_BUF_ERROR ? "a compressed stream that ends too early" : "a damaged compressed stream",
          expected: "a whole one")
      }
      if status == Z_OK, taken == 0, made == 0 {
        throw ContainerError("a compressed stream that ends too early", expected: "a whole one")
      }
    }
    return (output, position - input.startIndex)
  }

  // The stream does not say how long it is; a table of it takes twice as much again.
  private static func requireMemory(for size: Int) throws(ContainerError) {
    guard let limit = MemoryLimit.current, limit.left < 3 * size + MemoryLimit.reserve else { return }
    throw ContainerError(
      "a file that unpacks to more than \(MemoryLimit.words(size)), where \(limit.setBy) leaves "
        + "\(MemoryLimit.words(limit.left)) of memory",
      expected: "more memory, or a smaller file", isLimit: true)
  }

  /// The bytes compressed without a wrapping, the same for the same bytes.
  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let status = deflateInit2_(
      &stream, 6, Z_DEFLATED, Wrapping.none.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has memory for compressing")
    defer { deflateEnd(&stream) }
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var position = 0
    var isDone = false
    while !isDone {
      let end = min(bytes.count, position + (1 << 20))
      bytes[position..<end].withUnsafeBufferPointer { source in
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = UInt32(source.count)
        repeat {
          let made = block.withUnsafeMutableBufferPointer { target in
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            isDone = deflate(&stream, end == bytes.count ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END
            return target.count - Int(stream.avail_out)
          }
          output += block[..<made]
        } while stream.avail_out == 0
      }
      position = end
    }
    return output
  }

  /// The check sum that ZIP keeps of a file.
  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let bytes = Array(bytes)
    var sum = CZlib.crc32(0, nil, 0)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + (1 << 30))
      sum = bytes[start..<end].withUnsafeBufferPointer { CZlib.crc32(sum, $0.baseAddress, UInt32($0.count)) }
      start = end
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}

/// Files that gzip compressed.
public enum Gzip {
  /// Whether bytes begin as gzip's do.
  public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

  /// The bytes of a file; several streams one after the other are one file.
  ///
  /// - Throws: ``ContainerError`` for a damaged stream and beyond the limits.
  public static func bytes(
    of file: [UInt8], limits: ContainerLimits = ContainerLimits()
  ) throws(ContainerError) -> [UInt8] {
    var rest = file[...]
    var bytes: [UInt8] = []
    while isGzip(Array(rest.prefix(3))) {
      let (part, used) = try Deflate.inflated(rest, .gzip, limits: limits)
      bytes += part
      rest = rest.dropFirst(used)
      guard bytes.count <= limits.size else {
        throw ContainerError(
          "more than \(ContainerLimits.words(limits.size)) unpacked", expected: "a smaller file", isLimit: true)
      }
    }
    // Tapes pad with zeros; anything else is data that would be lost.
    guard rest.allSatisfy({ $0 == 0 }) else {
      throw ContainerError(
        "\(rest.count) bytes after the end of the compressed file", expected: "gzip's streams and nothing else")
    }
    return bytes
  }
}
