internal import SurveyModel
public import TextFormats
#if canImport(Glibc)
  internal import Glibc
#endif

/// The standard error of Cronbach's alpha that supposes no distribution of the answers, and its interval.
///
/// Alpha is a function of the items' variances and of the variance of their sum. What one respondent adds to it is linear
/// in the squared distance of the sum from its mean and in the squared distances of the answers from theirs; the spread
/// of that over respondents is the standard error. It equals the delta method on the asymptotically distribution-free
/// covariance matrix of the k(k + 1)/2 covariances, without ever making that matrix.
public struct AlphaInfluence: Sendable, Hashable {
  /// The standard error.
  public let standardError: Double
  private let alpha: Double

  /// Computes the standard error.
  ///
  /// - Parameters:
  ///   - items: the answers to each item, running one way, of the same respondents; a value that is not a number is
  ///     missing, and its respondent left out.
  ///   - covariances: the covariances of the same complete respondents.
  ///   - threads: how many threads run; the answer is the same for any number.
  /// - Returns: nil where the sum of the items does not vary.
  /// - Accuracy: 1e-12 of the formula; the formula itself is for large samples, and good from about 100 respondents.
  /// - Complexity: O(n k).
  /// - Source: Maydeu-Olivares, Coffman & Hartmann (2007), Psychological Methods 12(2), 157–176,
  ///   10.1037/1082-989X.12.2.157; Yuan, Guarnaccia & Hayslip (2003), Educational and Psychological Measurement 63(1),
  ///   5–23, 10.1177/0013164402239314. R: `MBESS::ci.reliability(type = "alpha", interval.type = "adf")`.
  public init?(_ items: [[Double]], _ covariances: ItemCovariances, threads: Int = Parallel.processors) {
    let matrix = covariances.matrix
    let k = Double(items.count)
    guard items.count >= 2, covariances.count >= 2, matrix.total > 0 else { return nil }
    let columns = CompleteRows(items).columns(of: items)
    let n = columns[0].count
    let means = covariances.means
    let ratio = matrix.trace / matrix.total
    alpha = k / (k - 1) * (1 - ratio)
    // With the factor 1/n in both variances the respondents' influences sum to zero.
    let scale = k / (k - 1) / (matrix.total * Double(n - 1) / Double(n))
    let block = 1 << 15
    var squares = CompensatedTotal()
    Parallel.inOrder(pieces: (n + block - 1) / block, threads: threads) { piece in
      let range = piece * block..<min(n, (piece + 1) * block)
      var sums = [Double](repeating: 0, count: range.count)
      var parts = [Double](repeating: 0, count: range.count)
      for (column, mean) in zip(columns, means) {
        column.withUnsafeBufferPointer { column in
          for place in sums.indices {
            let distance = column[range.lowerBound &+ place] - mean
            sums[place] += distance
            parts[place] += distance * distance
          }
        }
      }
      var total = CompensatedTotal()
      for place in sums.indices {
        let influence = scale * (ratio * sums[place] * sums[place] - parts[place])
        total.add(influence * influence)
      }
      return total.value
    } combine: {
      squares.add($0)
    }
    standardError = sqrt(squares.value / Double(n) / Double(n - 1))
  }

  /// The interval: alpha with its standard error and the normal distribution, above nothing but 1.
  public func interval(level: Double) -> Interval {
    let reach = Normal.standard.criticalValue(level: level) * standardError
    return Interval(
      lower: alpha - reach, upper: min(1, alpha + reach), level: level, method: "distribution-free")
  }
}
