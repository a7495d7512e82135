internal import SurveyModel

/// Finds grids that are likely scales, and the items that run against them.
enum ScaleFinder {
  struct Found {
    var name: String
    var items: [String]
    var reversed: [String]
    var midpoint: String
  }

  static func scales(in survey: Survey) -> [Found] {
    var found: [Found] = []
    for grid in survey.codebook.grids where grid.variables.count >= 3 {
      let positions = grid.variables.compactMap { survey.codebook.position(of: $0) }
      let variables = positions.map { survey.codebook.variables[$0] }
      guard variables.allSatisfy({ $0.level == .ordinal && !$0.personal.isPersonal }) else { continue }
      let columns = positions.compactMap { survey.numbers(at: $0) }
      let values = variables[0].substantiveLabels.compactMap(\.value)
      guard columns.count == positions.count, values.count >= 3, let low = values.min(), let high = values.max()
      else { continue }
      // Ranks of the same items are no answers to add up: within a respondent they exclude each other.
      guard !areRanks(columns) else { continue }
      let against = reversed(columns)
      found.append(
        Found(
          name: name(for: grid.name, taken: found.map(\.name) + survey.codebook.variables.map(\.name)),
          items: variables.map(\.name), reversed: against.map { variables[$0].name },
          midpoint: Column.text((low + high) / 2)))
    }
    return found
  }

  private static func areRanks(_ columns: [[Double]]) -> Bool {
    let complete = columns[0].indices.filter { respondent in columns.allSatisfy { !$0[respondent].isNaN } }
    let distinct = complete.count { respondent in Set(columns.map { $0[respondent] }).count == columns.count }
    return !complete.isEmpty && distinct * 10 >= complete.count * 9
  }

  private static func name(for grid: String, taken: [String]) -> String {
    let letters = grid.unicodeScalars.map { scalar -> Character in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "_"
    }
    var name = String(letters) + "_scale"
    while taken.contains(name) { name += "_" }
    return name
  }

  /// The items whose correlation with the sum of the others is below -.2, turned one at a time, the strongest first,
  /// as long as fewer than half are turned.
  private static func reversed(_ columns: [[Double]]) -> [Int] {
    var signs = [Double](repeating: 1, count: columns.count)
    var turned: [Int] = []
    while turned.count < columns.count / 2 {
      let correlations = columns.indices.map { item in
        correlation(columns[item].map { $0 * signs[item] }, restSum(columns, signs, without: item))
      }
      guard let worst = correlations.indices.min(by: { correlations[$0] < correlations[$1] }),
        correlations[worst] < -0.2, !turned.contains(worst)
      else { break }
      signs[worst] = -1
      turned.append(worst)
    }
    return turned.sorted()
  }

  private static func restSum(_ columns: [[Double]], _ signs: [Double], without item: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: columns[item].count)
    for other in columns.indices where other != item {
      for respondent in sum.indices { sum[respondent] += signs[other] * columns[other][respondent] }
    }
    return sum
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let complete = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
    guard complete.count >= 20 else { return 0 }
    let count = Double(complete.count)
    let meanX = complete.reduce(0) { $0 + x[$1] } / count
    let meanY = complete.reduce(0) { $0 + y[$1] } / count
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for index in complete {
      xx += (x[index] - meanX) * (x[index] - meanX)
      yy += (y[index] - meanY) * (y[index] - meanY)
      xy += (x[index] - meanX) * (y[index] - meanY)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
  }
}
