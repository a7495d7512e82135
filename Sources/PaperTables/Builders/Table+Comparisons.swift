public import SurveyStatistics

extension Table {
  /// Every pair of groups compared, a row for each: statistic, p, corrected p, what they differ by, first effect.
  public static func comparisons(
    _ comparisons: PairwiseComparisons, number: String? = nil, title: String = "Comparisons of pairs",
    isSynthetic: Bool = false
  ) -> Table {
    let rows = comparisons.comparisons.map { pair -> TableRow in
      let degrees = pair.degreesOfFreedom.map { "(\(NumberRules.typeset.degreesOfFreedom($0)))" } ?? ""
      var statistic = pair.p == nil ? TableCell.empty : .number(pair.statistic)
      if pair.p != nil { statistic.prefix = "\(pair.symbol)\(degrees) = " }
      let effect = pair.effects.first
      return TableRow([
        .text("\(pair.first) – \(pair.second)"), .count(pair.estimate.base.count), statistic, .pValue(pair.p),
        .pValue(pair.pAdjusted),
        .estimate(pair.estimate.value, pair.estimate.interval, StatisticVocabulary.entry(pair.estimate.id).format),
        effect.map { .estimate($0.value, $0.interval, StatisticVocabulary.entry($0.id).format) } ?? .empty,
      ])
    }
    let estimate = comparisons.comparisons.first.map { StatisticVocabulary.entry($0.estimate.id).name }
    let effect = comparisons.comparisons.lazy.compactMap(\.effects.first).first
    let effectHeading = effect.map {
      StatisticVocabulary.entry($0.id).name + ($0.interval == nil ? "" : " [interval]")
    }
    var notes = ["Adjusted: \(comparisons.adjustment)."]
    notes += comparisons.conventions.map(TextCleaning.sentence)
    notes.append(TextCleaning.sentence("Method: \(comparisons.source)"))
    return Table(
      number: number, title: title,
      columns: [
        .text("Pair"), .count("n"), TableColumn("Statistic"), .pValue(), .pValue("p, adjusted"),
        TableColumn("\(estimate ?? "Estimate") [interval]"), TableColumn(effectHeading ?? "Effect size"),
      ],
      rows: rows, notes: TableNotes(general: notes), isSynthetic: isSynthetic)
  }
}
