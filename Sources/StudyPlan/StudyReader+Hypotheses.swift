extension StudyReader {
  static let hypothesisKeys = [
    "says", "test", "outcome", "by", "with", "items", "both", "firm", "success", "greater", "threshold", "sesoi",
    "claim", "family",
  ]
  static let protocols = ["social-necessity"]

  func hypotheses(_ node: StudyNode) throws(StudyError) -> StudyPlan.Hypotheses {
    if case .text(_, let line) = node {
      return .named(try word(node, of: "hypotheses", from: Self.protocols), line: line)
    }
    var hypotheses: [StudyPlan.Hypothesis] = []
    for entry in try entries(node, of: "hypotheses") {
      hypotheses.append(try hypothesis(entry))
    }
    return .own(hypotheses)
  }

  private func hypothesis(_ entry: StudyNode.Entry) throws(StudyError) -> StudyPlan.Hypothesis {
    var hypothesis = StudyPlan.Hypothesis(id: entry.key, says: "", test: "", line: entry.line)
    for part in try entries(entry.value, of: entry.key, known: Self.hypothesisKeys) {
      switch part.key {
      case "says": hypothesis.says = try text(part.value, of: "says")
      case "test": hypothesis.test = try text(part.value, of: "test")
      case "outcome": hypothesis.outcome = try text(part.value, of: "outcome")
      case "by": hypothesis.by = try text(part.value, of: "by")
      case "with": hypothesis.with = try text(part.value, of: "with")
      case "items": hypothesis.items = try texts(part.value, of: "items").joined(separator: ",")
      case "both": hypothesis.both = try conditions(part)
      case "firm": hypothesis.firm = try conditions(part)
      case "success": hypothesis.success = try texts(part.value, of: "success")
      case "greater": hypothesis.greater = try text(part.value, of: "greater")
      case "threshold": hypothesis.threshold = try number(part.value, of: "threshold")
      case "sesoi": hypothesis.smallestEffect = try number(part.value, of: "sesoi", in: 0...1e6)
      case "claim": hypothesis.claim = try word(part.value, of: "claim", from: ["greater", "less"])
      default: hypothesis.family = try text(part.value, of: "family")
      }
    }
    guard !hypothesis.says.isEmpty else {
      throw missing(
        "says", of: "the hypothesis '\(entry.key)'", line: entry.line, example: "says: A majority feel both")
    }
    guard !hypothesis.test.isEmpty else {
      throw missing("test", of: "the hypothesis '\(entry.key)'", line: entry.line, example: "test: paradox")
    }
    return hypothesis
  }

  private func conditions(_ entry: StudyNode.Entry) throws(StudyError) -> [String] {
    let conditions = try texts(entry.value, of: entry.key)
    guard conditions.count == 2 else {
      throw error(
        .value, line: entry.line, key: entry.key, found: "\(conditions.count) conditions", expected: "two",
        remedy: "write '\(entry.key): [antisocial > 4, necessity > 4]'")
    }
    return conditions
  }

  func outputs(_ node: StudyNode, of name: String, kinds: [String]) throws(StudyError) -> [StudyPlan.Output] {
    var outputs: [StudyPlan.Output] = []
    let known = ["kind", "title", "variables", "rows", "columns", "by", "of", "nets", "success", "as"]
    for entry in try entries(node, of: name) {
      var output = StudyPlan.Output(id: entry.key, kind: "", line: entry.line)
      for part in try entries(entry.value, of: "\(name) \(entry.key)", known: known) {
        switch part.key {
        case "kind": output.kind = try word(part.value, of: "kind", from: kinds)
        case "title": output.title = try text(part.value, of: "title")
        case "variables": output.variables = try texts(part.value, of: "variables")
        case "rows": output.rows = try texts(part.value, of: "rows")
        case "columns": output.columns = try texts(part.value, of: "columns")
        case "by": output.by = try text(part.value, of: "by")
        case "of": output.of = try texts(part.value, of: "of")
        case "success": output.success = try texts(part.value, of: "success")
        case "nets": output.nets = try texts(part.value, of: "nets")
        default: output.formats = try texts(part.value, of: "as")
        }
      }
      guard !output.kind.isEmpty else {
        throw missing("kind", of: "\(name) \(entry.key)", line: entry.line, example: "kind: \(kinds[0])")
      }
      outputs.append(output)
    }
    return outputs
  }
}
