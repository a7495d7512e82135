/// The cells of one variable, in order of the respondents.
public enum Column: Sendable, Hashable {
  case categorical(CategoricalColumn)
  case numeric(NumericColumn)
  case text(TextColumn)
  case datetime(DateTimeColumn)
  case multipleResponse(MultipleResponseColumn)

  /// How many respondents there are.
  public var count: Int {
    switch self {
    case .categorical(let column): column.codes.count
    case .numeric(let column): column.values.count
    case .text(let column): column.count
    case .datetime(let column): column.seconds.count
    case .multipleResponse(let column): column.ticked.count
    }
  }

  /// Why the respondent's cell holds no answer, or nil where it holds one.
  public func missingReason(at respondent: Int) -> MissingReason? {
    switch self {
    case .categorical(let column): column.entries[Int(column.codes[respondent])].missingReason
    case .numeric(let column): MissingReason(index: column.missing[respondent])
    case .text(let column): MissingReason(index: column.missing[respondent])
    case .datetime(let column): MissingReason(index: column.missing[respondent])
    case .multipleResponse(let column): MissingReason(index: column.missing[respondent])
    }
  }

  /// How many cells are missing, by reason; reasons that do not occur are left out.
  ///
  /// - Complexity: O(respondents).
  public var missingCounts: [MissingReason: Int] {
    switch self {
    case .categorical(let column):
      var tally = [Int](repeating: 0, count: column.entries.count)
      for code in column.codes { tally[Int(code)] += 1 }
      var counts: [MissingReason: Int] = [:]
      for (entry, count) in zip(column.entries, tally) where count > 0 {
        if let reason = entry.missingReason { counts[reason, default: 0] += count }
      }
      return counts
    case .numeric(let column): return Self.counts(column.missing)
    case .text(let column): return Self.counts(column.missing)
    case .datetime(let column): return Self.counts(column.missing)
    case .multipleResponse(let column): return Self.counts(column.missing)
    }
  }

  /// The text of the respondent's cell as the file has it; nil where the format leaves the cell out altogether.
  public func originalText(at respondent: Int) -> String? {
    switch self {
    case .categorical(let column): column.entries[Int(column.codes[respondent])].text
    case .numeric(let column): column.text(at: respondent)
    case .text(let column): column.text(at: respondent)
    case .datetime(let column): column.originals.text(at: respondent)
    case .multipleResponse(let column): column.originals.text(at: respondent)
    }
  }

  /// A number as a numeric cell writes it by default: whole ones without a decimal point.
  public static func text(_ value: Double) -> String {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
    return "\(value)"
  }

  private static func counts(_ missing: [UInt8]) -> [MissingReason: Int] {
    var tally = [Int](repeating: 0, count: 256)
    for index in missing { tally[Int(index)] += 1 }
    var counts: [MissingReason: Int] = [:]
    for reason in MissingReason.allCases where tally[Int(reason.index)] > 0 {
      counts[reason] = tally[Int(reason.index)]
    }
    return counts
  }
}
