public import SurveyStatistics

extension Table {
  /// A model as tables: the coefficients, or the classes, with what was found of the whole in the notes.
  ///
  /// - Parameter name: what was asked, for the title.
  public static func model(
    _ name: String, _ result: TestResult, isSynthetic: Bool = false
  ) -> [Table] {
    var tables: [Table] = []
    if !result.coefficients.isEmpty { tables.append(modelCoefficients(name, result, isSynthetic)) }
    if let model = result.model, !model.classes.isEmpty {
      tables.append(classes(model.classes, result, isSynthetic))
      tables.append(solutions(model.solutions, isSynthetic))
    }
    if let terms = result.model?.terms, terms.count > 1, terms.contains(where: { $0.degreesOfFreedom[0] > 1 }) {
      tables.append(self.terms(terms, isSynthetic))
    }
    return tables
  }

  private static func modelCoefficients(_ name: String, _ result: TestResult, _ isSynthetic: Bool) -> Table {
    let hasRatios = result.coefficients.contains { $0.oddsRatio != nil }
    let hasBetas = result.coefficients.contains { $0.standardized != nil }
    var columns: [TableColumn] = [
      .text("Term"), TableColumn("Estimate [interval]"), TableColumn("SE"), TableColumn("Statistic"),
      TableColumn("df"), .pValue(),
    ]
    if hasRatios { columns.append(TableColumn("Odds ratio [interval]")) }
    if hasBetas { columns += [TableColumn("β"), TableColumn("VIF")] }
    let rows = result.coefficients.map { term -> TableRow in
      var cells: [TableCell] = [
        .text(term.term), .estimate(term.estimate, term.interval), .number(term.standardError),
        .number(term.statistic), .number(term.degreesOfFreedom), .pValue(term.p),
      ]
      if hasRatios { cells.append(.estimate(term.oddsRatio?.value, term.oddsRatio?.interval)) }
      if hasBetas { cells += [.number(term.standardized), .number(term.varianceInflation)] }
      return TableRow(cells)
    }
    let intervals = intervalNote(result.coefficients.map(\.interval))
    return Table(
      title: "\(result.method): \(name)", columns: columns, rows: rows,
      notes: TableNotes(
        general: ["n = \(result.base.count).", intervals].filter { !$0.isEmpty } + whole(result) + remarks(result)),
      isSynthetic: isSynthetic)
  }

  /// What was found of the model as a whole, a sentence each.
  private static func whole(_ result: TestResult) -> [String] {
    let rules = NumberRules.typeset
    var sentences: [String] = []
    if result.statistic.isFinite {
      let degrees = result.degreesOfFreedom.map { rules.degreesOfFreedom($0) }.joined(separator: ", ")
      let p = result.p.map { ", p \(rules.pRelation($0))" } ?? ""
      let symbol = result.symbol + (degrees.isEmpty ? "" : "(\(degrees))")
      sentences.append("\(symbol) = \(rules.number(result.statistic, decimals: 2))\(p).")
    }
    let shares =
      [result.estimate.map { ($0.id, $0.value) }].compactMap { $0 } + result.effects.map { ($0.id, $0.value) }
    if !shares.isEmpty {
      sentences.append(
        TextCleaning.sentence(
          shares.map { "\(StatisticVocabulary.entry($0.0).words) \(rules.number($0.1, decimals: 3))" }
            .joined(separator: "; ")))
    }
    if let design = result.design { sentences.append(TextCleaning.sentence("Design: \(design)")) }
    return sentences
  }

  private static func terms(_ terms: [TermTest], _ isSynthetic: Bool) -> Table {
    Table(
      title: "Tests of whole terms",
      columns: [.text("Term"), TableColumn("Statistic"), TableColumn("df"), .pValue()],
      rows: terms.map { term in
        var statistic = TableCell.number(term.statistic)
        statistic.prefix = "\(term.symbol) = "
        let degrees = term.degreesOfFreedom.map { NumberRules.typeset.degreesOfFreedom($0) }.joined(separator: ", ")
        return TableRow([.text(term.term), statistic, .text(degrees), .pValue(term.p)])
      }, isSynthetic: isSynthetic)
  }

  /// Latent classes side by side, a row for each answer of each item.
  private static func classes(_ classes: [LatentClass], _ result: TestResult, _ isSynthetic: Bool) -> Table {
    let shares: [TableCell] = classes.map { .number($0.share, .bounded) }
    let assigned: [TableCell] = classes.map { .count($0.assigned) }
    var rows = [
      TableRow([.text("Share of respondents")] + shares), TableRow([.text("Respondents assigned")] + assigned),
    ]
    for (index, item) in (classes.first?.items ?? []).enumerated() {
      for (place, answer) in item.answers.enumerated() {
        let cells: [TableCell] = classes.map { .number($0.items[index].probabilities[place], .bounded) }
        rows.append(TableRow([.text("\(item.name): \(answer)")] + cells))
      }
    }
    let columns: [TableColumn] = classes.indices.map { TableColumn("Class \($0 + 1)", format: .bounded) }
    return Table(
      title: "Latent classes: probability of each answer in each class",
      columns: [.text("Answer")] + columns, rows: rows,
      notes: TableNotes(general: ["n = \(result.base.count)."] + remarks(result)), isSynthetic: isSynthetic)
  }

  private static func solutions(_ solutions: [LatentClassSolution], _ isSynthetic: Bool) -> Table {
    Table(
      title: "Numbers of classes compared",
      columns: [
        .count("Classes"), TableColumn("Log-likelihood"), .count("Parameters"), TableColumn("AIC"), TableColumn("BIC"),
        TableColumn("Entropy", format: .bounded), TableColumn("Starts that agree"), .pValue(),
      ],
      rows: solutions.map { solution in
        TableRow([
          .count(solution.classes), .number(solution.logLikelihood), .count(solution.parameters), .number(solution.aic),
          .number(solution.bic), .number(solution.entropy, .bounded),
          .text("\(solution.reached) of \(solution.starts)"),
          .pValue(solution.bootstrapP),
        ])
      },
      notes: TableNotes(
        general: solutions.contains { $0.bootstrapP != nil } ? ["p: parametric bootstrap of one class fewer."] : []),
      isSynthetic: isSynthetic)
  }
}
