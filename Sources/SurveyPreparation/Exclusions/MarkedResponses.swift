internal import SurveyModel

/// The responses that the platform marks as previews, tests, spam, rejected or unfinished.
///
/// The marks are those of ``ResponseRecord``, read from the platform's own columns by its own codes. A format that does
/// not say is refused, never guessed at.
struct MarkedResponses {
  private let mark: ResponseMark
  private let survey: Survey
  private let record: ResponseRecord
  private let position: Int

  /// Finds the column that says it.
  ///
  /// - Throws: ``PreparationError`` where the platform records no such mark, or the export lacks its column, with what
  ///   to type instead.
  init(_ mark: ResponseMark, in survey: Survey) throws(PreparationError) {
    self.mark = mark
    self.survey = survey
    guard let platform = SurveyPlatform(format: survey.provenance.format) else {
      throw Self.unknownPlatform(mark, survey)
    }
    let records = try Self.records(of: mark, by: platform, in: survey)
    for record in records {
      guard let position = survey.codebook.variables.firstIndex(where: { record.isNamed($0) }) else { continue }
      (self.record, self.position) = (record, position)
      return
    }
    var names: [String] = []
    for name in records.flatMap(\.names) where !names.contains(name) { names.append(name) }
    throw PreparationError(
      .unknownVariable, place: Place(column: mark.rawValue),
      found:
        "no variable \(names.joined(separator: " or ")), which says in exports of \(platform.name) \(mark.question)",
      expected: "an export with that column",
      remedy: "export it again with all columns, or " + Self.advice(mark, survey))
  }

  /// Which responses are marked, with the variable in words.
  var outcome: ExclusionOutcome {
    get throws(PreparationError) {
      let truth = truth
      let name = survey.codebook.variables[position].name
      guard survey.count == 0 || truth.contains(where: { $0 >= 0 }) else {
        throw PreparationError(
          .unknownAnswer, place: Place(column: mark.rawValue),
          found: "\(name), none of whose values says \(mark.question)", expected: "values as the platform writes them",
          remedy: Self.advice(mark, survey))
      }
      return ExclusionOutcome("\(mark.rawValue) by \(name)", truth)
    }
  }

  private var truth: [Int8] {
    let column = survey.columns[position]
    func truth(_ text: String?, _ reason: MissingReason?) -> Int8 {
      switch reason {
      // A code that the user or the codebook declares missing is still what the platform wrote.
      case nil, .declared, .dontKnow, .refused, .notApplicable: text.flatMap(record.says).map { $0 ? 1 : 0 } ?? -1
      // LimeSurvey's date of surveys that store none: it stands only in responses that were sent off.
      case .redacted: record.notation == .blank ? 0 : -1
      case .unreadable: -1
      case .notShown, .seenNotAnswered, .systemMissing, .unknownBlank: record.countsBlank ? 1 : -1
      }
    }
    guard case .categorical(let cells) = column else {
      return (0..<survey.count).map { truth(column.originalText(at: $0), column.missingReason(at: $0)) }
    }
    let labels = survey.codebook.variables[position].labels
    let table = cells.entries.map { entry -> Int8 in
      let found = truth(entry.text, entry.missingReason)
      // A label says it where the code does not.
      guard found < 0, let label = entry.label else { return found }
      return record.says(labels[label].label).map { $0 ? 1 : 0 } ?? -1
    }
    return cells.codes.map { table[Int($0)] }
  }

  // MARK: Where nothing says it

  private static func records(
    of mark: ResponseMark, by platform: SurveyPlatform, in survey: Survey
  ) throws(PreparationError) -> [ResponseRecord] {
    var records = ResponseRecord.records(of: mark, by: platform)
    if platform == .redcap, mark == .unfinished {
      let forms = survey.codebook.variables.filter { $0.role == .metadata && $0.name.hasSuffix("_complete") }
      guard forms.count <= 1 else {
        throw PreparationError(
          .argument, place: Place(column: mark.rawValue),
          found: "\(forms.count) forms, each with its own status: \(list(forms.map(\.name)))",
          expected: "one form, whose status says who did not finish",
          remedy: "say which forms count, such as "
            + typed(keeping: "\(forms[0].name) = 2", leavingOut: "\(forms[0].name) != 2"))
      }
      records = forms.map { ResponseRecord.redcapStatus($0.name) }
    }
    guard records.isEmpty else { return records }
    throw PreparationError(
      .argument, place: Place(column: mark.rawValue),
      found: "an export of \(platform.name), which does not say \(mark.question)"
        + (reason(mark, platform).map { ": \($0)" } ?? ""),
      expected: expected(mark, platform), remedy: advice(mark, survey))
  }

  /// Why a platform does not say it.
  private static func reason(_ mark: ResponseMark, _ platform: SurveyPlatform) -> String? {
    switch (mark, platform) {
    case (.unfinished, .googleForms), (.unfinished, .microsoftForms), (.unfinished, .kobo),
      (.unfinished, .mechanicalTurk):
      "it holds only what was sent off"
    case (.previews, .limeSurvey), (.tests, .limeSurvey): "they look like any other response"
    default: nil
    }
  }

  private static func expected(_ mark: ResponseMark, _ platform: SurveyPlatform) -> String {
    let marks = ResponseMark.allCases.filter { !ResponseRecord.records(of: $0, by: platform).isEmpty }
    if platform == .redcap { return "unfinished, where there is one form with a status …_complete" }
    return marks.isEmpty
      ? "a platform that records it" : "what it records: \(marks.map(\.rawValue).joined(separator: ", "))"
  }

  private static func unknownPlatform(_ mark: ResponseMark, _ survey: Survey) -> PreparationError {
    let found = "the format \(survey.provenance.format), which does not say \(mark.question)"
    let expected = "an export of a platform that records it"
    let records = SurveyPlatform.allCases.flatMap { ResponseRecord.records(of: mark, by: $0) }
    for variable in survey.codebook.variables {
      guard let record = records.first(where: { $0.isNamed(variable, asMetadata: false) }) else { continue }
      let name = Expression.Node.name(variable.name)
      let (keep, leave) = sides(variable, record)
      return PreparationError(
        .argument, place: Place(column: mark.rawValue), found: found, expected: expected,
        remedy: "\(variable.name) may say it: look with 'topline inspect', then write such as "
          + typed(keeping: "\(name) \(keep)", leavingOut: "\(name) \(leave)"))
    }
    return PreparationError(
      .argument, place: Place(column: mark.rawValue), found: found, expected: expected, remedy: advice(mark, survey))
  }

  /// The ends of a condition under which a variable says that a response is to be kept, and to be left out.
  private static func sides(_ variable: Variable, _ record: ResponseRecord) -> (keep: String, leave: String) {
    let codes = variable.labels.isEmpty ? ["0", "1", "2", "31", "100"] : variable.labels.map(\.code)
    guard variable.kind == .categorical || variable.kind == .numeric,
      let code = codes.first(where: { record.says($0) == false })
    else { return ("is not missing", "is missing") }
    let written = Double(code) == nil ? "\"\(code)\"" : code
    return ("= \(written)", "!= \(written)")
  }

  /// What to type instead.
  private static func advice(_ mark: ResponseMark, _ survey: Survey) -> String {
    let variables = survey.codebook.variables
    switch mark {
    case .previews, .tests:
      let dates = variables.indices.filter { variables[$0].kind == .datetime && variables[$0].role == .metadata }
      // A moment that every response has: those without one would be left out.
      if let date = dates.first(where: { survey.columns[$0].missingCounts.isEmpty }) ?? dates.first {
        let name = Expression.Node.name(variables[date].name)
        return "tell them by their date, such as "
          + typed(keeping: "\(name) >= \"2026-10-01\"", leavingOut: "\(name) < \"2026-10-01\"")
      }
    case .unfinished:
      let questions = variables.filter { $0.role == .question && !$0.personal.isPersonal }
      if let last = questions.last {
        let name = Expression.Node.name(last.name)
        return "tell them by the last question that is put to everybody, such as "
          + typed(keeping: "\(name) is not missing", leavingOut: "\(name) is missing")
      }
    case .spam, .rejected: break
    }
    return "tell them by a condition, such as " + typed(keeping: "VARIABLE = 1", leavingOut: "VARIABLE != 1")
  }

  /// A condition as the command line takes it, which says who stays, and as the study file does, which says who goes.
  private static func typed(keeping keep: String, leavingOut leave: String) -> String {
    "--where '\(keep)', or in a study file where: '\(leave)'"
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
}
