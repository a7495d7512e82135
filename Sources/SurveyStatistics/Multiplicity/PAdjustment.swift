/// Corrections of p-values for the number of tests.
///
/// - Source: Holm (1979), Scandinavian Journal of Statistics 6, 65–70; Hochberg (1988), doi:10.1093/biomet/75.4.800;
///   Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x; Benjamini & Yekutieli (2001),
///   doi:10.1214/aos/1013699998. In R: `p.adjust`.
public enum PAdjustment: String, Sendable, Hashable, CaseIterable {
  /// Leaves p-values as they are.
  case none
  /// Multiplies by the number of tests; holds the family's error rate.
  case bonferroni
  /// Steps down; holds the family's error rate, always at least as powerful as Bonferroni.
  case holm
  /// Steps up; holds the family's error rate for independent or positively dependent tests.
  case hochberg
  /// Benjamini and Hochberg's step-up; holds the false discovery rate for the same tests.
  case benjaminiHochberg = "bh"
  /// Benjamini and Yekutieli's step-up; holds the false discovery rate under any dependence.
  case benjaminiYekutieli = "by"

  /// The method's name for a reader.
  public var title: String {
    switch self {
    case .none: "not adjusted"
    case .bonferroni: "Bonferroni"
    case .holm: "Holm"
    case .hochberg: "Hochberg"
    case .benjaminiHochberg: "Benjamini–Hochberg"
    case .benjaminiYekutieli: "Benjamini–Yekutieli"
    }
  }

  /// Adjusts the p-values of one family of tests.
  ///
  /// - Parameter pValues: The p-values; one that is NaN stays so and does not count.
  /// - Returns: The adjusted p-values in the same order, each at most 1.
  /// - Accuracy: as exact as the p-values.
  /// - Complexity: O(m log m).
  public func adjust(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }.sorted {
      (pValues[$0], $0) < (pValues[$1], $1)
    }
    let count = Double(order.count)
    let harmonic = self == .benjaminiYekutieli ? (0..<order.count).reduce(0) { $0 + 1 / Double($1 + 1) } : 1
    var adjusted = pValues
    switch self {
    case .none: break
    case .bonferroni:
      for index in order { adjusted[index] = min(1, count * pValues[index]) }
    case .holm:
      var largest = 0.0
      for (rank, index) in order.enumerated() {
        largest = max(largest, (count - Double(rank)) * pValues[index])
        adjusted[index] = min(1, largest)
      }
    case .hochberg, .benjaminiHochberg, .benjaminiYekutieli:
      var smallest = 1.0
      for (rank, index) in order.enumerated().reversed() {
        let factor = self == .hochberg ? count - Double(rank) : harmonic * count / Double(rank + 1)
        smallest = min(smallest, factor * pValues[index])
        adjusted[index] = smallest
      }
    }
    return adjusted
  }

  /// Adjusts the p-values of one family in which some tests have none; those do not count.
  public func adjust(_ pValues: [Double?]) -> [Double?] {
    adjust(pValues.map { $0 ?? .nan }).map { $0.isNaN ? nil : $0 }
  }
}
