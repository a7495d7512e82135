internal import SurveyModel

/// Finds the columns of checkboxes that stand for a missing data code of the project and for no option.
struct REDCapMissingCodes: Sendable {
  /// For each column why its tick says that nothing was answered; nil for an option.
  private(set) var reasons: [MissingReason?]
  /// What each such column says, where that is known.
  private(set) var labels: [String?]
  /// The columns that no list of codes names.
  private(set) var guessed: [String] = []
  private let hasDictionary: Bool

  /// The codes that REDCap proposes, with what they mean.
  private static let proposed: [String: (label: String, reason: MissingReason)] = [
    "ni": ("No information", .declared), "inv": ("Invalid", .declared), "unk": ("Unknown", .dontKnow),
    "nask": ("Not asked", .declared), "asku": ("Asked but unknown", .dontKnow),
    "nav": ("Temporarily unavailable", .declared), "navu": ("Not available", .declared), "msk": ("Masked", .declared),
    "na": ("Not applicable", .notApplicable), "nd": ("Not done", .declared), "nr": ("Not reported", .declared),
  ]

  /// Looks at all headings.
  ///
  /// - Parameter fields: The field of each column, where the dictionary has it.
  init(_ headings: [String], _ fields: [REDCapField?], _ dictionary: REDCapDictionary?) {
    hasDictionary = dictionary != nil
    reasons = Array(repeating: nil, count: headings.count)
    labels = Array(repeating: nil, count: headings.count)
    let options = headings.map(Self.option)
    let shared = Self.shared(options)
    for (position, option) in options.enumerated() {
      guard let option else { continue }
      let field = fields[position]
      let known = field?.choices ?? []
      if known.contains(where: { REDCapField.columnCode($0.code) == option.code || $0.label == option.code }) {
        continue
      }
      if let declared = dictionary?.missingCodes.first(where: { REDCapField.columnCode($0.code) == option.code }) {
        reasons[position] = ResidualWording.reason(declared.label) ?? .declared
        labels[position] = declared.label
      } else if !known.isEmpty || (field == nil && shared.contains(option.code)) {
        let proposal = Self.proposed[option.code]
        reasons[position] = proposal?.reason ?? .declared
        labels[position] = proposal?.label
        guessed.append(headings[position])
      }
    }
  }

  private static func option(_ heading: String) -> (field: String, code: String)? {
    guard !heading.hasPrefix("redcap_"), let range = heading.firstRange(of: "___") else { return nil }
    return (String(heading[..<range.lowerBound]), String(heading[range.upperBound...]))
  }

  /// Proposed codes that every checkbox has beside options of its own: the project's codes stand in all of them.
  private static func shared(_ options: [(field: String, code: String)?]) -> Set<String> {
    var codes: [String: Set<String>] = [:]
    for case let option? in options { codes[option.field, default: []].insert(option.code) }
    guard let first = codes.values.first else { return [] }
    let shared = codes.values.reduce(first) { $0.intersection($1) }.intersection(proposed.keys)
    // A question all of whose options are such codes asks about them.
    return codes.values.allSatisfy { !$0.isSubset(of: shared) } ? shared : []
  }

  /// What rests on a guess.
  func problems(_ file: String) -> [Problem] {
    guard !guessed.isEmpty else { return [] }
    return [
      Problem(
        .note, file: file, found: "ticks under codes that are no options: \(SurveyAssembly.list(guessed))",
        expected: hasDictionary ? "the choices of the dictionary" : "the dictionary, which lists the options",
        remedy: "they count as codes of missing answers, and who ticked one gave no answer")
    ]
  }
}
