/// One of the nine rules for sample quantiles.
///
/// SPSS and Minitab use rule 6, R and NumPy rule 7, SAS and Stata rule 2; the rule is always named beside the number.
///
/// - Source: Hyndman & Fan (1996), The American Statistician 50, 361–365,
///   https://doi.org/10.1080/00031305.1996.10473566. R: `quantile(type =)`.
public enum QuantileRule: Int, Sendable, Hashable, CaseIterable {
  case hyndmanFan1 = 1
  case hyndmanFan2, hyndmanFan3, hyndmanFan4, hyndmanFan5, hyndmanFan6, hyndmanFan7, hyndmanFan8, hyndmanFan9

  /// The rule's stable name.
  public var id: String { "hyndman-fan-\(rawValue)" }

  /// The name of the rule for weighted values: the smallest value that a share p of the weight does not exceed.
  public static let weightedID = "weighted-inverse-distribution"

  /// The quantile of values in rising order.
  ///
  /// - Parameters:
  ///   - probability: Which share lies below, from 0 to 1.
  ///   - sorted: The values, in rising order, without NaN.
  /// - Returns: The quantile; NaN without values.
  /// - Accuracy: as R's, 1e-15 relative.
  /// - Complexity: O(1).
  public func quantile(_ probability: Double, ofSorted sorted: [Double]) -> Double {
    quantile(probability, count: sorted.count) { sorted[$0] }
  }

  /// The quantile of values in rising order that are looked up by position from 0.
  func quantile(_ probability: Double, count: Int, value: (Int) -> Double) -> Double {
    guard count > 0 else { return .nan }
    func at(_ position: Double) -> Double { value(min(max(Int(position), 1), count) - 1) }
    let n = Double(count)
    // A position that rounding has moved off a whole number by a hair is that whole number, as in R.
    let fuzz = 4 * Double.ulpOfOne
    let (a, b) = shape
    let position =
      rawValue <= 3 ? n * probability + (self == .hyndmanFan3 ? -0.5 : 0) : a + probability * (n + 1 - a - b)
    let below = (position + fuzz).rounded(.down)
    let rest = abs(position - below) < fuzz ? 0 : position - below
    let weight: Double =
      switch self {
      case .hyndmanFan1: rest > 0 ? 1 : 0
      case .hyndmanFan2: rest > 0 ? 1 : 0.5
      case .hyndmanFan3: rest > 0 || below.truncatingRemainder(dividingBy: 2) != 0 ? 1 : 0
      default: rest
      }
    if weight == 0 { return at(below) }
    if weight == 1 { return at(below + 1) }
    return (1 - weight) * at(below) + weight * at(below + 1)
  }

  /// The two constants of the continuous rules.
  private var shape: (Double, Double) {
    switch self {
    case .hyndmanFan4: (0, 1)
    case .hyndmanFan5: (0.5, 0.5)
    case .hyndmanFan6: (0, 0)
    case .hyndmanFan8: (1.0 / 3, 1.0 / 3)
    case .hyndmanFan9: (0.375, 0.375)
    default: (1, 1)
    }
  }
}
