/// Which departures from the null hypothesis count as evidence.
public enum Alternative: String, Sendable, Hashable, CaseIterable {
  case twoSided = "two-sided"
  case less
  case greater
}

/// A condition that a method needs, and whether it holds.
public struct Assumption: Sendable, Hashable {
  /// Whether a condition holds.
  public enum State: Sendable, Hashable {
    case met
    case violated(why: String)
    case notChecked
  }
  /// The condition in words.
  public var name: String
  /// Whether it holds.
  public var state: State

  /// Creates an assumption.
  public init(_ name: String, _ state: State) {
    self.name = name
    self.state = state
  }
}

/// One coefficient of a model.
public struct Coefficient: Sendable, Hashable {
  /// The term's name.
  public var term: String
  /// The coefficient.
  public var estimate: Double
  /// Its standard error.
  public var standardError: Double
  /// The test statistic against zero.
  public var statistic: Double
  /// The statistic's degrees of freedom; nil where it is normal.
  public var degreesOfFreedom: Double?
  /// The two-sided p-value.
  public var p: Double
  /// The interval.
  public var interval: Interval
  /// The coefficient of outcome and predictor in standard deviations, where the model has one.
  public var standardized: Double?
  /// By how much the other terms inflate the variance, where the model tells.
  public var varianceInflation: Double?
  /// The odds ratio, where the coefficient is the logarithm of one.
  public var oddsRatio: EffectSize?

  /// Creates a coefficient.
  public init(
    term: String, estimate: Double, standardError: Double, statistic: Double, degreesOfFreedom: Double?, p: Double,
    interval: Interval
  ) {
    self.term = term
    self.estimate = estimate
    self.standardError = standardError
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.p = p
    self.interval = interval
  }
}

/// The outcome of a statistical test with everything that a report says of it.
public struct TestResult: Sendable, Hashable {
  /// The test's stable name, as on the command line.
  public var id: String
  /// The test's name for a reader.
  public var method: String
  /// Which departures count as evidence.
  public var alternative: Alternative
  /// The statistic's symbol, such as `U` or `χ²`.
  public var symbol: String
  /// The statistic's value.
  public var statistic: Double
  /// The statistic's degrees of freedom; none, one or two.
  public var degreesOfFreedom: [Double]
  /// The p-value; nil where the method has none (reliability, description).
  public var p: Double?
  /// What is estimated, with its interval.
  public var estimate: Estimate?
  /// Effect sizes with intervals.
  public var effects: [EffectSize]
  /// The coefficients, where the method is a model.
  public var coefficients: [Coefficient]
  /// What a model says beside its coefficients.
  public var model: ModelReport?
  /// Respondents used.
  public var base: Base
  /// Respondents used in each group, in the order of the groups.
  public var groups: [(name: String, count: Int)] { groupNames.indices.map { (groupNames[$0], groupCounts[$0]) } }
  /// The groups' names.
  public var groupNames: [String]
  /// The groups' respondents.
  public var groupCounts: [Int]
  /// Respondents left out, by the reason's name.
  public var missing: [(reason: String, count: Int)] {
    missingReasons.indices.map { (missingReasons[$0], missingCounts[$0]) }
  }
  /// The reasons for leaving respondents out.
  public var missingReasons: [String]
  /// How many were left out for each reason.
  public var missingCounts: [Int]
  /// The conditions that the method needs.
  public var assumptions: [Assumption]
  /// Which of several conventions was followed, in words: ties, zeros, continuity correction, exactness.
  public var conventions: [String]
  /// What a careful reader must know.
  public var warnings: [String]
  /// Further numbers by name, in order: those a golden test checks and a report may print.
  public var details: [Detail]
  /// Numbers that belong in tables: items, loadings, eigenvalues.
  public var tables: [ResultTable] = []
  /// Author, year, DOI.
  public var source: String
  /// Every pair of groups compared, where that was asked for.
  public var comparisons: PairwiseComparisons?
  /// The weights and the design that the result accounts for, in words; nil for a simple sample.
  public var design: String?

  /// A further number of a result.
  public struct Detail: Sendable, Hashable {
    /// The number's stable name.
    public var name: String
    /// The number.
    public var value: Double
    /// Creates a detail.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a test result.
  public init(
    id: String, method: String, alternative: Alternative = .twoSided, symbol: String, statistic: Double,
    degreesOfFreedom: [Double] = [], p: Double?, estimate: Estimate? = nil, effects: [EffectSize] = [],
    coefficients: [Coefficient] = [], base: Base, groups: [(String, Int)] = [], missing: [(String, Int)] = [],
    assumptions: [Assumption] = [], conventions: [String] = [], warnings: [String] = [], details: [Detail] = [],
    tables: [ResultTable] = [],
    source: String
  ) {
    self.id = id
    self.method = method
    self.alternative = alternative
    self.symbol = symbol
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.p = p
    self.estimate = estimate
    self.effects = effects
    self.coefficients = coefficients
    self.base = base
    groupNames = groups.map(\.0)
    groupCounts = groups.map(\.1)
    missingReasons = missing.map(\.0)
    missingCounts = missing.map(\.1)
    self.assumptions = assumptions
    self.conventions = conventions
    self.warnings = warnings
    self.details = details
    self.tables = tables
    self.source = source
  }
}
