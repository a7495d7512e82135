public import SurveyModel

/// The files that a writer made of a survey, and what of it the format could not hold.
public struct WrittenSurvey: Sendable, Hashable {
  /// The files, the one with the responses first.
  public var files: [WrittenFile]
  /// What was lost or changed, one problem for each kind of loss.
  public var losses: [Problem]

  /// Creates the result of a writer.
  public init(files: [WrittenFile], losses: [Problem] = []) {
    self.files = files
    self.losses = losses
  }
}

extension Survey {
  /// The reasons for missing that a format without a place for them loses, each with the number of its cells.
  ///
  /// - Parameter kept: The reasons that the format can say.
  func lostReasons(kept: Set<MissingReason>, format: String, file: String) -> [Problem] {
    var counts: [MissingReason: Int] = [:]
    for column in columns {
      if case .categorical(let cells) = column {
        for code in cells.codes {
          if case .missing(let reason) = cells.entries[Int(code)].meaning { counts[reason, default: 0] += 1 }
        }
      } else {
        counts.merge(column.missingCounts) { $0 + $1 }
      }
    }
    let lost = MissingReason.allCases.filter { !kept.contains($0) && counts[$0] != nil }
    guard !lost.isEmpty else { return [] }
    let words = lost.map { "\(counts[$0] ?? 0) × \($0.words)" }.joined(separator: ", ")
    return [
      Problem(
        .note, file: file, found: "reasons for missing answers: \(words)", expected: "reasons that \(format) can hold",
        remedy: "the cells are written as blank; LimeSurvey's format keeps the reasons")
    ]
  }
}
