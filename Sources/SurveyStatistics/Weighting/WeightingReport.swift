public import SurveyAggregation
internal import SurveyModel
public import TextFormats

/// What a weighting did: how uneven the weights are, and what it costs.
public struct WeightingReport: Sendable, Hashable {
  /// What was done, in words.
  public var method: String
  /// Respondents of the sample.
  public var count: Int
  /// The sum of the weights.
  public var total: Double
  /// The smallest weight above zero.
  public var smallest: Double
  /// The largest weight.
  public var largest: Double
  /// The largest weight over the mean weight.
  public var largestOverMean: Double
  /// The coefficient of variation of the weights.
  public var variation: Double
  /// Kish's effective number of respondents, (Σw)²/Σw².
  public var effective: Double
  /// Kish's design effect, n/effective = 1 + CV².
  public var designEffect: Double
  /// The weights after the weighting over those before: the least and the most.
  public var change: (smallest: Double, largest: Double) { (changes[0], changes[1]) }
  private var changes: [Double]
  /// How many rounds were needed; nil for a closed form.
  public var rounds: Int?
  /// How many weights trimming has cut.
  public var trimmed = 0

  /// Describes weights.
  ///
  /// - Source: Kish (1965), Survey Sampling, section 11.7. R: `weights` and `svydesign`; Stata: `svyset` has none.
  public init(method: String, before: [Double], after: [Double], members: [Bool], rounds: Int? = nil) {
    let own = after.indices.filter { members[$0] }
    let weights = own.map { after[$0] }
    let positive = weights.filter { $0 > 0 }
    let sum = CompensatedSum(weights).value
    let squares = CompensatedSum(weights.map { $0 * $0 }).value
    let ratios = own.filter { before[$0] > 0 }.map { after[$0] / before[$0] }
    self.method = method
    self.rounds = rounds
    count = weights.count
    total = sum
    smallest = positive.min() ?? 0
    largest = weights.max() ?? 0
    largestOverMean = sum > 0 ? largest * Double(count) / sum : 0
    effective = squares > 0 ? sum * sum / squares : 0
    designEffect = effective > 0 ? Double(count) / effective : 0
    variation = max(0, designEffect - 1).squareRoot()
    changes = [ratios.min() ?? 1, ratios.max() ?? 1]
  }

  /// The report as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([
      ("method", .string(method)), ("n", .integer(count)), ("total", .finite(total)), ("smallest", .finite(smallest)),
      ("largest", .finite(largest)), ("largestOverMean", .finite(largestOverMean)),
      ("coefficientOfVariation", .finite(variation)), ("effectiveN", .finite(effective)),
      ("designEffect", .finite(designEffect)), ("smallestChange", .finite(change.smallest)),
      ("largestChange", .finite(change.largest)), ("trimmed", .integer(trimmed)),
    ])
    if let rounds { object["rounds"] = .integer(rounds) }
    return .object(object)
  }
}

/// New weights with what they were made from and what they cost.
public struct Weighting: Sendable, Hashable {
  /// The design with the new weights; its variances account for them.
  public var design: SurveyDesign
  /// What was done.
  public var report: WeightingReport
}
