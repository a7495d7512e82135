internal import SurveyModel

/// The rule on respondents who are in the data more than once: of the records with the same key one stays.
///
/// Compared are the records that earlier rules have left in, in the order of the file; blanks around a key do not count,
/// capitals do. A record without a key is
/// compared with none. Stata's `duplicates drop KEY, force` and dplyr's `distinct(KEY)` keep the first.
public struct Duplicates: Sendable, Hashable {
  /// Which record of a respondent stays.
  public enum Keep: String, Sendable, Hashable, CaseIterable {
    case first, last
    /// The first that the platform says was finished; the first where none was.
    case firstComplete = "first-complete"
  }

  /// The variables that together tell a respondent; empty for the platform's own identifier.
  public var keys: [String]
  /// Which record stays; nil for the first complete one where the platform says who finished, else the first.
  public var keep: Keep?

  /// Creates a rule.
  public init(keys: [String] = [], keep: Keep? = nil) {
    self.keys = keys
    self.keep = keep
  }

  /// The rule in words, as far as it can be told without a survey.
  var words: String { "the same \(keys.isEmpty ? "respondent" : keys.joined(separator: " and ")) again" }

  /// Who it is true of: 1 for a record beside the one that stays, 0 for others, -1 for records without a key.
  func outcome(over survey: Survey, selection: [Bool]) throws(PreparationError) -> ExclusionOutcome {
    let positions = keys.isEmpty ? [try Self.ownKey(of: survey)] : try positions(in: survey.codebook)
    let unfinished = try unfinished(survey)
    let texts = Self.keyTexts(survey, positions, selection)
    var kept: [String: Int] = [:]
    for (respondent, key) in texts.enumerated() {
      guard let key else { continue }
      guard let known = kept[key] else {
        kept[key] = respondent
        continue
      }
      switch unfinished {
      case .last: kept[key] = respondent
      case .first: break
      case .firstComplete(let truth):
        if truth[known] != 0, truth[respondent] == 0 { kept[key] = respondent }
      }
    }
    let truth = texts.indices.map { respondent -> Int8 in
      guard let key = texts[respondent] else { return selection[respondent] ? -1 : 0 }
      return kept[key] == respondent ? 0 : 1
    }
    let names = positions.map { survey.codebook.variables[$0].name }.joined(separator: " and ")
    return ExclusionOutcome("the same \(names) again, \(unfinished.words)", truth)
  }

  // MARK: Which stays

  private enum Rule {
    case first, last
    case firstComplete([Int8])

    var words: String {
      switch self {
      case .first: "the first stays"
      case .last: "the last stays"
      case .firstComplete: "the first complete one stays"
      }
    }
  }

  private func unfinished(_ survey: Survey) throws(PreparationError) -> Rule {
    switch keep {
    case .first: return .first
    case .last: return .last
    case .firstComplete: return .firstComplete(try MarkedResponses(.unfinished, in: survey).outcome.truth)
    case nil:
      guard let truth = try? MarkedResponses(.unfinished, in: survey).outcome.truth else { return .first }
      return .firstComplete(truth)
    }
  }

  // MARK: The key

  private func positions(in codebook: Codebook) throws(PreparationError) -> [Int] {
    var positions: [Int] = []
    for name in keys {
      guard let position = codebook.position(of: name) else {
        throw PreparationError.unknown(name, in: codebook, place: Place(column: "duplicates"))
      }
      positions.append(position)
    }
    return positions
  }

  /// The key of each record that is still in; nil where a part of it is missing.
  private static func keyTexts(_ survey: Survey, _ positions: [Int], _ selection: [Bool]) -> [String?] {
    (0..<survey.count).map { respondent in
      guard selection[respondent] else { return nil }
      var key = ""
      for position in positions {
        let column = survey.columns[position]
        guard column.missingReason(at: respondent) == nil, let text = column.originalText(at: respondent) else {
          return nil
        }
        // A sign that no cell holds parts the texts: "a" and "bc" is not "ab" and "c".
        let start = text.drop { $0.isWhitespace }
        key += String(start.reversed().drop { $0.isWhitespace }.reversed()) + "\u{0}"
      }
      return key
    }
  }

  /// The columns in which platforms record whom they have before them, the surest first.
  ///
  /// Numbers of responses are none: they never come twice. SoSci's REF is the link by which somebody came, the same for many.
  private static func ownKeys(_ platform: SurveyPlatform) -> [Set<String>] {
    switch platform {
    case .qualtrics:
      [["externalreference", "externaldatareference"], ["recipientemail", "emailaddress"], ["ipaddress"]]
    case .limeSurvey: [["token"], ["ipaddr"]]
    case .soSci: [["serial"]]
    case .efs: [["external_lfdn"], ["ip_addr"]]
    case .prolific: [["participant id", "participant_id"]]
    case .mechanicalTurk: [["workerid", "_worker_id"]]
    case .surveyMonkey: [["email address"], ["ip address"]]
    case .alchemer: [["contact id"], ["ip address"]]
    case .redcap, .googleForms, .microsoftForms, .kobo: []
    }
  }

  private static func ownKey(of survey: Survey) throws(PreparationError) -> Int {
    let place = Place(column: "duplicates")
    guard let platform = SurveyPlatform(format: survey.provenance.format) else {
      throw PreparationError(
        .argument, place: place,
        found: "the format \(survey.provenance.format), which does not say who gave a response",
        expected: "the variable that tells respondents apart", remedy: remedy(survey))
    }
    let candidates = ownKeys(platform)
    guard !candidates.isEmpty else {
      throw PreparationError(
        .argument, place: place, found: "an export of \(platform.name), which does not say who gave a response",
        expected: "the variable that tells respondents apart", remedy: remedy(survey))
    }
    var blank: [String] = []
    for names in candidates {
      for (position, variable) in survey.codebook.variables.enumerated() where variable.role == .metadata {
        let own = [variable.name, variable.key, variable.originalName].map { $0.lowercased() }
        guard own.contains(where: names.contains) else { continue }
        switch variety(survey.columns[position]) {
        case 0: blank.append("\(variable.name), which is blank")
        case 1 where survey.count > 1: blank.append("\(variable.name), which is the same in every record")
        default: return position
        }
      }
    }
    let looked = candidates.flatMap { $0.sorted() }.joined(separator: ", ")
    throw PreparationError(
      .unknownVariable, place: place,
      found: blank.isEmpty
        ? "no variable by which \(platform.name) tells respondents apart (\(looked))" : blank.joined(separator: "; "),
      expected: "the variable that tells respondents apart", remedy: remedy(survey))
  }

  /// 0 where a column holds nothing, 1 where all that it holds is the same, else 2.
  private static func variety(_ column: Column) -> Int {
    var first: String?
    for respondent in 0..<column.count where column.missingReason(at: respondent) == nil {
      let text = column.originalText(at: respondent)
      if let first, text != first { return 2 }
      first = text
    }
    return first == nil ? 0 : 1
  }

  /// What to type instead: an identifier that comes more than once, where there is one.
  private static func remedy(_ survey: Survey) -> String {
    let variables = survey.codebook.variables
    let name = variables.indices.last { position in
      [.identifier, .contact].contains(variables[position].personal) && recurs(survey.columns[position])
    }
    return "name it, such as --duplicates \(name.map { Expression.Node.name(variables[$0].name) } ?? "VARIABLE")"
  }

  /// Whether some value comes more than once: a response's number does not.
  private static func recurs(_ column: Column) -> Bool {
    var seen: Set<String> = []
    for respondent in 0..<column.count where column.missingReason(at: respondent) == nil {
      guard let text = column.originalText(at: respondent) else { continue }
      if !seen.insert(text).inserted { return true }
    }
    return false
  }
}
