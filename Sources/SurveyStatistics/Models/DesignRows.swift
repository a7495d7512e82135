public import SurveyAggregation
internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// How the rows of a model lie in a complex sample, for variances by linearisation.
///
/// A row is a respondent, or a pattern of answers within a stratum and sampling unit.
public struct DesignRows: Sendable {
  /// Where the rows come from.
  public enum Rows: Sendable {
    /// One row for each of these respondents, by position in the survey.
    case respondents([Int])
    /// One row for each of these patterns, kept by design cell.
    case patterns([PatternTable.Pattern])
  }

  private let design: SurveyDesign
  private let variance: DesignVariance
  private let rows: Rows

  /// Prepares the rows of a design.
  ///
  /// - Throws: `statistics.design` where a stratum has a single sampling unit.
  public init(_ design: SurveyDesign, rows: Rows) throws(StatisticsError) {
    self.design = design
    variance = try DesignVariance(design)
    self.rows = rows
  }

  /// The design in words.
  public var words: String { variance.words }

  /// Sampling units less strata, counting those that the rows reach.
  public var degreesOfFreedom: Double {
    switch rows {
    case .respondents(let respondents):
      var domain = [Bool](repeating: false, count: design.count)
      for respondent in respondents { domain[respondent] = true }
      return variance.degreesOfFreedom(domain: domain)
    case .patterns(let patterns): return variance.degreesOfFreedom(of: patterns) { _ in true }
    }
  }

  /// The base of the rows with their weights.
  public var base: Base {
    switch rows {
    case .respondents(let respondents):
      guard let weights = design.weights?.values else { return Base(count: respondents.count) }
      return variance.base(
        respondents.count, CompensatedTotal.of(respondents.map { weights[$0] }),
        CompensatedTotal.of(respondents.map { weights[$0] * weights[$0] }))
    case .patterns(let patterns):
      return variance.base(
        patterns.reduce(0) { $0 + $1.count }, CompensatedTotal.of(patterns.map(\.weight)),
        CompensatedTotal.of(patterns.map(\.squaredWeight)))
    }
  }

  /// The covariance of estimates from the influence of each row.
  ///
  /// - Parameter influence: for each estimate, one number per row: what a respondent of the row with weight one adds.
  /// - Complexity: O(rows × estimates²).
  /// - Source: Binder (1983), 10.2307/1402588. R: `survey::svyglm`, whose `vcov` this is.
  public func covariance(ofInfluence influence: [[Double]]) -> Matrix {
    let count = influence.count
    var result = Matrix(rows: count, columns: count)
    let variances = influence.map(variance(ofRows:))
    let roots = variances.map { $0.squareRoot() }
    for i in 0..<count {
      result[i, i] = variances[i]
      for j in 0..<i where roots[i] > 0 && roots[j] > 0 {
        // The covariance of two estimates of variance one is that of their sum, halved, less one.
        let sum = influence[i].indices.map { influence[i][$0] / roots[i] + influence[j][$0] / roots[j] }
        result[i, j] = (variance(ofRows: sum) / 2 - 1) * roots[i] * roots[j]
        result[j, i] = result[i, j]
      }
    }
    return result
  }

  private func variance(ofRows influence: [Double]) -> Double {
    switch rows {
    case .respondents(let respondents):
      var values = [Double](repeating: 0, count: design.count)
      for (row, respondent) in respondents.enumerated() {
        values[respondent] = influence[row] * (design.weights?.values[respondent] ?? 1)
      }
      return variance.variance(ofInfluence: values)
    case .patterns(let patterns):
      // A pattern finds its row by the position that stands in its only cell.
      return variance.variance(of: patterns) { pattern in pattern.cells.first?.answer.map { influence[$0] } ?? 0 }
    }
  }

  /// Patterns that know their row.
  public static func numbered(_ patterns: [PatternTable.Pattern]) -> [PatternTable.Pattern] {
    patterns.enumerated().map { row, pattern in
      var pattern = pattern
      pattern.cells = [.label(row)]
      return pattern
    }
  }
}
