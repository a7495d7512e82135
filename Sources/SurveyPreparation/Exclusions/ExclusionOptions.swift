internal import SurveyModel
internal import TextFormats

/// The words by which respondents are left out, on the command line and in the study file.
///
/// Nothing is left out that no word asks for. The rules apply in the order of ``rules``; a setting without its rule's
/// word there (``speeders``, ``straightLiners``, ``checks``, ``duplicates``) asks for the rule too, after the others.
public struct ExclusionOptions: Sendable, Hashable {
  /// A rule's word.
  public enum Word: String, Sendable, Hashable, CaseIterable {
    case previews, tests, spam, rejected, unfinished, duplicates
    case failedChecks = "failed-checks"
    case speeders
    case straightLiners = "straight-liners"

    /// Why such respondents are left out, where the study does not say.
    public var why: String {
      switch self {
      case .previews: "previews"
      case .tests: "tests"
      case .spam: "spam, as the platform sees it"
      case .rejected: "rejected submissions"
      case .unfinished: "unfinished"
      case .duplicates: "the same respondent again"
      case .failedChecks: "failed attention checks"
      case .speeders: "speeders"
      case .straightLiners: "straight-liners"
      }
    }
  }

  /// The rules by their words, separated by commas.
  public var rules: String?
  /// The speed limit: `1/3 median`, `< 120 s`; a third of the median where only the rule's word is given.
  public var speeders: String?
  /// The grids of straight-liners.
  public var straightLiners: String?
  /// How many items of a grid must be answered for it to be judged.
  public var straightItems: Int?
  /// In how many of the grids the answers must all be the same.
  public var straightGrids: Int?
  /// What attentive respondents satisfy, separated by commas.
  public var checks: String?
  /// How many of the checks must be failed.
  public var failedChecks: Int?
  /// The variables that together tell a respondent, separated by commas.
  public var duplicates: String?
  /// Which record of a respondent stays.
  public var keep: String?

  /// Creates options that leave nobody out.
  public init() {}

  /// The rules, in the order in which they apply.
  ///
  /// - Throws: ``PreparationError`` for a word that is none, with the nearest, for a setting that is not written as it
  ///   must be, and for one without its rule.
  public func exclusions() throws(PreparationError) -> [Exclusion] {
    var words = try Self.words(rules ?? "")
    func add(_ word: Word, _ setting: String?) {
      if setting != nil, !words.contains(word) { words.append(word) }
    }
    add(.duplicates, duplicates)
    add(.failedChecks, checks)
    add(.speeders, speeders)
    add(.straightLiners, straightLiners)
    try refuseIdleSettings(words)
    var exclusions: [Exclusion] = []
    for word in words { exclusions.append(Exclusion(try rule(word), why: word.why)) }
    return exclusions
  }

  /// The rule of a word, with its settings.
  public func rule(_ word: Word) throws(PreparationError) -> Exclusion.Rule {
    switch word {
    case .previews: .marked(.previews)
    case .tests: .marked(.tests)
    case .spam: .marked(.spam)
    case .rejected: .marked(.rejected)
    case .unfinished: .marked(.unfinished)
    case .duplicates: .duplicates(Duplicates(keys: try Self.keys(duplicates), keep: try Self.keep(keep)))
    case .failedChecks: try failedChecksRule()
    case .speeders: try Exclusion(fasterThan: speeders ?? "1/3 median", why: "").rule
    case .straightLiners: try straightLinersRule()
    }
  }

  private func failedChecksRule() throws(PreparationError) -> Exclusion.Rule {
    guard let checks else {
      throw PreparationError(
        .argument, place: Place(column: "failed-checks"), found: "no checks",
        expected: "what attentive respondents satisfy", remedy: "add such as --checks 'attention = 2'")
    }
    return .failedChecks(AttentionChecks(try Expression.list(parsing: checks), least: failedChecks ?? 1))
  }

  private func straightLinersRule() throws(PreparationError) -> Exclusion.Rule {
    guard let straightLiners else {
      throw PreparationError(
        .argument, place: Place(column: "straight-liners"), found: "no grids",
        expected: "the grids in which the same answer throughout means that nobody read them",
        remedy: "add such as --straight-liners Q5,Q6; 'topline inspect' lists the grids")
    }
    return .straightLiners(
      StraightLiners(
        grids: try VariableSelection(parsing: straightLiners), items: straightItems, least: straightGrids ?? 1))
  }

  /// Refuses a setting of a rule that nobody asked for: it would do nothing, and its user would not know.
  private func refuseIdleSettings(_ words: [Word]) throws(PreparationError) {
    let settings: [(isGiven: Bool, name: String, word: Word, remedy: String)] = [
      (straightItems != nil, "straight-items", .straightLiners, "add such as --straight-liners Q5,Q6"),
      (straightGrids != nil, "straight-grids", .straightLiners, "add such as --straight-liners Q5,Q6"),
      (failedChecks != nil, "failed-checks", .failedChecks, "add such as --checks 'attention = 2'"),
      (keep != nil, "keep", .duplicates, "add --exclude duplicates, or --duplicates KEY"),
    ]
    for setting in settings where setting.isGiven && !words.contains(setting.word) {
      throw PreparationError(
        .argument, place: Place(column: setting.name), found: "a setting of a rule that is not asked for",
        expected: "the rule \(setting.word.rawValue)", remedy: setting.remedy)
    }
  }

  // MARK: Reading

  private static func words(_ text: String) throws(PreparationError) -> [Word] {
    var words: [Word] = []
    for part in list(text) {
      let word = try word(part)
      if !words.contains(word) { words.append(word) }
    }
    return words
  }

  /// The rule of that name.
  ///
  /// - Throws: ``PreparationError`` with the nearest known one.
  public static func word(_ text: String) throws(PreparationError) -> Word {
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue)
      throw PreparationError(
        .argument, place: Place(column: "exclude"), found: "'\(text)'",
        expected: "one of \(known.joined(separator: ", "))",
        remedy: nearest(text, known) ?? "for a condition of your own write --where")
    }
    return word
  }

  private static func keys(_ text: String?) throws(PreparationError) -> [String] {
    guard let text else { return [] }
    var keys: [String] = []
    for part in try VariableSelection(parsing: text).parts {
      guard case .name(let name) = part else {
        throw PreparationError(
          .argument, place: Place(column: "duplicates"), found: "'\(text)'",
          expected: "the names of the variables that together tell a respondent",
          remedy: "write such as: PROLIFIC_PID, or: household, person")
      }
      keys.append(name)
    }
    return keys
  }

  /// Which record stays, by its word.
  ///
  /// - Throws: ``PreparationError`` with the nearest known one.
  static func keep(_ text: String?) throws(PreparationError) -> Duplicates.Keep? {
    guard let text else { return nil }
    guard let keep = Duplicates.Keep(rawValue: text) else {
      let known = Duplicates.Keep.allCases.map(\.rawValue)
      throw PreparationError(
        .argument, place: Place(column: "keep"), found: "'\(text)'",
        expected: "one of \(known.joined(separator: ", "))", remedy: nearest(text, known) ?? "choose one of these")
    }
    return keep
  }

  private static func list(_ text: String) -> [String] {
    guard text.contains(where: { !$0.isWhitespace }) else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
  }
}
