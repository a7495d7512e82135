internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  static let factors: [CatalogueTest] = [
    CatalogueTest(
      "factor-analysis", takes: ["--items", "--reverse", "--factors", "--rotation", "--method", "--correlation"]
    ) { (data) throws(StatisticsError) in try data.factorAnalysis() },
    CatalogueTest(
      "parallel-analysis", takes: ["--items", "--reverse", "--method", "--percentile", "--replicates", "--seed"]
    ) { (data) throws(StatisticsError) in
      let (columns, names, missing) = try data.scaleItems()
      let basis = try ScaleRequest.choice(
        data.request.scale.method, option: "--method", default: ParallelAnalysis.Basis.components)
      return try ParallelAnalysis(
        try ItemCovariances.listwise(columns, names: names), basis: basis,
        percentile: data.request.scale.percentile ?? 0.95, draws: data.request.scale.draws(default: 1000)
      ).result.withMissing(missing).withReversed(data.request.reverse)
    },
    CatalogueTest("cfa", takes: ["--items", "--reverse", "--model", "--method-factor"]) {
      (data) throws(StatisticsError) in try data.confirmatoryAnalysis()
    },
  ]
}

extension RequestData {
  fileprivate func factorAnalysis() throws(StatisticsError) -> TestResult {
    let (columns, names, missing) = try scaleItems()
    let method = try ScaleRequest.choice(
      request.scale.method, option: "--method", default: FactorExtractionMethod.maximumLikelihood)
    let rotation = try ScaleRequest.choice(
      request.scale.rotation, option: "--rotation", default: FactorRotation.oblimin)
    let kind = try ScaleRequest.choice(
      request.scale.correlation, option: "--correlation", default: CorrelationKind.pearson)
    let pearson = try ItemCovariances.listwise(columns, names: names)
    var note: String?
    var factors = request.scale.factors ?? 0
    if request.scale.factors == nil {
      factors = try ParallelAnalysis(pearson, draws: Bootstrap(replicates: 1000)).factors
      note = "number of factors by Horn’s parallel analysis (components, 95th percentile of 1000 random sets, seed 1)"
      guard factors > 0 else {
        throw StatisticsError(
          .groups, place: Place(column: "--factors"), found: "items that share no factor beyond chance",
          expected: "items that go together", remedy: "look at their correlations, or say --factors 1")
      }
    }
    let matrix = kind == .polychoric ? try PolychoricMatrix(columns, names: names) : nil
    var result = try ExploratoryFactorAnalysis(
      matrix?.covariances ?? pearson, factors: factors, method: method, rotation: rotation, correlationKind: kind
    ).result
    if let note { result.conventions.append(note) }
    if let pairs = matrix?.boundaryPairs, !pairs.isEmpty {
      result.warnings.append("polychoric correlation of ±1 between \(pairs.joined(separator: "; "))")
    }
    return result.withMissing(missing).withReversed(request.reverse)
  }

  fileprivate func confirmatoryAnalysis() throws(StatisticsError) -> TestResult {
    var positions: [Int] = []
    var assignment: [Int]?
    var factorNames: [String]?
    if let text = request.scale.model {
      guard request.items == nil else {
        throw StatisticsError(
          .argument, place: Place(column: "--items"), found: "--items beside --model",
          expected: "one of them", remedy: "take --items out; the model names its items")
      }
      let model = try FactorModelText(parsing: text)
      var places: [Int] = []
      for (factor, part) in model.factors.enumerated() {
        for position in try self.positions(part.items, option: "--model", atLeast: 1) {
          if let other = positions.firstIndex(of: position) {
            throw StatisticsError(
              .argument, place: Place(column: "--model"),
              found: "'\(survey.codebook.variables[position].name)' in '\(model.factors[places[other]].name)' and in "
                + "'\(part.name)'", expected: "each item in one factor", remedy: "take it out of one of them")
          }
          positions.append(position)
          places.append(factor)
        }
      }
      (assignment, factorNames) = (places, model.factors.map(\.name))
    } else {
      positions = try self.positions(request.items, option: "--items", atLeast: 3)
    }
    let (columns, names, missing) = try related(positions, option: request.scale.model == nil ? "--items" : "--model")
    return try FactorModel.run(
      columns, names: names, assignment: assignment, factorNames: factorNames,
      reversed: Set(try reversed(among: names)), withMethodFactor: request.scale.withMethodFactor,
      level: request.level
    ).withMissing(missing)
  }
}
