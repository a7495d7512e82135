internal import SurveyModel

/// What stands in a cell of a file for a respondent's answer.
enum CellText {
  /// The text of a cell: the code of an answer, a number, a text; blank where there is no answer.
  static func text(_ survey: Survey, _ position: Int, _ respondent: Int) -> String {
    let variable = survey.codebook.variables[position]
    switch survey.columns[position] {
    case .categorical(let column):
      return column.label(at: respondent).map { variable.labels[$0].code } ?? ""
    case .numeric(let column):
      if column.missing[respondent] == 0 { return column.text(at: respondent) }
      // A number that the codebook declares missing stays one; what is no number was no answer.
      return column.originals[respondent].flatMap { Double($0) == nil ? nil : $0 } ?? ""
    case .text(let column):
      return column.missing[respondent] == 0 ? column.text(at: respondent) : ""
    case .datetime(let column):
      return column.missing[respondent] == 0 ? column.originals.text(at: respondent) : ""
    case .multipleResponse(let column):
      guard column.missing[respondent] == 0 else { return "" }
      let ticked = column.ticked[respondent]
      return variable.labels.indices.filter { ticked >> UInt64($0) & 1 == 1 }.map { variable.labels[$0].code }
        .joined(separator: ",")
    }
  }

  /// Whether the question was never put to the respondent.
  static func isNotShown(_ survey: Survey, _ position: Int, _ respondent: Int) -> Bool {
    survey.columns[position].missingReason(at: respondent) == .notShown
  }
}

/// Writes records of comma-separated values as RFC 4180 has them.
struct CSVWriter {
  /// What was written so far.
  private(set) var bytes: [UInt8] = []

  /// Adds a record, quoting only where a cell needs it.
  mutating func record(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      Self.append(cell, to: &bytes)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  private static func append(_ cell: String, to bytes: inout [UInt8]) {
    let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    let needsQuotes = cell.utf8.contains(where: special.contains) || cell.first == " " || cell.last == " "
    guard needsQuotes else {
      bytes += cell.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in cell.utf8 {
      bytes.append(byte)
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
