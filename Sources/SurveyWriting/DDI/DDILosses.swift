internal import SurveyModel

/// Lists what a variable has and a DDI Codebook with its data cannot hold.
struct DDILosses {
  private(set) var problems: [Problem] = []
  private let file: String
  private let variable: Variable

  init(_ survey: Survey, _ position: Int, file: String) {
    self.file = file
    variable = survey.codebook.variables[position]
    let cells = DDICells(survey, position)
    switch survey.columns[position] {
    case .text(let column): add(texts: column)
    case .numeric(let column):
      let count = column.values.indices.count { column.missing[$0] == 0 && !column.values[$0].isFinite }
      add(count, "infinite number", "", "numbers that end", "the cells are written as blank")
    case .datetime:
      if cells.rewritesDates {
        add("dates in another order than year, month, day", "dates as ISO 8601 has them", "they are written so")
      }
    case .categorical: addRepeatedCodes()
    case .multipleResponse(let column): add(options: column)
    }
    if [.text, .datetime].contains(variable.kind), !variable.labels.isEmpty {
      add("labels of a variable without answers to choose from", "labels of answers", "they are left out")
    }
    if variable.kind != .multipleResponse { addLostTexts(survey, position, cells) }
  }

  private mutating func add(_ found: String, _ expected: String, _ remedy: String) {
    problems.append(
      Problem(.note, file: file, column: variable.name, found: found, expected: expected, remedy: remedy))
  }

  private mutating func add(_ count: Int, _ noun: String, _ rest: String, _ expected: String, _ remedy: String) {
    guard count > 0 else { return }
    add("\(count) \(noun)\(count == 1 ? "" : "s")\(rest)", expected, remedy)
  }

  private mutating func add(texts column: TextColumn) {
    var blanks = 0
    var nulls = 0
    var marks = 0
    for respondent in 0..<column.count where column.missing[respondent] == 0 {
      let text = column.text(at: respondent)
      if DDICells.isBlank(text) { blanks += 1 }
      if text.utf8.contains(0) { nulls += 1 }
      if text == "DATA_EXPIRED" || text == "CONSENT_REVOKED" { marks += 1 }
    }
    add(blanks, "answer", " of white space alone", "answers", "they are read as blank cells")
    add(nulls, "answer", " with a NUL character", "text", "it is left out in reading")
    add(marks, "answer", " worded as Prolific marks withdrawn ones", "answers", "they are read as redacted")
  }

  private mutating func addRepeatedCodes() {
    var seen: Set<String> = []
    for label in variable.labels where !seen.insert(label.code).inserted {
      add("the code '\(label.code)' for two answers", "a code for each", "both are read as the first of them")
    }
  }

  private mutating func add(options column: MultipleResponseColumn) {
    guard !variable.labels.isEmpty else {
      add("ticked options without a list of them", "options", "the cells are written as texts")
      return
    }
    let labels = variable.labels.sorted { $0.label.utf8.count > $1.label.utf8.count }
    var seen: [String: Bool] = [:]
    let count = column.ticked.indices.count { respondent in
      guard column.missing[respondent] == 0 else { return false }
      let text = column.originals.text(at: respondent)
      if let known = seen[text] { return known }
      let isMore = Self.isMore(text, than: labels)
      seen[text] = isMore
      return isMore
    }
    add(count, "cell", " with more text than options have", "ticked options", "the options alone are written")
  }

  /// Whether a cell holds words beside its options' codes and labels.
  private static func isMore(_ text: String, than labels: [ValueLabel]) -> Bool {
    var rest = text[...]
    scanning: while let first = rest.first {
      for label in labels {
        for words in [label.label, label.code] where !words.isEmpty && rest.hasPrefix(words) {
          rest = rest.dropFirst(words.count)
          continue scanning
        }
      }
      guard !first.isLetter, !first.isNumber else { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  private mutating func addLostTexts(_ survey: Survey, _ position: Int, _ cells: DDICells) {
    let column = survey.columns[position]
    let lost = (0..<survey.count).count { respondent in
      guard let reason = column.missingReason(at: respondent), DDICells.missingText(column, respondent) != nil else {
        return false
      }
      let text = cells.text(survey, respondent)
      return text.isEmpty || text == cells.tokens[reason]
    }
    add(
      lost, "cell", " whose text could be taken for an answer", "other texts where there is no answer",
      "the reason is kept and the text is not")
  }
}
