internal import SurveyModel

/// A sheet of a form's definition: rows by the names of their columns.
private struct XLSFormSheet {
  var names: [String]
  var rows: [[String]]

  init(_ rows: [[String]]) {
    names = (rows.first ?? []).map { $0.trimmed }
    self.rows = Array(rows.dropFirst())
  }

  func cell(_ row: [String], _ wanted: String...) -> String {
    for name in wanted {
      guard let place = names.firstIndex(where: { $0.lowercased() == name }), place < row.count else { continue }
      return row[place].trimmed
    }
    return ""
  }

  /// The texts of a column that may stand in several languages: `label`, `label::English (en)`.
  func text(_ row: [String], _ wanted: String) -> ODKText {
    var text = ODKText()
    for (name, cell) in zip(names, row) {
      guard let language = Self.language(of: name, column: wanted), !cell.isEmpty else { continue }
      text.texts[language] = cell
    }
    return text
  }

  static func language(of name: String, column: String) -> String? {
    let lower = name.lowercased()
    if lower == column { return "" }
    guard lower.hasPrefix(column + ":") else { return nil }
    return name.dropFirst(column.count).drop { $0 == ":" }.trimmed
  }

  var languages: [String] { names.compactMap { Self.language(of: $0, column: "label") } }
}

/// Reads a form's definition in a workbook: the sheets "survey", "choices" and "settings".
struct XLSFormReader {
  /// A group that is open.
  private struct Group {
    var name: String
    var label: ODKText
    var isRepeat: Bool
    var condition: String
    var isTable: Bool
    /// The list of answers that the rows of a rating or ranking in it share.
    var list: String
  }

  private let survey: XLSFormSheet
  private let lists: [String: [ODKChoice]]
  private let file: String
  private var form = ODKForm()
  private var groups: [Group] = []
  private var missingLists: [String] = []

  /// Reads the definition from the sheets.
  static func read(_ source: SourceBytes) -> ODKForm {
    var reader = XLSFormReader(source.formSheets ?? [:], file: source.name)
    reader.readSurvey()
    return reader.form
  }

  private init(_ sheets: [String: [[String]]], file: String) {
    survey = XLSFormSheet(sheets["survey"] ?? [])
    let choices = XLSFormSheet(sheets["choices"] ?? [])
    self.file = file
    var lists: [String: [ODKChoice]] = [:]
    for row in choices.rows {
      let name = choices.cell(row, "name", "value")
      guard !name.isEmpty else { continue }
      lists[choices.cell(row, "list_name", "list name"), default: []].append(
        ODKChoice(name: name, label: choices.text(row, "label")))
    }
    self.lists = lists
    for language in survey.languages + choices.languages
    where !language.isEmpty && !form.languages.contains(language) {
      form.languages.append(language)
    }
    let settings = XLSFormSheet(sheets["settings"] ?? [])
    if let row = settings.rows.first {
      form.title = settings.cell(row, "form_title", "title")
      form.prefer(settings.cell(row, "default_language"))
    }
  }

  private mutating func readSurvey() {
    for row in survey.rows {
      let words = survey.cell(row, "type").split(separator: " ").map(String.init)
      let isDisabled = ["yes", "true", "true()"].contains(survey.cell(row, "disabled").lowercased())
      guard !words.isEmpty, !isDisabled else { continue }
      // "begin_group", "begin group", "begin repeat": the same with and without the sign.
      let type = words.joined(separator: " ").lowercased().replacing("_", with: " ")
      if type.hasPrefix("begin ") {
        open(row, type)
      } else if type.hasPrefix("end "), type != "end time" {
        if !groups.isEmpty { groups.removeLast() }
      } else {
        add(row, words, survey.cell(row, "name"))
      }
    }
    for list in missingLists {
      form.problems.append(
        Problem(
          .warning, file: file, found: "the list '\(list)', which the sheet 'choices' does not have",
          expected: "the answers of every question", remedy: "its answers are found from the cells"))
    }
  }

  private mutating func open(_ row: [String], _ type: String) {
    var group = Group(
      name: survey.cell(row, "name"), label: survey.text(row, "label"), isRepeat: type.contains("repeat"),
      condition: survey.cell(row, "relevant", "relevance"),
      isTable: survey.cell(row, "appearance").contains("table-list"), list: "")
    // KoboToolbox's own: rows of a rating, and places of a ranking, with their answers named above them.
    if type.hasPrefix("begin score") {
      group.list = survey.cell(row, "kobo--score-choices")
      group.isTable = true
    } else if type.hasPrefix("begin rank") {
      group.list = survey.cell(row, "kobo--rank-items")
    }
    groups.append(group)
    form.groups[groups.map(\.name).joined(separator: "/")] = group.label
  }

  private mutating func add(_ row: [String], _ words: [String], _ name: String) {
    let (kind, list) = Self.kind(words)
    guard !name.isEmpty || kind == .metadata else { return }
    var question = ODKQuestion(
      path: groups.map(\.name) + [name.isEmpty ? words[0] : name], kind: kind, label: survey.text(row, "label"))
    question.groupLabels = groups.map(\.label)
    for depth in groups.indices {
      let path = groups[...depth].map(\.name)
      if groups[depth].isRepeat { question.repeats.append(path.count) }
      if !groups[depth].condition.isEmpty {
        question.conditions.append(ODKCondition(expression: groups[depth].condition, path: path))
      }
    }
    let own = survey.cell(row, "relevant", "relevance")
    if !own.isEmpty { question.conditions.append(ODKCondition(expression: own, path: question.path)) }
    // A text without words that the form computes is shown to nobody.
    if kind == .text, question.label.texts.isEmpty, !survey.cell(row, "calculation").isEmpty {
      question.kind = .calculation
    }
    addAnswers(&question, words, list)
    let appearance = survey.cell(row, "appearance")
    if kind == .selectOne, groups.last?.isTable == true || appearance.contains("list-nolabel") {
      question.table = groups.map(\.name).joined(separator: "/")
    }
    if kind == .selectOne || kind == .selectMultiple, appearance == "label" { question.kind = .note }
    form.questions.append(question)
    if words.last?.lowercased() == "or_other" { addOther(question) }
  }

  private mutating func addAnswers(_ question: inout ODKQuestion, _ words: [String], _ list: String?) {
    let first = words[0].lowercased()
    let isRow = first.hasSuffix("__row") || first.hasSuffix("__level")
    guard let list = isRow ? groups.last?.list : list else { return }
    question.choices = lists[list] ?? []
    if question.choices.isEmpty, !missingLists.contains(list) { missingLists.append(list) }
    if words.last?.lowercased() == "or_other" {
      question.choices.append(ODKChoice(name: "other", label: ODKText(texts: ["": "Other"])))
    }
  }

  // The form adds a text for the words of "other" where its author asks for it.
  private mutating func addOther(_ question: ODKQuestion) {
    var other = question
    other.path[other.path.count - 1] += "_other"
    other.kind = .text
    other.choices = []
    other.table = nil
    other.label = ODKText(texts: ["": "Specify other."])
    other.conditions.append(
      ODKCondition(expression: "selected(${\(question.name)}, 'other')", path: question.path))
    form.questions.append(other)
  }

  /// A question's kind by its type, and the name of its list of answers.
  private static func kind(_ words: [String]) -> (kind: ODKQuestion.Kind, list: String?) {
    let type = words.joined(separator: " ").lowercased()
    func list(_ place: Int) -> String? { words.count > place ? words[place] : nil }
    let selections: [(start: String, kind: ODKQuestion.Kind, list: Int?)] = [
      ("select_one_from_file", .selectOne, nil), ("select_one_external", .selectOne, nil),
      ("select_multiple_from_file", .selectMultiple, nil), ("select_one", .selectOne, 1), ("select1", .selectOne, 1),
      ("select one from", .selectOne, 3), ("select one", .selectOne, 2), ("select_multiple", .selectMultiple, 1),
      ("select all that apply from", .selectMultiple, 5), ("select all that apply", .selectMultiple, 4),
      ("score__row", .selectOne, nil), ("rank__level", .selectOne, nil), ("rank", .rank, 1),
    ]
    if let found = selections.first(where: { type.hasPrefix($0.start) }) {
      return (found.kind, found.list.flatMap(list))
    }
    return (kinds[type.split { $0 == " " || $0 == "_" }.joined()] ?? .unknown, nil)
  }

  private static let kinds: [String: ODKQuestion.Kind] = [
    "integer": .integer, "int": .integer, "decimal": .decimal, "range": .decimal, "text": .text, "string": .text,
    "date": .date, "time": .time, "datetime": .dateTime, "geopoint": .place, "geotrace": .place, "geoshape": .place,
    "location": .place, "start-geopoint": .place, "image": .media, "photo": .media, "audio": .media, "video": .media,
    "file": .media, "background-audio": .media, "barcode": .barcode, "calculate": .calculation,
    "hidden": .calculation, "note": .note, "start": .metadata, "end": .metadata, "today": .metadata,
    "starttime": .metadata, "endtime": .metadata, "deviceid": .metadata, "subscriberid": .metadata,
    "simserial": .metadata, "phonenumber": .metadata, "username": .metadata, "email": .metadata, "audit": .metadata,
  ]
}
