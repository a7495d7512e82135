internal import SurveyAggregation
internal import SurveyModel

/// A request with the variances of its design: the variables as one number per record, NaN outside the domain.
struct DesignRequest {
  let data: RequestData
  let variance: DesignVariance

  var request: TestRequest { data.request }

  /// The weights, one for each record; ones without.
  var weights: [Double] {
    variance.design.weights?.values ?? [Double](repeating: 1, count: variance.design.count)
  }

  /// The values of some respondents, NaN for all others.
  func only(_ respondents: [Int], _ value: (Int) -> Double) -> [Double] {
    var values = [Double](repeating: .nan, count: variance.design.count)
    for respondent in respondents where variance.design.isMember[respondent] { values[respondent] = value(respondent) }
    return values
  }

  /// The outcome's numbers.
  func single() throws(StatisticsError) -> (values: [Double], name: String, missing: [(String, Int)]) {
    let position = try data.position(request.outcome, option: "--outcome")
    let numbers = try data.numbers(position, option: "--outcome")
    let (respondents, missing) = data.complete([position]) { !numbers[$0].isNaN }
    return (only(respondents) { numbers[$0] }, data.survey.codebook.variables[position].name, missing)
  }

  /// Two related variables, from --outcome and --with or from two --items.
  func pair() throws(StatisticsError) -> (x: [Double], y: [Double], names: [String], missing: [(String, Int)]) {
    let positions =
      request.items != nil
      ? Array(try data.positions(request.items, option: "--items", atLeast: 2).prefix(2))
      : [try data.position(request.outcome, option: "--outcome"), try data.position(request.with, option: "--with")]
    let x = try data.numbers(positions[0], option: "--outcome")
    let y = try data.numbers(positions[1], option: "--with")
    let (respondents, missing) = data.complete(positions) { !x[$0].isNaN && !y[$0].isNaN }
    return (
      only(respondents) { x[$0] }, only(respondents) { y[$0] },
      positions.map { data.survey.codebook.variables[$0].name }, missing
    )
  }

  /// The outcome by group: numbers, and each respondent's position in `names`; groups in the codebook's order.
  func groups() throws(StatisticsError) -> DesignGroupData {
    let outcome = try data.position(request.outcome, option: "--outcome")
    let values = try data.numbers(outcome, option: "--outcome")
    return try groups([outcome]) { values[$0] }
  }

  /// Whether the outcome is one of --success, by group.
  func successGroups() throws(StatisticsError) -> DesignGroupData {
    let outcome = try data.position(request.outcome, option: "--outcome")
    let (isSuccess, respondents, _) = try data.successes()
    var values = [Double](repeating: .nan, count: variance.design.count)
    for respondent in respondents { values[respondent] = isSuccess[respondent] ? 1 : 0 }
    return try groups([outcome]) { values[$0] }
  }

  private func groups(_ outcome: [Int], value: (Int) -> Double) throws(StatisticsError) -> DesignGroupData {
    let by = try data.position(request.by, option: "--by")
    let (group, labels) = try data.answers(by, option: "--by")
    let (respondents, missing) = data.complete(outcome + [by]) { !value($0).isNaN && group[$0] >= 0 }
    var counts = [Int](repeating: 0, count: labels.count)
    for respondent in respondents where weights[respondent] > 0 { counts[Int(group[respondent])] += 1 }
    var order = labels.indices.filter { counts[$0] > 0 }
    if let first = request.first {
      let index = try data.label(first, of: by, option: "greater")
      order = order.filter { $0 == index } + order.filter { $0 != index }
    }
    var places = [Int](repeating: -1, count: labels.count)
    for (place, label) in order.enumerated() { places[label] = place }
    let kept = respondents.filter { places[Int(group[$0])] >= 0 }
    var members = [Int](repeating: -1, count: variance.design.count)
    for respondent in kept { members[respondent] = places[Int(group[respondent])] }
    return DesignGroupData(
      values: only(kept, value), group: members, names: order.map { labels[$0].label }, missing: missing)
  }

  /// The outcome by exactly two groups.
  func two(_ groups: DesignGroupData) throws(StatisticsError) -> DesignGroupData {
    guard groups.names.count == 2 else { throw data.wrongGroups(groups.names) }
    return groups
  }

  /// The outcome by at least two groups.
  func several(_ groups: DesignGroupData) throws(StatisticsError) -> DesignGroupData {
    guard groups.names.count > 1 else { throw data.wrongGroups(groups.names) }
    return groups
  }
}

/// An outcome by groups, one number per record, NaN outside the domain.
struct DesignGroupData {
  var values: [Double]
  /// Each record's group, -1 outside the domain.
  var group: [Int]
  var names: [String]
  var missing: [(String, Int)]

  /// How many respondents each group has.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: names.count)
    for place in group where place >= 0 { counts[place] += 1 }
    return counts
  }

  /// The values of one group, NaN for all others.
  func values(of place: Int) -> [Double] { zip(values, group).map { $1 == place ? $0 : .nan } }
}

extension DesignVariance {
  /// The degrees of freedom that a test has left.
  ///
  /// - Throws: `statistics.design` where there are none.
  func remaining(_ degreesOfFreedom: Double, less used: Int) throws(StatisticsError) -> Double {
    let left = degreesOfFreedom - Double(used)
    guard left > 0 else {
      let rest = design.replicates == nil ? "sampling units less strata" : "replicates"
      throw StatisticsError(
        .design, found: "\(Column.text(max(0, degreesOfFreedom))) degrees of freedom (\(rest)) among the respondents",
        expected: used > 0 ? "more than \(used)" : "at least one",
        remedy: "report the estimate, or analyse a part of the sample that more sampling units reach")
    }
    return left
  }

  /// The square root of a variance that a test divides by.
  ///
  /// - Throws: `statistics.constant` where it is zero, `statistics.design` where it is not known.
  func error(of variance: Double, _ names: [String]) throws(StatisticsError) -> Double {
    if variance > 0, variance.isFinite { return variance.squareRoot() }
    guard variance == 0 else {
      throw StatisticsError(
        .design, place: Place(column: names.joined(separator: ", ")), found: "a variance that the design does not give",
        expected: "respondents with weight in every group and replicate", remedy: "join groups or strata")
    }
    throw StatisticsError(
      .constant, place: Place(column: names.joined(separator: ", ")), found: "no spread between sampling units",
      expected: "answers that differ between sampling units", remedy: "report the estimate; there is nothing to test")
  }
}
