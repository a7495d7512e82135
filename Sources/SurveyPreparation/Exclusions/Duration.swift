internal import SurveyModel

/// How long each respondent took.
struct Duration: Sendable, Hashable {
  /// The variable, or the two times whose difference it is.
  var words: String
  /// Seconds, NaN where unknown.
  var seconds: [Double]

  /// Names and keys under which platforms record how long a respondent took, in lower case.
  private static let names: Set<String> = [
    "duration (in seconds)", "duration__in_seconds_", "duration..in.seconds.", "duration", "interviewtime",
    "interview time", "total time", "time_sum", "timetotal", "time_taken", "completion time", "q_totalduration",
    "totaltime", "time taken", "worktimeinseconds", "_duration",
  ]

  /// The first and last moment of a response, by the platforms that record no duration, or not always.
  private static func moments(_ platform: SurveyPlatform) -> [(first: String, last: String)] {
    switch platform {
    case .qualtrics: [("StartDate", "EndDate")]
    case .limeSurvey: [("startdate", "submitdate")]
    case .alchemer: [("Time Started", "Date Submitted")]
    case .prolific: [("Started at", "Completed at"), ("started_datetime", "completed_date_time")]
    case .mechanicalTurk: [("AcceptTime", "SubmitTime"), ("_started_at", "_created_at")]
    case .kobo: [("start", "end")]
    // SurveyMonkey's last moment is that of the last change, months later where somebody edits a response; forms of
    // Google record one moment only, and Microsoft's headings are in the owner's language.
    case .soSci, .efs, .redcap, .surveyMonkey, .googleForms, .microsoftForms: []
    }
  }

  /// The duration of that name, or the platform's own.
  ///
  /// - Throws: ``PreparationError`` where there is none, or where it is no number.
  static func of(_ survey: Survey, named name: String?) throws(PreparationError) -> Duration {
    let variables = survey.codebook.variables
    if let name {
      guard let position = survey.codebook.position(of: name) else {
        throw PreparationError.unknown(name, in: survey.codebook, place: Place(column: "speeders"))
      }
      guard let numbers = survey.numbers(at: position) else {
        throw PreparationError(
          .kind, place: Place(column: "speeders"), found: "\(name), which is \(variables[position].kind.words)",
          expected: "a duration in numbers", remedy: "name the variable with the time in seconds")
      }
      return Duration(words: name, seconds: Self.times(numbers))
    }
    for (position, variable) in variables.enumerated() {
      let own = [variable.name, variable.key, variable.originalName].map { $0.lowercased() }
      if own.contains(where: names.contains), let numbers = survey.numbers(at: position),
        numbers.contains(where: { !$0.isNaN })
      {
        return Duration(words: variable.name, seconds: Self.times(numbers))
      }
    }
    if let found = between(survey) { return found }
    throw PreparationError(
      .unknownVariable, place: Place(column: "speeders"), found: "no duration recorded by the platform",
      expected: "a variable with the time each respondent took", remedy: "name it: 1/3 median of VARIABLE")
  }

  /// A time below zero is a sign of a platform or of a damaged clock, and no time.
  private static func times(_ numbers: [Double]) -> [Double] { numbers.map { $0 < 0 ? .nan : $0 } }

  /// The time between the first and the last moment; nil where the platform or the export has no such columns.
  private static func between(_ survey: Survey) -> Duration? {
    guard let platform = SurveyPlatform(format: survey.provenance.format) else { return nil }
    for (first, last) in moments(platform) {
      guard let start = moment(first, survey), let end = moment(last, survey) else { continue }
      let seconds = start.column.seconds.indices.map { row -> Double in
        guard start.column.missing[row] == 0, end.column.missing[row] == 0 else { return .nan }
        let span = end.column.seconds[row] - start.column.seconds[row]
        // A clock that was set back between the two says nothing.
        return span < 0 ? .nan : Double(span)
      }
      if seconds.contains(where: { !$0.isNaN }) {
        return Duration(words: "the time from \(start.name) to \(end.name)", seconds: seconds)
      }
    }
    return nil
  }

  private static func moment(_ name: String, _ survey: Survey) -> (name: String, column: DateTimeColumn)? {
    let variables = survey.codebook.variables
    for (position, variable) in variables.enumerated() where variable.role == .metadata {
      guard
        [variable.name, variable.key, variable.originalName].contains(where: { $0.lowercased() == name.lowercased() })
      else { continue }
      if case .datetime(let column) = survey.columns[position] { return (variable.name, column) }
    }
    return nil
  }
}
