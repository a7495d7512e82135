internal import SurveyPreparation

extension StudyReader {
  /// The keys that say a rule, and the settings that go with one of them.
  private static let rules = ["where", "faster-than", "rule", "straight-liners", "checks", "duplicates"]
  private static let settings = [
    "duration": "faster-than", "items": "straight-liners", "grids": "straight-liners", "failed": "checks",
    "keep": "duplicates",
  ]
  /// The words that are a rule by themselves.
  static let exclusionWords = ["previews", "tests", "spam", "rejected", "unfinished", "duplicates", "speeders"]
  private static let example = "write '{where: Finished = 0, why: unfinished}'"

  func exclusions(_ node: StudyNode) throws(StudyError) -> [StudyPlan.Exclusion] {
    guard case .list(let items, _) = node else {
      throw error(
        .value, line: node.line, key: "exclude", found: node.kind, expected: "a list of rules",
        remedy: "write each rule as '- {where: Finished = 0, why: unfinished}'")
    }
    var rules: [StudyPlan.Exclusion] = []
    for item in items {
      if case .text = item {
        let word = try exclusionWord(item, of: "exclude")
        rules.append(StudyPlan.Exclusion(rule: .word(word.rawValue), why: word.why, line: item.line))
      } else {
        rules.append(try exclusion(item))
      }
    }
    return rules
  }

  private func exclusion(_ item: StudyNode) throws(StudyError) -> StudyPlan.Exclusion {
    let entries = try entries(item, of: "exclude", known: Self.rules + Self.settings.keys.sorted() + ["why"])
    let named = entries.filter { Self.rules.contains($0.key) }
    guard let entry = named.first, named.count == 1 else {
      let keys = named.map { "'\($0.key)'" }.joined(separator: " and ")
      throw error(
        .value, line: item.line, key: "exclude",
        found: named.isEmpty ? "an exclusion without a rule" : "an exclusion with \(keys)",
        expected: "one of \(Self.rules.joined(separator: ", "))", remedy: Self.example)
    }
    for other in entries {
      guard let owner = Self.settings[other.key], owner != entry.key else { continue }
      throw error(
        .value, line: other.line, key: "exclude", found: "'\(other.key)' beside '\(entry.key)'",
        expected: "'\(other.key)' beside '\(owner)'", remedy: "take it out, or write a rule '\(owner)' of its own")
    }
    func value(_ key: String) -> StudyNode? { entries.first { $0.key == key }?.value }
    let rule = try rule(entry, value)
    guard let reason = value("why"), case let why = try text(reason, of: "why"), !why.isEmpty else {
      throw missing("why", of: "an exclusion", line: item.line, example: "why: unfinished")
    }
    return StudyPlan.Exclusion(rule: rule, why: why, line: item.line)
  }

  private func rule(
    _ entry: StudyNode.Entry, _ value: (String) -> StudyNode?
  ) throws(StudyError) -> StudyPlan.Exclusion.Rule {
    func number(_ key: String) throws(StudyError) -> Int? {
      guard let node = value(key) else { return nil }
      return try whole(node, of: key)
    }
    func word(_ key: String) throws(StudyError) -> String? {
      guard let node = value(key) else { return nil }
      return try text(node, of: key)
    }
    switch entry.key {
    case "where": return .condition(try text(entry.value, of: "where"))
    case "faster-than":
      return .fasterThan(try limit(entry), duration: try word("duration"))
    case "straight-liners":
      return .straightLiners(
        try texts(entry.value, of: entry.key), items: try number("items"), grids: try number("grids"))
    case "checks": return .checks(try conditions(entry.value), failed: try number("failed"))
    case "duplicates":
      let keep = Duplicates.Keep.allCases.map(\.rawValue)
      return .duplicates(
        try texts(entry.value, of: entry.key),
        keep: try value("keep").map { node throws(StudyError) in try self.word(node, of: "keep", from: keep) })
    default: return .word(try exclusionWord(entry.value, of: "rule").rawValue)
    }
  }

  /// A rule that a word says by itself.
  private func exclusionWord(_ node: StudyNode, of name: String) throws(StudyError) -> ExclusionOptions.Word {
    let text = try text(node, of: name)
    switch text {
    case "straight-liners":
      throw error(
        .value, line: node.line, key: name, found: "straight-liners without their grids", expected: "the grids",
        remedy: "write '{straight-liners: [Q5, Q6], why: straight-liners}'")
    case "failed-checks":
      throw error(
        .value, line: node.line, key: name, found: "failed-checks without the checks",
        expected: "what attentive respondents satisfy",
        remedy: "write '{checks: [attention = 2], why: failed attention checks}'")
    default: break
    }
    let known = try word(node, of: name, from: Self.exclusionWords)
    return ExclusionOptions.Word(rawValue: known) ?? .previews
  }

  /// The speed limit as written, held to its grammar.
  private func limit(_ entry: StudyNode.Entry) throws(StudyError) -> String {
    let text = try text(entry.value, of: entry.key)
    do {
      _ = try SurveyPreparation.Exclusion(fasterThan: text, why: "")
      return text
    } catch {
      throw self.error(
        .value, line: entry.line, key: entry.key, found: error.found, expected: error.expected, remedy: error.remedy)
    }
  }

  /// Conditions as a list; the commas of a single text may stand within one, so it stays whole.
  private func conditions(_ node: StudyNode) throws(StudyError) -> [String] {
    if case .text(let text, _) = node { return [text] }
    return try texts(node, of: "checks")
  }
}
