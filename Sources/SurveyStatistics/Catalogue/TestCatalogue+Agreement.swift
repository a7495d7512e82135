internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  static let agreement: [CatalogueTest] = [
    CatalogueTest("cohen-kappa", takes: ["--outcome", "--with", "--weighting"], distributions: [.asymptotic]) {
      (data) throws(StatisticsError) in
      // An answer that nobody gave still parts its neighbours: weights go by places on the scale that was offered.
      let (table, missing) = try data.square(all: true)
      return try CohenKappa.test(
        table, weighting: data.request.association.weighting ?? .none, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("fleiss-kappa", takes: ["--items"], distributions: [.asymptotic]) { (data) throws(StatisticsError) in
      let (positions, codes, labels) = try data.codings(atLeast: 2)
      let (respondents, missing) = data.complete(positions) { respondent in codes.allSatisfy { $0[respondent] >= 0 } }
      guard respondents.count >= 2 else {
        throw StatisticsError(
          .tooFewRespondents, place: Place(column: "--items"),
          found: "\(respondents.count) respondent\(respondents.count == 1 ? "" : "s") coded by all",
          expected: "at least two", remedy: "use krippendorff-alpha, which takes missing codings")
      }
      var counts = [[Int]](repeating: [Int](repeating: 0, count: labels.count), count: respondents.count)
      for (row, respondent) in respondents.enumerated() {
        for coder in codes { counts[row][Int(coder[respondent])] += 1 }
      }
      return try FleissKappa.test(counts, categories: labels.map(\.label), level: data.request.level)
        .withMissing(missing)
    },
    CatalogueTest("krippendorff-alpha", takes: ["--items", "--metric"]) { (data) throws(StatisticsError) in
      let (codings, metric, missing) = try data.krippendorff()
      return try KrippendorffAlpha.test(codings, metric: metric, level: data.request.level).withMissing(missing)
    },
    CatalogueTest("icc", takes: ["--items", "--form"]) { (data) throws(StatisticsError) in
      let positions = try data.positions(data.request.items, option: "--items", atLeast: 2)
      let (columns, names, missing) = try data.related(positions, option: "--items")
      return try IntraclassCorrelation.test(
        columns, names: names, form: data.request.association.form ?? .randomSingle, level: data.request.level
      ).withMissing(missing)
    },
  ]
}

extension RequestData {
  /// The items as codings of the analysed respondents, the metric that fits their level, and who was coded once or
  /// never.
  func krippendorff() throws(StatisticsError) -> (
    codings: [[Double?]], metric: KrippendorffAlpha.Metric, missing: [(String, Int)]
  ) {
    let positions = try positions(request.items, option: "--items", atLeast: 2)
    let metric = request.association.metric ?? natural(positions)
    var columns: [[Double]] = []
    if metric == .nominal, positions.allSatisfy({ survey.answers(at: $0) != nil }) {
      columns = try codings(atLeast: 2).codes.map { $0.map { $0 >= 0 ? Double($0) : .nan } }
    } else if metric == .ordinal, positions.contains(where: { survey.numbers(at: $0) == nil }) {
      columns = try codings(atLeast: 2).codes.map { $0.map { $0 >= 0 ? Double($0) : .nan } }
    } else {
      for position in positions { columns.append(try numbers(position, option: "--items")) }
    }
    let (_, missing) = complete(positions) { respondent in columns.count { !$0[respondent].isNaN } >= 2 }
    let chosen = prepared.selection.indices.flatMap { respondent in
      repeatElement(respondent, count: prepared.selection[respondent] ? frequencies?[respondent] ?? 1 : 0)
    }
    return (columns.map { column in chosen.map { column[$0].isNaN ? nil : column[$0] } }, metric, missing)
  }

  /// The metric of the items' level: nominal, ordinal, or interval for numbers.
  private func natural(_ positions: [Int]) -> KrippendorffAlpha.Metric {
    let levels = positions.map { survey.codebook.variables[$0].level }
    if levels.contains(.nominal) { return .nominal }
    return levels.contains(.ordinal) ? .ordinal : .interval
  }
}
