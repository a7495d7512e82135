internal import SurveyModel
internal import SurveyPreparation

/// What every result and every refusal of the catalogue says, whichever test it is.
extension TestResult {
  /// The result without numbers that are none, and with warnings where it means little though it is computed.
  ///
  /// - Parameter unweighted: Whether respondents are the sampling units, so that few of them say little.
  func examined(unweighted: Bool) -> TestResult {
    var result = self
    // An effect that the data cannot give is left out; a null would read as a number that was forgotten.
    result.effects.removeAll { $0.value.isNaN }
    for index in result.effects.indices { result.effects[index].interval = Self.known(result.effects[index].interval) }
    if let estimate {
      result.estimate?.interval = Self.known(estimate.interval)
      result.estimate?.narrowInterval = Self.known(estimate.narrowInterval)
      if estimate.value.isInfinite {
        result.warn("the estimate is infinite: a cell that it divides by holds nobody")
      }
    }
    if statistic.isNaN, p != nil {
      result.p = nil
      result.warn("no p-value: the answers give no statistic")
    }
    for effect in result.effects where effect.value.isInfinite {
      result.warn("\(effect.id) is infinite: a cell or spread that it divides by is empty")
    }
    if statistic.isInfinite {
      let isLine = symbol == "t" && ["pearson", "spearman"].contains(id)
      result.warn(
        isLine
          ? "the answers lie on one line, so that \(symbol) is infinite: look whether they are the same variable"
          : "\(symbol) is infinite: nothing is left of the spread that it divides by")
    } else if abs(estimate?.value ?? 0) > 1 - 1e-12, ["pearson", "spearman", "kendall"].contains(id) {
      result.warn("the answers agree fully: look whether they are the same variable")
    }
    if unweighted { result.warnOfFew() }
    return result
  }

  private mutating func warn(_ words: String) {
    if !warnings.contains(words) { warnings.append(words) }
  }

  /// Few respondents, or a group of few, make numbers that say next to nothing.
  private mutating func warnOfFew() {
    guard base.count > 0, p != nil || estimate?.interval != nil else { return }
    if base.count < 10 {
      warn(
        "\(base.count) respondent\(base.count == 1 ? "" : "s"): so few show only very large effects, and approximations "
          + "are rough; report the answers themselves")
    }
    guard Self.testsOfSpread.contains(id), let few = groupCounts.min(), few < 5, groupCounts.count > 1 else { return }
    let names = groups.filter { $0.count == few }.map(\.name)
    let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    warn("only \(few) respondent\(few == 1 ? "" : "s") in \(shown): spread and shape of so few are all but unknown")
  }

  /// Tests that stand on how each group's answers are spread or ranked.
  private static let testsOfSpread: Set<String> = [
    "t-welch", "t-student", "mann-whitney", "brunner-munzel", "anova", "anova-welch", "kruskal-wallis", "jonckheere",
    "levene", "tost",
  ]

  /// An interval unless both its ends are no numbers.
  private static func known(_ interval: Interval?) -> Interval? {
    guard let interval, !(interval.lower.isNaN && interval.upper.isNaN) else { return nil }
    return interval
  }
}

extension TestCatalogue {
  /// Refuses a sample of nobody, in words about the sample and not about the test.
  static func checkRespondents(_ prepared: PreparedSurvey) throws(StatisticsError) {
    guard !prepared.selection.contains(true) else { return }
    throw StatisticsError(
      .tooFewRespondents, found: "none of \(prepared.survey.count) respondents left to analyse",
      expected: "respondents", remedy: "look at --where and --exclude; 'topline inspect' lists whom they leave")
  }

  /// A refusal with its place: the variable that nobody answered where that is the reason, else what was asked about.
  static func placed(
    _ error: StatisticsError, _ request: TestRequest, _ prepared: PreparedSurvey
  ) -> StatisticsError {
    let aboutRespondents: [StatisticsError.Code] = [.tooFewRespondents, .groups, .constant]
    guard aboutRespondents.contains(error.code) else { return error }
    let codebook = prepared.survey.codebook
    var options: [(option: String, positions: [Int])] = []
    for (option, name) in [
      ("--outcome", request.outcome), ("--by", request.by), ("--with", request.with),
      ("--within", request.association.within),
    ] {
      if let name, let position = codebook.position(of: name) { options.append((option, [position])) }
    }
    for (option, text) in [("--items", request.items), ("--predictors", request.model.predictors)] {
      guard let text, let selection = try? VariableSelection(parsing: text) else { continue }
      options.append((option, (try? selection.positions(in: codebook)) ?? []))
    }
    for (option, positions) in options {
      for position in positions {
        let column = prepared.survey.columns[position]
        let isAnswered = prepared.selection.indices.contains { respondent in
          prepared.selection[respondent] && column.missingReason(at: respondent) == nil
        }
        if !isAnswered {
          return StatisticsError(
            .tooFewRespondents, place: Place(column: option),
            found: "'\(codebook.variables[position].name)', which none of the respondents answered",
            expected: "a variable with answers",
            remedy: "look at --where and the missing codes, or choose another variable")
        }
      }
    }
    guard error.place.column == nil else { return error }
    var placed = error
    let words = options.filter { !$0.positions.isEmpty }.map { option, positions in
      "\(option) " + positions.prefix(4).map { codebook.variables[$0].name }.joined(separator: ",")
        + (positions.count > 4 ? ",…" : "")
    }
    if words.isEmpty, !request.both.isEmpty { placed.place.column = "--both" }
    if !words.isEmpty { placed.place.column = words.joined(separator: " ") }
    return placed
  }
}
