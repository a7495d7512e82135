internal import SurveyStatistics

/// Adjusts the p-values of verdicts within their families.
public enum VerdictFamilies {
  /// Sets the adjusted p-value of every verdict that has a p-value.
  ///
  /// - Parameters:
  ///   - verdicts: The verdicts; families are told by their `family`.
  ///   - method: `holm`, `hochberg`, `bonferroni`, `bh`, `by` or `none`.
  public static func adjust(_ verdicts: inout [Verdict], by method: String) {
    for family in Set(verdicts.map(\.family)).sorted() {
      let members = verdicts.indices.filter { verdicts[$0].family == family && verdicts[$0].p != nil }
      let values = members.compactMap { verdicts[$0].p }
      let adjusted = PAdjustment(rawValue: method).map { $0.adjust(values) } ?? values
      for (index, value) in zip(members, adjusted) {
        verdicts[index].pAdjusted = value
        verdicts[index].adjustment = method
      }
    }
  }
}
