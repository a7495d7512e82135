internal import TextFormats

/// How numbers stand in figures and tables: true minus, no minus zero, no leading zero where none can be.
public enum NumberStyle {
  /// A number with that many decimals and a true minus sign; "–" where it is not finite.
  public static func fixed(_ value: Double, decimals: Int, leadingZero: Bool = true) -> String {
    signed(FixedDecimals.string(value, decimals: decimals), leadingZero: leadingZero)
  }

  /// A probability: three decimals without leading zero, "< .001" below and "> .999" above.
  public static func probability(_ p: Double) -> String {
    guard p.isFinite else { return "–" }
    if p < 0.001 { return "< .001" }
    if p > 0.999 { return "> .999" }
    return fixed(p, decimals: 3, leadingZero: false)
  }

  /// A probability with its letter: "p = .031" or "p < .001".
  public static func probabilityPhrase(_ p: Double) -> String {
    let text = probability(p)
    return text.hasPrefix("<") || text.hasPrefix(">") ? "p \(text)" : "p = \(text)"
  }

  /// A share as a percentage, rounded half away from zero; exact where both numbers are whole.
  ///
  /// - Parameters:
  ///   - part: A count, weighted or not.
  ///   - whole: What it is a part of.
  ///   - decimals: How many decimals to print.
  ///   - sign: Whether the sign of per cent follows.
  public static func percent(_ part: Double, of whole: Double, decimals: Int = 0, sign: Bool = true) -> String {
    guard whole > 0, part.isFinite, whole.isFinite else { return "–" }
    let digits: String
    if let count = Int(exactly: part), let base = Int(exactly: whole), count >= 0, base < 1_000_000_000 {
      digits = FixedDecimals.percent(count, of: base, decimals: decimals)
    } else {
      digits = signed(FixedDecimals.string(100 * part / whole, decimals: decimals), leadingZero: true)
    }
    return sign ? digits + "%" : digits
  }

  /// A count with a comma between thousands.
  public static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude).utf8)
    var grouped: [UInt8] = []
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { grouped.append(UInt8(ascii: ",")) }
      grouped.append(digit)
    }
    return (value < 0 ? "−" : "") + String(decoding: grouped, as: UTF8.self)
  }

  private static func signed(_ digits: String, leadingZero: Bool) -> String {
    var text = Substring(digits)
    let negative = text.first == "-"
    if negative { text = text.dropFirst() }
    if !leadingZero, text.hasPrefix("0.") { text = text.dropFirst() }
    return (negative ? "−" : "") + String(text)
  }
}
