internal import SurveyStatistics

/// The random numbers of one respondent, one after the other.
///
/// They follow from seed, respondent and purpose alone, so respondents can be drawn in any order.
struct Draws {
  /// What the numbers are for; different purposes never share numbers.
  enum Purpose: UInt64 {
    case survey = 1
    case population = 2
  }

  private var generator: CounterGenerator

  /// Starts the numbers of one respondent.
  init(seed: UInt64, respondent: Int, purpose: Purpose) {
    generator = CounterGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: respondent) << 8 | purpose.rawValue)
  }

  /// The next number, uniform between 0 and 1, neither of them included.
  mutating func uniform() -> Double { generator.uniform() }

  /// The next number, standard normal.
  mutating func normal() -> Double { NormalQuantile.value(uniform()) }

  /// The position in a list of shares that the next number falls on.
  mutating func choice(_ shares: [Double]) -> Int {
    let target = uniform() * shares.reduce(0, +)
    var sum = 0.0
    for (index, share) in shares.enumerated() {
      sum += share
      if target < sum { return index }
    }
    return shares.count - 1
  }
}
