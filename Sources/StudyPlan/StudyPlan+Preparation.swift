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
          if let fraction = rule.fasterThanMedian {
            SurveyPreparation.Exclusion(.fasterThan(fraction: fraction, duration: rule.duration), why: rule.why)
          } else {
            SurveyPreparation.Exclusion(.condition(try Expression(parsing: rule.condition ?? "")), why: rule.why)
          }
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
