internal import SurveyModel

extension TestCatalogue {
  static let equivalence: [CatalogueTest] = [
    CatalogueTest("tost", takes: ["--outcome", "--by", "--mu", "--bounds"]) { (data) throws(StatisticsError) in
      let bounds = try data.bounds()
      if data.request.by == nil, let mu = data.request.mu {
        let (values, name, missing) = try data.single()
        return try MeanEquivalenceTest.oneSample(values, mu: mu, bounds: bounds, name: name, level: data.request.level)
          .withMissing(missing)
      }
      if data.request.mu != nil {
        throw StatisticsError(
          .argument, place: Place(column: "--mu"), found: "--mu beside --by for the test 'tost'",
          expected: "--by for two groups, or --mu for one sample", remedy: "shift --bounds instead, or take --by out")
      }
      let (values, names, missing) = try data.twoGroups()
      return try MeanEquivalenceTest.independent(
        values[0], values[1], bounds: bounds, names: names, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("tost-paired", takes: ["--outcome", "--with", "--items", "--bounds"]) {
      (data) throws(StatisticsError) in
      let bounds = try data.bounds()
      let (x, y, names, missing) = try data.pair()
      return try MeanEquivalenceTest.paired(x, y, bounds: bounds, names: names, level: data.request.level)
        .withMissing(missing)
    },
    CatalogueTest("tost-proportion", takes: ["--outcome", "--by", "--success", "--probability", "--bounds"]) {
      (data) throws(StatisticsError) in
      let bounds = try data.bounds()
      guard data.request.by != nil else {
        let (isSuccess, respondents, missing) = try data.successes()
        return try ShareEquivalenceTest.oneSample(
          successes: respondents.count { isSuccess[$0] }, trials: respondents.count,
          probability: data.request.probability ?? 0.5, bounds: bounds, level: data.request.level
        ).withMissing(missing)
      }
      if data.request.probability != nil {
        throw StatisticsError(
          .argument, place: Place(column: "--probability"), found: "--probability beside --by for 'tost-proportion'",
          expected: "--by for two groups, or --probability for one share", remedy: "take one of the two out")
      }
      let (successes, trials, names, _, missing) = try data.sharesByGroup()
      guard trials.count == 2 else { throw data.wrongGroups(names) }
      return try ShareEquivalenceTest.twoSamples(
        (successes[0], trials[0]), (successes[1], trials[1]), bounds: bounds, names: (names[0], names[1]),
        level: data.request.level
      ).withMissing(missing)
    },
  ]
}

extension RequestData {
  /// The bounds of equivalence.
  func bounds() throws(StatisticsError) -> EquivalenceBounds {
    guard let bounds = request.association.bounds else {
      throw StatisticsError(
        .argument, place: Place(column: "--bounds"), found: "no bounds for the test '\(request.test)'",
        expected: "the smallest differences of interest on both sides",
        remedy: "add --bounds -0.5,0.5 or --margin 0.5; --bounds-scale standardized for standard deviations")
    }
    return bounds
  }
}
