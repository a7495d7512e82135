#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What went wrong with a file, in the words of a message.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of trouble it is, for the exit status.
  public enum Kind: Sendable, Hashable {
    case notFound, isDirectory, notReadable, notWritable, outOfMemory
  }
  /// What kind of trouble it is.
  public var kind: Kind
  /// The file as the user named it.
  public var path: String
  /// The system's own words.
  public var reason: String

  /// Creates an error.
  public init(kind: Kind, path: String, reason: String) {
    self.kind = kind
    self.path = path
    self.reason = reason
  }

  /// One line for a reader.
  public var description: String { "\(path): \(reason)" }
}

extension FileError {
  /// The error where the limit on memory does not allow to read on.
  public init(lackingMemory path: String) {
    self.init(
      kind: .outOfMemory, path: path,
      reason: "the memory that \(MemoryLimit.current?.setBy ?? "the system") allows does not suffice for reading it")
  }
}

/// The platform's calls on files, all in one place so that another platform can follow.
public enum FileSystem {
  /// How much of a file is read at a time, in bytes.
  public static let blockSize = 4 << 20

  /// Reads a file block by block; "-" is standard input.
  ///
  /// The file is never mapped: a file cut short under a map kills the process.
  /// - Parameter body: Takes each block in order.
  public static func forEachBlock(of path: String, _ body: ([UInt8]) -> Void) throws(FileError) {
    let descriptor = try openForReading(path)
    defer { if descriptor != 0 { close(descriptor) } }
    while true {
      var count = 0
      let block = [UInt8](unsafeUninitializedCapacity: blockSize) { buffer, initialized in
        count = read(descriptor, buffer.baseAddress, buffer.count)
        initialized = max(0, count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, .notReadable) }
      if count == 0 { return }
      body(block)
    }
  }

  /// Reads a whole file; "-" is standard input.
  public static func contents(of path: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var isShort = false
    try forEachBlock(of: path) { block in
      // A pipe tells its size only at its end.
      isShort = isShort || MemoryLimit.lacks(2 * bytes.count + MemoryLimit.reserve)
      if !isShort { bytes += block }
    }
    guard !isShort else { throw FileError(lackingMemory: path) }
    return bytes
  }

  /// Writes a file anew, whole or not at all: beside it first, then renamed over it.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let partial = path + ".partial-\(getpid())"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, .notWritable) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        systemWrite(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = failure(path, .notWritable)
        close(descriptor)
        unlink(partial)
        throw error
      }
      written += count
    }
    guard close(descriptor) == 0, rename(partial, path) == 0 else {
      let error = failure(path, .notWritable)
      unlink(partial)
      throw error
    }
  }

  /// Writes a text as UTF-8.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Whether a file or folder of that name is there.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether two paths lead to one file that exists, by whatever names or links.
  public static func isSameFile(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    guard stat(path, &one) == 0, stat(other, &two) == 0 else { return false }
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }

  /// Whether a folder of that name is there.
  public static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder and those above it that are missing.
  public static func createDirectory(_ path: String) throws(FileError) {
    if path.isEmpty || isDirectory(path) { return }
    try createDirectory(parent(of: path))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path, .notWritable) }
  }

  /// Renames a file or folder; an existing file is replaced.
  public static func move(_ path: String, to target: String) throws(FileError) {
    guard rename(path, target) == 0 else { throw failure(target, .notWritable) }
  }

  /// Removes a file or a folder with all that is in it; what is not there is no error.
  public static func remove(_ path: String) throws(FileError) {
    if isDirectory(path) {
      for name in try list(path) { try remove(path + "/" + name) }
      guard rmdir(path) == 0 else { throw failure(path, .notWritable) }
    } else if unlink(path) != 0, errno != ENOENT {
      throw failure(path, .notWritable)
    }
  }

  /// The names in a folder, sorted by their bytes.
  public static func list(_ path: String) throws(FileError) -> [String] {
    guard let directory = opendir(path) else { throw failure(path, .notReadable) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    String(path.split(separator: "/", omittingEmptySubsequences: true).last ?? Substring(path))
  }

  /// What stands before the last part of a path, or "" where nothing does.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path beside a file: `name` as it is where absolute, else below the file's folder.
  public static func path(_ name: String, besides file: String) -> String {
    let folder = parent(of: file)
    return name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
  }

  /// A number that no other running process has, for names of temporary folders.
  public static var processIdentifier: Int { Int(getpid()) }

  private static func openForReading(_ path: String) throws(FileError) -> Int32 {
    if path == "-" { return 0 }
    if isDirectory(path) {
      throw FileError(kind: .isDirectory, path: path, reason: "is a folder; name the export file in it")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, .notReadable) }
    return descriptor
  }

  private static func failure(_ path: String, _ kind: FileError.Kind) -> FileError {
    let code = errno
    let reason = code == ENOENT ? "no such file" : String(cString: strerror(code)).lowercased()
    return FileError(kind: code == ENOENT && kind == .notReadable ? .notFound : kind, path: path, reason: reason)
  }
}

// `FileSystem.write` hides the system's function of that name inside the type.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
