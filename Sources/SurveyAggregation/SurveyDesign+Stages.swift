internal import SurveyModel
internal import SurveyPreparation

/// Weights, replicates and further stages from the variables of a survey.
extension SurveyDesign {
  /// Refuses names that do not make a design together.
  static func check(_ names: Names) throws(AggregationError) {
    func refuse(_ option: String, _ found: String, _ expected: String, _ remedy: String) throws(AggregationError) {
      throw AggregationError(
        .design, place: Place(column: option), found: found, expected: expected, remedy: remedy)
    }
    if names.replicates != nil {
      if names.weights == nil {
        try refuse(
          "--replicate-weights", "replicate weights without weights", "the weights of the full sample beside them",
          "add --weights NAME")
      }
      if names.kind != .sampling {
        try refuse(
          "--weight-kind", "replicate weights with \(names.kind.rawValue) weights", "sampling weights",
          "type --weight-kind sampling")
      }
      if names.strata != nil || names.clusters != nil || names.populationSizes != nil {
        try refuse(
          "--replicate-weights", "replicate weights beside strata, clusters or population sizes",
          "one description of how the sample was drawn",
          "leave --strata, --clusters and --fpc out: the replicates hold what they say")
      }
    }
    if !names.laterStages.isEmpty, names.clusters == nil {
      try refuse(
        "--clusters", "a second stage without a first", "the sampling units of the first stage first",
        "write --clusters FIRST,SECOND")
    }
  }

  /// Takes respondents who are not analysed out of the sample where what makes the design is missing.
  static func dismiss(
    _ members: inout [Bool], outside selection: [Bool], without names: Names, _ survey: Survey
  ) throws(AggregationError) {
    var needed: [(String, String)] = []
    if let name = names.weights { needed.append((name, "--weights")) }
    if let name = names.strata { needed.append((name, "--strata")) }
    if let name = names.clusters { needed.append((name, "--clusters")) }
    if let name = names.populationSizes { needed.append((name, "--fpc")) }
    for stage in names.laterStages {
      for name in [stage.clusters, stage.strata].compactMap({ $0 }) { needed.append((name, "--clusters")) }
    }
    needed += names.needed.filter { survey.codebook.position(of: $0) != nil }.map { ($0, "margins") }
    if let variables = names.replicates?.variables,
      let positions = try? VariableSelection(parsing: variables).positions(in: survey.codebook)
    {
      needed += positions.map { (survey.codebook.variables[$0].name, "--replicate-weights") }
    }
    for (name, option) in needed {
      let position = try AggregationError.position(of: name, in: survey, option: option)
      let column = survey.columns[position]
      let numbers = option == "--weights" || option == "--replicate-weights" ? survey.numbers(at: position) : nil
      for respondent in members.indices where members[respondent] && !selection[respondent] {
        let isMissing = numbers.map { !($0[respondent] >= 0) } ?? (column.missingReason(at: respondent) != nil)
        if isMissing { members[respondent] = false }
      }
    }
  }

  static func weights(
    _ names: Names, _ survey: Survey, _ members: [Bool]
  ) throws(AggregationError) -> Weights? {
    guard let name = names.weights else { return nil }
    let position = try AggregationError.position(of: name, in: survey, option: "--weights")
    guard let values = survey.numbers(at: position) else {
      throw AggregationError(
        .weights, place: Place(column: "--weights \(name)"), found: "a variable without numbers",
        expected: "a number for every respondent", remedy: "name the variable with the weights")
    }
    return try Weights(kind: names.kind, name: name, values: values, members: members)
  }

  static func replicates(
    _ names: ReplicateNames, _ survey: Survey, _ members: [Bool], _ full: Weights
  ) throws(AggregationError) -> ReplicateWeights {
    let place = Place(column: "--replicate-weights \(names.variables)")
    let positions: [Int]
    do {
      positions = try VariableSelection(parsing: names.variables).positions(in: survey.codebook)
    } catch {
      throw AggregationError(
        .unknownVariable, place: place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
    var values: [[Double]] = []
    for position in positions {
      guard let numbers = survey.numbers(at: position) else {
        throw AggregationError(
          .weights, place: place, found: "'\(survey.codebook.variables[position].name)', a variable without numbers",
          expected: "a number for every respondent", remedy: "name the variables with the replicate weights")
      }
      values.append(numbers)
    }
    return try ReplicateWeights(
      kind: names.kind, name: names.variables, values: values, full: full, members: members, fay: names.fay,
      scales: names.scales)
  }

  /// The units of a further stage, kept apart by the units of the stage before.
  static func stage(
    _ names: StageNames, within parents: DesignGroups?, _ survey: Survey, _ members: [Bool]
  ) throws(AggregationError) -> SamplingStage {
    let drawn = try groups(names.clusters, "--clusters", survey, members)
    let outer = parents ?? drawn
    let units = pairs(outer, drawn, name: drawn.name)
    var strata = DesignGroups(name: outer.name, codes: outer.codes, labels: outer.labels)
    if let name = names.strata {
      strata = pairs(outer, try groups(name, "--strata", survey, members), name: name)
    }
    var sizes: [Double]?
    if let name = names.populationSizes {
      sizes = counts(
        try Self.sizes(name, survey, members, strata), of: Self.unitCounts(of: units, in: strata))
    }
    let counts = Self.unitCounts(of: units, in: strata)
    if let sizes, let stratum = counts.indices.first(where: { Double(counts[$0]) > sizes[$0] }) {
      throw AggregationError(
        .design, place: Place(column: "--fpc"),
        found: "\(counts[stratum]) units by \(units.name) in '\(strata.labels[stratum])', whose population has "
          + Column.text(sizes[stratum]),
        expected: "a population at least as large as the sample",
        remedy: "give the number of units in the population that each stage draws from")
    }
    return SamplingStage(units: units, strata: strata, populationSizes: sizes)
  }

  /// How many units lie in each stratum.
  static func unitCounts(of units: DesignGroups, in strata: DesignGroups) -> [Int] {
    var counts = [Int](repeating: 0, count: strata.labels.count)
    var seen = [Bool](repeating: false, count: units.labels.count)
    for (unit, stratum) in zip(units.codes, strata.codes) where unit >= 0 && !seen[Int(unit)] {
      seen[Int(unit)] = true
      counts[Int(stratum)] += 1
    }
    return counts
  }

  /// Population sizes; where none is above 1 they are the shares that were drawn.
  static func counts(_ sizes: [Double], of units: [Int]) -> [Double] {
    guard sizes.allSatisfy({ $0 <= 1 }) else { return sizes }
    return zip(sizes, units).map { Double($1) / $0 }
  }

  private static func pairs(_ outer: DesignGroups, _ inner: DesignGroups, name: String) -> DesignGroups {
    var codeOfPair: [Int64: Int32] = [:]
    var labels: [String] = []
    let codes = zip(outer.codes, inner.codes).map { first, second -> Int32 in
      guard first >= 0, second >= 0 else { return -1 }
      let pair = Int64(first) << 32 | Int64(second)
      if let code = codeOfPair[pair] { return code }
      codeOfPair[pair] = Int32(labels.count)
      labels.append("\(outer.labels[Int(first)]): \(inner.labels[Int(second)])")
      return Int32(labels.count - 1)
    }
    return DesignGroups(name: name, codes: codes, labels: labels)
  }
}
