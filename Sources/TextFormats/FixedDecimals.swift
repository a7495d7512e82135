/// Numbers as text with a set number of decimals, rounded half away from zero, without locale.
public enum FixedDecimals {
  /// A number with exactly that many decimals: `1.005` with two is "1.00" or "1.01" by its exact binary value.
  ///
  /// - Parameters:
  ///   - value: A number; what is not finite is written as "–".
  ///   - decimals: How many digits stand after the point, from 0 to 15.
  /// - Returns: Digits with "." as decimal point and "-" as sign; never "-0".
  public static func string(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    let scale = powersOfTen[max(0, min(decimals, 15))]
    let scaled = value.magnitude * scale
    // Beyond 2^53 every double is whole, and its shortest digits are all there is to print.
    guard scaled < 9_007_199_254_740_992 else { return "\(value)" }
    // The product is rounded, so the tie is decided by the exact remainder.
    var units = scaled.rounded(.down)
    let exactRest = (-units).addingProduct(value.magnitude, scale)
    if exactRest >= 0.5 { units += 1 } else if exactRest < -0.5 { units -= 1 }
    return string(units: Int(units), decimals: decimals, negative: value < 0)
  }

  /// The percentage that a count is of a base, rounded half away from zero on the exact ratio.
  ///
  /// - Returns: Such as "12.5", or "–" where the base is zero.
  public static func percent(_ count: Int, of base: Int, decimals: Int) -> String {
    guard base > 0 else { return "–" }
    var scale = 100
    for _ in 0..<max(0, min(decimals, 9)) { scale *= 10 }
    // (count * scale) / base rounded half up is (2 * count * scale + base) / (2 * base) rounded down.
    let (quotient, remainder) = count.multipliedReportingOverflow(by: scale).partialValue.quotientAndRemainder(
      dividingBy: base)
    let units = remainder >= base - remainder ? quotient + 1 : quotient
    return string(units: units, decimals: decimals, negative: false)
  }

  private static func string(units: Int, decimals: Int, negative: Bool) -> String {
    var digits = String(units)
    if decimals > 0 {
      if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return negative && units != 0 ? "-" + digits : digits
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
