import SurveyStatistics
import SurveyModel
import Testing
import TextFormats

/// The reference values of `Golden/scales.R` and the synthetic answers that it draws.
enum ScaleGolden {
  static let names = ["a1", "a2", "a3", "a4", "a5", "n1", "n2", "n3", "n4"]
  /// Items that run against their scale.
  static let reversed: Set<Int> = [1, 3, 6, 8]

  static func json() throws -> JSONValue { try Golden.json("scales-r.json") }

  /// The answers as they were given, one column per item.
  static func raw() throws -> [[Double]] {
    let text = String(decoding: try FileSystem.contents(of: Golden.folder + "scales.csv"), as: UTF8.self)
    var columns = [[Double]](repeating: [], count: 9)
    for line in text.split(separator: "\n").dropFirst() {
      for (item, cell) in line.split(separator: ",").enumerated() { columns[item].append(try #require(Double(cell))) }
    }
    return columns
  }

  /// The answers with all items running one way.
  static func keyed() throws -> [[Double]] {
    try raw().enumerated().map { item, column in reversed.contains(item) ? column.map { 6 - $0 } : column }
  }

  static func matrix(_ value: JSONValue?) throws -> Matrix {
    let rows = try #require(value?.array)
    return Matrix(try rows.map { row in try #require(row.array).map { try #require($0.number) } })
  }

  static func numbers(_ value: JSONValue?) throws -> [Double] {
    try #require(value?.array).map { try #require($0.number) }
  }

  /// A published correlation or covariance matrix.
  static func table(_ name: String, count: Int, prefix: String = "x") throws -> ItemCovariances {
    let matrix = try matrix(json()["tables"]?[name])
    return ItemCovariances(
      names: (1...matrix.rows).map { "\(prefix)\($0)" }, matrix: matrix, means: matrix.diagonal.map { _ in 0 },
      count: count)
  }

  /// The largest distance between two matrices.
  static func distance(_ one: Matrix, _ two: Matrix) -> Double {
    guard one.rows == two.rows, one.columns == two.columns else { return .infinity }
    return zip(one.values, two.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
