internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// All tables with given margins, walked column by column.
///
/// What columns still to come can do depends on the rows' remaining sums alone, and not on their order; so tables that
/// agree in those go on together, each past with its probability. The two largest columns come last, where one walk
/// answers for all pasts at once.
struct TableEnumeration {
  /// How many steps may be taken.
  private let limit: Int
  private let rows: [Int]
  private let columns: [Int]
  private let logFactorials: [Double]
  private let observed: Double
  private var steps = 0

  /// The ways to one set of remaining sums, found by their rounded logarithm.
  ///
  /// Each holds the sum of −log x! so far, and by how many tables it was reached.
  private typealias Pasts = [Int: (log: Double, ways: Double)]
  private static let grid = 1e9

  init(_ table: ContingencyTable, limit: Int) {
    self.limit = limit
    let upright = table.counts.count <= table.columnLabels.count ? table : table.transposed
    rows = upright.rowTotals.sorted()
    columns = upright.columnTotals.sorted()
    var logs = [0.0]
    for n in stride(from: 1, through: table.total, by: 1) { logs.append(logs[n - 1] + log(Double(n))) }
    logFactorials = logs
    observed = -upright.counts.joined().reduce(0) { $0 + logs[$1] }
  }

  /// The probability of all tables that are no likelier than the one observed, or nil where there are too many.
  mutating func pValue() -> Double? {
    var layer: [(rows: [Int], pasts: Pasts)] = [(rows, [0: (0, 1)])]
    for column in columns.dropLast(2) {
      guard let next = advance(layer, by: column) else { return nil }
      layer = next
    }
    let last = columns[columns.count - 2]
    // All tables together weigh n! / (Π rows! · Π columns!).
    let total =
      logFactorials[rows.reduce(0, +)] - (rows + columns).reduce(0) { $0 + logFactorials[$1] }
    var sum = CompensatedTotal()
    for node in layer {
      guard let part = finish(node.rows, node.pasts, column: last, total: total) else { return nil }
      sum.add(part)
    }
    return min(1, sum.value)
  }

  private mutating func advance(
    _ layer: [(rows: [Int], pasts: Pasts)], by column: Int
  ) -> [(rows: [Int], pasts: Pasts)]? {
    var positions: [[Int]: Int] = [:]
    var next: [(rows: [Int], pasts: Pasts)] = []
    for node in layer {
      let sorted = node.pasts.sorted { $0.key < $1.key }
      let (logs, limit) = (logFactorials, limit)
      var work = 0
      Self.walk(node.rows, column) { taken in
        work += sorted.count
        if work > limit { return false }
        let rest = zip(node.rows, taken).map { $0 - $1 }.sorted()
        let weight = -taken.reduce(0) { $0 + logs[$1] }
        let position: Int
        if let known = positions[rest] {
          position = known
        } else {
          position = next.count
          positions[rest] = position
          next.append((rest, [:]))
        }
        for (_, past) in sorted {
          let log = past.log + weight
          next[position].pasts[Int((log * Self.grid).rounded()), default: (log, 0)].ways += past.ways
        }
        return true
      }
      steps += work
      if steps > limit { return nil }
    }
    return next
  }

  /// The probability of the completions by two columns that end no likelier than the table observed.
  private mutating func finish(_ rows: [Int], _ pasts: Pasts, column: Int, total: Double) -> Double? {
    // R counts a table as no likelier within 1e-7, so that rounding cannot part equal ones.
    let bound = observed + 1e-7
    let sorted = pasts.sorted { $0.key < $1.key }.map(\.value)
    var buckets = [CompensatedTotal](repeating: CompensatedTotal(), count: sorted.count)
    let (logs, limit) = (logFactorials, limit)
    var work = 0
    Self.walk(rows, column) { taken in
      work += 1
      if work > limit { return false }
      var value = 0.0
      for row in taken.indices { value -= logs[taken[row]] + logs[rows[row] - taken[row]] }
      // The pasts in order: all up to some place are low enough for this completion.
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle].log + value <= bound { low = middle + 1 } else { high = middle }
      }
      if low > 0 { buckets[low - 1].add(exp(value - total)) }
      return true
    }
    steps += work
    if steps > limit { return nil }
    var sum = CompensatedTotal()
    var completions = 0.0
    for index in sorted.indices.reversed() {
      completions += buckets[index].value
      sum.add(sorted[index].ways * exp(sorted[index].log) * completions)
    }
    return sum.value
  }

  /// Calls `body` with every way to take so many from the rows, until it says to stop.
  private static func walk(_ rows: [Int], _ count: Int, _ body: ([Int]) -> Bool) {
    var taken = [Int](repeating: 0, count: rows.count)
    // How many the rows from each position on can give.
    var capacity = [Int](repeating: 0, count: rows.count + 1)
    for row in rows.indices.reversed() { capacity[row] = capacity[row + 1] + rows[row] }
    func place(_ row: Int, _ left: Int) -> Bool {
      if row == rows.count - 1 {
        taken[row] = left
        return body(taken)
      }
      let least = max(0, left - capacity[row + 1])
      let most = min(rows[row], left)
      guard least <= most else { return true }
      for number in least...most {
        taken[row] = number
        if !place(row + 1, left - number) { return false }
      }
      return true
    }
    _ = place(0, count)
  }
}
