/// The numbers that codebooks print of a variable: valid and invalid cases, least, greatest, mean and spread.
///
/// - Data: one number per respondent, NaN where there is none, with a weight each or none.
/// - Accuracy: sums are compensated, and the mean is taken before the squares.
/// - Complexity: O(respondents), in two passes.
/// - In other programs: SPSS's FREQUENCIES and R's `mean` and `sd` give the same.
public struct SummaryStatistics: Sendable, Hashable {
  /// How many cases have a number; with weights, the sum of their weights.
  public private(set) var valid = 0.0
  /// How many cases have none; with weights, the sum of their weights.
  public private(set) var invalid = 0.0
  /// The least number; nil where there is none.
  public private(set) var minimum: Double?
  /// The greatest number; nil where there is none.
  public private(set) var maximum: Double?
  /// The mean; nil where nothing has weight.
  public private(set) var mean: Double?
  /// The standard deviation with the denominator n − 1, with weights Σw − 1; nil where that is not positive.
  public private(set) var standardDeviation: Double?

  /// Computes the statistics of a variable.
  ///
  /// - Parameters:
  ///   - values: The numbers, NaN where there is none.
  ///   - weights: As many weights; one that is NaN counts as 0.
  public init(_ values: [Double], weights: [Double]? = nil) {
    func weight(_ index: Int) -> Double {
      guard let weights else { return 1 }
      return weights[index].isNaN ? 0 : weights[index]
    }
    var total = CompensatedSum()
    var present = CompensatedSum()
    var absent = CompensatedSum()
    for (index, value) in values.enumerated() {
      guard !value.isNaN else {
        absent.add(weight(index))
        continue
      }
      present.add(weight(index))
      total.add(weight(index) * value)
      minimum = minimum.map { min($0, value) } ?? value
      maximum = maximum.map { max($0, value) } ?? value
    }
    valid = present.value
    invalid = absent.value
    guard valid > 0 else { return }
    let mean = total.value / valid
    self.mean = mean
    guard valid > 1 else { return }
    var squares = CompensatedSum()
    for (index, value) in values.enumerated() where !value.isNaN {
      squares.add(weight(index) * (value - mean) * (value - mean))
    }
    standardDeviation = (squares.value / (valid - 1)).squareRoot()
  }
}
