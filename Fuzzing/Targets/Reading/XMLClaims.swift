internal import SurveyModel

@testable import SurveyReading

/// Cells of XML exports as the document's tree has them, against what the streaming readers keep.
enum XMLClaims {
  /// Every record's elements with text are cells of the survey, or problems say how many are not.
  static func account(for source: SourceBytes, in survey: Survey, records: (XMLElement) -> [XMLElement]) {
    guard let root = try? XMLTree.read(source) else { return }
    let cells = records(root).reduce(0) { $0 + Set($1.children.filter { isAnswer($0.text) }.map(\.name)).count }
    let twice = survey.problems.count { $0.found.contains("second time") }
    let kept = survey.answeredCells
    claim(kept + twice >= cells, "\(kept) of \(cells) cells are kept")
  }

  /// Every item of a project's records is a cell of the survey, or a problem says how many are not.
  static func accountForItems(of source: SourceBytes, in survey: Survey) {
    guard let project = try? XMLTree.read(source) else { return }
    let cells = project.descendants("SubjectData").flatMap { $0.descendants("ItemData") }
      .count { isAnswer($0.attributes["Value"] ?? "") }
    let told = survey.problems.filter { $0.found.contains("value") && $0.severity >= .warning }
    let kept = survey.answeredCells
    claim(kept >= cells || !told.isEmpty, "\(kept) of \(cells) cells are kept")
  }

  private static func isAnswer(_ text: String) -> Bool { !RawColumn.isBlank(text.utf8) }
}
