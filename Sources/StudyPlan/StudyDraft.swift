public import SurveyModel
internal import SurveyPreparation

/// A first study file for a survey, to go on from: what `topline init` writes.
///
/// What the data can say is filled in (variables, likely scales, items that run against their scale, missing codes,
/// personal columns); what only people can say is marked TODO.
public struct StudyDraft: Sendable, Hashable {
  /// The study file's text.
  public var yaml: String

  /// Writes a draft.
  ///
  /// - Parameters:
  ///   - survey: The survey as read.
  ///   - files: The data files as the user named them, relative to the study file.
  /// - Complexity: O(cells of the grids).
  public init(for survey: Survey, files: [String]) {
    let scales = ScaleFinder.scales(in: survey)
    var lines: [String] = []
    lines.append("# A first draft by 'topline init'. Lines with TODO need your decision; delete what you do not need.")
    lines.append(
      "# Read from: \(survey.provenance.format) (\(survey.provenance.evidence)), \(survey.count) respondents.")
    lines.append("topline: 1")
    lines.append("title: TODO what the paper is called")
    lines.append("data: [\(files.map(Self.quoted).joined(separator: ", "))]")
    lines += Self.sample
    lines += Self.weights(in: survey)
    lines += Self.missingCodes(in: survey)
    lines += Self.exclusions(in: survey)
    lines += Self.scaleLines(scales)
    lines += Self.hypotheses(scales)
    lines += Self.outputs(in: survey, scales: scales)
    lines += Self.codebook(of: survey)
    yaml = lines.joined(separator: "\n") + "\n"
  }

  private static let sample = [
    "sample:", "  kind: TODO probability or nonprobability", "  population: TODO who the results speak of",
    "  fielded: TODO first day/last day", "  mode: TODO web, telephone, face to face, mail",
    "  source: TODO where respondents come from", "  funding: TODO who paid",
  ]

  private static func weights(in survey: Survey) -> [String] {
    let found = survey.codebook.variables.filter { $0.role == .weight || $0.name.lowercased().hasPrefix("weight") }
    guard let first = found.first else { return [] }
    return [
      "# TODO a variable looks like a weight; take the line out if it is none",
      "weights: {variable: \(quoted(first.name)), kind: sampling}",
    ]
  }

  private static func missingCodes(in survey: Survey) -> [String] {
    var codes: [String: Int] = [:]
    for variable in survey.codebook.variables {
      for label in variable.labels where label.missing == nil {
        if ["-99", "-98", "-97", "98", "99", "999", "-9", "-8", "-7"].contains(label.code) {
          codes[label.code, default: 0] += 1
        }
      }
    }
    guard !codes.isEmpty else { return [] }
    return ["# TODO codes that look like missing; say what each means, or take it out", "missing:"]
      + codes.keys.sorted().map { "  \(quoted($0)): missing  # in \(codes[$0] ?? 0) variables" }
  }

  /// Rules that the platform's own columns allow, each with how many it would take; the choice is the author's.
  private static func exclusions(in survey: Survey) -> [String] {
    var rules: [String] = []
    func suggest(_ rule: SurveyPreparation.Exclusion.Rule, _ line: String) {
      let preparation = Preparation(exclusions: [SurveyPreparation.Exclusion(rule, why: "")])
      guard let count = (try? preparation.apply(to: survey))?.report.rules.first?.count else { return }
      rules.append("#  - \(line)  # \(count) of \(survey.count)")
    }
    for mark in ResponseMark.allCases { suggest(.marked(mark), mark.rawValue) }
    suggest(.fasterThan(fraction: 1.0 / 3, duration: nil), "{faster-than: 1/3 median, why: speeders}")
    return rules.isEmpty
      ? [] : ["# TODO nobody is left out unless you say so, before you look at results", "# exclude:"] + rules
  }

  private static func scaleLines(_ scales: [ScaleFinder.Found]) -> [String] {
    guard !scales.isEmpty else { return [] }
    var lines = ["# TODO grids with ordered answers; keep those that are meant as one scale", "scales:"]
    for scale in scales {
      let items = scale.items.map(quoted).joined(separator: ", ")
      let reverse = scale.reversed.isEmpty ? "" : ", reverse: [\(scale.reversed.map(quoted).joined(separator: ", "))]"
      lines.append(
        "  \(scale.name): {items: [\(items)]\(reverse), score: mean, answered: \(max(1, scale.items.count * 3 / 4))}")
      if !scale.reversed.isEmpty {
        lines.append("  #   reversed: they correlate negatively with the rest of the grid; check their wording")
      }
    }
    return lines
  }

  private static func hypotheses(_ scales: [ScaleFinder.Found]) -> [String] {
    guard scales.count >= 2 else {
      return ["# TODO hypotheses, before the data is looked at; see Documentation/StudyFile.md", "# hypotheses:"]
    }
    return [
      "# TODO hypotheses with their decision rules, before the data is looked at", "# hypotheses:",
      "#   H1: {says: A majority feel both, test: paradox, both: [\(scales[0].name) > \(scales[0].midpoint), "
        + "\(scales[1].name) > \(scales[1].midpoint)], threshold: 0.50, sesoi: 0.05, family: main}",
    ]
  }

  private static func outputs(in survey: Survey, scales: [ScaleFinder.Found]) -> [String] {
    var lines: [String] = []
    if !scales.isEmpty {
      lines.append("figures:")
      for (number, scale) in scales.prefix(6).enumerated() {
        lines.append("  \(number + 1): {kind: likert, variables: [\(scale.items.map(quoted).joined(separator: ", "))]}")
      }
      lines.append("tables:")
      lines.append("  1: {kind: scales, of: [\(scales.map(\.name).joined(separator: ", "))]}")
    }
    let questions = survey.codebook.variables.filter {
      $0.role == .question && $0.kind == .categorical && !$0.personal.isPersonal
    }
    if !questions.isEmpty {
      if lines.isEmpty { lines.append("tables:") }
      lines.append(
        "  summary: {kind: summary, variables: [\(questions.prefix(40).map { quoted($0.name) }.joined(separator: ", "))]}"
      )
    }
    return lines + ["style: {journal: apa, adjust: holm, level: 0.95}"]
  }

  private static func codebook(of survey: Survey) -> [String] {
    var lines = ["", "# The variables that were read:"]
    for variable in survey.codebook.variables {
      let personal = variable.personal.isPersonal ? "; PERSONAL (\(variable.personal.rawValue)): in no output" : ""
      let label = variable.label.isEmpty || variable.label == variable.name ? "" : " – " + oneLine(variable.label)
      lines.append("#   \(variable.name)\(label) [\(variable.kind.rawValue)\(personal)]")
    }
    return lines
  }

  private static func oneLine(_ text: String) -> String {
    let line = String(text.map { $0.isNewline ? " " : $0 })
    return line.count > 90 ? line.prefix(89) + "…" : line
  }

  /// A text as YAML reads it back: plain where that is safe, else in double quotes.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (0x30...0x39).contains(byte)
          || [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/")].contains(byte)
      }
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
