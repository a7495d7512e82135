internal import SurveyModel

/// Count, mean, spread and extremes of a numeric variable, weighted where there are weights.
///
/// Combined from blocks by the formula of Chan, Golub & LeVeque (1983), The American Statistician 37, 242–247,
/// https://doi.org/10.1080/00031305.1983.10483115; within a block the deviations are taken from the block's own mean.
public struct Moments: Sendable, Hashable {
  /// How many respondents have a number, never weighted.
  public var count = 0
  /// How many of them weigh more than nothing: those that tell how numbers spread.
  public var weighing = 0
  /// The sum of their weights.
  public var weight = 0.0
  /// The sum of their squared weights.
  public var squaredWeight = 0.0
  /// The weighted mean; 0 without respondents.
  public var mean = 0.0
  /// The weighted sum of squared deviations from the mean.
  public var squares = 0.0
  /// The smallest number.
  public var minimum = Double.infinity
  /// The largest number.
  public var maximum = -Double.infinity

  /// Creates the moments of nothing.
  public init() {}

  /// Creates the moments of some numbers, in blocks as the aggregation makes them; what is NaN is left out.
  ///
  /// - Complexity: O(number of values).
  public init(_ values: [Double], weights: [Double]? = nil) {
    for start in stride(from: 0, to: values.count, by: Aggregator.blockSize) {
      let end = min(start + Aggregator.blockSize, values.count)
      combine(Moments(block: values, start..<end, weights) { _ in true })
    }
  }

  init(block values: [Double], _ range: Range<Int>, _ weights: [Double]?, where isIn: (Int) -> Bool) {
    var sum = CompensatedSum()
    var total = CompensatedSum()
    var squaredTotal = CompensatedSum()
    var only: Double?
    var isConstant = true
    for index in range where isIn(index) && !values[index].isNaN {
      let (value, w) = (values[index], weights?[index] ?? 1)
      count += 1
      if w > 0 {
        weighing += 1
        if let only { isConstant = isConstant && value == only } else { only = value }
      }
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      total.add(w)
      squaredTotal.add(w * w)
      sum.add(w * value)
    }
    weight = total.value
    squaredWeight = squaredTotal.value
    guard weight > 0 else { return }
    if isConstant, let only {
      // A mean that is rounded would leave a spread where there is none.
      mean = only
      return
    }
    mean = sum.value / weight
    var deviations = CompensatedSum()
    var rest = CompensatedSum()
    for index in range where isIn(index) && !values[index].isNaN {
      let (deviation, w) = (values[index] - mean, weights?[index] ?? 1)
      deviations.add(w * deviation * deviation)
      rest.add(w * deviation)
    }
    // The second term takes back what the rounding of the mean put in (Chan, Golub & LeVeque 1983, formula 1.7).
    squares = max(0, deviations.value - rest.value * rest.value / weight)
  }

  /// Adds the moments of further respondents.
  public mutating func combine(_ other: Moments) {
    guard other.count > 0 else { return }
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    count += other.count
    weighing += other.weighing
    squaredWeight += other.squaredWeight
    let total = weight + other.weight
    guard other.weight > 0 else { return }
    if weight == 0 {
      (mean, squares) = (other.mean, other.squares)
    } else {
      let difference = other.mean - mean
      mean += difference * (other.weight / total)
      squares += other.squares + difference * difference * (weight * other.weight / total)
    }
    weight = total
  }

  /// The standard deviation: Σw(x − x̄)² / Σw · n/(n − 1) under the root, which is the usual one without weights;
  /// n are those with weight, as in R's `survey::svyvar`.
  ///
  /// - Returns: NaN below two respondents.
  public var standardDeviation: Double {
    guard weighing > 1, weight > 0 else { return .nan }
    return (squares / weight * (Double(weighing) / Double(weighing - 1))).squareRoot()
  }
}

/// Moments over all respondents, and of each answer of another variable.
public struct GroupedMoments: Sendable, Hashable {
  /// Over all selected respondents with a number.
  public var all = Moments()
  /// Of each group, by its cell; only groups that occur.
  public var groups: [PatternTable.Cell: Moments] = [:]
}
