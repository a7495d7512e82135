/// Widths and heights of text in Arial or Liberation Sans, computed from the font's own tables.
///
/// The widths agree with those of a browser to a hundredth of a per cent, kerning included, so whether a label fits can
/// be decided without a font engine.
public enum TextMeasure {
  /// The height of capitals and digits, as a share of the size.
  public static let capHeight = 0.688
  /// How far letters such as "g" reach below the baseline, as a share of the size.
  public static let descent = 0.212
  /// How far capitals with an accent reach above the baseline, as a share of the size.
  public static let ascent = 0.905
  /// What is added to a line's centre to find its baseline, as a share of the size.
  ///
  /// A little more than half the height of capitals, because percentage signs and brackets hang lower.
  public static let baselineShift = 0.358

  /// The width of a text in one line.
  ///
  /// - Parameters:
  ///   - text: Any text; control characters have no width.
  ///   - size: The size of the type; the width has the same unit.
  ///   - weight: Regular or bold.
  /// - Returns: The advance width with kerning. Characters that the font lacks count as one em where they are East
  ///   Asian wide, 1.3 em where they are emoji and 0.75 em otherwise.
  public static func width(_ text: String, size: Double, weight: FontWeight = .regular) -> Double {
    let metrics = weight == .bold ? FontMetrics.bold : FontMetrics.regular
    var units = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let advance = metrics.advance(scalar) {
        units += advance
        if let previous { units += metrics.kern(previous, scalar) }
      } else {
        units += estimatedAdvance(scalar)
      }
      previous = scalar
    }
    return Double(units) * size / FontMetrics.unitsPerEm
  }

  /// Whether each character's width is known from the font rather than estimated.
  public static func isExact(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { FontMetrics.regular.advance($0) != nil || estimatedAdvance($0) == 0 }
  }

  /// The baseline that centres capitals and digits on a height.
  public static func baseline(centredOn y: Double, size: Double) -> Double { y + baselineShift * size }

  private static func estimatedAdvance(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x2007: return 1139
    case 0x2000, 0x2002: return 1024
    case 0x2001, 0x2003: return 2048
    case 0x2004...0x2006: return 683
    case 0x2008...0x200A, 0x202F: return 410
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2048
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: return 0
    default: break
    }
    if scalar.properties.isVariationSelector { return 0 }
    return scalar.properties.isEmojiPresentation || scalar.value >= 0x1F000 ? 2662 : 1536
  }
}
