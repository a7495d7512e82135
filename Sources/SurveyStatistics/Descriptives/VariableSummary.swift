public import SurveyModel

/// How often one answer was chosen.
public struct CategorySummary: Sendable, Hashable {
  /// The answer's code; for a set stored as several variables, the option's variable.
  public var code: String
  /// The answer's text.
  public var label: String
  /// Why the answer counts as missing, where it does.
  public var missing: MissingReason?
  /// How many chose it, never weighted.
  public var count: Int
  /// The sum of their weights; nil without weights.
  public var weighted: Double?
  /// Which share of the base chose it, from 0 to 1, weighted where there are weights; nil outside the base.
  public var share: Double?
  /// The interval of the share.
  public var interval: Interval?
  /// The standard error of the share, from 0 to 1, in a weighted or complex sample.
  public var standardError: Double?
  /// How much larger the share's variance is than that of a simple random sample of as many.
  public var designEffect: Double?
  /// Why there is no interval, where a complex sample can have none.
  public var whyNoInterval: String?
}

/// What a report says of one variable: how many answered what, and of numbers their centre and spread.
public struct VariableSummary: Sendable, Hashable {
  /// The name of the variable or set.
  public var name: String
  /// The question's text.
  public var label: String
  /// What the values are.
  public var kind: VariableKind
  /// The level of measurement.
  public var level: MeasurementLevel
  /// The base's id: whom the percentages are of.
  public var baseName: String
  /// The respondents of the base.
  public var base: Base
  /// The respondents that gave no answer that counts, by reason, in the order of the reasons.
  public var missing: [MissingCount]
  /// The answers in the codebook's order, used or not.
  public var categories: [CategorySummary] = []
  /// The mean with its interval, where the answers have numbers and an order.
  public var mean: Estimate?
  /// The standard deviation.
  public var standardDeviation: Double?
  /// The median.
  public var median: Double?
  /// The quartiles around the median.
  public var quartiles: [Double] = []
  /// First quartile, median and third quartile with their intervals, in a weighted or complex sample.
  public var quantileEstimates: [Estimate] = []
  /// The rule of median and quartiles.
  public var quantileRule: String?
  /// The skewness by the shape rule; nil where the rule needs more values, and where they do not vary.
  public var skewness: Double?
  /// The excess kurtosis, 0 for a normal distribution.
  public var kurtosis: Double?
  /// The rule of skewness and kurtosis.
  public var shapeRule: String?
  /// The smallest number.
  public var minimum: Double?
  /// The largest number.
  public var maximum: Double?
  /// The first and last date, as `yyyy-MM-dd HH:mm:ss`.
  public var dates: [String] = []
  /// For questions with several answers, the number of ticks.
  public var mentions: Int?

  /// How many cells are missing for one reason.
  public struct MissingCount: Sendable, Hashable {
    /// The reason.
    public var reason: MissingReason
    /// How many.
    public var count: Int
  }

  /// How much weighting widens intervals: n / effective n; nil without weights.
  public var designEffect: Double? {
    base.weighted != nil && base.effective > 0 ? Double(base.count) / base.effective : nil
  }
}
