import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// Scales with published or known results.
enum ScaleExamples {
  /// Lord's (1957) vocabulary tests, 649 persons: two speeded and two unspeeded; covariances printed by Jöreskog (1971),
  /// Psychometrika 36, 109–133, 10.1007/BF02291393.
  static let vocabulary = ItemCovariances(
    names: ["x1", "x2", "y1", "y2"],
    matrix: Matrix([
      [86.3979, 57.7751, 56.8651, 58.8986], [57.7751, 86.2632, 59.3177, 59.6683],
      [56.8651, 59.3177, 97.2850, 73.8201], [58.8986, 59.6683, 73.8201, 97.8192],
    ]), means: [0, 0, 0, 0], count: 649)

  /// Covariances that follow exactly from a factor model.
  static func exact(
    loadings: [Double], errors: [Double], assignment: [Int], correlation: Double, count: Int
  ) -> ItemCovariances {
    var matrix = Matrix(rows: loadings.count, columns: loadings.count)
    for i in loadings.indices {
      for j in loadings.indices {
        let shared = assignment[i] == assignment[j] ? 1 : correlation
        matrix[i, j] = loadings[i] * loadings[j] * shared + (i == j ? errors[i] : 0)
      }
    }
    return ItemCovariances(
      names: loadings.indices.map { "i\($0 + 1)" }, matrix: matrix, means: loadings.map { _ in 0 }, count: count)
  }

  /// The five agreeableness items of a personality inventory that stays outside the project, missing as NaN.
  static func agreeableness() throws -> [[Double]] {
    let folder = try #require(SharedFiles.golden)
    let text = String(decoding: try FileSystem.contents(of: folder + "/bfi.csv"), as: UTF8.self)
    var columns = [[Double]](repeating: [], count: 5)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      for item in 0..<5 { columns[item].append(Double(String(cells[item])) ?? .nan) }
    }
    return columns
  }

  static func classic() throws -> JSONValue {
    let folder = try #require(SharedFiles.golden)
    return try JSONValue(parsing: try FileSystem.contents(of: folder + "/classic.json"))
  }
}
