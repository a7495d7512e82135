internal import SurveyModel

/// The rules on respondents who were too fast.
///
/// A third of the median time is a usual limit for web surveys; a limit in seconds is one that reading the questions
/// takes. Source: Leiner, D. J. (2019). Too fast, too straight, too weird. Survey Research Methods 13(3), 229–248,
/// doi:10.18148/srm/2019.v13i3.7403, which finds the time a respondent took, relative to the typical one, to be the best
/// single sign of meaningless data.
enum SpeedLimit {
  /// Reads `1/3 median`, `1/3 remaining median`, `0.5 median of interviewtime`, `< 120 s`, `120 s of TIME_SUM`, `2 min`.
  static func rule(parsing text: String) throws(PreparationError) -> Exclusion.Rule {
    var words = text.split(separator: " ").map(String.init)
    if let first = words.first, first.hasPrefix("<") {
      words[0].removeFirst()
      if words[0].isEmpty { words.removeFirst() }
    }
    let ofRemaining = words.count > 2 && words[1] == "remaining" && words[2] == "median"
    if ofRemaining { words.remove(at: 1) }
    guard words.count >= 2, words.count == 2 || (words.count > 3 && words[2] == "of") else { throw mistake(text) }
    let name: String? = words.count == 2 ? nil : unquoted(words[3...].joined(separator: " "))
    if words[1] == "median" {
      guard let fraction = fraction(words[0]), fraction > 0, fraction < 1 else { throw mistake(text) }
      return .fasterThan(fraction: fraction, duration: name, ofRemaining: ofRemaining)
    }
    let units = ["s": 1.0, "sec": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60]
    guard let unit = units[words[1]], let number = Double(words[0]), number > 0, number.isFinite else {
      throw mistake(text)
    }
    return .shorterThan(seconds: number * unit, duration: name)
  }

  private static func fraction(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
    if parts.count == 2, let above = parts[0], let below = parts[1] { return above / below }
    return parts.count == 1 ? parts[0] : nil
  }

  private static func unquoted(_ name: String) -> String {
    name.count > 2 && name.hasPrefix("`") && name.hasSuffix("`") ? String(name.dropFirst().dropLast()) : name
  }

  private static func mistake(_ text: String) -> PreparationError {
    PreparationError(
      .argument, place: Place(column: "speeders"), found: "'\(text)'",
      expected: "a fraction of the median time, or seconds",
      remedy: "write such as: 1/3 median, or: 1/3 median of interviewtime, or: < 120 s")
  }

  static func words(fraction: Double, _ duration: String?, ofRemaining: Bool) -> String {
    "faster than \(words(fraction)) of the median\(duration.map { " of \($0)" } ?? "")"
      + (ofRemaining ? " of those remaining" : "")
  }

  static func words(seconds: Double, _ duration: String?) -> String {
    "faster than \(Column.text(seconds)) s\(duration.map { " by \($0)" } ?? "")"
  }

  /// A fraction as people write it: a half, a third, a quarter and so on as such, others as they are.
  private static func words(_ fraction: Double) -> String {
    for below in 2...10 where abs(fraction * Double(below) - 1) < 1e-12 { return "1/\(below)" }
    return "\(fraction)"
  }

  /// - Parameter selection: Whose median counts; nil for everybody's.
  static func truth(_ times: [Double], fraction: Double, among selection: [Bool]?) -> [Int8] {
    let known = times.indices.filter { !times[$0].isNaN && selection?[$0] ?? true }.map { times[$0] }.sorted()
    guard !known.isEmpty else { return times.map { _ in -1 } }
    let middle = known.count / 2
    let median = known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2
    return truth(times, below: fraction * median)
  }

  static func truth(_ times: [Double], below limit: Double) -> [Int8] {
    times.map { $0.isNaN ? -1 : ($0 < limit ? 1 : 0) }
  }
}
