public import SurveyAggregation
public import SurveyModel

/// Weights that meet several margins at once, by iterative proportional fitting.
public enum Raking {
  /// Rakes the weights of a sample.
  ///
  /// Margins are met in turn until none is off by more than `tolerance` of the total; every margin is checked after.
  ///
  /// - Parameters:
  ///   - design: The sample; its weights are what the raking starts from, without weights every respondent has one.
  ///   - margins: The population's margins. Shares are taken of the first margin of counts, else of the weights' sum.
  ///   - survey: The survey that the margins' variables are of.
  ///   - tolerance: How far a margin may be off, as a share of the total.
  ///   - rounds: After how many rounds to give up.
  ///   - largest: The largest weight allowed, as a multiple of the median weight; nil for none. Weights above are cut
  ///     and the margins raked anew until both hold.
  /// - Returns: The design with raked weights. Its variances take out what the margins explain.
  /// - Throws: ``StatisticsError`` as of ``PostStratification/apply(to:margin:of:)``; with code `convergence` and the
  ///   margin's name where margins cannot hold at once.
  /// - Accuracy: the tolerance.
  /// - Complexity: O(cells of all margins crossed · rounds), after one pass over the respondents.
  /// - Source: Deming & Stephan (1940), The Annals of Mathematical Statistics 11, 427–444,
  ///   https://doi.org/10.1214/aoms/1177731829; Deville, Särndal & Sautory (1993),
  ///   https://doi.org/10.1080/01621459.1993.10476369. R: `survey::rake` (whose default stops when a margin is off by one
  ///   respondent); SPSS: SPSSINC RAKE.
  public static func apply(
    to design: SurveyDesign, margins: [PopulationMargin], of survey: Survey, tolerance: Double = 1e-12,
    rounds: Int = 1000, largest: Double? = nil
  ) throws(StatisticsError) -> Weighting {
    let start = try WeightingStart(design)
    let laid = try lay(margins, start, survey)
    var weights = start.weights
    var round = 0
    var cut: Set<Int> = []
    while true {
      var groups = CrossedCells(laid, weights, design.isMember)
      repeat {
        round += 1
        for margin in laid.indices { groups.fit(margin, laid[margin].targets) }
      } while round < rounds && !laid.indices.allSatisfy({ groups.distance($0, laid[$0].targets) <= tolerance })
      weights = groups.weights(weights)
      guard let largest else { break }
      let limit = try WeightTrimming.limit(largest, of: weights, members: design.isMember)
      let above = weights.indices.filter { weights[$0] > limit * (1 + 1e-9) }
      if above.isEmpty { break }
      guard round < rounds else {
        throw StatisticsError(
          .convergence, place: Place(column: "margin \(laid.map(\.name).joined(separator: ", "))"),
          found: "\(above.count) weights above \(Column.text(largest)) times the median after \(round) rounds",
          expected: "margins that hold with weights below it", remedy: "allow larger weights, or join small answers")
      }
      for index in above { weights[index] = limit }
      cut.formUnion(above)
    }
    let names = laid.map(\.name).joined(separator: ", ")
    let bound = largest.map { ", no weight above \(Column.text($0)) times the median" } ?? ""
    var weighting = try start.finish(
      weights, margins: laid, words: "raked to \(names)\(bound)", method: "raking", rounds: round,
      tolerance: max(tolerance * 10, 1e-9))
    weighting.report.trimmed = cut.count
    return weighting
  }

  /// Lays margins over a sample, with one total for all.
  ///
  /// - Throws: ``StatisticsError`` where the margins' totals differ.
  static func lay(
    _ margins: [PopulationMargin], _ start: WeightingStart, _ survey: Survey
  ) throws(StatisticsError) -> [LaidMargin] {
    guard !margins.isEmpty else {
      throw StatisticsError(
        .argument, place: Place(column: "margins"), found: "no margin", expected: "one or more",
        remedy: "write 'sex: 1=0.48, 2=0.52; age: 1=0.3, 2=0.7'")
    }
    let sums = margins.map { CompensatedSum($0.cells.map(\.number)).value }
    let counted = sums.indices.filter { abs(sums[$0] - 1) >= 1e-6 }
    let total = counted.first.map { sums[$0] } ?? start.total
    if let other = counted.first(where: { abs(sums[$0] - total) > 1e-6 * total }) {
      throw StatisticsError(
        .design, place: Place(column: "margin \(margins[other].name)"),
        found: "a population of \(Column.text(sums[other]))",
        expected: "\(Column.text(total)), as margin \(margins[counted[0]].name) has",
        remedy: "take all margins of one population, or give shares")
    }
    var laid: [LaidMargin] = []
    for margin in margins {
      laid.append(
        try LaidMargin(
          margin, over: survey, weights: start.weights, members: start.design.isMember, total: total))
    }
    return laid
  }
}

/// The respondents of a sample by their cells in all margins: what raking and trimming work on.
private struct CrossedCells {
  private var groupOf: [Int32]
  private var keys: [[Int32]] = []
  private var before: [Double] = []
  private var now: [Double]

  init(_ margins: [LaidMargin], _ weights: [Double], _ members: [Bool]) {
    groupOf = [Int32](repeating: -1, count: weights.count)
    var groupOfKey: [[Int32]: Int32] = [:]
    var sums: [CompensatedSum] = []
    for index in weights.indices where members[index] {
      let key = margins.map { $0.cells[index] }
      let group = groupOfKey[key] ?? Int32(keys.count)
      if Int(group) == keys.count {
        groupOfKey[key] = group
        keys.append(key)
        sums.append(CompensatedSum())
      }
      groupOf[index] = group
      sums[Int(group)].add(weights[index])
    }
    before = sums.map(\.value)
    now = before
  }

  private func sums(_ margin: Int, _ count: Int) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: count)
    for (group, key) in keys.enumerated() { sums[Int(key[margin])].add(now[group]) }
    return sums.map(\.value)
  }

  mutating func fit(_ margin: Int, _ targets: [Double]) {
    let sums = sums(margin, targets.count)
    for (group, key) in keys.enumerated() {
      let cell = Int(key[margin])
      now[group] = sums[cell] > 0 ? now[group] * (targets[cell] / sums[cell]) : 0
    }
  }

  /// How far the margin is off, as a share of its total.
  func distance(_ margin: Int, _ targets: [Double]) -> Double {
    let total = CompensatedSum(targets).value
    return zip(sums(margin, targets.count), targets).map { abs($0 - $1) / total }.max() ?? 0
  }

  /// Each respondent's new weight.
  func weights(_ old: [Double]) -> [Double] {
    old.indices.map { index in
      guard groupOf[index] >= 0 else { return 0 }
      let group = Int(groupOf[index])
      return before[group] > 0 ? old[index] * (now[group] / before[group]) : 0
    }
  }
}
