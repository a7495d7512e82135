/// A running sum that keeps what each addition loses.
///
/// - Accuracy: the error is a few units in the last place, whatever the number of terms and their signs.
/// - Source: Neumaier (1974), Zeitschrift für Angewandte Mathematik und Mechanik 54, 39–51, 10.1002/zamm.19740540106.
struct CompensatedTotal: Sendable {
  private var sum = 0.0
  private var lost = 0.0

  /// The sum so far.
  var value: Double { sum + lost }

  /// Adds a number.
  mutating func add(_ term: Double) {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// The sum of numbers.
  static func of(_ terms: [Double]) -> Double {
    var total = CompensatedTotal()
    for term in terms { total.add(term) }
    return total.value
  }

  /// The mean of numbers; nil where there are none.
  static func mean(_ terms: [Double]) -> Double? {
    guard let first = terms.first else { return nil }
    var total = CompensatedTotal()
    for term in terms { total.add(term - first) }
    return first + total.value / Double(terms.count)
  }
}
