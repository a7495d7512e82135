#if canImport(Glibc)
  internal import Glibc
#endif

/// A colour of the standard RGB space, as it is written in SVG and HTML.
public struct Color: Sendable, Hashable {
  /// The red part, from 0 to 255.
  public var red: UInt8
  /// The green part, from 0 to 255.
  public var green: UInt8
  /// The blue part, from 0 to 255.
  public var blue: UInt8

  /// Creates a colour from its parts.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Creates a colour from `0xRRGGBB`.
  public init(_ value: UInt32) {
    red = UInt8(truncatingIfNeeded: value >> 16)
    green = UInt8(truncatingIfNeeded: value >> 8)
    blue = UInt8(truncatingIfNeeded: value)
  }

  /// Creates a colour from "#RRGGBB", or gives nil where the text is none.
  public init?(hex: String) {
    guard hex.utf8.count == 7, hex.utf8.first == UInt8(ascii: "#"), let value = UInt32(hex.dropFirst(), radix: 16)
    else {
      return nil
    }
    self.init(value)
  }

  /// The colour as "#RRGGBB".
  public var hex: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = [UInt8(ascii: "#")]
    for part in [red, green, blue] { bytes += [digits[Int(part >> 4)], digits[Int(part & 15)]] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// White.
  public static let white = Color(0xFFFFFF)
  /// Black.
  public static let black = Color(0x000000)
  /// The ink of text and axes.
  public static let ink = Color(0x1A1A1A)
  /// The ink of subtitles and footers, at 7:1 on white.
  public static let secondaryInk = Color(0x595959)
  /// The colour of gridlines.
  public static let grid = Color(0xDDDDDD)

  /// The relative luminance, from 0 for black to 1 for white.
  ///
  /// Source: Web Content Accessibility Guidelines 2.1, definition of relative luminance.
  public var luminance: Double {
    let linear = linearParts
    return 0.2126 * linear.0 + 0.7152 * linear.1 + 0.0722 * linear.2
  }

  /// The contrast of two colours, from 1 to 21; text needs 4.5.
  ///
  /// Source: Web Content Accessibility Guidelines 2.1, definition of contrast ratio.
  public func contrast(with other: Color) -> Double {
    let (lighter, darker) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)
  }

  /// The ink that is easiest to read on this colour: the house ink or white, or black where neither reaches 4.5.
  public var labelInk: Color {
    let best = Color.ink.contrast(with: self) >= Color.white.contrast(with: self) ? Color.ink : .white
    return best.contrast(with: self) >= 4.5 ? best : .black
  }

  /// The colour that far on the way to another, by even steps to the eye.
  ///
  /// Source: interpolation in OKLab; Ottosson (2020), "A perceptual color space for image processing".
  public func mixed(with other: Color, share: Double) -> Color {
    let a = oklab
    let b = other.oklab
    return Color(
      oklab: (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share, a.2 + (b.2 - a.2) * share))
  }

  private var linearParts: (Double, Double, Double) {
    func linear(_ part: UInt8) -> Double {
      let value = Double(part) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return (linear(red), linear(green), linear(blue))
  }

  private var oklab: (Double, Double, Double) {
    let (r, g, b) = linearParts
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    )
  }

  private init(oklab: (Double, Double, Double)) {
    let (lightness, a, b) = oklab
    let l = lightness + 0.3963377774 * a + 0.2158037573 * b
    let m = lightness - 0.1055613458 * a - 0.0638541728 * b
    let s = lightness - 0.0894841775 * a - 1.2914855480 * b
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    func encoded(_ value: Double) -> UInt8 {
      let gamma = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
      return UInt8(max(0, min(255, (gamma * 255).rounded())))
    }
    self.init(
      red: encoded(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
      green: encoded(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
      blue: encoded(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3))
  }
}
