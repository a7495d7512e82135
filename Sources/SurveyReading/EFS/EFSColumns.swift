internal import SurveyModel

/// Finds what each column of an EFS export is: from the XML's own description, or from its name and its cells.
///
/// The number 0 is "seen, not answered" in a single choice, "not ticked" in a question with several answers, and 0 in
/// a number. The code list says which; where there is none, the other codes of the column do.
struct EFSColumns {
  let names: [String]
  let cells: [RawColumn]
  let missings: EFSMissings
  private(set) var columns: [FormColumn] = []
  private(set) var guesses: [String] = []

  private let described: [String: EFSVariable]
  private let texts: [Set<String>]
  /// The columns whose cells 0 were taken for "seen, not answered" by their other codes.
  private var unanswered: [String] = []
  /// The columns in which 0 was kept as an answer although there is no code list.
  private(set) var kept: [String] = []

  init(names: [String], cells: [RawColumn], variables: [EFSVariable] = [], missings: EFSMissings = EFSMissings()) {
    self.names = names
    self.cells = cells
    self.missings = missings
    described = Dictionary(variables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let none: Set<String> = [missings.numeric, missings.text, missings.emptyText]
    texts = cells.map { $0.spilled == nil ? Set($0.distinctTexts.map(\.trimmed)).subtracting(none) : [] }
  }

  /// Finds all columns.
  mutating func find() {
    for position in names.indices { columns.append(column(position)) }
    findGroups()
    if !unanswered.isEmpty {
      guesses.append(
        "0 is 'seen, not answered', for the other codes run from 1 as in a single choice: "
          + SurveyAssembly.list(unanswered) + " (the XML export has the code lists)")
    }
  }

  // MARK: One column

  private mutating func column(_ position: Int) -> FormColumn {
    let name = names[position]
    let variable = described[name]
    let label = variable.map { $0.label == name ? "" : $0.label } ?? ""
    if var template = EFSMetadata.template(name, label: label) {
      template.missingTexts = EFSMetadata.missing(name, missings, kind: template.variable.kind)
      takeCodes(&template, variable, name)
      return FormColumn(template)
    }
    var template = ColumnTemplate(
      Variable(name: name, label: label, kind: .categorical, level: .nominal), blank: .unknownBlank)
    if !EFSMetadata.isQuestion(name), variable == nil { return FormColumn(withMissing(template, nil)) }
    template = withMissing(template, variable?.type)
    if let variable {
      described(&template, variable)
    } else {
      undescribed(&template, position)
    }
    return FormColumn(template)
  }

  private func takeCodes(_ template: inout ColumnTemplate, _ variable: EFSVariable?, _ name: String) {
    guard template.variable.kind == .categorical else { return }
    var labels = (variable?.codes ?? []).map { ValueLabel(code: $0.key, label: $0.text.isEmpty ? $0.key : $0.text) }
    if labels.isEmpty, name == "dispcode" {
      labels = EFSMetadata.dispositions.map { ValueLabel(code: $0.code, label: $0.label) }
    }
    if labels.isEmpty, name == "tester" {
      labels = [ValueLabel(code: "0", label: "no tester"), ValueLabel(code: "1", label: "tester")]
    }
    guard !labels.isEmpty else { return }
    template.variable.labels = labels
    template.knowledge = .answers
    template.labelsSayAll = true
  }

  private func withMissing(_ template: ColumnTemplate, _ type: String?) -> ColumnTemplate {
    var template = template
    let numbers = [DeclaredCode(code: missings.numeric, reason: .notShown)]
    let words = [
      DeclaredCode(code: missings.text, reason: .notShown),
      DeclaredCode(code: missings.emptyText, reason: .seenNotAnswered),
    ]
    switch type {
    case "integer", "decimal": template.missingTexts = numbers
    case "text": template.missingTexts = words
    // Numbers asked for in a text box are of the type "character", and so are codes.
    default: template.missingTexts = numbers + words
    }
    return template
  }

  private mutating func described(_ template: inout ColumnTemplate, _ variable: EFSVariable) {
    switch variable.type {
    case "datetime":
      template.variable.kind = .datetime
      template.knowledge = .kind
      template.missingTexts.append(DeclaredCode(code: missings.datetime, reason: .notShown))
      return
    case "absolute timestamp", "relative timestamp":
      template.variable.kind = .numeric
      template.variable.level = .scale
      template.variable.role = .metadata
      template.knowledge = .kind
      template.missingTexts.append(DeclaredCode(code: missings.timestamp, reason: .notShown))
      return
    default: break
    }
    guard !variable.codes.isEmpty else {
      template.knowledge = .openAnswer
      return
    }
    let answers = variable.codes.map { (code: $0.key, text: $0.text) }
    let isTick = Self.isTick(variable)
    (template.variable.labels, template.variable.level) = AnswerLists.labels(answers, isScale: false)
    template.knowledge = .answers
    template.labelsSayAll = isTick
    if isTick {
      for place in template.variable.labels.indices {
        template.variable.labels[place].missing = nil
        template.variable.labels[place].value = NumberText.value(template.variable.labels[place].code)
      }
    } else if !variable.codes.contains(where: { $0.key == "0" }) {
      template.missingTexts.append(DeclaredCode(code: "0", reason: .seenNotAnswered))
    }
  }

  /// Whether a code list is "not ticked" and "ticked".
  static func isTick(_ variable: EFSVariable) -> Bool { Set(variable.codes.map(\.key)) == ["0", "1"] }

  private mutating func undescribed(_ template: inout ColumnTemplate, _ position: Int) {
    let codes = texts[position].compactMap { Int($0) }
    guard texts[position].contains("0") else { return }
    guard codes.count == texts[position].count, texts[position] != ["0"], !texts[position].isSubset(of: ["0", "1"])
    else {
      return
    }
    let highest = codes.max() ?? 0
    // 0, 1, 2 … without a gap: a single choice. Amounts and counts leave gaps as soon as they go far.
    if highest >= 2, highest <= 20, Set(codes) == Set(0...highest) {
      template.missingTexts.append(DeclaredCode(code: "0", reason: .seenNotAnswered))
      unanswered.append(names[position])
    } else if highest <= 20 {
      kept.append(names[position])
    }
  }

  // MARK: Columns that stand side by side

  /// Neighbours with consecutive numbers and the same codes: the rows of a grid, or the options of one question.
  private mutating func findGroups() {
    var found: [String] = []
    var start = 0
    while start < names.count {
      var end = start + 1
      while end < names.count, isNeighbour(end - 1, end) { end += 1 }
      if end - start > 1, let name = group(start..<end) { found.append(name) }
      start = end
    }
    guard !found.isEmpty else { return }
    guesses.append(
      "columns that belong to one question, for they stand side by side with the same codes: "
        + SurveyAssembly.list(found))
  }

  private func isNeighbour(_ one: Int, _ next: Int) -> Bool {
    guard let first = EFSMetadata.number(of: names[one]), EFSMetadata.number(of: names[next]) == first + 1 else {
      return false
    }
    if let codes = described[names[one]]?.codes { return !codes.isEmpty && codes == described[names[next]]?.codes }
    return isTicks(one) && isTicks(next)
  }

  private func isTicks(_ position: Int) -> Bool {
    cells[position].spilled == nil && !texts[position].isEmpty && texts[position].isSubset(of: ["0", "1"])
  }

  private mutating func group(_ range: Range<Int>) -> String? {
    let name = names[range.lowerBound]
    let last = names[range.upperBound - 1]
    let split = QualtricsHeading.split(range.map { columns[$0].template.variable.label })
    for (index, position) in range.enumerated() {
      guard let split else { continue }
      columns[position].template.variable.itemText = split.items[index]
    }
    let title = split?.question ?? ""
    let isSet = described[name].map(Self.isTick) ?? true
    guard isSet else {
      for position in range { columns[position].grid = (name, name, title) }
      return "\(name)..\(last)"
    }
    if described[name] == nil {
      // Without a code list somebody must have ticked something, and somebody something else.
      let union = range.reduce(into: Set<String>()) { $0.formUnion(texts[$1]) }
      guard union == ["0", "1"] else { return nil }
      for position in range {
        columns[position].template.variable.labels = [
          ValueLabel(code: "0", label: "not selected", value: 0), ValueLabel(code: "1", label: "selected", value: 1),
        ]
        columns[position].template.knowledge = .answers
        columns[position].template.labelsSayAll = true
      }
    }
    for position in range { columns[position].set = (name, name, title) }
    return "\(name)..\(last)"
  }
}
