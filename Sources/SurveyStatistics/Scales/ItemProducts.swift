internal import SurveyModel
internal import TextFormats

/// The respondents who have a number in every one of some columns.
struct CompleteRows: Sendable {
  /// Their positions; nil where they are all.
  let rows: [Int]?
  /// How many they are.
  let count: Int

  /// Finds them.
  ///
  /// - Parameter columns: columns of one length, at least one.
  init(_ columns: [[Double]]) {
    var isComplete = [Bool](repeating: true, count: columns.first?.count ?? 0)
    isComplete.withUnsafeMutableBufferPointer { isComplete in
      for column in columns {
        column.withUnsafeBufferPointer { column in
          for row in isComplete.indices where !column[row].isFinite { isComplete[row] = false }
        }
      }
    }
    let count = isComplete.count { $0 }
    self.count = count
    rows = count == isComplete.count ? nil : isComplete.indices.filter { isComplete[$0] }
  }

  /// The columns of these respondents alone.
  func columns(of columns: [[Double]]) -> [[Double]] {
    guard let rows else { return columns }
    return columns.map { column in rows.map { column[$0] } }
  }
}

/// Means and covariances of complete columns.
enum ItemProducts {
  /// The means, and the covariances with n − 1.
  ///
  /// Answers are mostly whole numbers near to each other: their products are then summed as whole numbers, which loses
  /// nothing. Each pair of columns is summed by one thread, so that the number of threads changes nothing.
  /// - Complexity: O(n k²).
  static func moments(
    _ columns: [[Double]], threads: Int = Parallel.processors
  ) -> (means: [Double], matrix: Matrix) {
    whole(columns, threads: threads) ?? compensated(columns, threads: threads)
  }

  // MARK: Whole numbers

  /// So many products of two bytes stay below 2³¹.
  private static let chunk = 1 << 16

  /// A column's distances from its first answer, where all are whole and below 128, and their sum.
  private struct Distances: Sendable {
    var values: [Int16] = []
    var first = 0.0
    var sum = 0

    init?(_ column: [Double]) {
      guard let first = column.first, first == first.rounded(), first.magnitude < 0x1p50 else { return nil }
      self.first = first
      var isWhole = true
      values = column.map { value in
        let distance = value - first
        guard distance.magnitude < 128, distance == distance.rounded() else {
          isWhole = false
          return 0
        }
        return Int16(distance)
      }
      guard isWhole else { return nil }
      sum = values.reduce(0) { $0 &+ Int($1) }
    }

    /// The sum of products with another column's distances.
    func product(with other: Distances) -> Int {
      values.withUnsafeBufferPointer { values in
        other.values.withUnsafeBufferPointer { others in
          var total = 0
          var start = 0
          while start < values.count {
            let end = min(values.count, start + ItemProducts.chunk)
            var part: Int32 = 0
            for row in start..<end { part &+= Int32(values[row]) &* Int32(others[row]) }
            total += Int(part)
            start = end
          }
          return total
        }
      }
    }
  }

  private static func whole(_ columns: [[Double]], threads: Int) -> (means: [Double], matrix: Matrix)? {
    // Of 2²³ respondents n Σxy still is a whole number that 64 bits hold.
    guard let count = columns.first?.count, count < 1 << 23 else { return nil }
    var found: [Distances] = []
    Parallel.inOrder(pieces: columns.count, threads: threads) {
      Distances(columns[$0])
    } combine: { (own: Distances?) in
      if let own { found.append(own) }
    }
    guard found.count == columns.count else { return nil }
    let n = Double(count)
    let distances = found
    var matrix = Matrix(rows: columns.count, columns: columns.count)
    fill(&matrix, threads) { i, j in
      let product = count * distances[i].product(with: distances[j]) - distances[i].sum * distances[j].sum
      return Double(product) / n / (n - 1)
    }
    return (distances.map { $0.first + Double($0.sum) / n }, matrix)
  }

  // MARK: Measurements

  private static func compensated(_ columns: [[Double]], threads: Int) -> (means: [Double], matrix: Matrix) {
    var means: [Double] = []
    var centred: [[Double]] = []
    Parallel.inOrder(pieces: columns.count, threads: threads) { position in
      let mean = CompensatedTotal.mean(columns[position]) ?? 0
      return (mean, columns[position].map { $0 - mean })
    } combine: { (own: (Double, [Double])) in
      means.append(own.0)
      centred.append(own.1)
    }
    var matrix = Matrix(rows: columns.count, columns: columns.count)
    fill(&matrix, threads) { [centred] i, j in
      var sum = CompensatedTotal()
      centred[i].withUnsafeBufferPointer { first in
        centred[j].withUnsafeBufferPointer { second in
          for row in first.indices { sum.add(first[row] * second[row]) }
        }
      }
      return sum.value / Double(centred[i].count - 1)
    }
    return (means, matrix)
  }

  /// Fills a symmetric matrix, each pair by one thread.
  private static func fill(_ matrix: inout Matrix, _ threads: Int, _ entry: @escaping @Sendable (Int, Int) -> Double) {
    let pairs = (0..<matrix.rows).flatMap { i in (0...i).map { (i, $0) } }
    var values: [Double] = []
    Parallel.inOrder(pieces: pairs.count, threads: threads) {
      entry(pairs[$0].0, pairs[$0].1)
    } combine: {
      values.append($0)
    }
    for ((i, j), value) in zip(pairs, values) {
      matrix[i, j] = value
      matrix[j, i] = value
    }
  }
}
