import SurveyModel
import Testing
import TextFormats

@testable import SurveyStatistics

/// The data of `Golden/models.py`, and examples from textbooks.
enum ModelExamples {
  static func golden() throws -> JSONValue { try Golden.json("models.json") }

  static func numbers(_ value: JSONValue?) -> [Double] { (value?.array ?? []).compactMap(\.number) }

  static func data(_ name: String) throws -> [Double] { numbers(try golden()["data"]?[name]) }

  /// Age, two indicators of the group, and the score.
  static func columns() throws -> ModelColumns {
    let group = try data("group")
    var columns = ModelColumns([("age", try data("age"))])
    columns.add(
      "group", names: ["group=1", "group=2"],
      values: [group.map { $0 == 1 ? 1 : 0 }, group.map { $0 == 2 ? 1 : 0 }])
    columns.add("score", names: ["score"], values: [try data("score")])
    return columns
  }

  /// Symptoms of AIDS by use of AZT and race: Agresti (2002), Categorical Data Analysis, 2nd ed., table 5.6.
  static let azt: (columns: ModelColumns, isYes: [Bool], counts: [Double]) = {
    let rows: [(Double, Double, Bool, Double)] = [
      (1, 1, true, 14), (1, 1, false, 93), (0, 1, true, 32), (0, 1, false, 81), (1, 0, true, 11), (1, 0, false, 52),
      (0, 0, true, 12), (0, 0, false, 43),
    ]
    return (
      ModelColumns([("azt", rows.map(\.0)), ("white", rows.map(\.1))]), rows.map(\.2), rows.map(\.3)
    )
  }()

  /// Mental impairment, life events and socioeconomic status of forty persons: Agresti (2002), table 7.5.
  static let impairment: (columns: ModelColumns, answers: [Int]) = {
    let status: [Double] = [
      1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1,
      0, 0,
    ]
    let events: [Double] = [
      1, 9, 4, 3, 2, 0, 1, 3, 3, 7, 1, 2, 5, 6, 3, 1, 8, 2, 5, 5, 9, 3, 3, 1, 0, 4, 3, 9, 6, 4, 3, 8, 2, 7, 5, 4, 4, 8,
      8, 9,
    ]
    let counts = [12, 12, 7, 9]
    return (
      ModelColumns([("events", events), ("status", status)]),
      counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    )
  }()

  /// What one would do in four situations of conflicting duties: 216 students, Stouffer and Toby (1951), as analysed by
  /// Goodman (1974), Biometrika 61, 215–231, table 1.
  static let conflict: (patterns: [[Int]], counts: [Int]) = (
    (0..<16).map { cell in (0..<4).map { (cell >> (3 - $0)) & 1 } },
    [42, 23, 6, 25, 6, 24, 7, 38, 1, 4, 1, 6, 2, 9, 2, 20]
  )
}

extension TestResult {
  /// The value of the effect of that id.
  func effectValue(_ id: String) -> Double? { effectSize(id)?.value }
}
