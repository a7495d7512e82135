internal import CCrypto

/// SHA-256 of bytes in memory.
public enum ContentDigest {
  /// The digest in hexadecimal; nil where the system's library fails.
  ///
  /// Source: NIST FIPS 180-4 (2015); computed by OpenSSL's libcrypto.
  public static func sha256(_ bytes: [UInt8]) -> String? {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let result = bytes.withUnsafeBytes { input in
      EVP_Digest(input.baseAddress, input.count, &digest, &length, EVP_sha256(), nil)
    }
    guard result == 1, length == 32 else { return nil }
    return digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
