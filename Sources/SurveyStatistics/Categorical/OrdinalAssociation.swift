/// Measures of whether two ordered answers rise together, all made from the pairs of respondents ordered alike or not.
public struct OrdinalAssociation: Sendable, Hashable {
  /// Which pairs a measure is taken of.
  public enum Measure: String, Sendable, Hashable, CaseIterable {
    /// Goodman and Kruskal's gamma: of the pairs that neither answer ties.
    case gamma
    /// Somers' d of the columns by the rows: of the pairs that the rows do not tie.
    case columnsByRows = "somers-d"
    /// Somers' d of the rows by the columns.
    case rowsByColumns = "somers-d-reversed"
    /// Somers' symmetric d: the harmonic mean of the two others.
    case symmetric = "somers-d-symmetric"
    /// Kendall's tau-b: the geometric mean of the two others.
    case tauB = "kendall-tau-b"
    /// Stuart's tau-c, which can reach 1 in tables that are not square.
    case tauC = "stuart-tau-c"
  }

  /// Pairs of respondents that both answers order alike.
  public let concordant: Double
  /// Pairs that the two answers order the other way round.
  public let discordant: Double
  /// Pairs that the rows tie, whatever the columns do.
  public let tiedRows: Double
  /// Pairs that the columns tie.
  public let tiedColumns: Double
  /// How far the score C − D would have to go to be surprising: its standard error under independence.
  public let scoreError: Double
  private let table: ContingencyTable
  /// By cell: the respondents with whom one of the cell is ordered alike, and the other way round.
  private let alike: [[Double]]
  private let unlike: [[Double]]

  /// Counts the pairs of a table whose rows and columns stand from the lowest answer to the highest; nil where no pair
  /// is ordered by both answers.
  ///
  /// - Complexity: O(cells), from sums over the quadrants.
  public init?(_ table: ContingencyTable) {
    let (rows, columns) = (table.counts.count, table.columnLabels.count)
    // sums[i][j] counts the respondents above row i and left of column j.
    var sums = [[Double]](repeating: [Double](repeating: 0, count: columns + 1), count: rows + 1)
    for row in 0..<rows {
      for column in 0..<columns {
        sums[row + 1][column + 1] =
          sums[row][column + 1] + sums[row + 1][column] - sums[row][column] + Double(table.counts[row][column])
      }
    }
    let n = sums[rows][columns]
    var alike = [[Double]](repeating: [Double](repeating: 0, count: columns), count: rows)
    var unlike = alike
    for row in 0..<rows {
      for column in 0..<columns {
        let after = n - sums[row + 1][columns] - sums[rows][column + 1] + sums[row + 1][column + 1]
        alike[row][column] = sums[row][column] + after
        unlike[row][column] =
          sums[row][columns] - sums[row][column + 1] + sums[rows][column] - sums[row + 1][column]
      }
    }
    let cells = table.counts.joined().map(Double.init)
    concordant = zip(cells, alike.joined()).reduce(0) { $0 + $1.0 * $1.1 } / 2
    discordant = zip(cells, unlike.joined()).reduce(0) { $0 + $1.0 * $1.1 } / 2
    tiedRows = table.rowTotals.reduce(0.0) { $0 + Double($1) * Double($1 - 1) / 2 }
    tiedColumns = table.columnTotals.reduce(0.0) { $0 + Double($1) * Double($1 - 1) / 2 }
    let score = 2 * (concordant - discordant)
    var squares = CompensatedTotal()
    for (index, (one, other)) in zip(alike.joined(), unlike.joined()).enumerated() {
      squares.add(cells[index] * (one - other) * (one - other))
    }
    scoreError = max(0, squares.value - score * score / max(1, n)).squareRoot()
    self.table = table
    self.alike = alike
    self.unlike = unlike
    guard concordant + discordant > 0 else { return nil }
  }

  private var n: Double { Double(table.total) }
  /// Twice the pairs that the rows do not tie, counted as Brown and Benedetti do.
  private var rowWeight: Double { table.rowTotals.reduce(n * n) { $0 - Double($1) * Double($1) } }
  private var columnWeight: Double { table.columnTotals.reduce(n * n) { $0 - Double($1) * Double($1) } }

  /// What 2(C − D) is divided by.
  private func divisor(_ measure: Measure) -> Double {
    switch measure {
    case .gamma: return 2 * (concordant + discordant)
    case .columnsByRows: return rowWeight
    case .rowsByColumns: return columnWeight
    case .symmetric: return (rowWeight + columnWeight) / 2
    case .tauB: return (rowWeight * columnWeight).squareRoot()
    case .tauC:
      let smaller = Double(min(table.counts.count, table.columnLabels.count))
      return n * n * (smaller - 1) / smaller
    }
  }

  /// A measure's value.
  public func value(_ measure: Measure) -> Double { 2 * (concordant - discordant) / divisor(measure) }

  /// A measure's standard error, whatever the association (ASE₁).
  ///
  /// - Source: Goodman & Kruskal (1963), doi:10.1080/01621459.1963.10500850; Brown & Benedetti (1977),
  ///   doi:10.1080/01621459.1977.10480995.
  public func standardError(_ measure: Measure) -> Double {
    let score = 2 * (concordant - discordant)
    let divisor = divisor(measure)
    var squares = CompensatedTotal()
    for row in table.counts.indices {
      for column in table.counts[row].indices where table.counts[row][column] > 0 {
        let difference = 2 * (alike[row][column] - unlike[row][column])
        let slope = self.slope(measure, row, column)
        let influence = difference / divisor - score * slope / (divisor * divisor)
        squares.add(Double(table.counts[row][column]) * influence * influence)
      }
    }
    return squares.value.squareRoot()
  }

  /// How the divisor grows with the respondents of a cell.
  private func slope(_ measure: Measure, _ row: Int, _ column: Int) -> Double {
    let byRow = 2 * (n - Double(table.rowTotals[row]))
    let byColumn = 2 * (n - Double(table.columnTotals[column]))
    switch measure {
    case .gamma: return 2 * (alike[row][column] + unlike[row][column])
    case .columnsByRows: return byRow
    case .rowsByColumns: return byColumn
    case .symmetric: return (byRow + byColumn) / 2
    case .tauB: return (byRow * columnWeight + byColumn * rowWeight) / (2 * divisor(.tauB))
    case .tauC: return 2 * divisor(.tauC) / n
    }
  }

  /// The statistic of no association, the same for all measures: C − D over its standard error under independence.
  public var z: Double { scoreError > 0 ? (concordant - discordant) / scoreError : 0 }

  /// A measure with its interval, normal on the scale of Fisher's z; none at ±1.
  public func effect(_ measure: Measure, level: Double = 0.95) -> EffectSize {
    EffectSize(
      id: measure == .gamma ? "goodman-kruskal-gamma" : measure.rawValue, value: value(measure),
      interval: interval(measure, level: level))
  }

  func interval(_ measure: Measure, level: Double) -> Interval? {
    PhiCoefficient.correlationInterval(
      value(measure), standardError: standardError(measure), level: level, degreesOfFreedom: .infinity)
  }
}
