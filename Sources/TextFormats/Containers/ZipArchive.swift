/// A ZIP archive in memory: its files by name, unpacked as they are asked for.
///
/// Files are stored or deflated, as every survey platform and office program writes them. The central directory at the
/// archive's end says what there is; ZIP64 and data descriptors are understood. Names that lead out of the archive,
/// encrypted files, and files beyond the limits are refused.
public struct ZipArchive: Sendable {
  /// A file in the archive.
  public struct Entry: Sendable, Hashable {
    /// The name with its folders, parted by "/".
    public var name: String
    /// The size unpacked, as the archive says.
    public var size: Int
    fileprivate var packedSize: Int
    fileprivate var method: Int
    fileprivate var offset: Int
    fileprivate var checkSum: UInt32
    fileprivate var isEncrypted: Bool

    /// The name without its folders.
    public var fileName: String { String(name.split(separator: "/").last ?? "") }
  }

  /// The files in the archive's order; folders are left out.
  public private(set) var entries: [Entry] = []
  private let bytes: [UInt8]
  private let limits: ContainerLimits

  /// Whether bytes begin as an archive's do.
  public static func isArchive(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

  /// Opens an archive.
  ///
  /// - Throws: ``ContainerError`` where it has no directory, or one that is damaged or beyond the limits.
  public init(_ bytes: [UInt8], limits: ContainerLimits = ContainerLimits()) throws(ContainerError) {
    self.bytes = bytes
    self.limits = limits
    guard let end = endOfDirectory else {
      throw ContainerError("an archive without its directory, which stands at the end", expected: "a whole archive")
    }
    var count = number(end + 10, 2) ?? 0
    var position = number(end + 16, 4) ?? 0
    if count == 0xFFFF || position == 0xFFFF_FFFF, let (large, start) = largeDirectory(before: end) {
      (count, position) = (large, start)
    }
    guard count <= limits.entries else {
      throw ContainerError("\(count) files", expected: "at most \(limits.entries)", isLimit: true)
    }
    for _ in 0..<count {
      guard let (entry, next) = try entry(at: position) else { throw Self.damaged }
      if let entry { entries.append(entry) }
      position = next
    }
    // A directory that goes on beyond its own count would lose files.
    guard number(position, 4) != 0x0201_4B50 else { throw Self.damaged }
    try checkEntries()
  }

  private func checkEntries() throws(ContainerError) {
    var names: Set<String> = []
    var total = 0
    for entry in entries {
      guard names.insert(entry.name).inserted else {
        throw ContainerError("the name '\(entry.name)' twice", expected: "each file under a name of its own")
      }
      // Files may overlap, so that small archives claim to hold much: the sum counts, not the archive's size.
      total += min(entry.size, limits.total + 1)
      guard total <= limits.total else {
        throw ContainerError(
          "files of more than \(ContainerLimits.words(limits.total)) together",
          expected: "at most \(ContainerLimits.words(limits.total))", isLimit: true)
      }
    }
  }

  private static let damaged = ContainerError("an archive whose directory is damaged", expected: "a whole archive")

  /// A file's bytes.
  ///
  /// - Throws: ``ContainerError`` for a damaged or encrypted file, and beyond the limits.
  public func contents(of entry: Entry) throws(ContainerError) -> [UInt8] {
    guard !entry.isEncrypted else {
      throw ContainerError("the encrypted file '\(entry.name)'", expected: "a file without a password")
    }
    guard entry.size <= limits.size else {
      throw ContainerError(
        "'\(entry.name)' with \(entry.size) bytes", expected: "at most \(ContainerLimits.words(limits.size))",
        isLimit: true)
    }
    guard number(entry.offset, 4) == 0x0403_4B50, let nameLength = number(entry.offset + 26, 2),
      let extraLength = number(entry.offset + 28, 2)
    else { throw Self.damaged }
    let start = entry.offset + 30 + nameLength + extraLength
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw Self.damaged }
    let packed = bytes[start..<start + entry.packedSize]
    let contents: [UInt8]
    switch entry.method {
    case 0: contents = Array(packed)
    case 8: contents = try inflated(packed, entry)
    default:
      throw ContainerError(
        "'\(entry.name)' compressed in a way that survey platforms do not use (\(entry.method))",
        expected: "a file that is stored or deflated")
    }
    guard contents.count == entry.size else { throw Self.wrongSize(entry) }
    guard Deflate.crc32(contents) == entry.checkSum else {
      throw ContainerError("'\(entry.name)', whose check sum is wrong", expected: "an undamaged file")
    }
    return contents
  }

  // No more is unpacked than the directory says, so that a lie about the size costs nothing.
  private func inflated(_ packed: ArraySlice<UInt8>, _ entry: Entry) throws(ContainerError) -> [UInt8] {
    var limits = limits
    limits.size = max(entry.size, 1)
    do throws(ContainerError) {
      return try Deflate.inflated(packed, .none, limits: limits).bytes
    } catch {
      guard error.isLimit else { throw error }
      let isBomb = entry.size > 1 << 20 && entry.size / limits.ratio >= entry.packedSize
      guard isBomb else { throw Self.wrongSize(entry) }
      throw ContainerError(
        "'\(entry.name)', whose \(entry.packedSize) bytes unpack to \(ContainerLimits.words(entry.size)) or more",
        expected: "a file that unpacks to at most \(limits.ratio) times its size", isLimit: true)
    }
  }

  private static func wrongSize(_ entry: Entry) -> ContainerError {
    ContainerError("'\(entry.name)', whose size is not what the archive says", expected: "an undamaged file")
  }

  // MARK: The directory

  private func number(_ position: Int, _ size: Int) -> Int? {
    guard position >= 0, position <= bytes.count - size else { return nil }
    var value = 0
    for index in (0..<size).reversed() { value = value << 8 | Int(bytes[position + index]) }
    return value
  }

  /// The directory's end stands before a comment of up to 65,535 bytes.
  private var endOfDirectory: Int? {
    guard bytes.count >= 22 else { return nil }
    for position in stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 0xFFFF), by: -1)
    where bytes[position] == 0x50 && number(position, 4) == 0x0605_4B50 {
      return position
    }
    return nil
  }

  private func largeDirectory(before end: Int) -> (count: Int, start: Int)? {
    guard number(end - 20, 4) == 0x0706_4B50, let place = large(end - 12), number(place, 4) == 0x0606_4B50,
      let count = large(place + 32), let start = large(place + 48)
    else { return nil }
    return (count, start)
  }

  /// A number of eight bytes, where it is one that an archive in memory can have.
  private func large(_ position: Int) -> Int? {
    guard let high = number(position + 4, 4), high < 1 << 20, let low = number(position, 4) else { return nil }
    return high << 32 | low
  }

  /// The entry of the directory at a place, nil for a folder, and where the next one begins.
  private func entry(at position: Int) throws(ContainerError) -> (entry: Entry?, next: Int)? {
    guard number(position, 4) == 0x0201_4B50, let flags = number(position + 8, 2),
      let method = number(position + 10, 2),
      let checkSum = number(position + 16, 4), var packed = number(position + 20, 4),
      var size = number(position + 24, 4),
      let nameLength = number(position + 28, 2), let extraLength = number(position + 30, 2),
      let commentLength = number(position + 32, 2), var offset = number(position + 42, 4),
      position + 46 + nameLength + extraLength <= bytes.count
    else { return nil }
    let name = String(decoding: bytes[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self)
    readLargeSizes(position + 46 + nameLength, extraLength, &size, &packed, &offset)
    let next = position + 46 + nameLength + extraLength + commentLength
    if name.hasSuffix("/") { return (nil, next) }
    guard Self.isInside(name) else {
      throw ContainerError("a file whose name leads out of the archive", expected: "names of files in it")
    }
    return (
      Entry(
        name: name, size: size, packedSize: packed, method: method, offset: offset,
        checkSum: UInt32(truncatingIfNeeded: checkSum), isEncrypted: flags & 1 != 0), next
    )
  }

  /// Whether a name is that of a file in the archive, and of none outside.
  static func isInside(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return !name.isEmpty && !name.hasPrefix("/") && !name.hasSuffix("/") && !name.contains("\\")
      && !parts.contains("..")
  }

  /// ZIP64 keeps numbers of more than four bytes in a field of their own, those alone that need it, in this order.
  private func readLargeSizes(
    _ start: Int, _ length: Int, _ size: inout Int, _ packed: inout Int, _ offset: inout Int
  ) {
    var position = start
    while position + 4 <= start + length, let kind = number(position, 2), let count = number(position + 2, 2) {
      guard kind == 1 else {
        position += 4 + count
        continue
      }
      var field = position + 4
      func next(_ value: inout Int) {
        guard value == 0xFFFF_FFFF, field + 8 <= start + length, let found = large(field) else { return }
        value = found
        field += 8
      }
      next(&size)
      next(&packed)
      next(&offset)
      return
    }
  }
}
