internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Brant's test that the odds ratios of a proportional-odds model are the same at every cut of the scale.
///
/// One logistic regression is fitted at each cut; Wald's statistic compares their coefficients with the covariance that
/// the common respondents give them.
/// - Accuracy: 1e-8 relative.
/// - Complexity: O(cuts² × rows × columns²).
/// - Source: Brant (1990), Biometrics 46, 1171–1178, 10.2307/2532457. R: `brant::brant`; Stata: `brant`.
public struct BrantTest: Sendable {
  /// Wald's statistic for all predictors at once.
  public let statistic: Double
  /// (Cuts − 1) × predictors.
  public let degreesOfFreedom: Double
  /// The p-value for all predictors at once.
  public let p: Double
  /// The test of each term.
  public let terms: [TermTest]
  /// For each cut, the coefficients of the logistic regression of an answer above it.
  public let coefficients: [[Double]]

  /// Tests a fitted model.
  ///
  /// - Throws: what ``LogisticRegression`` throws at a cut, such as separation.
  public init(_ model: OrdinalRegression) throws(StatisticsError) {
    let cuts = model.thresholds.count
    let columns = model.columns
    var fits: [LogisticRegression] = []
    for cut in 0..<cuts {
      fits.append(try LogisticRegression(columns, isYes: model.answers.map { $0 > cut }, weights: model.weights))
    }
    let k = columns.count
    var covariance = Matrix(rows: cuts * k, columns: cuts * k)
    let weights = model.weights.values
    for a in 0..<cuts {
      for b in a..<cuts {
        let block = Self.block(fits[a], fits[b], weights)
        for i in 0..<k {
          for j in 0..<k {
            covariance[a * k + i, b * k + j] = block[i + 1, j + 1]
            covariance[b * k + j, a * k + i] = block[i + 1, j + 1]
          }
        }
      }
    }
    let estimates = fits.flatMap { $0.coefficients.dropFirst() }
    func test(_ name: String, _ chosen: [Int]) -> TermTest? {
      // Differences from the first cut.
      var contrast = Matrix(rows: (cuts - 1) * chosen.count, columns: cuts * k)
      for cut in 1..<cuts {
        for (index, column) in chosen.enumerated() {
          contrast[(cut - 1) * chosen.count + index, column] = 1
          contrast[(cut - 1) * chosen.count + index, cut * k + column] = -1
        }
      }
      let differences = LikelihoodMaximum.product(contrast, estimates)
      let parts = ModelCoefficients(
        names: [], estimates: differences, covariance: contrast * covariance * contrast.transposed,
        degreesOfFreedom: nil, level: 0.95)
      return parts.test(name, Array(differences.indices))
    }
    guard let all = test("all", Array(0..<k)) else {
      throw StatisticsError(
        .notPositiveDefinite, found: "coefficients whose covariance is singular",
        expected: "enough respondents at each cut", remedy: "join rare answers by a recode")
    }
    statistic = all.statistic
    degreesOfFreedom = all.degreesOfFreedom[0]
    p = all.p
    terms = columns.terms.compactMap { test($0.name, Array($0.columns)) }
    coefficients = fits.map(\.coefficients)
  }

  /// The covariance of the coefficients at two cuts, the second not below the first.
  private static func block(_ a: LogisticRegression, _ b: LogisticRegression, _ weights: [Double]) -> Matrix {
    let size = a.coefficients.count
    var middle = Matrix(rows: size, columns: size)
    for row in weights.indices {
      // An answer above the higher cut is above the lower one: their covariance is P(b) − P(a) P(b).
      let weight = weights[row] * b.probabilities[row] * (1 - a.probabilities[row])
      let x = [1] + a.columns.values.map { $0[row] }
      for i in 0..<size where x[i] != 0 {
        for j in 0..<size { middle[i, j] += weight * x[i] * x[j] }
      }
    }
    return a.covariance * middle * b.covariance
  }
}
