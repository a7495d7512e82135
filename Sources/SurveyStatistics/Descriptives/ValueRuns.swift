internal import SurveyAggregation
internal import SurveyModel

/// Numbers in rising order, each with how often and with what weight it occurs: what spread and quantiles need.
struct ValueRuns {
  struct Run {
    var value: Double
    var count: Int
    var weighing: Int
    var weight: Double
    var squaredWeight: Double
  }

  private(set) var runs: [Run] = []
  private let cumulative: [Int]
  private let isWeighted: Bool

  /// Creates runs from values in any order; equal values become one run, NaN is left out.
  init(_ unordered: [Run], isWeighted: Bool) {
    for run in unordered.filter({ !$0.value.isNaN && $0.count > 0 }).sorted(by: { $0.value < $1.value }) {
      if let last = runs.last, last.value == run.value {
        runs[runs.count - 1].count += run.count
        runs[runs.count - 1].weighing += run.weighing
        runs[runs.count - 1].weight += run.weight
        runs[runs.count - 1].squaredWeight += run.squaredWeight
      } else {
        runs.append(run)
      }
    }
    var total = 0
    cumulative = runs.map { run in
      total += run.count
      return total
    }
    self.isWeighted = isWeighted
  }

  /// Creates runs from one value per respondent.
  ///
  /// Answers recur, so they are counted rather than sorted, as long as few of them are distinct.
  init(_ values: [Double], weights: [Double]?) {
    if let counted = Self.counted(values, weights) {
      self.init(counted, isWeighted: weights != nil)
      return
    }
    let runs = values.indices.map { index in
      let weight = weights?[index] ?? 1
      return Run(
        value: values[index], count: 1, weighing: weight > 0 ? 1 : 0, weight: weight, squaredWeight: weight * weight)
    }
    self.init(runs, isWeighted: weights != nil)
  }

  /// Creates runs from distinct cells with how often each occurs.
  init(_ values: [Double], counts: [Int]) {
    let runs = zip(values, counts).map { value, count in
      Run(value: value, count: count, weighing: count, weight: Double(count), squaredWeight: Double(count))
    }
    self.init(runs, isWeighted: false)
  }

  private static func counted(_ values: [Double], _ weights: [Double]?) -> [Run]? {
    var runs: [Run] = []
    // Positions of runs plus one, at the value's hash or the next free place.
    var table = [UInt32](repeating: 0, count: 1 << 12)
    let mask = table.count - 1
    for (index, value) in values.enumerated() where !value.isNaN {
      // Both zeros are one value.
      let bits = (value == 0 ? 0 : value).bitPattern
      var place = Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 52) & mask
      while table[place] != 0, runs[Int(table[place]) - 1].value != value { place = (place + 1) & mask }
      if table[place] == 0 {
        guard runs.count < table.count / 2 else { return nil }
        runs.append(Run(value: value, count: 0, weighing: 0, weight: 0, squaredWeight: 0))
        table[place] = UInt32(runs.count)
      }
      let run = Int(table[place]) - 1
      let weight = weights?[index] ?? 1
      runs[run].count += 1
      if weight > 0 { runs[run].weighing += 1 }
      runs[run].weight += weight
      runs[run].squaredWeight += weight * weight
    }
    return runs
  }

  var count: Int { cumulative.last ?? 0 }
  var minimum: Double? { runs.first?.value }
  var maximum: Double? { runs.last?.value }

  /// Count, mean and spread.
  var moments: Moments {
    var moments = Moments()
    let weight = CompensatedSum(runs.map(\.weight)).value
    moments.count = count
    moments.weighing = runs.reduce(0) { $0 + $1.weighing }
    moments.weight = weight
    moments.squaredWeight = CompensatedSum(runs.map(\.squaredWeight)).value
    guard weight > 0, let first = runs.first?.value, let last = runs.last?.value else { return moments }
    let live = runs.filter { $0.weight > 0 }
    // A mean that is rounded would leave a spread where there is none.
    let mean = live.count == 1 ? live[0].value : CompensatedSum(runs.map { $0.weight * $0.value }).value / weight
    let squares = CompensatedSum(runs.map { $0.weight * ($0.value - mean) * ($0.value - mean) }).value
    let rest = CompensatedSum(runs.map { $0.weight * ($0.value - mean) }).value
    moments.mean = mean
    moments.squares = max(0, squares - rest * rest / weight)
    moments.minimum = first
    moments.maximum = last
    return moments
  }

  /// The quantile by the rule; with weights, the smallest value up to which at least that share of the weight lies.
  func quantile(_ probability: Double, _ rule: QuantileRule) -> Double {
    guard isWeighted else {
      return rule.quantile(probability, count: count) { position in
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
          let middle = (low + high) / 2
          if cumulative[middle] > position { high = middle } else { low = middle + 1 }
        }
        return runs[low].value
      }
    }
    let total = CompensatedSum(runs.map(\.weight)).value
    guard total > 0 else { return .nan }
    // A share that rounding has put a hair below the wanted one is the wanted one.
    let wanted = probability * total * (1 - 8 * Double.ulpOfOne)
    var sum = CompensatedSum()
    // An answer that weighs nothing is no quantile, not even of the share 0.
    for run in runs where run.weight > 0 {
      sum.add(run.weight)
      if sum.value >= wanted { return run.value }
    }
    return runs.last { $0.weight > 0 }?.value ?? .nan
  }
}
