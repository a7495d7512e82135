internal import SurveyModel

/// Makes of what is known of a question's column its list of answers, its scale, or an open answer.
struct SoSciAnswers {
  private let variable: Variable
  private let entry: SoSciImportScript.Entry?
  private let texts: Set<String>
  private let hasSpilled: Bool
  /// Whether the column is an item, so that its labels are points of a scale.
  var isItem = false
  /// Whether the answers are numbers, which count as these.
  private(set) var countsAsNumbers = false

  /// Longer scales are sliders, whose positions are numbers.
  private static let mostPoints = 11

  init(variable: Variable, entry: SoSciImportScript.Entry?, texts: Set<String>, hasSpilled: Bool) {
    self.variable = variable
    self.entry = entry
    self.texts = texts
    self.hasSpilled = hasSpilled
  }

  /// Whether the script words a column's values as true and false.
  static func isTruth(_ entry: SoSciImportScript.Entry?) -> Bool {
    guard let entry else { return false }
    return Set(entry.labels.map(\.code)).isSuperset(of: ["T", "F"])
  }

  /// Whether a program inside the questionnaire computed the column, so that its numbers below zero are numbers.
  ///
  /// Residual options are whole numbers from -1 to -9, and few; contrasts and differences go as far below zero as above.
  static func isComputed(_ texts: Set<String>) -> Bool {
    let numbers = texts.compactMap { NumberText.value($0) }
    guard let low = numbers.min(), let high = numbers.max(), low < 0 else { return false }
    if numbers.contains(where: { $0 < -9 || ($0 < 0 && $0 != $0.rounded()) }) { return true }
    return numbers.contains(0) && high <= -low
  }

  /// The texts of a column that stand for no answer.
  ///
  /// - Parameter isFree: Whether no list of answers says what the codes below zero are.
  static func missing(_ entry: SoSciImportScript.Entry?, isFree: Bool) -> [DeclaredCode] {
    let said = (entry?.labels ?? []).filter { $0.code.hasPrefix("-") }
    var codes = SoSciCodes.fixed
    if isFree {
      codes += said.map { DeclaredCode(code: $0.code, reason: SoSciCodes.reason(code: $0.code, wording: $0.text)) }
      codes += SoSciCodes.residual.map { DeclaredCode(code: $0, reason: .declared) }
    }
    return codes
  }

  /// What the column is.
  mutating func template() -> ColumnTemplate {
    var template = ColumnTemplate(variable, blank: .notShown)
    guard let entry else { return fromCells(template) }
    if Self.isTruth(entry) { return truth(template, entry) }
    let answers = entry.labels.filter { !$0.code.hasPrefix("-") }
    if answers.isEmpty {
      guard entry.kind == "character" else { return fromCells(template) }
      return openAnswer(template)
    }
    if entry.isFactor { return list(template, entry, answers) }
    let points = answers.compactMap { Int($0.code) }
    guard points.count == answers.count, let low = points.min(), let labelled = points.max() else {
      return list(template, entry, answers)
    }
    // With the text of one end alone, the cells say how far the scale goes.
    let high = points.count > 1 ? labelled : max(labelled, texts.compactMap { Int($0) }.max() ?? 0)
    guard high - low < Self.mostPoints else { return slider(template, entry, answers) }
    let scale = (low...high).map { point in
      answers.first { $0.code == String(point) } ?? (code: String(point), text: String(point))
    }
    template = list(template, entry, isItem ? scale : answers)
    if isItem { template.variable.level = .ordinal }
    return template
  }

  private func truth(_ template: ColumnTemplate, _ entry: SoSciImportScript.Entry) -> ColumnTemplate {
    var template = template
    let truth = SoSciTruth(texts.filter { !$0.hasPrefix("-") })
    func text(_ code: String) -> String { entry.labels.first { $0.code == code }?.text ?? code }
    template.variable.labels = [
      ValueLabel(code: truth?.no ?? "F", label: text("F"), value: 0),
      ValueLabel(code: truth?.yes ?? "T", label: text("T"), value: 1),
    ]
    template.knowledge = .answers
    template.labelsSayAll = true
    template.missingTexts = Self.missing(entry, isFree: true)
    return template
  }

  private mutating func list(
    _ template: ColumnTemplate, _ entry: SoSciImportScript.Entry, _ answers: [(code: String, text: String)]
  ) -> ColumnTemplate {
    var template = template
    (template.variable.labels, template.variable.level) = AnswerLists.labels(
      answers, isScale: entry.isOrdered || (!entry.isFactor && isItem))
    takeNumbers(&template.variable)
    // "Not answered" and "faulty" are no answers that somebody chose: their cells count, and are no label.
    for label in entry.labels where SoSciCodes.residual.contains(label.code) {
      template.variable.labels.append(
        ValueLabel(
          code: label.code, label: SoSciCodes.wording(label.text).text,
          missing: SoSciCodes.reason(code: label.code, wording: label.text)))
    }
    template.knowledge = .answers
    template.missingTexts = Self.missing(entry, isFree: false)
    return template
  }

  // A list of ages from 18 to 100 has codes from 1: who takes a mean wants years.
  private mutating func takeNumbers(_ variable: inout Variable) {
    let places = variable.labels.indices.filter { variable.labels[$0].missing == nil }
    let numbers = places.map { NumberText.value(variable.labels[$0].label) }
    guard places.count > 2, numbers.allSatisfy({ $0 != nil }), Set(numbers).count == numbers.count,
      places.contains(where: { variable.labels[$0].code != variable.labels[$0].label })
    else { return }
    for (place, number) in zip(places, numbers) { variable.labels[place].value = number }
    countsAsNumbers = true
  }

  private func slider(
    _ template: ColumnTemplate, _ entry: SoSciImportScript.Entry, _ answers: [(code: String, text: String)]
  ) -> ColumnTemplate {
    var template = template
    template.variable.kind = .numeric
    template.variable.level = .scale
    template.variable.labels = answers.map {
      ValueLabel(code: $0.code, label: $0.text, value: NumberText.value($0.code))
    }
    for label in entry.labels where SoSciCodes.residual.contains(label.code) {
      template.variable.labels.append(
        ValueLabel(
          code: label.code, label: SoSciCodes.wording(label.text).text,
          missing: SoSciCodes.reason(code: label.code, wording: label.text)))
    }
    template.knowledge = .kind
    template.missingTexts = Self.missing(entry, isFree: true)
    return template
  }

  // The platform gives no code to a text that was left empty.
  private func openAnswer(_ template: ColumnTemplate) -> ColumnTemplate {
    var template = template
    template.knowledge = .openAnswer
    template.blank = .unknownBlank
    template.missingTexts = Self.missing(entry, isFree: true)
    return template
  }

  private func fromCells(_ template: ColumnTemplate) -> ColumnTemplate {
    var template = template
    let answers = texts.filter { !$0.hasPrefix("-") && !$0.hasPrefix("[NA]") }
    if hasSpilled || answers.contains(where: { NumberText.value($0) == nil && !Self.truths.contains($0) }) {
      template.blank = entry == nil || entry?.kind == "character" ? .unknownBlank : .notShown
    }
    if Self.isComputed(texts) {
      // What a program computed is a number, whatever few values it has.
      guard texts.allSatisfy({ NumberText.value($0) != nil }) else { return template }
      template.variable.kind = .numeric
      template.variable.level = .scale
      template.knowledge = .kind
      return template
    }
    template.missingTexts = Self.missing(entry, isFree: true)
    // Factors that R saved with their texts.
    for text in texts where text.hasPrefix("[NA]") {
      let wording = SoSciCodes.wording(text).text
      let isUnanswered = Self.unanswered.contains(TextMatching.folded(wording))
      template.missingTexts.append(
        DeclaredCode(
          code: text, reason: isUnanswered ? .seenNotAnswered : ResidualWording.reason(wording) ?? .declared))
    }
    return template
  }

  private static let truths: Set<String> = ["T", "F", "TRUE", "FALSE"]
  private static let unanswered: Set<String> = ["not answered", "nicht beantwortet", "keine antwort"]
}

extension ColumnTemplate {
  /// Takes texts for answers where R saved a factor: residual ones keep the mark that the script gives them.
  mutating func takeMarkedTexts(_ entry: SoSciImportScript.Entry?) {
    labelsFirst = true
    for label in entry?.labels ?? [] where label.code.hasPrefix("-") {
      if let place = variable.labels.firstIndex(where: { $0.code == label.code }) {
        variable.labels[place].label = label.text
      } else {
        missingTexts.append(
          DeclaredCode(code: label.text, reason: SoSciCodes.reason(code: label.code, wording: label.text)))
      }
    }
  }
}
