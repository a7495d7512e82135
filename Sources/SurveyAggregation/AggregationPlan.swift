/// What an analysis needs of a survey, said at once, so that one pass can answer all of it.
public struct AggregationPlan: Sendable, Hashable {
  /// A variable or multiple-response set whose answers make a dimension of a table.
  public enum Axis: Sendable, Hashable {
    /// The variable at that position of the codebook.
    case variable(Int)
    /// The multiple-response set at that position of the codebook's sets.
    case set(Int)
  }

  /// A table of the combinations of answers that occur.
  public struct Table: Sendable, Hashable {
    /// The name by which the result is asked for.
    public var name: String
    /// The dimensions.
    public var axes: [Axis]
    /// Whether the combinations are kept apart by stratum and sampling unit, for variances of a complex sample.
    public var byDesignCell: Bool
  }

  /// Moments of a numeric variable, overall and by the answers of another variable.
  public struct MomentRequest: Sendable, Hashable {
    /// The name by which the result is asked for.
    public var name: String
    /// The position of the variable.
    public var variable: Int
    /// The variable whose answers make the groups.
    public var groups: Axis?
  }

  /// The tables asked for.
  public private(set) var tables: [Table] = []
  /// The moments asked for.
  public private(set) var moments: [MomentRequest] = []

  /// Creates a plan that asks for nothing.
  public init() {}

  /// Asks for a table; the same name twice asks once.
  public mutating func addTable(_ name: String, axes: [Axis], byDesignCell: Bool = false) {
    guard !tables.contains(where: { $0.name == name }) else { return }
    tables.append(Table(name: name, axes: axes, byDesignCell: byDesignCell))
  }

  /// Asks for moments; the same name twice asks once.
  public mutating func addMoments(_ name: String, variable: Int, groups: Axis? = nil) {
    guard !moments.contains(where: { $0.name == name }) else { return }
    moments.append(MomentRequest(name: name, variable: variable, groups: groups))
  }
}

/// What one pass over a survey found, by the names of the plan.
public struct Aggregates: Sendable {
  /// The tables.
  public internal(set) var tables: [String: PatternTable] = [:]
  /// The moments: over all respondents, and of each answer of the groups' variable.
  public internal(set) var moments: [String: GroupedMoments] = [:]
  /// The selected respondents.
  public internal(set) var respondents = 0
  /// The sum of their weights.
  public internal(set) var weight = 0.0
  /// The sum of their squared weights.
  public internal(set) var squaredWeight = 0.0

  /// Kish's effective number of respondents, (Σw)² / Σw².
  public var effective: Double { squaredWeight > 0 ? weight * weight / squaredWeight : 0 }
}
