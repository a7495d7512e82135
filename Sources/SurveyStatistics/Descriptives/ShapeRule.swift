#if canImport(Glibc)
  internal import Glibc
#endif

/// One of the three rules for skewness and kurtosis of a sample.
///
/// - Source: Joanes & Gill (1998), The Statistician 47, 183–189, https://doi.org/10.1111/1467-9884.00122. R:
///   `e1071::skewness(type =)`, `psych::describe(type =)`; SciPy's `skew` is type 1, with `bias=False` type 2.
public enum ShapeRule: Int, Sendable, Hashable, CaseIterable {
  /// The moments' ratio g₁ and g₂: SciPy's default, Stata, MINITAB of old.
  case moments = 1
  /// The ratio without the bias of normal samples: SPSS, SAS, Excel, JASP, jamovi, pandas.
  case unbiased = 2
  /// The ratio with the usual standard deviation: psych's and Minitab's default.
  case sampleDeviation = 3

  /// The rule's stable name.
  public var id: String { "type-\(rawValue)" }

  /// How many values the rule needs for skewness and for kurtosis.
  var leastCounts: (skewness: Double, kurtosis: Double) { self == .unbiased ? (3, 4) : (2, 2) }

  /// Skewness and excess kurtosis from the moments' ratios.
  ///
  /// - Parameters:
  ///   - ratios: The third and fourth central moments over powers of the second, the fourth not reduced by 3.
  ///   - n: How many values there are.
  /// - Returns: Nil where the rule needs more values.
  func shape(_ ratios: (third: Double, fourth: Double), n: Double) -> (skewness: Double?, kurtosis: Double?) {
    let (g1, g2) = (ratios.third, ratios.fourth - 3)
    let least = leastCounts
    let shape: (skewness: Double, kurtosis: Double) =
      switch self {
      case .moments: (g1, g2)
      case .unbiased:
        (
          g1 * (n * (n - 1)).squareRoot() / (n - 2),
          (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)
        )
      case .sampleDeviation:
        (g1 * pow((n - 1) / n, 1.5), (g2 + 3) * (1 - 1 / n) * (1 - 1 / n) - 3)
      }
    return (n >= least.skewness ? shape.skewness : nil, n >= least.kurtosis ? shape.kurtosis : nil)
  }
}

extension ValueRuns {
  /// The third and fourth central moments over powers of the second, weighted where there are weights; nil where values
  /// do not vary.
  ///
  /// - Accuracy: Two passes; deviations are scaled by the largest, so that no power leaves the range of numbers.
  func momentRatios(mean: Double) -> (third: Double, fourth: Double)? {
    let largest = runs.reduce(0) { max($0, abs($1.value - mean)) }
    guard largest > 0, largest.isFinite else { return nil }
    var (weight, second, third, fourth) = (
      CompensatedTotal(), CompensatedTotal(), CompensatedTotal(), CompensatedTotal()
    )
    for run in runs {
      let deviation = (run.value - mean) / largest
      let square = deviation * deviation
      weight.add(run.weight)
      second.add(run.weight * square)
      third.add(run.weight * square * deviation)
      fourth.add(run.weight * square * square)
    }
    let variance = second.value / weight.value
    guard variance > 0 else { return nil }
    return (
      third.value / weight.value / (variance * variance.squareRoot()),
      fourth.value / weight.value / (variance * variance)
    )
  }
}
