internal import TextFormats

/// How a number is scaled and how many decimals it shows.
public struct NumberFormat: Sendable, Hashable {
  /// What bounds the number, which decides the leading zero and the per cent.
  public enum Scale: Sendable, Hashable {
    /// A number that can pass 1, such as a mean or an odds ratio: "0.82".
    case unbounded
    /// A number whose magnitude cannot pass 1, such as r or a proportion: ".82".
    case bounded
    /// A proportion from 0 to 1 that is shown as per cent: "82".
    case percent
  }
  /// What bounds the number.
  public var scale: Scale
  /// How many digits stand after the point.
  public var decimals: Int
  /// Whether a per cent sign follows, for columns that hold other numbers too.
  public var showsSign: Bool

  /// Creates a format.
  public init(_ scale: Scale, decimals: Int, showsSign: Bool = false) {
    self.scale = scale
    self.decimals = decimals
    self.showsSign = showsSign
  }

  /// The same format with a per cent sign where it is one of per cent.
  public var signed: NumberFormat { NumberFormat(scale, decimals: decimals, showsSign: scale == .percent) }

  /// Whole per cent, for toplines and banners.
  public static let wholePercent = NumberFormat(.percent, decimals: 0)
  /// Per cent with one decimal, for tests and intervals.
  public static let percent = NumberFormat(.percent, decimals: 1)
  /// Two decimals with a leading zero.
  public static let plain = NumberFormat(.unbounded, decimals: 2)
  /// Two decimals without a leading zero.
  public static let bounded = NumberFormat(.bounded, decimals: 2)
}

/// The rules by which numbers become text, in one place for tables, figures' captions and reports.
///
/// The rules are those of the APA's Publication Manual (7th edition, 2020, chapter 6): no leading zero where a number
/// cannot pass 1, p exact to three places and `< .001` below, intervals in brackets, commas between thousands.
/// Rounding is half away from zero; there is no locale and never a "-0".
public struct NumberRules: Sendable, Hashable {
  /// The sign of numbers below zero.
  public var minus: String
  /// What stands between thousands.
  public var thousands: String
  /// What stands where there is no number.
  public var missing: String

  /// Creates a rules.
  public init(minus: String, thousands: String, missing: String) {
    self.minus = minus
    self.thousands = thousands
    self.missing = missing
  }

  /// For readers: a true minus sign and commas between thousands.
  public static let typeset = NumberRules(minus: "\u{2212}", thousands: ",", missing: "–")
  /// For machines: ASCII hyphens, nothing between thousands, nothing where there is no number.
  public static let plain = NumberRules(minus: "-", thousands: "", missing: "")

  /// A whole number: "1,200".
  public func count(_ value: Int) -> String {
    finished(String(value))
  }

  /// A number that can pass 1: "0.82", "1,204.50".
  public func number(_ value: Double, decimals: Int = 2) -> String {
    guard !value.isInfinite else { return infinity(value) }
    guard value.isFinite else { return missing }
    return finished(FixedDecimals.string(value, decimals: decimals))
  }

  /// A number whose magnitude cannot pass 1: ".82", "1.00".
  public func bounded(_ value: Double, decimals: Int = 2) -> String {
    guard !value.isInfinite else { return infinity(value) }
    guard value.isFinite else { return missing }
    var text = FixedDecimals.string(value, decimals: decimals)
    if text.hasPrefix("0.") { text.removeFirst() }
    if text.hasPrefix("-0.") { text = "-" + text.dropFirst(2) }
    return finished(text)
  }

  /// The percentage of an exact ratio of counts, without the sign: "53", "53.4".
  public func percent(_ count: Int, of base: Int, decimals: Int = 0) -> String {
    base > 0 ? finished(FixedDecimals.percent(count, of: base, decimals: decimals)) : missing
  }

  /// The percentage of a proportion that is known as a number only, without the sign.
  public func percent(share: Double, decimals: Int = 0) -> String {
    number(share * 100, decimals: decimals)
  }

  /// A number in that format.
  public func string(_ value: Double, _ format: NumberFormat) -> String {
    switch format.scale {
    case .unbounded: number(value, decimals: format.decimals)
    case .bounded: bounded(value, decimals: format.decimals)
    case .percent: percent(share: value, decimals: format.decimals) + sign(format, after: value)
    }
  }

  /// The per cent sign where the format shows one and there is a number before it.
  func sign(_ format: NumberFormat, after value: Double) -> String { format.showsSign && value.isFinite ? "%" : "" }

  /// A p-value: ".035", "< .001", "> .999"; never ".000" and never "1.000".
  public func pValue(_ p: Double) -> String {
    guard p.isFinite else { return missing }
    if p < 0.001 { return "< .001" }
    if p >= 0.9995 { return "> .999" }
    return bounded(p, decimals: 3)
  }

  /// A p-value with its relation, for running text: "= .035", "< .001".
  public func pRelation(_ p: Double) -> String {
    let text = pValue(p)
    return text.hasPrefix("<") || text.hasPrefix(">") ? text : "= " + text
  }

  /// An interval in brackets: "[24.2, 29.2]"; an open end shows as infinity.
  public func interval(_ lower: Double, _ upper: Double, _ format: NumberFormat) -> String {
    let format = NumberFormat(format.scale, decimals: format.decimals)
    return "[\(string(lower, format)), \(string(upper, format))]"
  }

  /// Degrees of freedom: whole where they are whole, else with two decimals.
  public func degreesOfFreedom(_ value: Double) -> String {
    value == value.rounded() ? number(value, decimals: 0) : number(value, decimals: 2)
  }

  private func infinity(_ value: Double) -> String { value < 0 ? minus + "∞" : "∞" }

  /// Sets the sign and the thousands' separator of ASCII digits.
  private func finished(_ ascii: String) -> String {
    let isNegative = ascii.hasPrefix("-")
    let unsigned = isNegative ? ascii.dropFirst() : ascii[...]
    let whole = unsigned.prefix { $0 != "." }
    guard whole.count > 3, !thousands.isEmpty, whole.allSatisfy(\.isNumber) else {
      return (isNegative ? minus : "") + unsigned
    }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped += thousands }
      grouped.append(digit)
    }
    return (isNegative ? minus : "") + grouped + unsigned.dropFirst(whole.count)
  }
}
