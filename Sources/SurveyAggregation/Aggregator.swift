public import SurveyModel
public import TextFormats

/// Answers a plan in one pass over a survey's columns.
public enum Aggregator {
  /// How many records make a block.
  ///
  /// Blocks are counted from the first record of the source, before any exclusion, and combined in order, so that
  /// threads, file formats and engines give the same sums.
  public static let blockSize = 65_536

  /// Counts and sums what a plan asks for.
  ///
  /// - Parameters:
  ///   - plan: The tables and moments.
  ///   - survey: The survey.
  ///   - selection: For each respondent, whether it is analysed; nil for all.
  ///   - design: How the sample was drawn; only members of the sample count.
  ///   - threads: How many threads may run; the result does not depend on it.
  /// - Throws: ``AggregationError`` for a table over a variable without set answers.
  /// - Complexity: O(respondents × tables); memory by patterns, not by respondents.
  public static func run(
    _ plan: AggregationPlan, over survey: Survey, selection: [Bool]? = nil, design: SurveyDesign? = nil,
    threads: Int = Parallel.processors
  ) throws(AggregationError) -> Aggregates {
    let design = design ?? SurveyDesign(count: survey.count)
    let selected = zip(selection ?? design.isMember, design.isMember).map { $0 && $1 }
    var aggregates = Aggregates()
    total(selected, design, into: &aggregates)
    var counting: [PatternCounting] = []
    for table in plan.tables {
      var axes: [AxisCodes] = []
      for axis in table.axes { axes.append(try AxisCodes(axis, of: survey)) }
      counting.append(
        PatternCounting(axes: axes, selected: selected, design: design, byDesignCell: table.byDesignCell))
    }
    // Many tables are counted side by side, each on one thread; a few by all threads one after the other.
    let isBeside = counting.count >= threads
    var found: [[PatternTable.Pattern]] = []
    Parallel.inOrder(pieces: counting.count, threads: isBeside ? threads : 1) { [counting] table in
      counting[table].run(threads: isBeside ? 1 : threads)
    } combine: {
      found.append($0)
    }
    for (table, patterns) in zip(plan.tables, found) {
      aggregates.tables[table.name] = PatternTable(axes: table.axes, patterns: patterns)
    }
    for request in plan.moments {
      aggregates.moments[request.name] = try moments(request, survey, selected, design, threads)
    }
    return aggregates
  }

  /// Counts what a plan asks for from a survey's marginals, which hold tables of one dimension.
  ///
  /// - Throws: ``AggregationError`` for a table over a variable without set answers.
  /// - Complexity: O(distinct cells of the plan's variables).
  public static func run(_ plan: AggregationPlan, over marginals: Marginals) throws(AggregationError) -> Aggregates {
    precondition(plan.moments.isEmpty && plan.tables.allSatisfy { $0.axes.count == 1 }, "marginals are of one question")
    var aggregates = Aggregates()
    aggregates.respondents = marginals.count
    aggregates.weight = Double(marginals.count)
    aggregates.squaredWeight = aggregates.weight
    for table in plan.tables {
      let axis = try AxisCodes(table.axes[0], of: marginals.survey)
      var tallies = [Int](repeating: 0, count: axis.cells.count)
      var counts: [Int]?
      if case .variable(let position) = table.axes[0] { counts = marginals.survey.counts?[position] }
      for (cell, code) in axis.codes.enumerated() { tallies[Int(code)] += counts?[cell] ?? 1 }
      aggregates.tables[table.name] = PatternTable(
        axes: table.axes, patterns: PatternCounting.patterns(axis, tallies: tallies))
    }
    return aggregates
  }

  static func blocks(of count: Int) -> Int { (count + blockSize - 1) / blockSize }

  static func range(ofBlock block: Int, count: Int) -> Range<Int> {
    block * blockSize..<min((block + 1) * blockSize, count)
  }

  private static func total(_ selected: [Bool], _ design: SurveyDesign, into aggregates: inout Aggregates) {
    aggregates.respondents = selected.count { $0 }
    guard let weights = design.weights?.values else {
      aggregates.weight = Double(aggregates.respondents)
      aggregates.squaredWeight = aggregates.weight
      return
    }
    var weight = CompensatedSum()
    var squares = CompensatedSum()
    for block in 0..<blocks(of: selected.count) {
      var blockWeight = CompensatedSum()
      var blockSquares = CompensatedSum()
      for index in range(ofBlock: block, count: selected.count) where selected[index] {
        blockWeight.add(weights[index])
        blockSquares.add(weights[index] * weights[index])
      }
      weight.add(blockWeight)
      squares.add(blockSquares)
    }
    aggregates.weight = weight.value
    aggregates.squaredWeight = squares.value
  }

  private static func moments(
    _ request: AggregationPlan.MomentRequest, _ survey: Survey, _ selected: [Bool], _ design: SurveyDesign,
    _ threads: Int
  ) throws(AggregationError) -> GroupedMoments {
    guard let values = survey.numbers(at: request.variable) else {
      throw AggregationError(
        .kind, place: Place(column: survey.codebook.variables[request.variable].name),
        found: "a variable without numbers", expected: "a variable with numbers", remedy: "ask for its frequencies")
    }
    var axis: AxisCodes?
    if let groups = request.groups { axis = try AxisCodes(groups, of: survey) }
    let weights = design.weights?.values
    let groups = axis
    var all = Moments()
    var byCode = [Moments](repeating: Moments(), count: axis?.cells.count ?? 0)
    Parallel.inOrder(pieces: blocks(of: survey.count), threads: threads) { block in
      let range = range(ofBlock: block, count: survey.count)
      var found = [Moments(block: values, range, weights) { selected[$0] }]
      for code in 0..<(groups?.cells.count ?? 0) {
        found.append(
          Moments(block: values, range, weights) { selected[$0] && Int(groups?.codes[$0] ?? .max) == code })
      }
      return found
    } combine: { (found: [Moments]) in
      all.combine(found[0])
      for code in byCode.indices { byCode[code].combine(found[code + 1]) }
    }
    var result = GroupedMoments(all: all)
    for (cell, moments) in zip(axis?.cells ?? [], byCode) where moments.count > 0 {
      result.groups[cell, default: Moments()].combine(moments)
    }
    return result
  }
}
