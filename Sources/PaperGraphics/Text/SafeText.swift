/// Making a text that came from respondents safe to print.
public enum SafeText {
  /// A text as it may be printed, and how many characters had to be replaced.
  public struct Cleaned: Sendable, Hashable {
    /// The text.
    public var text: String
    /// How many characters were replaced by U+FFFD.
    public var replaced: Int
  }

  /// The text without the characters that XML forbids or that turn the reading direction of what stands beside it.
  ///
  /// Forbidden control characters and noncharacters become U+FFFD and are counted; line breaks and tabs become a space;
  /// embedding, override and isolate controls are dropped; a text with right-to-left letters is enclosed in an isolate.
  public static func clean(_ text: String) -> Cleaned {
    var scalars = String.UnicodeScalarView()
    var replaced = 0
    var isRightToLeft = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x9, 0xA, 0xD, 0x85, 0x2028, 0x2029: scalars.append(" ")
      case 0x0...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF:
        scalars.append("\u{FFFD}")
        replaced += 1
      case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x61C: continue
      default:
        if (scalar.value & 0xFFFE) == 0xFFFE {
          scalars.append("\u{FFFD}")
          replaced += 1
        } else {
          isRightToLeft = isRightToLeft || Self.isRightToLeft(scalar)
          scalars.append(scalar)
        }
      }
    }
    let cleaned = String(scalars)
    return Cleaned(text: isRightToLeft ? "\u{2068}" + cleaned + "\u{2069}" : cleaned, replaced: replaced)
  }

  /// The text with the five characters that mean something in XML written as references.
  public static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
