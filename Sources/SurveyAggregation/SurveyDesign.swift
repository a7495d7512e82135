internal import SurveyPreparation
public import SurveyModel

/// Groups of respondents that a sample was drawn by: strata or sampling units.
public struct DesignGroups: Sendable, Hashable {
  /// The variable they come from.
  public let name: String
  /// For each respondent the position in ``labels``, or -1 outside the sample.
  public let codes: [Int32]
  /// The groups' names.
  public let labels: [String]
}

/// How a sample was drawn: weights, strata, sampling units, population sizes.
///
/// The design holds all respondents of the sample. A part of it that is analysed (a domain) is chosen when aggregating
/// and leaves the design whole, because the variance of a domain depends on all sampling units.
public struct SurveyDesign: Sendable, Hashable {
  /// The names of the variables that make a design, as on the command line.
  public struct Names: Sendable, Hashable {
    /// The variable with the weights.
    public var weights: String?
    /// What the weights say.
    public var kind: WeightKind
    /// The variable with the strata.
    public var strata: String?
    /// The variable with the first sampling units.
    public var clusters: String?
    /// Whether units with the same name in different strata are different units.
    public var nest: Bool
    /// The variable with the number of sampling units in the stratum's population.
    public var populationSizes: String?

    /// Creates the names of a design.
    public init(
      weights: String? = nil, kind: WeightKind = .sampling, strata: String? = nil, clusters: String? = nil,
      nest: Bool = false, populationSizes: String? = nil
    ) {
      self.weights = weights
      self.kind = kind
      self.strata = strata
      self.clusters = clusters
      self.nest = nest
      self.populationSizes = populationSizes
    }
  }

  /// How many records the survey has.
  public let count: Int
  /// For each record, whether it belongs to the sample.
  public let isMember: [Bool]
  /// The weights.
  public let weights: Weights?
  /// The strata.
  public let strata: DesignGroups?
  /// The first sampling units; units of different strata are different groups.
  public let clusters: DesignGroups?
  /// For each stratum, how many sampling units its population has.
  public let populationSizes: [Double]?

  /// Creates the design of a simple random sample.
  public init(count: Int, members: [Bool]? = nil, weights: Weights? = nil) {
    self.count = count
    isMember = members ?? [Bool](repeating: true, count: count)
    self.weights = weights
    strata = nil
    clusters = nil
    populationSizes = nil
  }

  /// Creates the design that some variables of a survey describe.
  ///
  /// - Parameter members: For each respondent, whether it belongs to the sample (those that exclusions took out do
  ///   not); nil for all.
  /// - Throws: ``AggregationError`` for unknown names, for weights that are none, for respondents without stratum or
  ///   unit, and for units that occur in several strata.
  /// - Complexity: O(respondents).
  public init(_ names: Names, of survey: Survey, members: [Bool]? = nil) throws(AggregationError) {
    let members = members ?? [Bool](repeating: true, count: survey.count)
    count = survey.count
    isMember = members
    if let name = names.weights {
      let position = try AggregationError.position(of: name, in: survey, option: "--weights")
      guard let values = survey.numbers(at: position) else {
        throw AggregationError(
          .weights, place: Place(column: "--weights \(name)"), found: "a variable without numbers",
          expected: "a number for every respondent", remedy: "name the variable with the weights")
      }
      weights = try Weights(kind: names.kind, name: name, values: values, members: members)
    } else {
      weights = nil
    }
    let strata = try names.strata.map { name throws(AggregationError) in
      try Self.groups(name, "--strata", survey, members)
    }
    let units = try names.clusters.map { name throws(AggregationError) in
      try Self.groups(name, "--clusters", survey, members)
    }
    self.strata = strata
    if let units, let strata {
      clusters = try Self.nested(units, in: strata, nest: names.nest)
    } else {
      clusters = units
    }
    populationSizes = try names.populationSizes.map { name throws(AggregationError) in
      try Self.sizes(name, survey, members, strata)
    }
    try checkSizes()
  }

  /// Whether there are strata or sampling units.
  public var isComplex: Bool { strata != nil || clusters != nil }

  /// The stratum of each record, 0 where there are no strata.
  public func stratum(of respondent: Int) -> Int { strata.map { Int($0.codes[respondent]) } ?? 0 }

  /// How many strata there are, one without strata.
  public var stratumCount: Int { strata?.labels.count ?? 1 }

  /// How many sampling units of the sample each stratum has; without sampling units each respondent is one.
  public var unitCounts: [Int] {
    var counts = [Int](repeating: 0, count: stratumCount)
    if let clusters {
      var seen = [Bool](repeating: false, count: clusters.labels.count)
      for respondent in 0..<count where isMember[respondent] && !seen[Int(clusters.codes[respondent])] {
        seen[Int(clusters.codes[respondent])] = true
        counts[stratum(of: respondent)] += 1
      }
    } else {
      for respondent in 0..<count where isMember[respondent] { counts[stratum(of: respondent)] += 1 }
    }
    return counts
  }

  /// The design in words, for notes and JSON.
  public var words: String {
    var parts: [String] = []
    if let weights { parts.append("\(weights.kind.rawValue) weights \(weights.name), as delivered, counted as fixed") }
    if let strata { parts.append("\(strata.labels.count) strata by \(strata.name)") }
    if let clusters { parts.append("\(clusters.labels.count) sampling units by \(clusters.name)") }
    if populationSizes != nil { parts.append("finite population correction") }
    return parts.isEmpty ? "no weights, no strata, no sampling units" : parts.joined(separator: "; ")
  }

  // MARK: Making the groups

  private static func groups(
    _ name: String, _ option: String, _ survey: Survey, _ members: [Bool]
  ) throws(AggregationError) -> DesignGroups {
    let position = try AggregationError.position(of: name, in: survey, option: option)
    let column = survey.columns[position]
    let labels = survey.codebook.variables[position].labels
    var groupOfText: [String: Int32] = [:]
    var names: [String] = []
    var codes = [Int32](repeating: -1, count: survey.count)
    var missing = 0
    for respondent in 0..<survey.count where members[respondent] {
      guard column.missingReason(at: respondent) == nil, let text = column.originalText(at: respondent) else {
        missing += 1
        continue
      }
      if let group = groupOfText[text] {
        codes[respondent] = group
      } else {
        codes[respondent] = Int32(names.count)
        groupOfText[text] = Int32(names.count)
        names.append(labels.first { $0.code == text }?.label ?? text)
      }
    }
    guard missing == 0 else {
      throw AggregationError(
        .design, place: Place(column: "\(option) \(name)"),
        found: missing == 1 ? "1 respondent has no value" : "\(missing) respondents have no value",
        expected: "a value for every respondent", remedy: "take them out: --where '`\(name)` is not missing'")
    }
    return DesignGroups(name: name, codes: codes, labels: names)
  }

  private static func nested(
    _ units: DesignGroups, in strata: DesignGroups, nest: Bool
  ) throws(AggregationError) -> DesignGroups {
    var stratumOfUnit = [Int32](repeating: -1, count: units.labels.count)
    var several: Set<Int32> = []
    for (unit, stratum) in zip(units.codes, strata.codes) where unit >= 0 {
      if stratumOfUnit[Int(unit)] < 0 { stratumOfUnit[Int(unit)] = stratum }
      if stratumOfUnit[Int(unit)] != stratum { several.insert(unit) }
    }
    if several.isEmpty { return units }
    guard nest else {
      let named = several.sorted().prefix(3).map { "'\(units.labels[Int($0)])'" }.joined(separator: ", ")
      throw AggregationError(
        .design, place: Place(column: "--clusters \(units.name)"),
        found: several.count == 1
          ? "1 unit in several strata (\(named))" : "\(several.count) units in several strata (\(named))",
        expected: "units that lie in one stratum",
        remedy: "type --nest where equal names in different strata are different units")
    }
    var codeOfPair: [Int64: Int32] = [:]
    var labels: [String] = []
    let codes = zip(units.codes, strata.codes).map { unit, stratum -> Int32 in
      guard unit >= 0 else { return -1 }
      let pair = Int64(stratum) << 32 | Int64(unit)
      if let code = codeOfPair[pair] { return code }
      codeOfPair[pair] = Int32(labels.count)
      labels.append("\(strata.labels[Int(stratum)]): \(units.labels[Int(unit)])")
      return Int32(labels.count - 1)
    }
    return DesignGroups(name: units.name, codes: codes, labels: labels)
  }

  private static func sizes(
    _ name: String, _ survey: Survey, _ members: [Bool], _ strata: DesignGroups?
  ) throws(AggregationError) -> [Double] {
    let position = try AggregationError.position(of: name, in: survey, option: "--fpc")
    let values = survey.numbers(at: position) ?? []
    var sizes = [Double](repeating: .nan, count: strata?.labels.count ?? 1)
    for respondent in 0..<survey.count where members[respondent] {
      let stratum = strata.map { Int($0.codes[respondent]) } ?? 0
      let value = values.isEmpty ? .nan : values[respondent]
      if sizes[stratum].isNaN { sizes[stratum] = value }
      guard value.isFinite, value > 0, sizes[stratum] == value else {
        throw AggregationError(
          .design, place: Place(column: "--fpc \(name)"),
          found: value.isFinite ? "different population sizes in one stratum" : "a respondent without population size",
          expected: "one number above zero per stratum", remedy: "mend the variable or leave --fpc out")
      }
    }
    return sizes
  }

  private func checkSizes() throws(AggregationError) {
    guard let populationSizes else { return }
    for (stratum, (units, size)) in zip(unitCounts, populationSizes).enumerated() where Double(units) > size {
      let name = strata.map { "stratum '\($0.labels[stratum])'" } ?? "the sample"
      throw AggregationError(
        .design, place: Place(column: "--fpc"),
        found: "\(units) sampling units in \(name), whose population has \(Column.text(size))",
        expected: "a population at least as large as the sample",
        remedy: "give the number of sampling units in the population, not of persons")
    }
  }
}
