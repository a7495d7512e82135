internal import PaperTables
internal import StudyPlan
internal import SurveyStatistics

/// What a template shows of one verdict; every text is cleaned, every number is in words.
///
/// There are no optionals: a template that finds nothing here would look in the views around.
struct VerdictView {
  let anchor: String
  let id: String
  let direction: String
  let sign: String
  let says: String
  let hasQuote: Bool
  let quote: String
  let estimateName: String
  let estimate: String
  let interval: String
  let base: String
  let strip: String
  let hasReason: Bool
  let reason: String
  let sentence: String
  let refutation: String
  let facts: [ReportFieldView]
  let effects: [ReportFieldView]
  let hasEffects: Bool
  let hasBounds: Bool
  let bounds: String
  let required: [String]
  let hasRequired: Bool
  let notes: [String]
  let tests: String
  let parts: [VerdictView]

  init(_ verdict: Verdict, path: String = "verdict", isSynthetic: Bool) {
    let rules = NumberRules.typeset
    let entry = StatisticVocabulary.entry(verdict.estimate.id)
    let format = entry.format.signed
    anchor = path + "-" + StudyReport.fileName(verdict.id)
    id = TextCleaning.line(verdict.id)
    direction = verdict.direction.rawValue
    sign = verdict.direction.sign
    says = TextCleaning.line(verdict.says)
    quote = TextCleaning.line(verdict.quote ?? "")
    hasQuote = !quote.isEmpty
    estimateName = ReportFieldView.capitalised(TextCleaning.line(verdict.estimand))
    estimate = rules.string(verdict.estimate.value, format)
    interval = verdict.estimate.interval.map { Self.words($0, format) + "; " } ?? ""
    base = Self.words(verdict.estimate.base)
    strip = IntervalStrip(verdict)?.svg(color: verdict.direction.color) ?? ""
    reason = TextCleaning.line(TextCleaning.sentence(verdict.reason ?? ""))
    hasReason = !reason.isEmpty
    sentence = TextCleaning.line(verdict.sentence)
    refutation = TextCleaning.line(TextCleaning.sentence(verdict.refutation))
    facts = Self.facts(verdict, format)
    effects = verdict.effects.map { effect in
      let entry = StatisticVocabulary.entry(effect.id)
      let interval = effect.interval.map { ", " + Self.words($0, entry.format.signed) } ?? ""
      return ReportFieldView(entry.words, rules.string(effect.value, entry.format.signed) + interval)
    }
    hasEffects = !effects.isEmpty
    bounds =
      verdict.missingBounds.map { bounds in
        "If every missing answer went against the claim: \(rules.string(bounds.lower, format)) "
          + "(lower confidence limit \(rules.string(bounds.lowerLimit, format))); if every one went with it: "
          + "\(rules.string(bounds.upper, format)) (upper confidence limit \(rules.string(bounds.upperLimit, format)))."
      } ?? ""
    hasBounds = !bounds.isEmpty
    required = verdict.required.map {
      "\(rules.count($0.respondents)) respondents for \(rules.percent(share: $0.power))% power if the truth were "
        + "\(rules.string($0.truth, format))"
    }
    hasRequired = !required.isEmpty
    notes = verdict.notes.map { TextCleaning.line(TextCleaning.sentence($0)) }
    tests =
      verdict.tests.isEmpty
      ? ""
      : Table.tests(
        verdict.tests.map { ($0.estimate.map { StatisticVocabulary.entry($0.id).name } ?? $0.symbol, $0) },
        title: "Tests behind \(verdict.id)", isSynthetic: isSynthetic
      ).html(id: anchor + "-tests")
    let parent = anchor
    parts = verdict.parts.map { VerdictView($0, path: parent, isSynthetic: isSynthetic) }
  }

  private static func facts(_ verdict: Verdict, _ format: NumberFormat) -> [ReportFieldView] {
    let rules = NumberRules.typeset
    var facts = [
      ReportFieldView("Judged against", rules.string(verdict.threshold, format)),
      ReportFieldView(
        "Smallest difference of interest",
        format.scale == .percent
          ? rules.percent(share: verdict.smallestEffect, decimals: 1) + " percentage points"
          : rules.string(verdict.smallestEffect, format)),
      ReportFieldView("Size", sizeWords(verdict.size)),
    ]
    if let narrow = verdict.estimate.narrowInterval {
      facts.append(ReportFieldView("Interval for the size", words(narrow, format)))
    }
    if let association = verdict.association {
      facts.append(ReportFieldView("Do the parts go together", association.rawValue))
    }
    if let p = verdict.p { facts.append(ReportFieldView("p", rules.pValue(p))) }
    if let p = verdict.pAdjusted {
      facts.append(ReportFieldView("p, adjusted (\(verdict.adjustment), family “\(verdict.family)”)", rules.pValue(p)))
    }
    return facts
  }

  private static func sizeWords(_ size: VerdictSize) -> String {
    switch size {
    case .beyond: "beyond the smallest difference of interest"
    case .within: "within the smallest difference of interest"
    case .unclear: "unclear"
    }
  }

  static func words(_ interval: Interval, _ format: NumberFormat) -> String {
    let rules = NumberRules.typeset
    guard interval.level < 1 else {
      return "bounds \(rules.interval(interval.lower, interval.upper, format)), "
        + StatisticVocabulary.method(interval.method)
    }
    return "\(rules.percent(share: interval.level))% CI \(rules.interval(interval.lower, interval.upper, format)), "
      + StatisticVocabulary.method(interval.method)
  }

  static func words(_ base: Base) -> String {
    let rules = NumberRules.typeset
    var text = "n\u{A0}=\u{A0}\(rules.count(base.count))"
    if base.weighted != nil { text += ", effective n = \(rules.number(base.effective, decimals: 0))" }
    return text
  }
}

extension Direction {
  /// A shape beside the word, so that colour never speaks alone.
  var sign: String {
    switch self {
    case .supported: "●"
    case .contradicted: "✕"
    case .inconclusive: "◐"
    }
  }

  /// The colour of marks; each has more than 6:1 contrast with white.
  var color: String {
    switch self {
    case .supported: "#0B4F8A"
    case .contradicted: "#99310D"
    case .inconclusive: "#595959"
    }
  }
}

/// A name with its value, cleaned for a template.
struct ReportFieldView {
  let name: String
  let value: String

  init(_ name: String, _ value: String) {
    self.name = TextCleaning.line(name)
    self.value = TextCleaning.line(value)
  }

  /// The text with a capital first.
  static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
