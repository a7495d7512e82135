public import SurveyModel
public import TextFormats

/// All that is done to a survey before anything is counted, in this order: codes declared missing, recodes, scales,
/// exclusions.
public struct Preparation: Sendable, Hashable {
  /// The codes that count as missing.
  public var missing: [MissingDeclaration]
  /// Who is taken out, and why.
  public var exclusions: [Exclusion]
  /// The new variables made of groups.
  public var recodes: [Recode]
  /// The scores.
  public var scales: [ScaleDefinition]

  /// Creates a preparation.
  public init(
    missing: [MissingDeclaration] = [], exclusions: [Exclusion] = [], recodes: [Recode] = [],
    scales: [ScaleDefinition] = []
  ) {
    self.missing = missing
    self.exclusions = exclusions
    self.recodes = recodes
    self.scales = scales
  }

  /// Prepares a survey: no respondent is dropped, those taken out are marked.
  ///
  /// - Returns: The survey with its new variables at the end, who is in, and what each rule did.
  /// - Throws: ``PreparationError`` for the first rule that cannot be applied.
  /// - Complexity: O(respondents × rules).
  public func apply(to survey: Survey) throws(PreparationError) -> PreparedSurvey {
    var prepared = survey
    var report = PreparationReport(respondents: survey.count)
    for declaration in missing {
      let count = try declaration.apply(to: &prepared)
      report.rules.append(
        .init(.missing, name: declaration.code, count: count, note: "cells that count as \(declaration.reason.words)"))
    }
    for recode in recodes {
      let outside = try recode.apply(to: &prepared)
      report.rules.append(
        .init(.recode, name: recode.name, count: outside, note: "answers of \(recode.source) in no group"))
    }
    var found: [PreparedScale] = []
    for definition in scales {
      let (scale, missing) = try definition.apply(to: &prepared)
      found.append(scale)
      report.rules.append(
        .init(
          .scale, name: definition.name, count: missing,
          note: "respondents without a score: fewer than \(scale.answered) of \(scale.items.count) items answered"))
    }
    let selection = try exclude(from: prepared, &report)
    return PreparedSurvey(survey: prepared, selection: selection, scales: found, report: report)
  }

  private func exclude(
    from survey: Survey, _ report: inout PreparationReport
  ) throws(PreparationError) -> [Bool] {
    var selection = [Bool](repeating: true, count: survey.count)
    for exclusion in exclusions {
      let outcome = try exclusion.outcome(over: survey, selection: selection)
      let truth = outcome.truth
      var matching = 0
      var taken = 0
      var unknown = 0
      for respondent in truth.indices {
        if truth[respondent] < 0 { unknown += 1 }
        guard truth[respondent] > 0 else { continue }
        matching += 1
        if selection[respondent] { taken += 1 }
        selection[respondent] = false
      }
      report.rules.append(
        .init(
          .exclusion, name: outcome.words, count: taken, matching: matching, unknown: unknown, note: exclusion.why))
    }
    report.selected = selection.count { $0 }
    return selection
  }
}

/// A survey with its new variables, who of it is analysed, and how that came about.
public struct PreparedSurvey: Sendable, Hashable {
  /// All respondents, with the new variables at the end.
  public var survey: Survey
  /// For each respondent, whether it is analysed.
  public var selection: [Bool]
  /// The scales as found.
  public var scales: [PreparedScale]
  /// What each rule did.
  public var report: PreparationReport

  /// Creates a prepared survey.
  public init(survey: Survey, selection: [Bool], scales: [PreparedScale] = [], report: PreparationReport) {
    self.survey = survey
    self.selection = selection
    self.scales = scales
    self.report = report
  }
}

/// What each rule of a preparation did, in numbers.
public struct PreparationReport: Sendable, Hashable {
  /// What a rule is.
  public enum Kind: String, Sendable, Hashable {
    case missing, recode, scale, exclusion
  }

  /// What one rule did.
  public struct Rule: Sendable, Hashable {
    /// What the rule is.
    public var kind: Kind
    /// The rule itself: a code, a new variable's name, a condition.
    public var name: String
    /// How many it concerned: cells made missing, answers in no group, scores missing, respondents newly taken out.
    public var count: Int
    /// For exclusions, how many the rule is true of, whether or not an earlier rule took them out.
    public var matching: Int?
    /// For exclusions, how many stay because the rule is unknown for them.
    public var unknown: Int?
    /// What `count` counts, or why respondents are taken out.
    public var note: String

    init(
      _ kind: Kind, name: String, count: Int, matching: Int? = nil, unknown: Int? = nil, note: String
    ) {
      self.kind = kind
      self.name = name
      self.count = count
      self.matching = matching
      self.unknown = unknown
      self.note = note
    }
  }

  /// All respondents.
  public var respondents: Int
  /// Those that are analysed.
  public var selected: Int
  /// The rules in the order applied.
  public var rules: [Rule] = []

  /// Creates a report without rules.
  public init(respondents: Int) {
    self.respondents = respondents
    selected = respondents
  }

  /// What each exclusion did, in the order applied, as it stands under `exclusions` in JSON.
  public var exclusions: JSONValue {
    .array(
      rules.filter { $0.kind == .exclusion }.map { rule in
        [
          "rule": .string(rule.name), "why": .string(rule.note), "count": .integer(rule.count),
          "unknown": .integer(rule.unknown ?? 0),
        ]
      })
  }

  /// What each exclusion did, and how many respondents remain, one line each; none where nothing was asked for.
  public var exclusionLines: [String] {
    let rules = rules.filter { $0.kind == .exclusion }
    guard !rules.isEmpty else { return [] }
    return rules.map { rule in
      let unknown = rule.unknown ?? 0
      let stay = unknown == 0 ? "" : "; unknown for \(unknown), who \(unknown == 1 ? "stays" : "stay")"
      return "left out \(rule.count): \(rule.note) (\(rule.name))\(stay)"
    } + ["\(selected) of \(respondents) respondents \(selected == 1 ? "remains" : "remain")"]
  }

  /// The report as it stands in JSON.
  public var json: JSONValue {
    [
      "respondents": .integer(respondents), "selected": .integer(selected),
      "rules": .array(
        rules.map { rule in
          var object = JSONObject([
            ("kind", .string(rule.kind.rawValue)), ("rule", .string(rule.name)), ("count", .integer(rule.count)),
          ])
          if let matching = rule.matching { object["matching"] = .integer(matching) }
          if let unknown = rule.unknown { object["unknown"] = .integer(unknown) }
          object["note"] = .string(rule.note)
          return .object(object)
        }),
    ]
  }
}
