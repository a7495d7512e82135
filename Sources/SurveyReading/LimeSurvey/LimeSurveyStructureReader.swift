internal import SurveyModel

/// Reads a LimeSurvey structure file (`.lss`) of either schema generation.
struct LimeSurveyStructureReader {
  /// Reads the questionnaire.
  ///
  /// - Parameter language: The language wanted; the survey's base language where nil or where the file lacks it.
  static func read(_ source: SourceBytes, language: String? = nil) throws(ReadingError) -> LimeSurveyStructure {
    let tables = try XMLPushParser.read(
      source.bytes, file: source.path, into: LimeSurveyStructureTables(path: source.path))
    guard !tables.documentType.isEmpty else {
      throw LimeSurveyRefusal(file: source.path).wrongDocument("", expected: "Survey")
    }
    let questions = tables.tables["questions"] ?? []
    guard !questions.isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a LimeSurvey structure without questions",
        expected: "questions", remedy: "export the structure of the survey that the responses belong to")
    }
    return LimeSurveyStructureReader(tables: tables, wanted: language).structure()
  }

  private typealias Row = LimeSurveyStructureTables.Row

  private let tables: LimeSurveyStructureTables
  private let languages: [String]
  private let language: String
  /// Texts by question or answer number, then by language.
  private let questionTexts: [String: [String: String]]
  private let answerTexts: [String: [String: String]]

  private init(tables: LimeSurveyStructureTables, wanted: String?) {
    self.tables = tables
    let base = tables.tables["surveys"]?.first?["language"] ?? ""
    var languages = base.isEmpty ? [] : [base]
    for language in tables.languages where !languages.contains(language) { languages.append(language) }
    self.languages = languages
    language = wanted.flatMap { languages.contains($0) ? $0 : nil } ?? languages.first ?? ""
    questionTexts = Self.texts(tables.tables["question_l10ns"] ?? [], key: "qid", text: "question")
    answerTexts = Self.texts(tables.tables["answer_l10ns"] ?? [], key: "aid", text: "answer")
  }

  private static func texts(_ rows: [Row], key: String, text: String) -> [String: [String: String]] {
    var texts: [String: [String: String]] = [:]
    for row in rows {
      guard let id = row[key], let words = row[text] else { continue }
      texts[id, default: [:]][row["language"] ?? ""] = words
    }
    return texts
  }

  /// The text in the chosen language, else in the first of the survey's languages that has it.
  private func choose(_ texts: [String: String]) -> String {
    for candidate in [language] + languages {
      if let text = texts[candidate], !text.trimmed.isEmpty { return PlainText.stripping(text) }
    }
    return PlainText.stripping(texts.sorted { $0.key < $1.key }.first?.value ?? "")
  }

  private func structure() -> LimeSurveyStructure {
    let survey = tables.tables["surveys"]?.first ?? [:]
    var titles: [String: String] = [:]
    for row in tables.tables["surveys_languagesettings"] ?? [] {
      titles[row["surveyls_language"] ?? ""] = row["surveyls_title"] ?? ""
    }
    var structure = LimeSurveyStructure(
      surveyID: survey["sid"] ?? tables.tables["questions"]?.first?["sid"] ?? "", title: choose(titles),
      databaseVersion: tables.databaseVersion, language: language, languages: languages, questions: questions())
    structure.paging =
      switch survey["format"] {
      case "S": .questions
      case "A": .whole
      default: .groups
      }
    // Respondents who may choose any page from an index need not have been on those before.
    structure.pagesComeInOrder = survey["questionindex"] != "2"
    for row in tables.tables["groups"] ?? [] {
      if row["randomization_group"]?.trimmed.isEmpty == false { structure.pagesComeInOrder = false }
      guard let id = row["gid"], let equation = row["grelevance"]?.trimmed, !equation.isEmpty else { continue }
      structure.groupRelevance[id] = equation
    }
    return structure
  }

  private func questions() -> [LimeSurveyQuestion] {
    var groupOrder: [String: Int] = [:]
    for row in tables.tables["groups"] ?? [] {
      if let id = row["gid"], groupOrder[id] == nil { groupOrder[id] = Self.number(row["group_order"]) }
    }
    let rows = (tables.tables["questions"] ?? []) + (tables.tables["subquestions"] ?? [])
    let entries = merged(rows, by: "qid", texts: questionTexts, inline: "question")
    let answers = answersByQuestion()
    let attributes = attributesByQuestion()
    let conditioned = Set((tables.tables["conditions"] ?? []).compactMap { $0["qid"] })
    var children: [String: [LimeSurveyQuestion]] = [:]
    for entry in Self.sorted(entries.filter { !Self.isTop($0.row) }, by: { [Self.number($0.row["question_order"])] }) {
      children[entry.row["parent_qid"] ?? "", default: []].append(question(entry.row, texts: entry.texts))
    }
    let tops = Self.sorted(entries.filter { Self.isTop($0.row) }) {
      [groupOrder[$0.row["gid"] ?? ""] ?? .max, Self.number($0.row["question_order"])]
    }
    return tops.map { entry in
      var question = question(entry.row, texts: entry.texts)
      question.subquestions = children[question.id] ?? []
      question.answers = answers[question.id] ?? []
      question.attributes = attributes[question.id] ?? [:]
      // Up to version 1.91 conditions stood in a table of their own, which later versions write into the equation.
      if conditioned.contains(question.id), ["", "1"].contains(question.relevance) {
        question.relevance = LimeSurveyExpression.unwritten
      }
      return question
    }
  }

  private typealias Entry = (row: Row, texts: [String: String])

  /// One entry per number: in the older schema the same question stands once per language.
  private func merged(
    _ rows: [Row], by key: String, texts: [String: [String: String]], inline: String
  ) -> [Entry] {
    var entries: [Entry] = []
    var places: [String: Int] = [:]
    for row in rows {
      guard let id = row[key] else { continue }
      if places[id] == nil {
        places[id] = entries.count
        entries.append((row, texts[id] ?? [:]))
      }
      if let place = places[id], let text = row[inline] { entries[place].texts[row["language"] ?? ""] = text }
    }
    return entries
  }

  private static func isTop(_ row: Row) -> Bool { ["", "0"].contains(row["parent_qid"] ?? "0") }

  private static func number(_ text: String?) -> Int { text.flatMap { Int($0.trimmed) } ?? 0 }

  /// Sorted by numbers, entries that tie in the order of the file.
  private static func sorted(_ entries: [Entry], by key: (Entry) -> [Int]) -> [Entry] {
    let keyed = entries.enumerated().map { (key: key($1) + [$0], entry: $1) }
    return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.entry)
  }

  private func question(_ row: Row, texts: [String: String]) -> LimeSurveyQuestion {
    LimeSurveyQuestion(
      id: row["qid"] ?? "", group: row["gid"] ?? "", type: row["type"]?.first ?? " ", code: row["title"] ?? "",
      text: choose(texts), hasOther: row["other"] == "Y", scale: Self.number(row["scale_id"]),
      relevance: row["relevance"]?.trimmed ?? "")
  }

  private func answersByQuestion() -> [String: [[LimeSurveyAnswer]]] {
    // Older files have no answer numbers; question, scale and code say which answer a row is.
    func identity(_ row: Row) -> String {
      "\(row["qid"] ?? "") \(row["scale_id"] ?? "0") \(row["code"] ?? "")"
    }
    var rows = tables.tables["answers"] ?? []
    var texts: [String: [String: String]] = [:]
    for index in rows.indices {
      let key = identity(rows[index])
      if let id = rows[index]["aid"] { texts[key, default: [:]].merge(answerTexts[id] ?? [:]) { old, _ in old } }
      rows[index]["identity"] = key
    }
    for row in tables.tables["answer_l10ns"] ?? [] where row["aid"] == nil && row["qid"] != nil {
      texts[identity(row), default: [:]][row["language"] ?? ""] = row["answer"] ?? ""
    }
    let entries = Self.sorted(merged(rows, by: "identity", texts: texts, inline: "answer")) {
      [Self.number($0.row["sortorder"])]
    }
    var answers: [String: [[LimeSurveyAnswer]]] = [:]
    for entry in entries {
      let scale = min(max(0, Self.number(entry.row["scale_id"])), 1)
      var scales = answers[entry.row["qid"] ?? ""] ?? []
      while scales.count <= scale { scales.append([]) }
      scales[scale].append(LimeSurveyAnswer(code: entry.row["code"] ?? "", text: choose(entry.texts)))
      answers[entry.row["qid"] ?? ""] = scales
    }
    return answers
  }

  private func attributesByQuestion() -> [String: [String: String]] {
    var values: [String: [String: [String: String]]] = [:]
    for row in tables.tables["question_attributes"] ?? [] {
      guard let id = row["qid"], let name = row["attribute"], let value = row["value"], !value.isEmpty else { continue }
      values[id, default: [:]][name, default: [:]][row["language"] ?? ""] = value
    }
    return values.mapValues { $0.mapValues { choose($0) } }
  }
}
