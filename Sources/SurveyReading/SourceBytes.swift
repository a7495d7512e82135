internal import CCrypto
internal import SurveyModel
internal import TextFormats

/// The bytes of one file that was opened.
struct SourceBytes: Sendable {
  /// The file's name without its folder.
  var name: String
  /// The file as the user named it.
  var path: String
  /// All of its bytes, or where ``file`` is set the first of them.
  var bytes: [UInt8]
  /// A long file that is read as it is needed.
  var file: RandomAccessFile?
  /// SHA-256 of the bytes in hexadecimal; nil where nobody asked for it.
  var sha256: String?
  /// What it was taken from, where it came in a container.
  var container: String?
  /// The path of the archive that it lay in.
  var archive: String?
  /// The name of the workbook's sheet that the bytes are of.
  var workbookSheet: String?
  /// The sheets of a form's definition in a workbook, by their names in lower case.
  var formSheets: [String: [[String]]]?
  /// Further files that belong to this one and cannot be read without it: timings of responses.
  var companions: [SourceBytes] = []
  /// Whether it came in a LimeSurvey archive.
  var isOfLimeSurveyArchive = false
  /// What was found as it was opened.
  var problems: [Problem] = []

  init(name: String, path: String? = nil, bytes: [UInt8], sha256: String? = nil) {
    self.name = name
    self.path = path ?? name
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// Files up to this size are read whole at once; of longer ones, this much tells what they are.
  static let headSize = 4 << 20

  /// Opens a file and reads it, in blocks; of a long one only the beginning, unless its hash is wanted.
  ///
  /// - Parameter isCounted: Whether its cells may be counted and not kept, so that memory for them need not be asked for.
  static func open(_ path: String, wantsHash: Bool, isCounted: Bool = false) throws(ReadingError) -> SourceBytes {
    let name = path == "-" ? "standard input" : FileSystem.name(of: path)
    do throws(FileError) {
      if path != "-", !wantsHash, !FileSystem.isDirectory(path), let file = try RandomAccessFile(path),
        file.size > headSize
      {
        if !isCounted { try requireMemory(for: file.size, of: path) }
        var source = SourceBytes(name: name, path: path, bytes: [])
        source.file = file
        source.bytes = try source.beginning(headSize)
        return source
      }
      if path != "-", let size = try? RandomAccessFile(path)?.size { try requireMemory(for: size, of: path) }
      let bytes = try FileSystem.contents(of: path)
      return SourceBytes(name: name, path: path, bytes: bytes, sha256: wantsHash ? SHA256.hexadecimal(of: bytes) : nil)
    } catch {
      throw ReadingError(error)
    }
  }

  /// Refuses a file for which the process was not given enough memory: a failed allocation would end it without a word.
  ///
  /// A table takes about two bytes for each of its text, and XML less.
  private static func requireMemory(for size: Int, of path: String) throws(FileError) {
    guard size > headSize, let limit = MemoryLimit.current, limit.left < 2 * size + MemoryLimit.reserve else { return }
    throw FileError(
      kind: .outOfMemory, path: path,
      reason: "a file of \(MemoryLimit.words(size)), for which about \(MemoryLimit.words(2 * size)) of memory are "
        + "needed; \(limit.setBy) leaves \(MemoryLimit.words(limit.left)) of \(MemoryLimit.words(limit.bytes))")
  }

  /// Refuses the file where there is no memory for all of its cells.
  func requireMemory() throws(ReadingError) {
    do throws(FileError) { try Self.requireMemory(for: size, of: path) } catch { throw ReadingError(error) }
  }

  /// How many bytes the file has.
  var size: Int { file?.size ?? bytes.count }

  /// A part of the file.
  func bytes(_ range: Range<Int>) throws(ReadingError) -> ArraySlice<UInt8> {
    guard let file else { return bytes[range] }
    do throws(FileError) {
      let part = try Self.read(file, at: range.lowerBound, range.count)
      guard part.count == range.count else {
        throw FileError(kind: .notReadable, path: path, reason: "the file was cut short while it was read")
      }
      return part[...]
    } catch {
      throw ReadingError(error)
    }
  }

  /// The file with all of its bytes.
  func whole() throws(ReadingError) -> SourceBytes {
    guard let file else { return self }
    var source = self
    do throws(FileError) { source.bytes = try beginning(file.size) } catch { throw ReadingError(error) }
    source.file = nil
    return source
  }

  private func beginning(_ size: Int) throws(FileError) -> [UInt8] {
    guard let file else { return bytes }
    return try Self.read(file, at: 0, size)
  }

  private static func read(_ file: RandomAccessFile, at offset: Int, _ size: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      do throws(FileError) {
        initialized = try file.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// SHA-256 of bytes, by the system's cryptographic library.
enum SHA256 {
  static func hexadecimal(of bytes: [UInt8]) -> String? {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let done = bytes.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, &length, EVP_sha256(), nil) }
    guard done == 1, length == 32 else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest.prefix(32) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
