internal import StudyPlan
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
public import TextFormats

extension StudyRun {
  /// The plan's bases without any hypothesis: what `topline study --check` prints.
  public var check: JSONValue {
    let survey = prepared.survey
    return [
      "study": .string(plan.fileName), "title": .string(plan.title), "valid": true,
      "synthetic": .bool(survey.provenance.isSynthetic), "format": .string(survey.provenance.format),
      "respondents": .integer(survey.count), "analysed": .integer(prepared.selection.count { $0 }),
      "preparation": prepared.report.json, "exclusions": prepared.report.exclusions, "design": .string(design.words),
      "scales": .array(
        prepared.scales.map { scale in
          let scores = survey.numbers(at: scale.position) ?? []
          return [
            "name": .string(scale.name), "items": .integer(scale.items.count),
            "base": .integer(scores.indices.count { prepared.selection[$0] && !scores[$0].isNaN }),
          ]
        }),
      "hypotheses": hypotheses, "figures": .integer(plan.figures.count), "tables": .integer(plan.tables.count),
      "problems": .integer(survey.problems.count),
    ]
  }

  private var hypotheses: JSONValue {
    switch plan.hypotheses {
    case .named(let name, _): ["protocol": .string(name)]
    case .own(let hypotheses):
      .array(hypotheses.map { ["id": .string($0.id), "says": .string($0.says), "test": .string($0.test)] })
    }
  }

  /// The same for a reader.
  public var checkText: String {
    let survey = prepared.survey
    var lines = ["\(plan.fileName): \(plan.title)"]
    if survey.provenance.isSynthetic { lines.append("SYNTHETIC data: never a finding") }
    lines.append("\(survey.count) respondents read as \(survey.provenance.format)")
    for rule in prepared.report.rules {
      lines.append("  \(rule.kind.rawValue) \(rule.name): \(rule.count) \(rule.note)")
    }
    lines.append("\(prepared.selection.count { $0 }) analysed; design: \(design.words)")
    for scale in check["scales"]?.array ?? [] {
      lines.append(
        "scale \(scale["name"]?.string ?? ""): \(scale["items"]?.integer ?? 0) items, "
          + "base \(scale["base"]?.integer ?? 0)")
    }
    switch plan.hypotheses {
    case .named(let name, _): lines.append("hypotheses: the protocol \(name), not computed by --check")
    case .own(let hypotheses):
      lines += hypotheses.map { "hypothesis \($0.id): \($0.says) (\($0.test)), not computed by --check" }
    }
    lines.append("the plan is valid: \(plan.figures.count) figures, \(plan.tables.count) tables")
    return lines.joined(separator: "\n") + "\n"
  }
}
