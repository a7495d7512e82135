/// Writes a ZIP archive: the same bytes for the same files, whenever and wherever it is written.
///
/// Every file carries the earliest time that ZIP knows (1980-01-01), names are UTF-8, and a file that compressing would
/// not make smaller is stored. Workbooks and Word documents are such archives.
public struct ZipWriter: Sendable {
  /// How a file is put into the archive.
  public enum Method: Sendable, Hashable {
    /// As it is.
    case stored
    /// Compressed by DEFLATE.
    case deflated
  }

  private var files: [UInt8] = []
  private var directory: [UInt8] = []
  private var names: Set<String> = []

  /// Starts an archive without files.
  public init() {}

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - name: The name with its folders, parted by "/".
  ///   - contents: The file's bytes.
  ///   - method: How it is put in; ``Method/deflated`` stores what would not become smaller.
  /// - Throws: ``ContainerError`` for a name that is taken or leads out of the archive, and for more than ZIP holds
  ///   without its extension for large files.
  public mutating func add(
    _ name: String, _ contents: [UInt8], method: Method = .deflated
  ) throws(ContainerError) {
    guard ZipArchive.isInside(name), name.utf8.count <= 0xFFFF else {
      throw ContainerError("the name '\(name)'", expected: "the name of a file in the archive")
    }
    guard !names.contains(name) else {
      throw ContainerError("the name '\(name)' twice", expected: "each file under a name of its own")
    }
    let packed = method == .deflated ? Deflate.deflated(contents) : contents
    let isPacked = method == .deflated && packed.count < contents.count
    let body = isPacked ? packed : contents
    guard contents.count < 0xFFFF_FFFF, files.count + body.count < 0xFFFF_0000, names.count < 0xFFFE else {
      throw ContainerError("more than an archive holds", expected: "less than 4 GiB and 65,535 files", isLimit: true)
    }
    names.insert(name)
    append(name, header(name, contents, body, isPacked: isPacked), body)
  }

  /// What stands both before the file and in the directory.
  private func header(_ name: String, _ contents: [UInt8], _ body: [UInt8], isPacked: Bool) -> [UInt8] {
    var header: [UInt8] = []
    // Version 2.0; UTF-8 names; method; midnight; the 1st of January 1980.
    for value in [20, 0x0800, isPacked ? 8 : 0, 0, 0x0021] { Self.put(value, 2, &header) }
    for value in [Int(Deflate.crc32(contents)), body.count, contents.count] { Self.put(value, 4, &header) }
    for value in [name.utf8.count, 0] { Self.put(value, 2, &header) }
    return header
  }

  private mutating func append(_ name: String, _ header: [UInt8], _ body: [UInt8]) {
    directory += [0x50, 0x4B, 1, 2, 20, 0] + header
    // Comment, disk, attributes of both kinds; then where the file begins.
    for size in [2, 2, 2, 4] { Self.put(0, size, &directory) }
    Self.put(files.count, 4, &directory)
    directory += Array(name.utf8)
    files += [0x50, 0x4B, 3, 4] + header + Array(name.utf8) + body
  }

  /// The archive with what was added so far.
  public var bytes: [UInt8] {
    var bytes = files + directory + [0x50, 0x4B, 5, 6]
    for value in [0, 0, names.count, names.count] { Self.put(value, 2, &bytes) }
    for value in [directory.count, files.count] { Self.put(value, 4, &bytes) }
    Self.put(0, 2, &bytes)
    return bytes
  }

  private static func put(_ value: Int, _ size: Int, _ bytes: inout [UInt8]) {
    for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
