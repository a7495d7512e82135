internal import SurveyModel
internal import TextFormats

@testable import SurveyReading

/// What is true of every survey, however hostile the file that it was read from.
enum SurveyClaims {
  /// Looks at every cell of a survey in every way that the program does.
  static func hold(_ survey: Survey) {
    var names: Set<String> = []
    for (variable, column) in zip(survey.codebook.variables, survey.columns) {
      claim(names.insert(variable.name).inserted, "the name \(variable.name) twice")
      var missing: [MissingReason: Int] = [:]
      for row in 0..<survey.count {
        if let reason = column.missingReason(at: row) { missing[reason, default: 0] += 1 }
        _ = column.originalText(at: row)
        look(at: row, of: column, variable)
      }
      claim(missing == column.missingCounts, "\(variable.name) counts its missing cells wrongly")
    }
    let sets = survey.codebook.grids.map(\.variables) + survey.codebook.multipleResponseSets.map(\.variables)
    for member in sets.joined() { claim(names.contains(member), "a group with the unknown variable \(member)") }
    for problem in survey.problems {
      claim(!problem.found.isEmpty && !problem.line.isEmpty, "a problem without words")
      claim((problem.row ?? 1) > 0, "a problem in row \(problem.row ?? 0)")
    }
    _ = survey.inspection(includePersonal: true).serialized()
  }

  private static func look(at row: Int, of column: Column, _ variable: Variable) {
    guard column.missingReason(at: row) == nil else { return }
    switch column {
    case .categorical(let column):
      claim(
        column.label(at: row).map(variable.labels.indices.contains) ?? false,
        "\(variable.name) has a cell without label")
    case .numeric(let column): claim(column.values[row].isFinite, "\(variable.name) holds \(column.values[row])")
    case .text(let column): _ = column.text(at: row)
    case .datetime(let column): _ = column.seconds[row]
    case .multipleResponse(let column):
      claim(
        variable.labels.count >= 64 || column.ticked[row] >> UInt64(variable.labels.count) == 0,
        "\(variable.name) ticks what is no option")
    }
  }

  /// Reads, and where that succeeds holds the survey to its claims.
  ///
  /// - Returns: The survey; nil where the input was refused, which must come with words.
  @discardableResult static func read(_ body: () throws(ReadingError) -> Survey) -> Survey? {
    do throws(ReadingError) {
      let survey = try body()
      hold(survey)
      return survey
    } catch {
      claim(!error.found.isEmpty && !error.description.isEmpty, "a refusal without words")
      claim(error.exitStatus != 0, "a refusal with exit status 0")
      return nil
    }
  }
}
