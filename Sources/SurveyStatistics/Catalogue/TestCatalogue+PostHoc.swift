internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  /// The comparisons of pairs that make sense after a test.
  static func postHocs(of test: String) -> [PairwiseComparisons.Method] {
    switch test {
    case "anova": [.tukey, .gamesHowell]
    case "anova-welch": [.gamesHowell]
    case "kruskal-wallis", "jonckheere": [.dunn]
    case "chi-square", "g-test", "fisher": [.pairwiseProportions]
    default: []
    }
  }

  /// Refuses comparisons that do not belong to the test, and corrections of what needs none.
  static func checkPostHoc(_ request: TestRequest) throws(StatisticsError) {
    guard let method = request.association.postHoc else {
      if request.association.adjustment != nil {
        throw refusal(request, "--adjustment", "--post-hoc beside it, whose p-values it corrects")
      }
      if postHocs(of: request.test) == [.pairwiseProportions], !request.success.isEmpty {
        throw refusal(request, "--success", "--post-hoc pairwise-proportions beside it, whose shares it names")
      }
      return
    }
    let known = postHocs(of: request.test)
    guard known.contains(method) else {
      throw StatisticsError(
        .argument, place: Place(column: "--post-hoc"),
        found: "\(method.rawValue) after the test '\(request.test)'",
        expected: known.map(\.rawValue).joined(separator: " or "),
        remedy: "add --post-hoc \(known.first?.rawValue ?? "")")
    }
    if method.holdsFamily, let adjustment = request.association.adjustment, adjustment != .none {
      throw StatisticsError(
        .argument, place: Place(column: "--adjustment"), found: "\(adjustment.title) over \(method.rawValue)",
        expected: "no correction: \(method.rawValue) holds over all pairs by itself",
        remedy: "take --adjustment out")
    }
  }
}

extension RequestData {
  /// More groups than these make thousands of pairs, which nobody reads and Tukey's distribution takes minutes for.
  static let mostGroupsCompared = 100

  /// Every pair of groups compared.
  func comparisons(_ method: PairwiseComparisons.Method) throws(StatisticsError) -> PairwiseComparisons {
    let adjustment = request.association.adjustment ?? .holm
    let by = try position(request.by ?? request.with, option: "--by")
    let (group, _) = try answers(by, option: "--by")
    let used = Set(
      prepared.selection.indices.lazy.filter { prepared.selection[$0] }.map { group[$0] }.filter { $0 >= 0 }
    )
    .count
    guard used <= Self.mostGroupsCompared else {
      throw StatisticsError(
        .groups, place: Place(column: "--post-hoc"), found: "\(used) groups, which make \(used * (used - 1) / 2) pairs",
        expected: "at most \(Self.mostGroupsCompared) groups", remedy: "join groups, or take --post-hoc out")
    }
    switch method {
    case .tukey:
      let (values, names, _) = try groups()
      return try PairwiseComparisons.tukey(values, names: names, level: request.level)
    case .gamesHowell:
      let (values, names, _) = try groups()
      return try PairwiseComparisons.gamesHowell(values, names: names, level: request.level)
    case .dunn:
      let (values, names, _) = try groups()
      return try PairwiseComparisons.dunn(values, names: names, adjustment: adjustment, level: request.level)
    case .pairwiseProportions:
      let (successes, trials, names, _, _) = try sharesByGroup()
      return try PairwiseComparisons.proportions(
        successes: successes, trials: trials, names: names, adjustment: adjustment, level: request.level)
    }
  }

  /// Successes and trials by group, in the codebook's order, groups without respondents left out.
  func sharesByGroup() throws(StatisticsError) -> (
    successes: [Int], trials: [Int], names: [String], values: [Double?], missing: [(String, Int)]
  ) {
    let by = try position(request.by, option: "--by")
    let (group, labels) = try answers(by, option: "--by")
    let outcome = try position(request.outcome, option: "--outcome")
    let (isSuccess, respondents, _) = try successes()
    var (successes, trials) = ([Int](repeating: 0, count: labels.count), [Int](repeating: 0, count: labels.count))
    let present = Set(respondents)
    let (complete, missing) = complete([outcome, by]) { present.contains($0) && group[$0] >= 0 }
    for respondent in complete {
      trials[Int(group[respondent])] += 1
      if isSuccess[respondent] { successes[Int(group[respondent])] += 1 }
    }
    let used = labels.indices.filter { trials[$0] > 0 }
    return (
      used.map { successes[$0] }, used.map { trials[$0] }, used.map { labels[$0].label }, used.map { labels[$0].value },
      missing
    )
  }
}
