internal import SurveyModel

/// What a weight says of a respondent; what is undefined for a kind is refused by the statistics.
public enum WeightKind: String, Sendable, Hashable, CaseIterable {
  /// The record stands for that many identical respondents.
  case frequency
  /// The respondent was drawn with a chance inverse to it, or adjusted to a population.
  case sampling
  /// The variance of the record's value is inverse to it.
  case precision
}

/// One weight per respondent, of a stated kind.
public struct Weights: Sendable, Hashable {
  /// What the weights say.
  public let kind: WeightKind
  /// The variable they come from.
  public let name: String
  /// One weight per respondent; those outside the sample have 0.
  public let values: [Double]

  /// Creates weights.
  ///
  /// - Parameter members: For each respondent, whether it is in the sample; others need no weight. Nil for all.
  /// - Throws: ``AggregationError`` that counts the weights that are missing or negative, or with frequency weights not
  ///   whole, or that says that all are zero.
  public init(
    kind: WeightKind = .sampling, name: String, values: [Double], members: [Bool]? = nil
  ) throws(AggregationError) {
    let values = members.map { members in zip(values, members).map { $1 ? $0 : 0 } } ?? values
    let place = Place(column: "--weights \(name)")
    func refuse(_ count: Int, _ found: String, _ expected: String, _ remedy: String) throws(AggregationError) {
      guard count > 0 else { return }
      let respondents = count == 1 ? "1 respondent has" : "\(count) respondents have"
      throw AggregationError(
        .weights, place: place, found: "\(respondents) \(found)", expected: expected, remedy: remedy)
    }
    try refuse(
      values.count { !$0.isFinite }, "no weight", "a weight for every respondent",
      "take them out: --where '`\(name)` is not missing'")
    try refuse(
      values.count { $0 < 0 }, "a negative weight", "weights of zero or more",
      "take them out: --where '`\(name)` >= 0', or mend the weights")
    if kind == .frequency {
      try refuse(
        values.count { $0 != $0.rounded() }, "a weight that is not whole", "whole numbers for frequency weights",
        "use them as sampling weights")
    }
    guard values.contains(where: { $0 > 0 }) else {
      throw AggregationError(
        .weights, place: place, found: "no weight above zero", expected: "weights", remedy: "name another variable")
    }
    self.kind = kind
    self.name = name
    self.values = values
  }
}
