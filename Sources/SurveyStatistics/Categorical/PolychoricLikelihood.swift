#if canImport(Glibc)
  internal import Glibc
#endif

/// The likelihood of a table whose rows and columns cut two normal traits, with its first and second derivatives.
///
/// Every cell is a rectangle of the bivariate normal distribution, so that its probability and all derivatives are sums
/// over its four corners.
/// - Source: Olsson (1979), Psychometrika 44, 443–460, doi:10.1007/BF02296207.
struct PolychoricLikelihood {
  let counts: [[Double]]
  let correlation: Double
  /// The rows' cuts between −∞ and ∞, those two included.
  let rowCuts: [Double]
  /// The columns' cuts, likewise.
  let columnCuts: [Double]
  private let corners: [[Corner]]

  /// The distribution function at one corner with its derivatives by the row's cut a, the column's cut b and the
  /// correlation r.
  private struct Corner {
    var value = 0.0
    var (a, b, r) = (0.0, 0.0, 0.0)
    var (aa, bb, ab, ar, br, rr) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    init(_ a: Double, _ b: Double, _ correlation: Double) {
      let normal = Normal.standard
      value = BivariateNormal(correlation).lowerTail(a, b)
      if a == -.infinity || b == -.infinity { return }
      let rest = (1 - correlation) * (1 + correlation)
      let root = rest.squareRoot()
      if a.isFinite {
        self.a = normal.density(a) * (b == .infinity ? 1 : normal.lowerTail((b - correlation * a) / root))
      }
      if b.isFinite {
        self.b = normal.density(b) * (a == .infinity ? 1 : normal.lowerTail((a - correlation * b) / root))
      }
      let density = BivariateNormal(correlation).density(a, b)
      r = density
      aa = a.isFinite ? -a * self.a - correlation * density : 0
      bb = b.isFinite ? -b * self.b - correlation * density : 0
      guard a.isFinite, b.isFinite else { return }
      ab = density
      ar = -density * (a - correlation * b) / rest
      br = -density * (b - correlation * a) / rest
      rr =
        density
        * (correlation / rest + a * b / rest
          - correlation * (a * a - 2 * correlation * a * b + b * b) / (rest * rest))
    }
  }

  init(_ counts: [[Double]], correlation: Double, rows: [Double], columns: [Double]) {
    self.counts = counts
    self.correlation = correlation
    rowCuts = [-.infinity] + rows + [.infinity]
    columnCuts = [-.infinity] + columns + [.infinity]
    let columnCuts = columnCuts
    corners = rowCuts.map { a in columnCuts.map { Corner(a, $0, correlation) } }
  }

  /// The sum over a cell's corners of one of their parts.
  private func cell(_ row: Int, _ column: Int, _ part: KeyPath<Corner, Double>) -> Double {
    (corners[row + 1][column + 1][keyPath: part] - corners[row][column + 1][keyPath: part])
      - (corners[row + 1][column][keyPath: part] - corners[row][column][keyPath: part])
  }

  /// The probability of a cell; below 1e-14, where only rounding of its corners is left, none.
  func probability(_ row: Int, _ column: Int) -> Double {
    let value = cell(row, column, \.value)
    return value < 1e-14 ? 0 : value
  }

  /// The logarithm of the likelihood, −∞ where a cell with respondents has no probability.
  var logLikelihood: Double {
    sum { row, column in log(probability(row, column)) }
  }

  /// The derivative of the log-likelihood by the correlation; ∓∞ where a cell with respondents has no probability,
  /// which only a correlation nearer to zero mends.
  var score: Double {
    var total = CompensatedTotal()
    for row in counts.indices {
      for column in counts[row].indices where counts[row][column] > 0 {
        let probability = probability(row, column)
        if probability <= 0 { return correlation > 0 ? -.infinity : .infinity }
        total.add(counts[row][column] * cell(row, column, \.r) / probability)
      }
    }
    return total.value
  }

  private func sum(_ term: (Int, Int) -> Double) -> Double {
    var total = CompensatedTotal()
    for row in counts.indices {
      for column in counts[row].indices where counts[row][column] > 0 {
        total.add(counts[row][column] * term(row, column))
      }
    }
    return total.value
  }

  /// How many parameters there are: the correlation, the rows' cuts, the columns' cuts, in that order.
  var parameters: Int { 1 + (rowCuts.count - 2) + (columnCuts.count - 2) }

  /// A cell's probability by the parameters: the derivatives that are not zero, by position.
  private func gradient(_ row: Int, _ column: Int) -> [(position: Int, value: Double)] {
    let columnsFrom = rowCuts.count - 1
    var parts: [(position: Int, value: Double)] = [(0, cell(row, column, \.r))]
    // Cut k closes row k − 1 and opens row k.
    for (cut, sign) in [(row + 1, 1.0), (row, -1.0)] where cut > 0 && cut < rowCuts.count - 1 {
      parts.append((cut, sign * (corners[cut][column + 1].a - corners[cut][column].a)))
    }
    for (cut, sign) in [(column + 1, 1.0), (column, -1.0)] where cut > 0 && cut < columnCuts.count - 1 {
      parts.append((columnsFrom + cut - 1, sign * (corners[row + 1][cut].b - corners[row][cut].b)))
    }
    return parts
  }

  /// A cell's probability by pairs of parameters: the second derivatives that are not zero, the first position never
  /// above the second.
  private func curvature(_ row: Int, _ column: Int) -> [(first: Int, second: Int, value: Double)] {
    let columnsFrom = rowCuts.count - 1
    var parts: [(first: Int, second: Int, value: Double)] = [(0, 0, cell(row, column, \.rr))]
    let rows = [(row + 1, 1.0), (row, -1.0)].filter { $0.0 > 0 && $0.0 < rowCuts.count - 1 }
    let columns = [(column + 1, 1.0), (column, -1.0)].filter { $0.0 > 0 && $0.0 < columnCuts.count - 1 }
    for (cut, sign) in rows {
      let (high, low) = (corners[cut][column + 1], corners[cut][column])
      parts.append((0, cut, sign * (high.ar - low.ar)))
      parts.append((cut, cut, sign * (high.aa - low.aa)))
    }
    for (cut, sign) in columns {
      let (high, low) = (corners[row + 1][cut], corners[row][cut])
      let position = columnsFrom + cut - 1
      parts.append((0, position, sign * (high.br - low.br)))
      parts.append((position, position, sign * (high.bb - low.bb)))
      for (other, otherSign) in rows { parts.append((other, position, sign * otherSign * corners[other][cut].ab)) }
    }
    return parts
  }

  /// The derivatives of the log-likelihood by all parameters.
  var gradient: [Double] {
    var total = [CompensatedTotal](repeating: CompensatedTotal(), count: parameters)
    for row in counts.indices {
      for column in counts[row].indices where counts[row][column] > 0 {
        let factor = counts[row][column] / probability(row, column)
        for (position, value) in gradient(row, column) { total[position].add(factor * value) }
      }
    }
    return total.map(\.value)
  }

  /// The information that the table holds about all parameters: minus the second derivatives of the log-likelihood, or
  /// what they are expected to be for this many respondents.
  func information(expected: Bool) -> Matrix {
    let n = CompensatedTotal.of(counts.flatMap { $0 })
    var matrix = Matrix(rows: parameters, columns: parameters)
    func add(_ i: Int, _ j: Int, _ value: Double) {
      matrix[i, j] += value
      if i != j { matrix[j, i] += value }
    }
    for row in counts.indices {
      for column in counts[row].indices where expected || counts[row][column] > 0 {
        let probability = probability(row, column)
        guard probability > 0 else { continue }
        let weight = (expected ? n : counts[row][column] / probability) / probability
        let slopes = gradient(row, column)
        for (i, one) in slopes.enumerated() {
          for two in slopes[i...] {
            add(min(one.position, two.position), max(one.position, two.position), weight * one.value * two.value)
          }
        }
        if expected { continue }
        for part in curvature(row, column) {
          add(part.first, part.second, -counts[row][column] / probability * part.value)
        }
      }
    }
    return matrix
  }

  /// The derivative of one respondent's log-likelihood by the correlation, cell by cell.
  func scores() -> [[Double]] {
    counts.indices.map { row in
      counts[row].indices.map { column in
        let probability = probability(row, column)
        return probability > 0 ? cell(row, column, \.r) / probability : 0
      }
    }
  }
}
