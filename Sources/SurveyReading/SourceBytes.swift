internal import CCrypto
internal import TextFormats

/// The bytes of one file that was opened.
struct SourceBytes: Sendable {
  /// The file's name without its folder.
  var name: String
  /// The file as the user named it.
  var path: String
  /// All of its bytes.
  var bytes: [UInt8]
  /// SHA-256 of the bytes in hexadecimal; nil where nobody asked for it.
  var sha256: String?

  init(name: String, path: String? = nil, bytes: [UInt8], sha256: String? = nil) {
    self.name = name
    self.path = path ?? name
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// Opens a file and reads all of it, in blocks.
  static func open(_ path: String, wantsHash: Bool) throws(ReadingError) -> SourceBytes {
    var bytes: [UInt8] = []
    do {
      bytes = try FileSystem.contents(of: path)
    } catch {
      throw ReadingError(error)
    }
    let name = path == "-" ? "standard input" : FileSystem.name(of: path)
    return SourceBytes(name: name, path: path, bytes: bytes, sha256: wantsHash ? SHA256.hexadecimal(of: bytes) : nil)
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
