import SurveyModel

@testable import SurveyReading

extension Survey {
  /// How many cells hold more than white space, as the file has them.
  var answeredCells: Int {
    columns.reduce(0) { sum, column in
      sum + (0..<count).count { row in column.originalText(at: row).map { !RawColumn.isBlank($0.utf8) } ?? false }
    }
  }
}
