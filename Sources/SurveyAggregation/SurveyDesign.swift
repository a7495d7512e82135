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

  /// Creates groups.
  public init(name: String, codes: [Int32], labels: [String]) {
    self.name = name
    self.codes = codes
    self.labels = labels
  }
}

/// How a sample was drawn: weights, strata, sampling units of one or more stages, population sizes, or replicates.
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
    /// The variable with the number of sampling units in the stratum's population, or with the share that was drawn.
    public var populationSizes: String?
    /// The variables of the further stages.
    public var laterStages: [StageNames] = []
    /// What a stratum with a single sampling unit adds to a variance.
    public var lonelyUnits = LonelyUnits.fail
    /// The replicate weights.
    public var replicates: ReplicateNames?
    /// The degrees of freedom that the study's documentation states; infinite for z in place of t.
    public var degreesOfFreedom: Double?
    /// Further variables, of margins to weight to, without which a respondent who is not analysed leaves the sample.
    public var needed: [String] = []

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

  /// The variables of a further stage of sampling.
  public struct StageNames: Sendable, Hashable {
    /// The variable with the units that were drawn.
    public var clusters: String
    /// The variable with the strata within the units of the stage before.
    public var strata: String?
    /// The variable with the number of units in the population that they were drawn from, or with the share drawn.
    public var populationSizes: String?

    /// Creates the names of a stage.
    public init(clusters: String, strata: String? = nil, populationSizes: String? = nil) {
      self.clusters = clusters
      self.strata = strata
      self.populationSizes = populationSizes
    }
  }

  /// The variables with replicate weights, and what they are.
  public struct ReplicateNames: Sendable, Hashable {
    /// The variables, as a selection: `repwt_*` or `repwt1..repwt80`.
    public var variables: String
    /// How the replicates were made.
    public var kind: ReplicateWeights.Kind
    /// Fay's coefficient.
    public var fay: Double?
    /// The factor of each replicate, or one for all.
    public var scales: [Double]?

    /// Creates the names of replicates.
    public init(variables: String, kind: ReplicateWeights.Kind, fay: Double? = nil, scales: [Double]? = nil) {
      self.variables = variables
      self.kind = kind
      self.fay = fay
      self.scales = scales
    }
  }

  /// How many records the survey has.
  public let count: Int
  /// For each record, whether it belongs to the sample.
  public let isMember: [Bool]
  /// The weights.
  public private(set) var weights: Weights?
  /// The strata.
  public let strata: DesignGroups?
  /// The first sampling units; units of different strata are different groups.
  public let clusters: DesignGroups?
  /// For each stratum, how many sampling units its population has.
  public internal(set) var populationSizes: [Double]?
  /// The further stages of sampling, in order.
  public let laterStages: [SamplingStage]
  /// What a stratum with a single sampling unit adds to a variance.
  public let lonelyUnits: LonelyUnits
  /// The replicate weights, which take the place of strata and sampling units.
  public let replicates: ReplicateWeights?
  /// What the weights were calibrated to here; nil for weights as delivered.
  public private(set) var calibration: WeightCalibration?
  /// The degrees of freedom of every estimate, where they are stated and not counted; infinite for z in place of t.
  public var statedDegreesOfFreedom: Double?
  /// The cells that variances need apart; nil where strata are enough.
  public private(set) var cells: DesignCells?

  /// Creates a design from its parts; without any, that of a simple random sample.
  ///
  /// - Parameter members: For each respondent, whether it belongs to the sample; nil for all.
  public init(
    count: Int, members: [Bool]? = nil, weights: Weights? = nil, strata: DesignGroups? = nil,
    clusters: DesignGroups? = nil, populationSizes: [Double]? = nil, laterStages: [SamplingStage] = [],
    lonelyUnits: LonelyUnits = .fail, replicates: ReplicateWeights? = nil
  ) {
    self.count = count
    isMember = members ?? [Bool](repeating: true, count: count)
    self.weights = weights
    self.strata = strata
    self.clusters = clusters
    self.populationSizes = populationSizes
    self.laterStages = laterStages
    self.lonelyUnits = lonelyUnits
    self.replicates = replicates
    cells = makeCells()
  }

  /// Creates the design that some variables of a survey describe.
  ///
  /// - Parameters:
  ///   - members: For each respondent, whether it belongs to the sample; nil for all.
  ///   - selection: For each respondent, whether it is analysed. The others stay in the sample, as the variance of a
  ///     domain needs them, but for those without weight, stratum or unit, who leave it. Nil for all.
  /// - Throws: ``AggregationError`` for unknown names, for weights that are none, for respondents without stratum or
  ///   unit, and for units that occur in several strata.
  /// - Complexity: O(respondents · design variables).
  public init(
    _ names: Names, of survey: Survey, members: [Bool]? = nil, selection: [Bool]? = nil
  ) throws(AggregationError) {
    var members = members ?? [Bool](repeating: true, count: survey.count)
    if let selection { try Self.dismiss(&members, outside: selection, without: names, survey) }
    try Self.check(names)
    let weights = try Self.weights(names, survey, members)
    let strata = try names.strata.map { name throws(AggregationError) in
      try Self.groups(name, "--strata", survey, members)
    }
    var clusters = try names.clusters.map { name throws(AggregationError) in
      try Self.groups(name, "--clusters", survey, members)
    }
    if let units = clusters, let strata { clusters = try Self.nested(units, in: strata, nest: names.nest) }
    let sizes = try names.populationSizes.map { name throws(AggregationError) in
      try Self.sizes(name, survey, members, strata)
    }
    var stages: [SamplingStage] = []
    for stage in names.laterStages {
      stages.append(try Self.stage(stage, within: stages.last?.units ?? clusters, survey, members))
    }
    var replicates: ReplicateWeights?
    if let named = names.replicates, let weights {
      replicates = try Self.replicates(named, survey, members, weights)
    }
    self.init(
      count: survey.count, members: members, weights: weights, strata: strata, clusters: clusters,
      populationSizes: sizes, laterStages: stages, lonelyUnits: names.lonelyUnits, replicates: replicates)
    statedDegreesOfFreedom = names.degreesOfFreedom
    if let sizes { populationSizes = Self.counts(sizes, of: unitCounts) }
    try checkSizes()
  }

  /// The same design with calibrated weights.
  public func calibrated(_ weights: Weights, by calibration: WeightCalibration) -> SurveyDesign {
    var design = self
    design.weights = weights
    design.calibration = calibration
    design.cells = design.makeCells()
    return design
  }

  /// The same design with other weights, which count as fixed.
  public func reweighted(_ weights: Weights) -> SurveyDesign {
    var design = self
    design.weights = weights
    design.calibration = nil
    design.cells = design.makeCells()
    return design
  }

  /// Whether there are strata, sampling units, population sizes or replicates.
  public var isComplex: Bool { strata != nil || clusters != nil || populationSizes != nil || replicates != nil }

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

  /// The stages after the first that add to a variance: none where the first stage's population is unknown.
  public var countingStages: [SamplingStage] { populationSizes == nil ? [] : laterStages }

  /// The design in words, for notes and JSON.
  public var words: String {
    var parts: [String] = []
    if let weights {
      // Replicates may hold the calibration of the weights.
      let delivered = replicates == nil ? "as delivered, counted as fixed" : "as delivered"
      let origin = calibration.map { "\($0.words), which the variances account for" } ?? delivered
      parts.append("\(weights.kind.rawValue) weights \(weights.name), \(origin)")
    }
    if let strata { parts.append("\(strata.labels.count) strata by \(strata.name)") }
    if let clusters { parts.append("\(clusters.labels.count) sampling units by \(clusters.name)") }
    for stage in laterStages {
      parts.append("within them \(stage.units.labels.count) units by \(stage.units.name)")
    }
    if populationSizes != nil { parts.append("finite population correction") }
    if !laterStages.isEmpty, populationSizes == nil { parts.append("variances from the first stage alone") }
    if lonelyUnits != .fail { parts.append("strata with a single sampling unit: \(lonelyUnits.rawValue)") }
    if let replicates {
      parts.append("\(replicates.count) replicate weights \(replicates.name) (\(replicates.kind.rawValue))")
    }
    if let stated = statedDegreesOfFreedom {
      parts.append(stated == .infinity ? "z in place of t" : "\(Column.text(stated)) degrees of freedom, as stated")
    }
    return parts.isEmpty ? "no weights, no strata, no sampling units" : parts.joined(separator: "; ")
  }

  private func makeCells() -> DesignCells? {
    var groupings: [[Int32]] = []
    if let units = countingStages.last?.units ?? clusters { groupings.append(units.codes) }
    if let replicates { groupings.append(replicates.profiles) }
    if let calibration { groupings.append(calibration.groups) }
    guard !groupings.isEmpty else { return nil }
    if clusters == nil, let strata { groupings.append(strata.codes) }
    return DesignCells(groupings, count: count)
  }
}
