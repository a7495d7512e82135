/// What a model's rows count as.
public struct ModelWeights: Sendable {
  /// What the weights say, and so what standard errors are made of.
  public enum Kind: Sendable {
    /// The rows are so many respondents each, all alike.
    case counts
    /// The variance of a row's outcome is inverse to its weight.
    case precision
    /// The respondents were drawn with unequal chances, or in strata or sampling units.
    case design(DesignRows)
  }

  /// The weight of each row, above zero.
  public var values: [Double]
  /// What they say.
  public var kind: Kind
  /// How many respondents there are, never weighted.
  public var respondents: Int

  /// Creates weights.
  public init(_ values: [Double], kind: Kind, respondents: Int) {
    self.values = values
    self.kind = kind
    self.respondents = respondents
  }

  /// One respondent in each row.
  public static func equal(_ rows: Int) -> ModelWeights {
    ModelWeights([Double](repeating: 1, count: rows), kind: .counts, respondents: rows)
  }

  /// The number of observations that degrees of freedom are counted from.
  var observations: Double {
    if case .counts = kind { CompensatedTotal.of(values) } else { Double(respondents) }
  }

  /// The design, where standard errors come from it.
  var design: DesignRows? { if case .design(let rows) = kind { rows } else { nil } }

  /// The base of a result.
  var base: Base {
    if let design { return design.base }
    let total = CompensatedTotal.of(values)
    guard total != Double(respondents) else { return Base(count: respondents) }
    let squares = CompensatedTotal.of(values.map { $0 * $0 })
    if case .counts = kind { return Base(count: respondents, weighted: total, effective: total) }
    return Base(count: respondents, weighted: total, effective: squares > 0 ? total * total / squares : 0)
  }
}
