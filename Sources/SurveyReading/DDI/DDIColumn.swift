internal import SurveyModel

/// One variable of a DDI codebook as a column.
struct DDIColumn {
  private(set) var template: ColumnTemplate
  private(set) var cells: RawColumn
  /// How many cells hold the mark of some programs for no value.
  private(set) var overflows = 0

  /// - Parameter sharesQuestion: Whether other variables have the same question, so that only its label tells it apart.
  init(_ variable: DDICodebook.Variable, _ cells: RawColumn, sharesQuestion: Bool) {
    if let own = DDIDialect(variable, cells) {
      (template, self.cells) = (own.template, own.cells)
      return
    }
    let isItem = sharesQuestion && !variable.label.isEmpty
    let asked = variable.question.isEmpty ? variable.label : variable.question
    let label = isItem ? "\(asked) - \(variable.label)" : asked
    if variable.isTick {
      (template, self.cells) = (Self.tick(variable, label: label), cells)
      if isItem { template.variable.itemText = variable.label }
      return
    }
    var values = StatColumn()
    var kept = RawColumn()
    for cell in 0..<cells.count {
      guard let text = cells.text(ofCell: cell), !RawColumn.isBlank(text.utf8) else {
        kept.appendAbsent(.systemMissing)
        values.append(.systemMissing)
        continue
      }
      let trimmed = text.trimmed
      guard !variable.isText, let number = Double(trimmed), !number.isNaN else {
        kept.append(text)
        values.append(.text(trimmed))
        continue
      }
      if number.magnitude > 1e300 {
        overflows += 1
        kept.appendAbsent(.systemMissing)
        values.append(.systemMissing)
        continue
      }
      kept.append(text)
      values.append(.number(number))
    }
    let labels = variable.categories.compactMap { category -> (value: StatValue, label: String)? in
      if variable.isText { return (.text(category.code), category.label) }
      guard let number = Double(category.code) else { return (.text(category.code), category.label) }
      return number.magnitude > 1e300 ? nil : (.number(number), category.label)
    }
    let missing = variable.categories.filter(\.isMissing).compactMap { category -> (low: StatValue, high: StatValue)? in
      guard let number = Double(category.code), !variable.isText else {
        return (.text(category.code), .text(category.code))
      }
      return (.number(number), .number(number))
    }
    let described = StatVariable(
      name: variable.name, label: label, format: "",
      isText: variable.isText, measure: variable.measure, labelSet: "",
      missing: missing + variable.invalid.map { (.number($0.low), .number($0.high)) })
    let column = StatColumnTemplate(
      described, values, labels: labels, dates: StatDates(.csv), wordingDecides: false)
    template = column.template
    if isItem { template.variable.itemText = variable.label }
    template.variable.key = variable.id.isEmpty ? variable.name : variable.id
    if variable.isWeight { template.variable.role = .weight }
    if variable.id.isEmpty { template.knowledge = .nothing }
    // Codes are matched as numbers, texts stay as the file has them.
    self.cells = template.knowledge == .answers ? Self.coded(kept, template.variable.labels) : kept
  }

  /// A box to tick, whose cells hold its code, or true and false.
  private static func tick(_ variable: DDICodebook.Variable, label: String) -> ColumnTemplate {
    var entry = Variable(name: variable.name, label: label, kind: .categorical, level: .nominal)
    entry.key = variable.id
    entry.labels = variable.categories.enumerated().map { index, category in
      ValueLabel(code: category.code, label: category.label, value: index == 0 ? 1 : 0)
    }
    var template = ColumnTemplate(entry, knowledge: .answers, blank: .systemMissing)
    template.labelsSayAll = true
    template.tickedTexts = ["1", "true"]
    template.untickedTexts = ["0", "false"]
    return template
  }

  private static func coded(_ cells: RawColumn, _ labels: [ValueLabel]) -> RawColumn {
    let codes = Set(labels.map(\.code))
    let byNumber = Dictionary(
      labels.compactMap { label in Double(label.code).map { ($0, label.code) } },
      uniquingKeysWith: { first, _ in first })
    var result = RawColumn()
    for cell in 0..<cells.count {
      guard let text = cells.text(ofCell: cell) else {
        result.appendAbsent(.systemMissing)
        continue
      }
      let trimmed = text.trimmed
      result.append(codes.contains(trimmed) ? trimmed : Double(trimmed).flatMap { byNumber[$0] } ?? trimmed)
    }
    return result
  }
}
