public import PaperTables
public import StudyPlan
internal import SurveyStatistics

extension Table {
  /// The verdicts as a table: base, estimate with its interval, what decided, and the p-values of each family.
  ///
  /// A verdict's parts follow it, set in.
  public static func verdicts(
    _ verdicts: [Verdict], number: String? = nil, title: String = "Verdicts", isSynthetic: Bool = false
  ) -> Table {
    let all = verdicts.flatMap { [$0] + $0.parts }
    let families = unique(verdicts.map(\.family))
    let groups = families.map { family in
      let members = verdicts.filter { $0.family == family }
      let adjustments = unique(members.flatMap { [$0] + $0.parts }.filter { $0.pAdjusted != nil }.map(\.adjustment))
      let words = adjustments.isEmpty ? "" : " (\(adjustments.joined(separator: ", ")))"
      return TableRowGroup(
        families.count > 1 || !adjustments.isEmpty ? "Family: \(family)\(words)" : nil,
        rows: members.flatMap { verdict in
          [row(verdict, isPart: false)] + verdict.parts.map { row($0, isPart: true) }
        })
    }
    var notes = TableNotes()
    notes.general.append(intervalNote(all.compactMap(\.estimate.interval)))
    notes.general.append("The interval printed decides the direction; the 90% interval decides the size.")
    notes.general.removeAll(where: \.isEmpty)
    return Table(
      number: number, title: title,
      columns: [
        .text("Claim"), .count("n"), TableColumn("Estimate [interval]"), TableColumn("Against"), .text("Direction"),
        .text("Size"), .text("Association"), .pValue(), .pValue("p adjusted"),
      ],
      groups: groups, notes: notes, isSynthetic: isSynthetic)
  }

  private static func row(_ verdict: Verdict, isPart: Bool) -> TableRow {
    let format = StatisticVocabulary.entry(verdict.estimate.id).format.signed
    return TableRow([
      .text((isPart ? "– " : "") + "\(verdict.id). \(verdict.says)"), .count(verdict.estimate.base.count),
      .estimate(verdict.estimate.value, verdict.estimate.interval, format), .number(verdict.threshold, format),
      TableCell(.text(verdict.direction.rawValue), isStrong: !isPart), .text(verdict.size.rawValue),
      .text(verdict.association?.rawValue ?? ""), .pValue(verdict.p), .pValue(verdict.pAdjusted),
    ])
  }

  private static func unique(_ words: [String]) -> [String] {
    var seen: [String] = []
    for word in words where !seen.contains(word) { seen.append(word) }
    return seen
  }
}
