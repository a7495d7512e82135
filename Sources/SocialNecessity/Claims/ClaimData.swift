internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics

/// The analysed respondents' numbers, as the claims ask for them.
struct ClaimData {
  let prepared: PreparedSurvey
  /// The variances of a weighted or complex sample; nil where everybody counts once.
  let variance: DesignVariance?
  let level: Double

  private var weights: [Double]? { variance?.design.weights?.values }
  /// Whether more than weights tells the sample from a random one.
  var isComplex: Bool { variance.map { $0.design.isComplex || $0.design.calibration != nil } ?? false }

  private var survey: Survey { prepared.survey }

  /// A variable's numbers with its range of answers.
  struct Answers {
    var name: String
    var position: Int
    var values: [Double]
    var range: ClosedRange<Double>?

    /// The middle of the answers.
    var midpoint: Double? { range.map { ($0.lowerBound + $0.upperBound) / 2 } }
  }

  /// The numbers of a variable that a construct is mapped to.
  func answers(_ name: String, of construct: String) throws(ProtocolError) -> Answers {
    guard let position = survey.codebook.position(of: name) else {
      throw ProtocolError.unknown(name, of: construct, in: survey.codebook)
    }
    guard let values = survey.numbers(at: position) else {
      throw ProtocolError(
        .kind, place: Place(column: "mapping.\(construct)"), found: "'\(name)', whose answers have no numbers",
        expected: "a variable whose answers count as numbers",
        remedy: "give its answers numbers in the questionnaire or codebook, or name another variable")
    }
    return Answers(
      name: name, position: position, values: values, range: survey.codebook.variables[position].valueRange)
  }

  /// The numbers of a rating, whose answers must be known from end to end.
  func rating(_ name: String, of construct: String) throws(ProtocolError) -> (answers: Answers, midpoint: Double) {
    let answers = try answers(name, of: construct)
    guard let midpoint = answers.midpoint else {
      throw ProtocolError(
        .kind, place: Place(column: "mapping.\(construct)"), found: "'\(name)', whose codebook lists no answers",
        expected: "a rating whose lowest and highest answers are known, so that it has a midpoint",
        remedy: "give the questionnaire file or a codebook beside the data")
    }
    return (answers, midpoint)
  }

  /// The scale of that name.
  func scale(_ name: String) throws(ProtocolError) -> PreparedScale {
    if let scale = prepared.scales.first(where: { $0.name == name }) { return scale }
    let known = prepared.scales.map(\.name)
    throw ProtocolError(
      .mapping, place: Place(column: "mapping"), found: "no scale '\(name)'",
      expected: known.isEmpty ? "two scales" : "one of \(known.joined(separator: ", "))",
      remedy: "add it: scales: {\(name): {items: a1..a4, reverse: [a1, a4], score: mean, answered: 3}}")
  }

  /// The analysed respondents to whom all of the variables were put.
  func asked(_ positions: [Int]) -> [Int] {
    (0..<survey.count).filter { respondent in
      prepared.selection[respondent]
        && positions.allSatisfy { survey.columns[$0].missingReason(at: respondent)?.isAsked ?? true }
    }
  }

  private func weights(of respondents: [Int]) -> [Double]? { weights.map { all in respondents.map { all[$0] } } }

  /// Numbers of some respondents among all records; NaN for the others.
  func spread(_ values: [Double], over respondents: [Int]) -> [Double] {
    var all = [Double](repeating: .nan, count: survey.count)
    for (respondent, value) in zip(respondents, values) { all[respondent] = value }
    return all
  }

  /// Why some of the respondents have no number, by reason.
  func missing(_ respondents: [Int], _ columns: [Answers]) -> [(String, Int)] {
    var counts: [MissingReason: Int] = [:]
    for respondent in respondents {
      guard let first = columns.first(where: { $0.values[respondent].isNaN }) else { continue }
      counts[survey.columns[first.position].missingReason(at: respondent) ?? .declared, default: 0] += 1
    }
    return MissingReason.allCases.compactMap { reason in counts[reason].map { (reason.rawValue, $0) } }
  }

  /// The joint share of two conditions on numbers among those who were asked both.
  func jointShare(
    _ first: Answers, _ firstHolds: (Double) -> Bool, _ second: Answers, _ secondHolds: (Double) -> Bool,
    names: (String, String), threshold: Double, claim: String
  ) throws(ProtocolError) -> JointShareResult {
    try jointShare(
      { Self.truth(first.values[$0], firstHolds) }, { Self.truth(second.values[$0], secondHolds) }, [first, second],
      names: names, threshold: threshold, claim: claim)
  }

  /// The share of one condition: the joint share with something that is true of everybody.
  func share(
    _ answers: Answers, _ holds: (Double) -> Bool, name: String, threshold: Double, claim: String
  ) throws(ProtocolError) -> JointShareResult {
    try jointShare(
      { Self.truth(answers.values[$0], holds) }, { _ in true }, [answers], names: (name, "everybody"),
      threshold: threshold, claim: claim)
  }

  private func jointShare(
    _ first: (Int) -> Bool?, _ second: (Int) -> Bool?, _ answers: [Answers], names: (String, String),
    threshold: Double, claim: String
  ) throws(ProtocolError) -> JointShareResult {
    let respondents = asked(answers.map(\.position))
    let missing = missing(respondents, answers)
    return try statistic(claim) { () throws(StatisticsError) in
      if let variance, isComplex {
        let patterns = try JointPatterns(
          first: (0..<survey.count).map(first), second: (0..<survey.count).map(second), asked: respondents,
          variance: variance)
        return try JointShare.estimate(patterns, threshold: threshold, level: level, names: names, missing: missing)
      }
      return try JointShare.estimate(
        first: respondents.map(first), second: respondents.map(second), weights: weights(of: respondents),
        threshold: threshold, level: level, names: names, missing: missing)
    }
  }

  /// Runs a statistic and puts the claim's id to its error.
  func statistic<Value>(
    _ claim: String, _ body: () throws(StatisticsError) -> Value
  ) throws(ProtocolError) -> Value {
    do { return try body() } catch { throw ProtocolError(error, claim: claim) }
  }

  private static func truth(_ value: Double, _ holds: (Double) -> Bool) -> Bool? { value.isNaN ? nil : holds(value) }
}
