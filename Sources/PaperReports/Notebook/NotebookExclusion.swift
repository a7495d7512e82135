internal import SurveyModel
internal import SurveyPreparation

/// The Python that leaves respondents out by one rule, in the notebook that computes the numbers again.
struct NotebookExclusion {
  let lines: [String]

  /// Writes the rule.
  ///
  /// - Throws: ``NotebookRefusal`` for a rule that the notebook does not repeat.
  init(_ exclusion: Exclusion, of survey: Survey) throws(NotebookRefusal) {
    lines =
      try Self.matching(exclusion, survey) + [
        "left_out[\(PythonLiteral.text(exclusion.why))] = int((matching & ~excluded).sum())",
        "excluded |= matching", "",
      ]
  }

  private static func matching(_ exclusion: Exclusion, _ survey: Survey) throws(NotebookRefusal) -> [String] {
    switch exclusion.rule {
    case .condition(let expression): return ["matching = (\(try truth(expression))) == 1"]
    case .unless(let expression): return ["matching = ~((\(try truth(expression))) == 1)"]
    case .fasterThan(let fraction, let duration, let ofRemaining):
      let values = try time(duration)
      let median = "np.nanmedian(\(values)\(ofRemaining ? "[~excluded]" : ""))"
      return ["matching = (compare(\(values), \"<\", \(PythonLiteral.number(fraction)) * \(median))) == 1"]
    case .shorterThan(let seconds, let duration):
      return ["matching = (compare(\(try time(duration)), \"<\", \(PythonLiteral.number(seconds)))) == 1"]
    case .failedChecks(let rule):
      var checks: [String] = []
      for check in rule.checks { checks.append("(\(try truth(check))) == 0") }
      return ["matching = sum(failed.astype(int) for failed in [\(checks.joined(separator: ", "))]) >= \(rule.least)"]
    case .straightLiners(let rule): return try straightLines(rule, survey)
    case .duplicates(let rule): return try duplicates(rule, survey)
    case .marked:
      throw NotebookRefusal(reason: "the notebook does not repeat the exclusion '\(exclusion.words)'")
    }
  }

  private static func truth(_ expression: Expression) throws(NotebookRefusal) -> String {
    do { return try ExpressionPython.truth(expression.root) } catch { throw NotebookRefusal(reason: error.reason) }
  }

  private static func time(_ duration: String?) throws(NotebookRefusal) -> String {
    guard let duration else {
      throw NotebookRefusal(reason: "the duration of the interview, which the plan does not name")
    }
    return "numbers(\(PythonLiteral.text(duration)))"
  }

  private static func straightLines(_ rule: StraightLiners, _ survey: Survey) throws(NotebookRefusal) -> [String] {
    let grids: [(items: [Int], needed: Int)]
    do { grids = try rule.judged(in: survey.codebook) } catch { throw NotebookRefusal(reason: error.found) }
    let listed = grids.map { grid in
      let items = grid.items.map { PythonLiteral.text(survey.codebook.variables[$0].name) }
      return "([\(items.joined(separator: ", "))], \(grid.needed))"
    }
    return [
      "# Straight is a grid whose answers, in words, are all the same.", "straight = np.zeros(len(data), int)",
      "for items, needed in [\(listed.joined(separator: ", "))]:", "    columns = []", "    for item in items:",
      "        codes = RECIPE[\"codes\"].get(item, {})",
      "        answers = data[item].map(lambda text: codes[text][2] if text in codes else text).to_numpy(dtype=object)",
      "        answers[reasons(item) != \"\"] = None", "        columns.append(answers)",
      "    answered = [[answer for answer in row if answer is not None] for row in zip(*columns)]",
      "    straight += [int(len(row) >= needed and len(set(row)) == 1) for row in answered]",
      "matching = straight >= \(rule.least)",
    ]
  }

  private static func duplicates(_ rule: Duplicates, _ survey: Survey) throws(NotebookRefusal) -> [String] {
    // Who finished is told by a platform's own codes; tables of any program have none, and the first stays.
    let keep = rule.keep ?? (SurveyPlatform(format: survey.provenance.format) == nil ? .first : .firstComplete)
    guard !rule.keys.isEmpty, keep != .firstComplete else {
      throw NotebookRefusal(
        reason: "the notebook does not repeat the exclusion '\(Exclusion(.duplicates(rule), why: "").words)'")
    }
    let keys = rule.keys.map(PythonLiteral.text).joined(separator: ", ")
    return [
      "# Of the records that are still in, those beside the one that stays of each key.",
      "known = ~excluded & np.all([reasons(key) == \"\" for key in [\(keys)]], axis=0)",
      "matching = np.zeros(len(data), bool)",
      "matching[known] = data.loc[known, [\(keys)]].duplicated(keep=\"\(keep.rawValue)\").to_numpy()",
    ]
  }
}
