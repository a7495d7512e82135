internal import SurveyModel
internal import TextFormats

/// Reads LimeSurvey CSV exports in their four heading styles, with codes or full answers, with the structure (`.lss`)
/// where it is given.
enum LimeSurveyCSVReader {
  static func read(
    _ responses: RecognizedFile, structure: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    var provenance = responses.provenance()
    var known: [String: LimeSurveyField] = [:]
    var questions: LimeSurveyStructure?
    if let structure {
      let questionnaire = try LimeSurveyStructureReader.read(structure.source, language: options.language)
      provenance.files.append(structure.sourceFile)
      provenance.isSynthetic = questionnaire.title.lowercased().contains("synthetic")
      for field in LimeSurveyFieldMap(structure: questionnaire).fields()
      where known[field.template.variable.name] == nil {
        known[field.template.variable.name] = field
      }
      questions = questionnaire
    }
    let headings = table.columns.indices.map { LimeSurveyHeading(table.heading(0, $0)) }
    var columns = LimeSurveyColumns(headings: headings, cells: table.columns, known: known)
    columns.find()
    if let structure, !columns.meetsStructure {
      throw ReadingError(
        .pairing, place: Place(file: structure.source.path),
        found: "a structure none of whose questions \(responses.source.name) has",
        expected: "the structure of the survey that the responses belong to",
        remedy: "export that survey's structure, or leave the file out; headings must be codes to be matched")
    }
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.problems = responses.problems + table.problems + columns.problems(file: responses.source.name)
    columns.fill(&assembly)
    var survey = try assembly.survey()
    if let questions, let structure {
      var reasons = LimeSurveyReasons(questions, columns.fields, survey)
      reasons.apply(to: &survey, file: structure.source.name)
    }
    return survey
  }
}

/// Finds what each column of a LimeSurvey CSV export is.
struct LimeSurveyColumns {
  let headings: [LimeSurveyHeading]
  let cells: [RawColumn]
  let known: [String: LimeSurveyField]
  private var templates: [ColumnTemplate] = []
  /// The fields of the structure that the columns are; those that it does not have are of no question.
  private(set) var fields: [LimeSurveyField] = []
  private var grids: [(id: String, name: String, label: String)?]
  private var sets: [(id: String, name: String, label: String)?]
  private var tickedCodes: [String: String] = [:]
  private(set) var meetsStructure = false

  init(headings: [LimeSurveyHeading], cells: [RawColumn], known: [String: LimeSurveyField]) {
    self.headings = headings
    self.cells = cells
    self.known = known
    grids = Array(repeating: nil, count: headings.count)
    sets = Array(repeating: nil, count: headings.count)
  }

  mutating func find() {
    for position in headings.indices { templates.append(template(position)) }
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, heading) in headings.enumerated() {
      guard templates[position].knowledge == .nothing, templates[position].variable.role == .question,
        !heading.question.isEmpty, let last = heading.parts.last, !["other", "comment"].contains(last)
      else { continue }
      // The two scales of a dual array are two grids.
      let scale = heading.parts.count > 1 ? "[\(last)]" : ""
      let key = heading.question + scale
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(position)
    }
    for key in order { group(members[key] ?? [], key: key) }
  }

  private mutating func template(_ position: Int) -> ColumnTemplate {
    let heading = headings[position]
    if let metadata = Self.metadata(heading) {
      fields.append(LimeSurveyField(name: metadata.variable.name, template: metadata))
      return metadata
    }
    let name = ([heading.question] + heading.parts).joined(separator: "_")
    if !heading.code.isEmpty, let field = known[name] ?? known[heading.question],
      known[name] != nil || heading.parts.isEmpty
    {
      meetsStructure = true
      fields.append(field)
      return joined(field, position, name: name)
    }
    fields.append(
      LimeSurveyField(
        name: name,
        template: ColumnTemplate(
          Variable(
            name: name, label: "", kind: .text, level: .nominal))))
    var variable = Variable(
      name: heading.code.isEmpty ? TextMatching.spaced(heading.text) : name,
      key: heading.code.isEmpty ? nil : heading.code, label: PlainText.stripping(heading.text), kind: .categorical,
      level: .nominal)
    let last = heading.parts.last ?? ""
    if last == "other" || last == "comment" || last.hasSuffix("comment") || variable.label.hasSuffix("[Other]") {
      variable.kind = .text
      variable.role = .otherText
      variable.personal = .openText
      return ColumnTemplate(variable, knowledge: .kind)
    }
    var template = ColumnTemplate(variable)
    // Yes/no and gender questions write "N/A" for "not shown" and for "not answered" alike.
    template.missingTexts = [DeclaredCode(code: "N/A", reason: .unknownBlank)]
    return template
  }

  // CSV says of a blank neither that the question was shown nor that it was not.
  private mutating func joined(_ field: LimeSurveyField, _ position: Int, name: String) -> ColumnTemplate {
    var template = field.template
    template.variable.name = name
    template.blank = .unknownBlank
    template.blankIsAnswer = false
    let isTick = field.set != nil
    let texts = Set(cells[position].distinctTexts)
    if isTick {
      let isFull = !texts.contains("Y") && !texts.isDisjoint(with: Self.yes)
      template.variable.labels = Self.tickLabels(isFull: isFull, texts: texts)
      template.missingTexts = [DeclaredCode(code: "N/A", reason: .notShown)]
    } else {
      template.missingTexts += [DeclaredCode(code: "N/A", reason: .unknownBlank)]
    }
    if let grid = field.grid { grids[position] = (grid.name, grid.name, grid.label) }
    if let set = field.set {
      sets[position] = (set.name, set.name, set.label)
      tickedCodes[set.name] = template.variable.labels.first?.code ?? "Y"
    }
    return template
  }

  static let yes: Set<String> = ["Yes", "Ja", "Oui", "Sí", "Sì", "Sim"]
  static let no: Set<String> = ["No", "Nein", "Nej", "Nee", "Non", "Não"]

  private static func tickLabels(isFull: Bool, texts: Set<String>) -> [ValueLabel] {
    guard isFull else {
      let coded = [ValueLabel(code: "Y", label: "selected", value: 1)]
      return texts.contains("N") ? coded + [ValueLabel(code: "N", label: "not selected", value: 0)] : coded
    }
    let yes = texts.intersection(Self.yes).sorted().first ?? "Yes"
    let no = texts.intersection(Self.no).sorted().first ?? "No"
    return [ValueLabel(code: yes, label: "selected", value: 1), ValueLabel(code: no, label: "not selected", value: 0)]
  }

  private static func metadata(_ heading: LimeSurveyHeading) -> ColumnTemplate? {
    // "Start-Sprache" has the form of a code, so the whole heading is looked up whatever it looks like.
    let whole = (heading.code.isEmpty ? heading.text : heading.code).lowercased()
    let localized = LimeSurveyHeading.localized.first { $0.text.lowercased() == whole }?.code
    let code = localized ?? heading.code
    if var template = LimeSurveyMetadata.template(code) {
      template.blank = .unknownBlank
      if !heading.text.isEmpty { template.variable.label = heading.text }
      return template
    }
    let isTiming =
      code == "interviewtime"
      || (code.hasPrefix("groupTime") && code.dropFirst(9).allSatisfy(\.isNumber))
      || (code.hasSuffix("Time") && code.count > 4 && heading.parts.isEmpty && !heading.text.isEmpty)
    guard isTiming else { return nil }
    let variable = Variable(
      name: code, label: heading.text, kind: .numeric, level: .scale, role: .metadata)
    return ColumnTemplate(variable, knowledge: .nothing)
  }

  // MARK: Without structure

  private mutating func group(_ positions: [Int], key: String) {
    let texts = positions.map { Set(cells[$0].distinctTexts) }
    let union = texts.reduce(into: Set<String>()) { $0.formUnion($1) }
    let labels = positions.map { templates[$0].variable.label }
    let (question, items) = split(labels)
    for (index, position) in positions.enumerated() where !items.isEmpty {
      templates[position].variable.itemText = items[index]
      templates[position].variable.label = question.isEmpty ? items[index] : "\(question) - \(items[index])"
    }
    let isCoded = union.isSubset(of: ["Y", "N"]) && union.contains("Y")
    let answers = union.subtracting(["N/A"])
    let isFull =
      answers.count <= 2 && !answers.isDisjoint(with: Self.yes) && answers.subtracting(Self.yes).isSubset(of: Self.no)
    if isCoded || (isFull && positions.count > 1) {
      for position in positions {
        templates[position].variable.labels = Self.tickLabels(isFull: !isCoded, texts: union)
        templates[position].knowledge = .answers
        templates[position].missingTexts = [DeclaredCode(code: "N/A", reason: .notShown)]
        sets[position] = (key, key, question)
      }
      tickedCodes[key] = isCoded ? "Y" : answers.intersection(Self.yes).sorted().first ?? "Yes"
      return
    }
    let isGrid = SiblingNames.areRows(positions.map { cells[$0] })
    for position in positions where positions.count > 1 {
      templates[position].gridKey = key
      if isGrid { grids[position] = (key, key, question) }
    }
  }

  // "Question [Item]" is how LimeSurvey writes a subquestion's text.
  private func split(_ labels: [String]) -> (question: String, items: [String]) {
    var questions: Set<String> = []
    var items: [String] = []
    for label in labels {
      guard label.hasSuffix("]"), let open = label.firstIndex(of: "[") else { break }
      questions.insert(String(label[..<open]).trimmed)
      items.append(String(label[label.index(after: open)...].dropLast()).trimmed)
    }
    if items.count == labels.count, questions.count == 1 { return (questions.first ?? "", items) }
    if let split = QualtricsHeading.split(labels) { return split }
    return ("", [])
  }

  func problems(file: String) -> [Problem] {
    var problems: [Problem] = []
    for (position, template) in templates.enumerated() where template.variable.name == "submitdate" {
      guard cells[position].distinctTexts.contains(LimeSurveyMetadata.anonymousDate) else { continue }
      problems.append(
        Problem(
          .note, file: file, column: "submitdate", found: "the date \(LimeSurveyMetadata.anonymousDate)",
          expected: "the time of submission",
          remedy: "this survey stores no dates: such responses are complete, and their dates count as redacted"))
    }
    if meetsStructure {
      let strangers = templates.filter { template in
        template.knowledge == .nothing && template.variable.role == .question && known[template.variable.name] == nil
      }
      if !strangers.isEmpty {
        problems.append(
          Problem(
            .warning, file: file,
            found: "columns that the structure does not have: "
              + SurveyAssembly.list(strangers.map(\.variable.name)),
            expected: "the structure as it was when the responses were given",
            remedy: "their answers are found from the cells"))
      }
    }
    return problems
  }

  func fill(_ assembly: inout SurveyAssembly) {
    assembly.columns = zip(templates, cells).map { (template: $0, cells: $1) }
    assembly.grids = QualtricsColumns.groups(grids)
    assembly.sets = QualtricsColumns.groups(sets).map { group in
      var group = group
      group.tickedCode = tickedCodes[group.name] ?? "Y"
      // Who ticked one option, or wrote a text for "other", left the others unticked.
      group.blankIsUnticked = true
      let question = group.members.first.map { headings[$0].question }
      group.others = headings.indices.filter { headings[$0].parts == ["other"] && headings[$0].question == question }
      return group
    }
  }
}
