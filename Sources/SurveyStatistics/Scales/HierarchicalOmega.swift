internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// McDonald's omega hierarchical: the share of a scale's variance that one general factor accounts for, where group
/// factors stand below it.
///
/// The general factor comes from the correlations of oblique factors by Schmid and Leiman's transformation. All
/// coefficients are of standardised items.
public struct HierarchicalOmega: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// How many group factors.
  public let factors: Int
  /// Each item's loading on the general factor.
  public let general: [Double]
  /// Each item's loading on each group factor, with the general factor taken out: items by factors.
  public let specific: Matrix
  /// The share of each item's variance that no factor accounts for.
  public let uniquenesses: [Double]
  /// The loading of each group factor on the general factor.
  public let factorLoadings: [Double]
  /// Omega hierarchical.
  public let hierarchical: Double
  /// Omega total with general and group factors.
  public let total: Double
  /// How many respondents.
  public let count: Int

  /// The share of the common variance that the general factor makes.
  public var explainedCommonVariance: Double {
    let own = general.reduce(0) { $0 + $1 * $1 }
    let groups = specific.values.reduce(0) { $0 + $1 * $1 }
    return own + groups > 0 ? own / (own + groups) : 0
  }

  /// Fits oblique factors and takes the general factor out of them.
  ///
  /// - Parameters:
  ///   - covariances: the covariances of the items, running one way.
  ///   - factors: how many group factors; with two, the general factor is taken to weigh equally on both.
  ///   - method: how the group factors are extracted.
  /// - Throws: `statistics.groups` for a single factor or too few items, and what
  ///   ``ExploratoryFactorAnalysis`` throws; `statistics.convergence` where the factors do not all correlate above zero,
  ///   so that they have no general factor.
  /// - Accuracy: agrees with psych to 1e-5, whose rotation stops first.
  /// - Complexity: that of the factor analysis.
  /// - Source: Schmid & Leiman (1957), Psychometrika 22, 53–61, 10.1007/BF02289209; Zinbarg, Revelle, Yovel & Li (2005),
  ///   Psychometrika 70, 123–133, 10.1007/s11336-003-0974-7. R: `psych::omega`; SPSS: none.
  public init(
    _ covariances: ItemCovariances, factors: Int = 3, method: FactorExtractionMethod = .minimumResiduals
  ) throws(StatisticsError) {
    guard factors >= 2 else {
      throw StatisticsError(
        .groups, place: Place(column: "--factors"), found: "\(factors) group factor\(factors == 1 ? "" : "s")",
        expected: "at least two, three or more for a general factor that is found and not assumed",
        remedy: "leave --factors out for omega total of one factor")
    }
    let analysis = try ExploratoryFactorAnalysis(covariances, factors: factors, method: method, rotation: .oblimin)
    let phi = analysis.factorCorrelations
    let upper = (1..<factors).flatMap { b in (0..<b).map { phi[$0, b] } }
    guard upper.allSatisfy({ $0 > 0 }) else {
      throw StatisticsError(
        .convergence, found: "group factors of which two do not correlate above zero",
        expected: "factors that share a general factor",
        remedy: "reverse the items that run against the scale, or report the factors as separate scales")
    }
    if factors == 2 {
      factorLoadings = [sqrt(phi[0, 1]), sqrt(phi[0, 1])]
    } else {
      let second = try FactorExtraction(phi, factors: 1, method: .minimumResiduals)
      factorLoadings = (0..<factors).map { second.loadings[$0, 0] }
    }
    let k = covariances.names.count
    let loads = factorLoadings
    let pattern = analysis.loadings
    let general = (0..<k).map { item in (0..<factors).reduce(0) { $0 + pattern[item, $1] * loads[$1] } }
    var specific = pattern
    for item in 0..<k {
      for factor in 0..<factors { specific[item, factor] *= sqrt(max(0, 1 - loads[factor] * loads[factor])) }
    }
    uniquenesses = (0..<k).map { item in
      (0..<factors).reduce(1 - general[item] * general[item]) { $0 - specific[item, $1] * specific[item, $1] }
    }
    self.general = general
    self.specific = specific
    names = covariances.names
    self.factors = factors
    count = covariances.completeCount
    let all = covariances.correlations.total
    let sum = CompensatedTotal.of(general)
    hierarchical = sum * sum / all
    total = 1 - CompensatedTotal.of(uniquenesses) / all
  }

  /// The items' loadings on the general and the group factors.
  public var table: ResultTable {
    var table = ResultTable(
      "schmidLeiman", title: "General and group factors (Schmid–Leiman)",
      columns: [.init("item", "Item"), .init("general", "General")]
        + (1...factors).map { .init("group\($0)", "Group \($0)") } + [.init("uniqueness", "Uniqueness")])
    for item in names.indices {
      table.add(
        [.text(names[item]), .number(general[item])] + (0..<factors).map { .number(specific[item, $0]) }
          + [.number(uniquenesses[item])])
    }
    return table
  }

  /// What a careful reader must know.
  var warnings: [String] {
    var warnings: [String] = []
    if factors == 2 {
      warnings.append("with two group factors the general factor is assumed to weigh equally on both")
    }
    if factors > 2, factorLoadings.contains(where: { $0 * $0 > 1 - 1.5 * FactorExtraction.leastUniqueness }) {
      warnings.append("a group factor is all general factor (Heywood case): ask for fewer factors")
    }
    if general.contains(where: { $0 < 0 }) {
      let against = zip(names, general).filter { $0.1 < 0 }.map(\.0)
      warnings.append("against the general factor: \(against.joined(separator: ", ")); reverse them first")
    }
    return warnings
  }
}
