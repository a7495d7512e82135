public import SurveyModel

/// A rule that takes respondents out, and why.
public struct Exclusion: Sendable, Hashable {
  /// What is true of the respondents that are taken out.
  public enum Rule: Sendable, Hashable {
    /// The condition is true; where it is unknown the respondent stays and is counted.
    case condition(Expression)
    /// The condition is not true: only those stay of whom it is known to hold, as in SPSS's SELECT IF and R's subset.
    case unless(Expression)
    /// The questionnaire was answered in less than that fraction of the median time. The median is taken over all
    /// respondents with a time, whoever else is left out, or over those whom earlier rules left in; without a name the
    /// platform's own duration is used.
    case fasterThan(fraction: Double, duration: String?, ofRemaining: Bool = false)
    /// The questionnaire was answered in less than so many seconds.
    case shorterThan(seconds: Double, duration: String?)
    /// The platform marks the response so.
    case marked(ResponseMark)
    /// The same answer was given throughout a grid.
    case straightLiners(StraightLiners)
    /// Attention checks were failed.
    case failedChecks(AttentionChecks)
    /// The same respondent is in the data more than once.
    case duplicates(Duplicates)
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

  /// Reads a speed limit: a fraction of the median time or seconds.
  ///
  /// - Throws: ``PreparationError`` where it is not written so, or where the fraction is not between 0 and 1.
  public init(fasterThan text: String, why: String) throws(PreparationError) {
    self.init(try SpeedLimit.rule(parsing: text), why: why)
  }

  /// The rule in words, as far as it can be told without a survey.
  public var words: String {
    switch rule {
    case .condition(let expression): expression.description
    case .unless(let expression): "not known to be \(expression)"
    case .fasterThan(let fraction, let duration, let ofRemaining):
      SpeedLimit.words(fraction: fraction, duration, ofRemaining: ofRemaining)
    case .shorterThan(let seconds, let duration): SpeedLimit.words(seconds: seconds, duration)
    case .marked(let mark): mark.rawValue
    case .straightLiners(let rule): rule.words
    case .failedChecks(let rule): rule.words
    case .duplicates(let rule): rule.words
    }
  }

  /// Which respondents the rule is true of.
  ///
  /// - Parameter selection: Who is still in, for the rules that compare respondents.
  func outcome(over survey: Survey, selection: [Bool]) throws(PreparationError) -> ExclusionOutcome {
    switch rule {
    case .condition(let expression): return .init(words, try expression.evaluate(over: survey))
    case .unless(let expression): return .init(words, try expression.evaluate(over: survey).map { $0 > 0 ? 0 : 1 })
    case .fasterThan(let fraction, let name, let ofRemaining):
      let times = try Duration.of(survey, named: name)
      return .init(
        SpeedLimit.words(fraction: fraction, times.words, ofRemaining: ofRemaining),
        SpeedLimit.truth(times.seconds, fraction: fraction, among: ofRemaining ? selection : nil))
    case .shorterThan(let seconds, let name):
      let times = try Duration.of(survey, named: name)
      return .init(
        SpeedLimit.words(seconds: seconds, times.words), SpeedLimit.truth(times.seconds, below: seconds))
    case .marked(let mark): return try MarkedResponses(mark, in: survey).outcome
    case .straightLiners(let rule): return try rule.outcome(over: survey)
    case .failedChecks(let rule): return try rule.outcome(over: survey)
    case .duplicates(let rule): return try rule.outcome(over: survey, selection: selection)
    }
  }
}

/// Which respondents a rule is true of, and the rule in words that name the survey's variables.
struct ExclusionOutcome: Sendable, Hashable {
  var words: String
  /// 1 true, 0 false, -1 unknown.
  var truth: [Int8]

  init(_ words: String, _ truth: [Int8]) {
    self.words = words
    self.truth = truth
  }
}
