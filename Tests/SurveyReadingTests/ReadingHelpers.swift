import SurveyModel

@testable import SurveyReading

/// A file whose bytes are written in the test.
func source(_ text: String, name: String = "data.csv") -> SourceBytes {
  SourceBytes(name: name, bytes: Array(text.utf8))
}

/// The survey in a text.
func survey(_ text: String, name: String = "data.csv", options: ReadingOptions = ReadingOptions()) throws -> Survey {
  try SurveyReader.read(sources: [source(text, name: name)], options: options)
}

/// The error that reading gives, or nil where there is none.
func error(_ sources: [SourceBytes], options: ReadingOptions = ReadingOptions()) -> ReadingError? {
  do {
    _ = try SurveyReader.read(sources: sources, options: options)
    return nil
  } catch {
    return error
  }
}

/// A column's cells as their labels; missing ones as the reason's name in brackets.
func answers(_ survey: Survey, _ name: String) throws -> [String] {
  let (variable, column) = try survey.column(name)
  return (0..<survey.count).map { row in
    if let reason = column.missingReason(at: row) { return "[\(reason.rawValue)]" }
    switch column {
    case .categorical(let column): return column.label(at: row).map { variable.labels[$0].label } ?? "?"
    case .numeric(let column): return Column.text(column.values[row])
    case .text(let column): return column.text(at: row)
    case .datetime(let column): return String(column.seconds[row])
    case .multipleResponse(let column):
      let ticked = variable.labels.indices.filter { column.ticked[row] & (1 << UInt64($0)) != 0 }
      return ticked.map { variable.labels[$0].label }.joined(separator: "+")
    }
  }
}
