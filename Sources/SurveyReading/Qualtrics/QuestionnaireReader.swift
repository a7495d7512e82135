internal import SurveyModel
internal import TextFormats

/// Reads a Qualtrics questionnaire (QSF), whose JSON was written by PHP: lists and objects change places at will.
enum QuestionnaireReader {
  /// Reads a questionnaire in one of its languages.
  static func read(_ source: SourceBytes, language: String? = nil) throws(ReadingError) -> Questionnaire {
    let document: JSONValue
    do {
      document = try JSONValue(parsing: source.bytes)
    } catch {
      throw ReadingError(
        .malformed, place: Place(file: source.path, row: error.line), found: error.message,
        expected: "JSON to the end of the file", remedy: "export the survey as .qsf again; it may have been cut short")
    }
    guard let entry = document["SurveyEntry"], let elements = document["SurveyElements"]?.array else {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "JSON without SurveyEntry and SurveyElements",
        expected: "a Qualtrics questionnaire (QSF)", remedy: "export the survey as .qsf again")
    }
    var questions: [Questionnaire.Question] = []
    for element in elements where element["Element"]?.string == "SQ" {
      guard let payload = element["Payload"], payload.object != nil,
        let id = payload["QuestionID"]?.string ?? element["PrimaryAttribute"]?.string
      else { continue }
      let question = question(payload, id: id, language: language)
      if question.type != "DB" { questions.append(question) }
    }
    guard !questions.isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a questionnaire without questions",
        expected: "questions", remedy: "export the survey that the responses belong to")
    }
    let order = order(elements)
    let places = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    // Questions that no block shows come last, as they stand in the file.
    let sorted = questions.enumerated().sorted { a, b in
      (places[a.element.id] ?? Int.max, a.offset) < (places[b.element.id] ?? Int.max, b.offset)
    }
    return Questionnaire(name: entry["SurveyName"]?.string ?? "", questions: sorted.map(\.element))
  }

  /// The questions' ids in the order in which the survey's flow shows their blocks.
  private static func order(_ elements: [JSONValue]) -> [String] {
    var blocks: [(id: String, questions: [String])] = []
    for element in elements where element["Element"]?.string == "BL" {
      for (_, block) in members(element["Payload"]) {
        let questions = members(block["BlockElements"]).compactMap { $0.value["QuestionID"]?.string }
        blocks.append((block["ID"]?.string ?? "", questions))
      }
    }
    var flow: [String] = []
    func walk(_ json: JSONValue?) {
      for (_, step) in members(json) {
        if let id = step["ID"]?.string { flow.append(id) }
        walk(step["Flow"])
      }
    }
    for element in elements where element["Element"]?.string == "FL" { walk(element["Payload"]?["Flow"]) }
    // A block counts where it is shown first: a flow of many steps must not repeat long blocks.
    var shown: Set<String> = []
    let byID = Dictionary(grouping: blocks, by: \.id)
    let first = flow.filter { shown.insert($0).inserted }
    return first.flatMap { id in (byID[id] ?? []).flatMap(\.questions) }
      + blocks.filter { !shown.contains($0.id) }.flatMap(\.questions)
  }

  private static func question(_ json: JSONValue, id: String, language: String?) -> Questionnaire.Question {
    let translation = language.flatMap { json["Language"]?[$0] }
    let text = translation?["QuestionText"]?.string ?? json["QuestionText"]?.string ?? ""
    let type = json["QuestionType"]?.string ?? ""
    var question = Questionnaire.Question(
      id: id, tag: scalar(json["DataExportTag"]) ?? id, text: PlainText.stripping(text), type: type,
      selector: json["Selector"]?.string ?? "", subSelector: json["SubSelector"]?.string ?? "")
    let isMatrix = ["Matrix", "SBS"].contains(type)
    // In a matrix the recodes and names are those of the scale points, not of the statements.
    question.choices = choices(
      json["Choices"], order: json["ChoiceOrder"], recodes: isMatrix ? nil : json["RecodeValues"],
      names: isMatrix ? nil : json["VariableNaming"], tags: json["ChoiceDataExportTags"],
      texts: translation?["Choices"])
    question.answers = choices(
      json["Answers"], order: json["AnswerOrder"], recodes: json["RecodeValues"], names: json["VariableNaming"],
      tags: nil, texts: translation?["Answers"])
    if type == "DD" { question.choices = [] }
    let content = json["Validation"]?["Settings"]?["ContentType"]?.string ?? ""
    question.isNumber = content == "ValidNumber"
    question.answerTag = scalar(json["AnswerDataExportTag"])
    if let columns = json["AdditionalQuestions"] {
      question.columns = members(columns).map { _, column in
        var part = Self.question(column, id: id, language: language)
        if part.choices.isEmpty { part.choices = question.choices }
        return part
      }
    }
    return question
  }

  /// The members of what is an object, or a list that PHP made of contiguous keys.
  private static func members(_ json: JSONValue?) -> [(key: String, value: JSONValue)] {
    switch json {
    case .object(let object): return object.members.map { ($0.name, $0.value) }
    case .array(let array):
      // Choices are numbered from 1, net promoter scores from 0; only contiguous keys from 0 become a list.
      return array.enumerated().map { (String($0), $1) }
    default: return []
    }
  }

  private static func scalar(_ json: JSONValue?) -> String? {
    switch json {
    case .string(let text): text
    case .integer(let value): String(value)
    case .number(let value): "\(value)"
    default: nil
    }
  }

  private static func choices(
    _ json: JSONValue?, order: JSONValue?, recodes: JSONValue?, names: JSONValue?, tags: JSONValue?, texts: JSONValue?
  ) -> [Questionnaire.Choice] {
    let all = members(json)
    guard !all.isEmpty else { return [] }
    func lookUp(_ json: JSONValue?, _ id: String) -> String? {
      guard let json else { return nil }
      return scalar(json[id]) ?? Int(id).flatMap { scalar(json[$0]) }
    }
    var choices: [String: Questionnaire.Choice] = [:]
    for (id, value) in all {
      let translated = texts?[id]?["Display"]?.string
      let display = translated ?? scalar(value["Display"]) ?? scalar(value) ?? ""
      let hasText = value["TextEntry"].map { $0.string == "true" || $0.integer == 1 || $0.bool == true } ?? false
      choices[id] = Questionnaire.Choice(
        id: id, text: PlainText.stripping(display), code: lookUp(recodes, id) ?? id,
        name: lookUp(names, id).map(PlainText.stripping).flatMap { $0.isEmpty ? nil : $0 },
        exportTag: lookUp(tags, id).flatMap { $0.isEmpty ? nil : $0 }, hasText: hasText)
    }
    var ids: [String] = (order?.array ?? []).compactMap(scalar)
    if ids.isEmpty { ids = members(order).compactMap { scalar($0.value) } }
    ids = ids.filter { choices[$0] != nil }
    let listed = Set(ids)
    ids += all.map(\.key).filter { !listed.contains($0) }
    return ids.compactMap { choices[$0] }
  }
}
