internal import PaperGraphics
internal import SurveyModel

/// How the numbers of a row or an axis are written.
public struct ForestNumberFormat: Sendable, Hashable {
  /// How many decimals stand.
  public var decimals: Int
  /// Whether a share is written as a percentage.
  public var isPercentage: Bool
  /// Whether "0.24" is written with its zero; not for what cannot exceed 1, such as a correlation.
  public var leadingZero: Bool

  /// Creates a way of writing numbers.
  public init(decimals: Int = 2, isPercentage: Bool = false, leadingZero: Bool = true) {
    self.decimals = decimals
    self.isPercentage = isPercentage
    self.leadingZero = leadingZero
  }

  /// Two decimals with leading zero, for standardised differences and odds ratios.
  public static let plain = ForestNumberFormat()
  /// Two decimals without leading zero, for correlations and proportions of variance.
  public static let bounded = ForestNumberFormat(leadingZero: false)
  /// Percentages with one decimal.
  public static let percentage = ForestNumberFormat(decimals: 1, isPercentage: true)

  func text(_ value: Double) -> String {
    if value == .infinity { return "∞" }
    if value == -.infinity { return "−∞" }
    let digits = NumberStyle.fixed(
      isPercentage ? value * 100 : value, decimals: decimals, leadingZero: leadingZero || isPercentage)
    return isPercentage && value.isFinite ? digits + "%" : digits
  }
}

/// What became of a hypothesis, which decides the mark of its row.
public enum ForestDecision: String, Sendable, Hashable, CaseIterable {
  case supported
  case contradicted
  case undecided
}

/// One hypothesis, or one effect.
public struct ForestRow: Sendable, Hashable {
  /// The short name, such as "H1".
  public var id: String
  /// What is claimed.
  public var text: String
  /// The family of hypotheses under whose heading the row stands.
  public var family: String?
  /// The estimate, where there is one.
  public var estimate: Double?
  /// The lower end of the interval; minus infinity where it is one-sided.
  public var lower: Double?
  /// The upper end of the interval; infinity where it is one-sided.
  public var upper: Double?
  /// What the estimate is held against, on its own scale.
  public var threshold: Double?
  /// The half-width of the region around the threshold that counts as negligible.
  public var equivalence: Double?
  /// The p value, adjusted where the head of its column says so.
  public var p: Double?
  /// The verdict in a word or two.
  public var verdict: String
  /// The decision, which is shown by the mark.
  public var decision: ForestDecision
  /// How the row's numbers are written.
  public var format: ForestNumberFormat

  /// Creates a row.
  public init(
    id: String, text: String, family: String? = nil, estimate: Double?, lower: Double?, upper: Double?,
    threshold: Double? = nil, equivalence: Double? = nil, p: Double? = nil, verdict: String,
    decision: ForestDecision, format: ForestNumberFormat = .plain
  ) {
    self.id = id
    self.text = text
    self.family = family
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.threshold = threshold
    self.equivalence = equivalence
    self.p = p
    self.verdict = verdict
    self.decision = decision
    self.format = format
  }
}

/// The heads of the columns of a forest plot.
public struct ForestHeads: Sendable, Hashable {
  /// Above the claims.
  public var text: String
  /// Above the plot.
  public var plot: String
  /// Above the estimates and intervals.
  public var estimate: String
  /// Above the thresholds.
  public var threshold: String
  /// Above the p values.
  public var p: String
  /// Above the verdicts.
  public var verdict: String

  /// Creates the heads.
  public init(
    text: String = "Hypothesis", plot: String = "Estimate with 95% CI", estimate: String = "Estimate [95% CI]",
    threshold: String = "Threshold", p: String = "p", verdict: String = "Verdict"
  ) {
    self.text = text
    self.plot = plot
    self.estimate = estimate
    self.threshold = threshold
    self.p = p
    self.verdict = verdict
  }
}

/// Hypotheses as a table with their estimates and intervals drawn in it.
///
/// Filled circles stand for supported claims, filled squares for contradicted and open circles for undecided ones; a
/// grey band shows what counts as negligible.
/// Source: Lewis and Clarke (2001), "Forest plots: trying to see the wood and the trees", doi:10.1136/bmj.322.7300.1479.
public struct ForestFigure: Sendable, Hashable {
  /// What is drawn of a row.
  public enum Scale: String, Sendable, Hashable, CaseIterable {
    /// The estimate itself; all rows have the same unit.
    case estimate
    /// The estimate less the row's threshold.
    case differenceFromThreshold = "difference"
  }

  /// The rows in order.
  public var rows: [ForestRow]
  /// The heads of the columns.
  public var heads: ForestHeads
  /// What is drawn of a row.
  public var scale: Scale
  /// Where the reference line stands; 0 where differences from a threshold are drawn.
  public var reference: Double
  /// What the reference line means.
  public var referenceLabel: String?
  /// What lies to the left of the reference line, such as "favours staff".
  public var lowerLabel: String?
  /// What lies to its right.
  public var upperLabel: String?
  /// How the numbers of the axis are written.
  public var axisFormat: ForestNumberFormat
  /// Title, base, test and so on.
  public var words: FigureWords

  /// Creates the figure's specification.
  public init(
    rows: [ForestRow], heads: ForestHeads = ForestHeads(), scale: Scale = .estimate, reference: Double = 0,
    referenceLabel: String? = nil, lowerLabel: String? = nil, upperLabel: String? = nil,
    axisFormat: ForestNumberFormat = .plain, words: FigureWords
  ) {
    self.rows = rows
    self.heads = heads
    self.scale = scale
    self.reference = reference
    self.referenceLabel = referenceLabel
    self.lowerLabel = lowerLabel
    self.upperLabel = upperLabel
    self.axisFormat = axisFormat
    self.words = words
  }

  /// Lays the figure out.
  ///
  /// - Throws: `FigureError` when there is no row, or when a number cannot be shown.
  public func figure(theme: FigureTheme = .topline, width: FigureWidth = .double) throws(FigureError) -> Figure {
    try FigureError.check(width, figure: "forest")
    try check()
    var layout = ForestLayout(figure: self, theme: theme, width: width)
    return layout.draw()
  }

  private func check() throws(FigureError) {
    guard !rows.isEmpty else {
      throw FigureError(
        .empty, place: Place(column: "forest"), found: "no hypothesis", expected: "at least one",
        remedy: "name the hypotheses to show")
    }
    for row in rows {
      let place = Place(column: "forest: \(SafeText.clean(row.id).text)")
      let isOrdered = (row.lower ?? -.infinity) <= (row.upper ?? .infinity)
      let hasNaN = [row.estimate, row.lower, row.upper, row.threshold, row.p].contains { $0?.isNaN == true }
      guard isOrdered, !hasNaN, row.estimate?.isFinite != false, row.threshold?.isFinite != false else {
        throw FigureError(
          .number, place: place, found: "an estimate or interval that is not a number", expected: "lower ≤ upper",
          remedy: "leave out what could not be estimated")
      }
      guard scale == .estimate || row.threshold != nil else {
        throw FigureError(
          .shape, place: place, found: "no threshold", expected: "one for each row, because differences are drawn",
          remedy: "give the threshold, or draw the estimates themselves")
      }
    }
  }

  /// A row's number as it is drawn.
  func drawn(_ value: Double, of row: ForestRow) -> Double {
    scale == .differenceFromThreshold ? value - (row.threshold ?? 0) : value
  }

  /// Where the reference line stands in what is drawn.
  var drawnReference: Double { scale == .differenceFromThreshold ? 0 : reference }
}
