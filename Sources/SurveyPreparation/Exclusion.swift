internal import SurveyModel

/// A rule that takes respondents out, and why.
public struct Exclusion: Sendable, Hashable {
  /// What is true of the respondents that are taken out.
  public enum Rule: Sendable, Hashable {
    /// The condition is true; where it is unknown the respondent stays and is counted.
    case condition(Expression)
    /// The condition is not true: only those stay of whom it is known to hold, as in SPSS's SELECT IF and R's subset.
    case unless(Expression)
    /// The questionnaire was answered in less than that fraction of the median time. The median is taken over all
    /// respondents with a time; without a name the platform's own duration is used.
    case fasterThan(fraction: Double, duration: String?)
  }

  /// What is true of the respondents that are taken out.
  public var rule: Rule
  /// Why, in the words of the study.
  public var why: String

  /// Creates a rule.
  public init(_ rule: Rule, why: String) {
    self.rule = rule
    self.why = why
  }

  /// Reads a speed limit such as `1/3 median`, `0.5 median` or `1/3 median of interviewtime`.
  ///
  /// - Throws: ``PreparationError`` where it is not written so, or where the fraction is not between 0 and 1.
  public init(fasterThan text: String, why: String) throws(PreparationError) {
    let words = text.split(separator: " ", maxSplits: 3)
    let ratio = words.first.map { $0.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) } } ?? []
    var fraction = ratio.first.flatMap { $0 }
    if ratio.count == 2, let above = ratio[0], let below = ratio[1] { fraction = above / below }
    guard words.count == 2 || (words.count == 4 && words[2] == "of"), words[1] == "median", ratio.count <= 2,
      let fraction, fraction > 0, fraction < 1
    else {
      throw PreparationError(
        .argument, place: Place(column: "faster-than"), found: "'\(text)'", expected: "a fraction of the median time",
        remedy: "write such as: 1/3 median, or: 1/3 median of interviewtime")
    }
    self.init(.fasterThan(fraction: fraction, duration: words.count == 4 ? String(words[3]) : nil), why: why)
  }

  /// The rule in words, for reports.
  public var words: String {
    switch rule {
    case .condition(let expression): expression.description
    case .unless(let expression): "not known to be \(expression)"
    case .fasterThan(let fraction, let duration):
      "faster than \(Self.words(fraction)) of the median\(duration.map { " of \($0)" } ?? "")"
    }
  }

  /// A fraction as people write it: a half, a third, a quarter and so on as such, others as they are.
  private static func words(_ fraction: Double) -> String {
    for below in 2...10 where abs(fraction * Double(below) - 1) < 1e-12 { return "1/\(below)" }
    return "\(fraction)"
  }

  /// Which respondents the rule is true of: 1 true, 0 false, -1 unknown.
  func truth(over survey: Survey) throws(PreparationError) -> [Int8] {
    switch rule {
    case .condition(let expression): return try expression.evaluate(over: survey)
    case .unless(let expression): return try expression.evaluate(over: survey).map { $0 > 0 ? 0 : 1 }
    case .fasterThan(let fraction, let name):
      let times = try Self.durations(of: survey, named: name)
      let known = times.filter { !$0.isNaN }.sorted()
      guard !known.isEmpty else { return times.map { _ in -1 } }
      let middle = known.count / 2
      let median = known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2
      return times.map { $0.isNaN ? -1 : ($0 < fraction * median ? 1 : 0) }
    }
  }

  /// Names and keys under which platforms record how long a respondent took, in lower case.
  private static let durationNames: Set<String> = [
    "duration (in seconds)", "duration__in_seconds_", "duration..in.seconds.", "duration", "interviewtime",
    "interview time", "total time", "time_sum", "timetotal", "time_taken", "completion time", "q_totalduration",
    "totaltime", "time taken",
  ]

  private static func durations(of survey: Survey, named name: String?) throws(PreparationError) -> [Double] {
    let variables = survey.codebook.variables
    if let name {
      guard let position = survey.codebook.position(of: name) else {
        throw PreparationError.unknown(name, in: survey.codebook, place: Place(column: "faster-than"))
      }
      guard let numbers = survey.numbers(at: position) else {
        throw PreparationError(
          .kind, place: Place(column: "faster-than"), found: "\(name), which is \(variables[position].kind.words)",
          expected: "a duration in numbers", remedy: "name the variable with the time in seconds")
      }
      return numbers
    }
    for (position, variable) in variables.enumerated() {
      let names = [variable.name, variable.key, variable.originalName].map { $0.lowercased() }
      if names.contains(where: durationNames.contains), let numbers = survey.numbers(at: position) { return numbers }
    }
    throw PreparationError(
      .unknownVariable, place: Place(column: "faster-than"), found: "no duration recorded by the platform",
      expected: "a variable with the time each respondent took", remedy: "name it: 1/3 median of VARIABLE")
  }
}
