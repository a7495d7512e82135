public import SurveyModel
public import SurveyPreparation

extension StudyPlan {
  /// What the plan does to the survey before anything is counted.
  ///
  /// - Throws: ``StudyError`` with the line of the part that is not written as it must be.
  public func preparation() throws(StudyError) -> Preparation {
    var preparation = Preparation()
    for code in missing {
      preparation.missing.append(
        try located("missing", line: code.line) { () throws(PreparationError) in
          try MissingDeclaration(code: code.code, reasonNamed: code.reason)
        })
    }
    for rule in exclusions {
      preparation.exclusions.append(
        try located("exclude", line: rule.line) { () throws(PreparationError) in
          SurveyPreparation.Exclusion(try rule.rule.asPrepared(), why: rule.why)
        })
    }
    for recode in variables {
      preparation.recodes.append(
        try located(recode.name, line: recode.line) { () throws(PreparationError) in try recode.asPrepared() })
    }
    for scale in scales {
      preparation.scales.append(
        try located(scale.name, line: scale.line) { () throws(PreparationError) in
          ScaleDefinition(
            name: scale.name, items: try VariableSelection(parsing: scale.items), reverse: scale.reverse,
            score: scale.score == "sum" ? .sum : .mean, answered: scale.answered)
        })
    }
    return preparation
  }

  /// Runs a part of the preparation and gives its error the line in the study file.
  private func located<Part>(
    _ key: String, line: Int, _ body: () throws(PreparationError) -> Part
  ) throws(StudyError) -> Part {
    do { return try body() } catch { throw StudyError(error, file: fileName, line: line, key: key) }
  }
}

extension StudyPlan.Exclusion.Rule {
  fileprivate func asPrepared() throws(PreparationError) -> SurveyPreparation.Exclusion.Rule {
    switch self {
    case .condition(let text): return .condition(try Expression(parsing: text))
    case .fasterThan(let limit, let duration):
      return try SurveyPreparation.Exclusion(
        fasterThan: limit + (duration.map { " of \($0)" } ?? ""), why: ""
      ).rule
    case .word(let word): return try ExclusionOptions().rule(try ExclusionOptions.word(word))
    case .straightLiners(let grids, let items, let least):
      return .straightLiners(
        StraightLiners(
          grids: try VariableSelection(parsing: grids.joined(separator: ",")), items: items, least: least ?? 1))
    case .checks(let texts, let failed):
      var checks: [Expression] = []
      for text in texts { checks += try Expression.list(parsing: text) }
      return .failedChecks(AttentionChecks(checks, least: failed ?? 1))
    case .duplicates(let keys, let keep):
      var options = ExclusionOptions()
      options.duplicates = keys.joined(separator: ",")
      options.keep = keep
      return try options.rule(.duplicates)
    }
  }
}

extension StudyPlan.Recode {
  fileprivate func asPrepared() throws(PreparationError) -> SurveyPreparation.Recode {
    guard cuts.isEmpty else { return SurveyPreparation.Recode(name: name, from: source, .cut(cuts)) }
    var groups: [SurveyPreparation.Recode.Group] = []
    for label in labels {
      groups.append(try .init(label.label, parsing: label.values.joined(separator: ", ")))
    }
    return SurveyPreparation.Recode(name: name, from: source, .groups(groups))
  }
}

extension StudyError {
  /// The error of a part of the plan, with its line in the study file.
  public init(_ error: any SurveyError, file: String, line: Int, key: String) {
    let inner = error.place.description
    self.init(
      .value, place: Place(file: file, row: line, column: key),
      found: inner.isEmpty || inner == key ? error.found : "\(inner): \(error.found)", expected: error.expected,
      remedy: error.remedy)
  }
}
