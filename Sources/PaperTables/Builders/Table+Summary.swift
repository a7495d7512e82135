internal import SurveyModel
public import SurveyStatistics

extension Table {
  /// The topline of a survey: a group of rows for each variable, with counts, shares and intervals, or mean and spread.
  ///
  /// Groups of respondents stand one below the other under each variable.
  public static func summary(
    _ summary: SurveySummary, number: String? = nil, title: String = "Topline"
  ) -> Table {
    let isWeighted = summary.variables.contains { $0.base.weighted != nil }
    let showsShape = summary.shapeRule != nil
    var columns: [TableColumn] = [.text("Answer"), .count("n")]
    if isWeighted { columns.append(TableColumn("Weighted n", format: NumberFormat(.unbounded, decimals: 1))) }
    columns += [
      TableColumn("%", format: NumberFormat(.percent, decimals: 0)), TableColumn("95% CI", format: .percent),
      TableColumn("Mean [95% CI]"), TableColumn("SD"), TableColumn("Median"), TableColumn("Quartiles"),
    ]
    if let level = summary.variables.lazy.compactMap({ $0.categories.lazy.compactMap(\.interval).first }).first?.level,
      level != 0.95
    {
      let percent = "\(Int((100 * level).rounded()))% CI"
      columns[isWeighted ? 4 : 3].heading = percent
      columns[isWeighted ? 5 : 4].heading = "Mean [\(percent)]"
    }
    if showsShape { columns += [TableColumn("Skewness"), TableColumn("Excess kurtosis")] }
    var groups: [TableRowGroup] = []
    for (index, variable) in summary.variables.enumerated() {
      guard summary.by != nil, !summary.groups.isEmpty else {
        groups.append(
          TableRowGroup(heading(variable), rows: rows(variable, isWeighted: isWeighted, showsShape: showsShape)))
        continue
      }
      for group in summary.groups where group.variables.indices.contains(index) {
        groups.append(
          TableRowGroup(
            "\(heading(variable)) – \(group.value)",
            rows: rows(group.variables[index], isWeighted: isWeighted, showsShape: showsShape)))
      }
    }
    return Table(
      number: number, title: title, columns: columns, groups: groups, notes: notes(summary),
      isSynthetic: summary.isSynthetic)
  }

  private static func heading(_ variable: VariableSummary) -> String {
    variable.label.isEmpty || variable.label == variable.name ? variable.name : "\(variable.name). \(variable.label)"
  }

  private static func rows(
    _ variable: VariableSummary, isWeighted: Bool, showsShape: Bool
  ) -> [TableRow] {
    var rows = variable.categories.map { category in
      var cells: [TableCell] = [.text(category.label), .count(category.count)]
      if isWeighted { cells.append(.number(category.weighted)) }
      // The exact ratio of counts decides the rounding where there are no weights.
      cells.append(
        isWeighted ? .number(category.share) : .percent(category.count, of: variable.base.count))
      cells.append(.interval(category.interval))
      return TableRow(cells)
    }
    rows.append(base(variable, isWeighted: isWeighted, showsShape: showsShape))
    return rows
  }

  private static func base(_ variable: VariableSummary, isWeighted: Bool, showsShape: Bool) -> TableRow {
    var cells: [TableCell] = [.text("Base (\(variable.baseName))"), .count(variable.base.count)]
    if isWeighted { cells.append(.number(variable.base.weighted)) }
    cells += [.empty, .empty, .estimate(variable.mean?.value, variable.mean?.interval)]
    cells += [.number(variable.standardDeviation), .number(variable.median)]
    if variable.quartiles.count == 2 {
      cells.append(TableCell(.interval(lower: variable.quartiles[0], upper: variable.quartiles[1])))
    } else if variable.dates.count == 2 {
      cells.append(.text("\(variable.dates[0]) to \(variable.dates[1])"))
    }
    if showsShape {
      if variable.quartiles.count != 2, variable.dates.count != 2 { cells.append(.empty) }
      cells += [.number(variable.skewness), .number(variable.kurtosis)]
    }
    return TableRow(cells, isSummary: true)
  }

  /// What weighting to margins did, in a sentence.
  private static func words(_ weighting: WeightingReport) -> String {
    let rules = NumberRules.typeset
    return "Weighting (\(weighting.method)): effective N = \(rules.count(Int(weighting.effective.rounded()))), design "
      + "effect \(rules.number(weighting.designEffect)), largest weight "
      + "\(rules.number(weighting.largestOverMean)) times the mean"
      + (weighting.trimmed > 0 ? ", \(rules.count(weighting.trimmed)) weights cut." : ".")
  }

  private static func notes(_ summary: SurveySummary) -> TableNotes {
    var notes = ["N = \(NumberRules.typeset.count(summary.respondents))."]
    notes.append(summary.design.map { "Percentages and means: \($0)." } ?? "Unweighted.")
    if let weighting = summary.weighting { notes.append(words(weighting)) }
    var methods: [String] = []
    for variable in summary.variables {
      for interval in variable.categories.compactMap(\.interval) where !methods.contains(interval.method) {
        methods.append(interval.method)
      }
    }
    if !methods.isEmpty { notes.append("Intervals of percentages: \(methods.joined(separator: ", ")).") }
    if let rule = summary.variables.lazy.compactMap(\.quantileRule).first {
      notes.append("Quartiles by the rule \(rule).")
    }
    notes += summary.conventions.map(TextCleaning.sentence)
    notes.append("Percentages are rounded half away from zero and need not sum to 100.")
    let missing = summary.variables.compactMap { variable -> String? in
      guard !variable.missing.isEmpty else { return nil }
      return variable.name + ": "
        + variable.missing.map { "\(NumberRules.typeset.count($0.count)) \($0.reason.words)" }.joined(separator: ", ")
    }
    let silent = (summary.variables + summary.groups.flatMap(\.variables)).flatMap { variable in
      (variable.categories.map(\.whyNoInterval) + [variable.mean?.whyNoInterval]).compactMap { $0 }
    }
    for (index, reason) in silent.enumerated() where silent.firstIndex(of: reason) == index {
      notes.append("Without an interval where \(reason).")
    }
    if !missing.isEmpty { notes.append("Missing: \(missing.joined(separator: "; ")).") }
    if !summary.leftOut.isEmpty {
      notes.append("Personal variables are left out: \(summary.leftOut.joined(separator: ", ")).")
    }
    return TableNotes(general: notes)
  }
}
