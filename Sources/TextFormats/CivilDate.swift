/// A calendar date and time of day as written, without a time zone.
///
/// Held as seconds since 1970-01-01 00:00:00 of the proleptic Gregorian calendar, whatever the place it was written in.
public struct CivilDateTime: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01 00:00:00, as if every day had 86,400.
  public var seconds: Int

  /// Creates a point in civil time from its seconds.
  public init(seconds: Int) { self.seconds = seconds }

  /// Creates a point in civil time, or nil where no such date or time exists.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...12).contains(month), (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second),
      day >= 1, day <= Self.days(inMonth: month, year: year)
    else { return nil }
    seconds = Self.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// The date's year, month and day.
  public var date: (year: Int, month: Int, day: Int) {
    let days = (seconds - Self.modulo(seconds, 86_400)) / 86_400
    return Self.date(days: days)
  }

  /// The time of day in hours, minutes and seconds.
  public var time: (hour: Int, minute: Int, second: Int) {
    let rest = Self.modulo(seconds, 86_400)
    return (rest / 3600, rest / 60 % 60, rest % 60)
  }

  /// The point as `yyyy-MM-dd HH:mm:ss`.
  public var iso8601: String {
    let (year, month, day) = date
    let (hour, minute, second) = time
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let four = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
    return "\(four)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
  }

  /// Earlier points come first.
  public static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }

  private static func modulo(_ a: Int, _ b: Int) -> Int { ((a % b) + b) % b }

  private static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Both conversions count in eras of 400 years that begin on the 1st of March, so that leap days come last.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted - modulo(shifted, 400)) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted - modulo(shifted, 146_097)) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
