internal import SurveyModel
internal import TextFormats

/// A column of a Kobo, Ona or ODK table.
struct KoboColumn: Sendable {
  /// The heading in the table.
  var heading: KoboHeading
  var column: FormColumn
  /// The position of the form's question; nil where there is no form, or the form does not have it.
  var question: Int?
  /// The code of the option that the column is of.
  var option: String?
  /// Where the column is an option, or the joined codes beside options, the position of its question among those with
  /// options.
  var multiple: Int?
}

/// A question with "tick all that apply": the column of joined codes, where it is there, and those of the options.
struct KoboMultiple: Sendable {
  var name: String
  var summary: Int?
  var options: [Int]
}

/// Finds what each column of a Kobo, Ona or ODK table is, with the form where it is there.
struct KoboColumns: Sendable {
  let table: DelimitedTable
  let form: ODKForm?
  let headings: [String]
  var columns: [KoboColumn] = []
  private(set) var multiples: [KoboMultiple] = []
  /// Whether cells have the answers' texts in place of their codes.
  private(set) var hasLabels = false
  /// The sign between group, question and option.
  private let separator: String

  init(_ table: DelimitedTable, form: ODKForm?) {
    self.table = table
    self.form = form
    headings = table.columns.indices.map { table.heading(0, $0).trimmed }
    let isMangled = headings.contains { ["X_uuid", "X_id", "X_submission_time", "X_index"].contains($0) }
    let areTicks = table.columns.map(Self.areTicks)
    let found = Self.matches(form, headings, areTicks, isMangled: isMangled)
    separator = found.separator
    columns = headings.indices.map { position in
      var column = KoboColumn(
        heading: KoboHeading(headings[position], separator: found.separator),
        column: FormColumn(question: headings[position], label: ""))
      if let match = found.matches[position], let form {
        column.question = match.question
        if let option = match.option { column.option = form.questions[match.question].choices[option].name }
      }
      return column
    }
    findMultiples(areTicks)
    hasLabels = findsLabels()
    for position in columns.indices { describe(position, isMangled: isMangled) }
    for place in multiples.indices { describeMultiple(place) }
    markPlaces()
  }

  private static func matches(
    _ form: ODKForm?, _ headings: [String], _ areTicks: [Bool], isMangled: Bool
  ) -> (separator: String, matches: [KoboKeys.Match?]) {
    let usual = isMangled ? "." : KoboSeparators.find(headings, areTicks: areTicks)
    let none = [KoboKeys.Match?](repeating: nil, count: headings.count)
    guard let form else { return (usual, none) }
    var best = (separator: usual, matches: none, count: 0)
    let own = headings.count { metadata($0) == nil }
    let others = KoboSeparators.all.filter { sign in sign != usual && headings.contains { $0.contains(sign) } }
    for separator in isMangled ? ["."] : [usual] + others where best.count < own {
      let keys = KoboKeys(form, separator: separator, isMangled: isMangled)
      let paths = headings.map { KoboHeading($0, separator: separator) }
      // Entries of a repeated group are told apart by their numbers, and must not be taken for several questions.
      var matches = none
      for entries in Set(paths.map(\.entries)) {
        let places = paths.indices.filter { paths[$0].entries == entries }
        for (place, match) in zip(places, keys.find(places.map { paths[$0].path })) { matches[place] = match }
      }
      let count = matches.count { $0 != nil }
      if count > best.count { best = (separator, matches, count) }
    }
    return (best.separator, best.matches)
  }

  // MARK: Several options of one question

  private static let yes: Set<String> = ["1", "true", "1.0"]
  private static let no: Set<String> = ["0", "false", "0.0"]

  /// Whether a column's cells are those of one option: ticked, not ticked, or nothing.
  private static func areTicks(_ cells: RawColumn) -> Bool {
    guard cells.spilled == nil else { return false }
    return cells.distinctTexts.allSatisfy { text in
      yes.contains(text.lowercased()) || no.contains(text.lowercased()) || isNothing(text)
    }
  }

  /// Whether a cell says that it holds no answer: blank, `n/a` as Ona writes it, `NA` as R does.
  static func isNothing(_ text: String) -> Bool { text.trimmed.isEmpty || text == "n/a" || text == "NA" }

  /// Whether a cell of an option says that it is ticked.
  static func isTick(_ text: String?) -> Bool { yes.contains(text?.lowercased() ?? "") }

  /// Whether a cell of an option says that it is not ticked.
  static func isZero(_ text: String?) -> Bool { no.contains(text?.lowercased() ?? "") }

  private mutating func findMultiples(_ areTicks: [Bool]) {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, heading) in headings.enumerated()
    where areTicks[position] && Self.metadata(heading) == nil
      && (columns[position].question == nil || columns[position].option != nil)
    {
      // An option's text may have the separator in it; the form says where it begins.
      let parent =
        parentOfOption(position)
        ?? KoboSeparators.split(heading, separator).dropLast().joined(separator: separator)
      guard !parent.isEmpty else { continue }
      if members[parent] == nil { order.append(parent) }
      members[parent, default: []].append(position)
    }
    // One entry of a repeated group with ticks is enough to know what the others' columns are.
    var ticked: Set<String> = []
    for (parent, positions) in members
    where positions.contains(where: { !table.columns[$0].distinctTexts.isEmpty }) {
      ticked.insert(KoboHeading(parent, separator: separator).path)
    }
    for parent in order {
      guard let positions = members[parent] else { continue }
      let summary = headings.firstIndex(of: parent)
      let isKnown = positions.contains { columns[$0].option != nil }
      // A group's questions look like options when all of them are yes or no: the joined codes or the form tell.
      let mayBe = isKnown || summary != nil || (positions.count > 1 && areAllTicks(under: parent, areTicks))
      guard mayBe, isKnown || ticked.contains(KoboHeading(parent, separator: separator).path) else { continue }
      for position in positions {
        columns[position].multiple = multiples.count
        if columns[position].option == nil {
          columns[position].option = String(headings[position].dropFirst(parent.count + separator.count))
        }
      }
      if let summary { columns[summary].multiple = multiples.count }
      multiples.append(KoboMultiple(name: parent, summary: summary, options: positions))
    }
  }

  private func areAllTicks(under parent: String, _ areTicks: [Bool]) -> Bool {
    headings.indices.allSatisfy { areTicks[$0] || !headings[$0].hasPrefix(parent + separator) }
  }

  /// The heading without the option's name or text, where the form knows them.
  private func parentOfOption(_ position: Int) -> String? {
    guard let form, let question = columns[position].question,
      let choice = form.questions[question].choices.first(where: { $0.name == columns[position].option })
    else { return nil }
    let heading = headings[position]
    for ending in [choice.name] + choice.label.texts.values.map({ PlainText.stripping($0) })
    where heading.hasSuffix(separator + ending) {
      return String(heading.dropLast(separator.count + ending.count))
    }
    return nil
  }

  // MARK: Columns

  private func findsLabels() -> Bool {
    guard let form else { return false }
    var codes = 0
    var labels = 0
    for (position, column) in columns.enumerated() {
      guard let place = column.question, form.questions[place].kind == .selectOne else { continue }
      let choices = form.questions[place].choices
      let names = Set(choices.map(\.name))
      let texts = Set(
        choices.flatMap { $0.label.texts.values.map { TextMatching.normalized(PlainText.stripping($0)) } })
      for text in table.columns[position].distinctTexts {
        if names.contains(text) { codes += 1 }
        if texts.contains(TextMatching.normalized(text)) { labels += 1 }
      }
    }
    return labels > codes
  }

  private mutating func describe(_ position: Int, isMangled: Bool) {
    let heading = headings[position]
    let plain = isMangled && heading.hasPrefix("X_") ? String(heading.dropFirst()) : heading
    var column: FormColumn
    let isAnswered = columns[position].question.flatMap { form?.questions[$0].isAnswered } ?? false
    if !isAnswered, let known = Self.metadata(KoboHeading(plain, separator: separator).path) {
      column = known
      column.template.variable.name = heading
      column.template.variable.originalName = heading
      columns[position].question = nil
    } else if let form, let place = columns[position].question {
      column = describe(form.questions[place], position)
    } else {
      column = FormColumn(question: heading, label: "")
      if heading.hasSuffix("_other"), headings.contains(String(heading.dropLast(6))) {
        column = FormColumn(text: heading, label: "", role: .otherText)
      }
    }
    // Ona writes this where a question holds no answer, and R that.
    column.template.missingTexts = [DeclaredCode(code: "n/a", reason: .unknownBlank)]
    if isMangled { column.template.missingTexts.append(DeclaredCode(code: "NA", reason: .unknownBlank)) }
    columns[position].column = column
  }

  private func describe(_ question: ODKQuestion, _ position: Int) -> FormColumn {
    var label = question.label.chosen(form?.languages ?? [])
    if let entry = columns[position].heading.entries.last, !label.isEmpty { label += " (\(entry))" }
    var variable = Variable(
      name: headings[position], key: headings[position].contains("[") ? headings[position] : question.key, label: label,
      kind: .text, level: .nominal)
    var knowledge = ColumnTemplate.Knowledge.kind
    switch question.kind {
    case .selectOne, .selectMultiple, .rank: return describeAnswers(question, variable)
    case .integer, .decimal: (variable.kind, variable.level) = (.numeric, .scale)
    case .date, .dateTime: (variable.kind, variable.level) = (.datetime, .scale)
    case .text: if form?.otherOf(question) != nil { variable.role = .otherText }
    case .place: (variable.personal, variable.role) = (.technical, .metadata)
    case .media: variable.personal = .openText
    case .barcode: variable.personal = .identifier
    case .metadata: (variable.role, knowledge) = (.metadata, .nothing)
    case .note: variable.role = .metadata
    case .time: break
    case .calculation, .unknown: knowledge = .nothing
    }
    return FormColumn(ColumnTemplate(variable, knowledge: knowledge))
  }

  private func describeAnswers(_ question: ODKQuestion, _ variable: Variable) -> FormColumn {
    var variable = variable
    let languages = form?.languages ?? []
    let answers = question.choices.map { (code: $0.name, text: $0.label.chosen(languages)) }
    var (labels, level) = AnswerLists.labels(answers, isScale: question.table != nil)
    markResiduals(question, &labels)
    variable.labels = labels
    guard !labels.isEmpty else {
      variable.kind = .categorical
      return FormColumn(ColumnTemplate(variable))
    }
    guard question.kind == .selectOne else {
      // Codes joined in one cell; in a ranking their order is the order of preference, which the cell's text keeps.
      variable.kind = labels.count > 64 ? .text : .multipleResponse
      var column = FormColumn(ColumnTemplate(variable, knowledge: labels.count > 64 ? .kind : .answers))
      column.template.separator = " "
      column.template.labelsFirst = hasLabels
      return column
    }
    (variable.kind, variable.level) = (.categorical, level)
    let group = question.table.flatMap { form?.groups[$0] }?.chosen(languages) ?? ""
    if question.table != nil {
      variable.itemText = variable.label
      if !group.isEmpty { variable.label = "\(group) - \(variable.label)" }
    }
    var column = FormColumn(ColumnTemplate(variable, knowledge: .answers))
    column.template.labelsFirst = hasLabels
    if let table = question.table { column.grid = (table, table, group) }
    return column
  }

  // "Don't know" is known by its wording in few languages; a form that has it in one of them says so for all.
  private func markResiduals(_ question: ODKQuestion, _ labels: inout [ValueLabel]) {
    for language in (form?.languages ?? []).dropFirst() {
      let texts = question.choices.map { PlainText.stripping($0.label.texts[language] ?? "") }
      for (place, text) in texts.enumerated() where labels[place].missing == nil && !text.isEmpty {
        guard let reason = ResidualWording.reason(text, among: texts) else { continue }
        labels[place].missing = reason
        labels[place].value = nil
      }
    }
  }

  private mutating func describeMultiple(_ place: Int) {
    let multiple = multiples[place]
    let languages = form?.languages ?? []
    let question = multiple.options.compactMap { columns[$0].question }.first.flatMap { form?.questions[$0] }
    let words = question?.label.chosen(languages) ?? ""
    // One code for all options: a column whose option nobody ticked does not show its own.
    let texts = multiple.options.flatMap { table.columns[$0].distinctTexts }
    func written(_ among: Set<String>, _ usual: String) -> String {
      texts.first { among.contains($0.lowercased()) } ?? usual
    }
    let (no, yes) = (written(Self.no, "0"), written(Self.yes, "1"))
    for position in multiple.options {
      let code = columns[position].option ?? ""
      let choice = question?.choices.first { $0.name == code }?.label.chosen(languages) ?? ""
      let item = choice.isEmpty ? code : choice
      var variable = Variable(
        name: headings[position], label: "\(words.isEmpty ? multiple.name : words) - \(item)", itemText: item,
        kind: .categorical, level: .nominal)
      variable.labels = [
        ValueLabel(code: no, label: "Not selected", value: 0), ValueLabel(code: yes, label: item, value: 1),
      ]
      let missing = columns[position].column.template.missingTexts
      columns[position].column = FormColumn(ColumnTemplate(variable, knowledge: .answers))
      columns[position].column.template.labelsSayAll = true
      columns[position].column.template.missingTexts = missing
      columns[position].column.set = (multiple.name, multiple.name, words)
    }
    guard let summary = multiple.summary else { return }
    columns[summary].column.template.variable.role = .metadata
    columns[summary].column.template.variable.label = words
  }

  /// Whether a column holds answers.
  func isQuestion(_ position: Int) -> Bool { columns[position].column.template.variable.role == .question }

  /// The code that means "ticked" in a question's columns.
  func tickedCode(of name: String) -> String {
    guard let multiple = multiples.first(where: { $0.name == name }), let first = multiple.options.first else {
      return "1"
    }
    return columns[first].column.template.variable.labels.last?.code ?? "1"
  }
}
