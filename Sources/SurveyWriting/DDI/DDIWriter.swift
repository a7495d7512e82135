public import SurveyModel

/// Writes a survey as a DDI Codebook 2.5 beside its data in CSV, both UTF-8.
///
/// The codebook has variables, questions, answers with their types of missing, groups of ticked options, grids, the
/// weight, and statistics computed from the survey. What DDI has no place for (roles, personal marks, numbers of
/// answers, blanks of several kinds) stands in `notes` whose types begin with `topline:`, so that reading both files
/// gives the same survey again. What is lost is listed.
public enum DDIWriter {
  /// The codebook `name.xml` and the data `name.csv`.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - name: The files' name without its ending.
  ///   - title: The title that stands in the codebook.
  public static func write(_ survey: Survey, name: String = "responses", title: String = "") -> WrittenSurvey {
    let layout = DDILayout(survey, file: name + ".xml")
    var document = DDIDocument(layout, file: name + ".xml", data: name + ".csv")
    let codebook = document.written(title: title)
    return WrittenSurvey(
      files: [
        WrittenFile(name: name + ".xml", bytes: codebook), WrittenFile(name: name + ".csv", bytes: layout.csv()),
      ],
      losses: layout.losses + document.losses)
  }
}

/// The columns that a survey's data becomes: one per variable, or one per option of ticked options in one column.
struct DDILayout {
  /// What stands in a column.
  enum Content {
    case variable(Int)
    case option(Int, label: Int)
  }

  /// A column of the data, which is a variable of the codebook.
  struct Output {
    var id: String
    var name: String
    var content: Content
    var cells: DDICells

    /// The position of the survey's variable.
    var position: Int {
      switch content {
      case .variable(let position), .option(let position, _): position
      }
    }
  }

  let survey: Survey
  private(set) var outputs: [Output] = []
  private(set) var losses: [Problem] = []
  /// The identifier of the weight, where there is exactly one.
  private(set) var weight: String?
  /// The weights themselves.
  private(set) var weights: [Double]?

  init(_ survey: Survey, file: String) {
    self.survey = survey
    var taken = Set(survey.codebook.variables.map(\.name))
    for (position, variable) in survey.codebook.variables.enumerated() {
      if DDICells.isParted(variable) {
        addOptions(position, variable, &taken)
      } else {
        add(variable.name, .variable(position), DDICells(survey, position))
      }
      losses += DDILosses(survey, position, file: file).problems
    }
    keepRecords(file)
    let found = outputs.filter { survey.codebook.variables[$0.position].role == .weight }
    if found.count == 1, case .numeric(let numbers) = survey.columns[found[0].position] {
      weight = found[0].id
      weights = numbers.values
    }
  }

  private mutating func add(_ name: String, _ content: Content, _ cells: DDICells) {
    outputs.append(Output(id: "V\(outputs.count + 1)", name: name, content: content, cells: cells))
  }

  private mutating func addOptions(_ position: Int, _ variable: Variable, _ taken: inout Set<String>) {
    for (index, label) in variable.labels.enumerated() {
      var name = "\(variable.name)_\(label.code)"
      while !taken.insert(name).inserted { name += "_" }
      add(name, .option(position, label: index), DDICells(survey, position, option: index))
    }
  }

  /// Sees to it that no record of one column is a line without anything, which programs leave out.
  private mutating func keepRecords(_ file: String) {
    guard outputs.count == 1 else { return }
    outputs[0].cells = DDICells(survey, outputs[0].position, mayBeBlank: false)
    let count = (0..<survey.count).count { DDICells.isBlank(outputs[0].cells.text(survey, $0)) }
    guard count > 0 else { return }
    losses.append(
      Problem(
        .note, file: file, found: "\(count) respondent\(count == 1 ? "" : "s") whose one answer is blank",
        expected: "records that are not blank", remedy: "programs leave such records out"))
  }

  /// The identifiers of a variable's columns.
  func identifiers(of position: Int) -> [String] { outputs.filter { $0.position == position }.map(\.id) }

  /// The data.
  func csv() -> [UInt8] {
    var csv = CSVWriter()
    csv.record(outputs.map(\.name))
    for respondent in 0..<survey.count {
      csv.record(outputs.map { $0.cells.text(survey, respondent) })
    }
    return csv.bytes
  }
}
