import SurveyAggregation
import SurveyModel
import Testing

@Suite struct AggregatorTests {
  private let survey = Samples.survey([
    Samples.answers("A", [0, 0, 1, 2, 22, 9, nil, 0]), Samples.answers("B", [1, 1, 1, 0, 0, 0, 0, 2]),
  ])
  private let weights = [1.0, 2, 3, 4, 5, 6, 7, 8]

  private func table(_ axes: [Int], _ design: SurveyDesign, selection: [Bool]? = nil) throws -> PatternTable {
    var plan = AggregationPlan()
    plan.addTable("t", axes: axes.map { .variable($0) }, byDesignCell: true)
    return try #require(try Aggregator.run(plan, over: survey, selection: selection, design: design).tables["t"])
  }

  @Test func `answers are counted in the codebook's order, however the file writes them`() throws {
    let design = SurveyDesign(count: 8, weights: try Weights(name: "w", values: weights))
    let table = try table([0], design)
    #expect(
      table.patterns.map(\.cells) == [
        [.label(0)], [.label(1)], [.label(2)], [.residual(3, .dontKnow)], [.missing(.notShown)],
      ])
    #expect(table.patterns.map(\.count) == [3, 1, 2, 1, 1])
    #expect(table.patterns.map(\.weight) == [11, 3, 9, 6, 7])
    #expect(table.patterns.map(\.squaredWeight) == [69, 9, 41, 36, 49])
    #expect(table.total { $0.cells[0].answer != nil }.weight == 23)
  }

  @Test func `combinations hold what a tally by hand finds`() throws {
    let table = try table(
      [0, 1], SurveyDesign(count: 8), selection: [true, true, true, true, true, true, true, false])
    #expect(table.patterns.map(\.cells).count == 5)
    #expect(table.patterns[0].cells == [.label(0), .label(1)])
    #expect(table.patterns.map(\.count) == [2, 1, 2, 1, 1])
    #expect(table.patterns.map(\.weight) == [2, 1, 2, 1, 1])
    #expect(table.patterns[4].cells[0].isAsked == false)
  }

  @Test func `a complex sample keeps its cells apart`() throws {
    var complex = survey
    _ = complex.append(
      Samples.answers("S", [0, 0, 0, 0, 1, 1, 1, 1]).0, Samples.answers("S", [0, 0, 0, 0, 1, 1, 1, 1]).1)
    var plan = AggregationPlan()
    plan.addTable("cells", axes: [.variable(1)], byDesignCell: true)
    plan.addTable("all", axes: [.variable(1)])
    let strata = try SurveyDesign(.init(strata: "S"), of: complex)
    let result = try Aggregator.run(plan, over: complex, design: strata)
    #expect(result.tables["cells"]?.patterns.map(\.stratum) == [0, 1, 0, 1])
    #expect(result.tables["cells"]?.patterns.map(\.count) == [1, 3, 3, 1])
    #expect(result.tables["all"]?.patterns.map(\.count) == [4, 3, 1])
    let clusters = try SurveyDesign(.init(strata: "S", clusters: "B", nest: true), of: complex)
    let units = try #require(try Aggregator.run(plan, over: complex, design: clusters).tables["cells"])
    #expect(units.patterns.map(\.unit) == [1, 2, 0, 3])
    #expect(units.patterns.map(\.stratum) == [0, 1, 0, 1])
  }

  @Test func `a multiple-response set becomes ticked options`() throws {
    func option(_ name: String, _ texts: [String]) -> (Variable, Column) {
      let entries: [CategoricalColumn.Entry] = [
        .init(text: "Y", meaning: .label(0)), .init(text: "", meaning: .missing(.unknownBlank)),
        .init(text: nil, meaning: .missing(.notShown)),
      ]
      let codes = texts.map { $0 == "Y" ? UInt16(0) : ($0 == "" ? 1 : 2) }
      return (
        Variable(name: name, kind: .categorical, level: .nominal, labels: [ValueLabel(code: "Y", label: name)]),
        .categorical(CategoricalColumn(codes: codes, entries: entries))
      )
    }
    let survey = Samples.survey(
      [option("M1", ["Y", "", "", "-"]), option("M2", ["Y", "Y", "", "-"])],
      sets: [MultipleResponseSet(name: "M", label: "", variables: ["M1", "M2"], tickedCode: "Y")])
    let (ticked, missing) = survey.tickedOptions(ofSet: 0)
    #expect(ticked == [0b11, 0b10, 0, 0])
    #expect(missing == [0, 0, MissingReason.unknownBlank.index, MissingReason.notShown.index])
    var plan = AggregationPlan()
    plan.addTable("m", axes: [.set(0)])
    let table = try #require(try Aggregator.run(plan, over: survey).tables["m"])
    #expect(
      table.patterns.map(\.cells) == [
        [.ticked(0b10)], [.ticked(0b11)], [.missing(.notShown)], [.missing(.unknownBlank)],
      ])
  }

  @Test func `moments come overall and by group`() throws {
    var plan = AggregationPlan()
    plan.addMoments("m", variable: 0, groups: .variable(1))
    let found = try #require(try Aggregator.run(plan, over: survey).moments["m"])
    #expect(found.all.count == 6)
    #expect(found.groups[.label(0)]?.mean == 2)
    #expect(found.groups[.label(1)]?.count == 3)
    #expect(abs((found.groups[.label(1)]?.mean ?? 0) - 1.0 / 3) < 1e-15)
  }

  @Test func `threads do not change a bit, and blocks count from the source's first record`() throws {
    let count = 3 * Aggregator.blockSize + 17
    var state: UInt64 = 42
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let codes = (0..<count).map { _ in Int(next() % 3) }
    let others = (0..<count).map { _ in Int(next() % 3) }
    let weights = (0..<count).map { _ in Double(next() % 1000) / 997 + 0.001 }
    let survey = Samples.survey([Samples.answers("A", codes), Samples.answers("B", others)])
    let design = SurveyDesign(count: count, weights: try Weights(name: "w", values: weights))
    let selection = (0..<count).map { _ in next() % 10 > 0 }
    var plan = AggregationPlan()
    plan.addTable("t", axes: [.variable(0), .variable(1)])
    plan.addMoments("m", variable: 0, groups: .variable(1))
    let one = try Aggregator.run(plan, over: survey, selection: selection, design: design, threads: 1)
    let two = try Aggregator.run(plan, over: survey, selection: selection, design: design, threads: 2)
    #expect(one.tables == two.tables)
    #expect(one.moments == two.moments)
    #expect(one.weight == two.weight)
    let counts = try #require(one.tables["t"]).patterns.map(\.count)
    #expect(counts.reduce(0, +) == selection.count { $0 })
    #expect(one.respondents == selection.count { $0 })
  }

  @Test func `many combinations are counted without a table of all of them`() throws {
    let columns = (0..<12).map { axis in
      Samples.answers("V\(axis)", (0..<200).map { ($0 / (axis + 1)) % 3 })
    }
    let survey = Samples.survey(columns)
    var plan = AggregationPlan()
    plan.addTable("t", axes: (0..<12).map { .variable($0) })
    let table = try #require(try Aggregator.run(plan, over: survey).tables["t"])
    var byHand: Set<[Int]> = []
    for respondent in 0..<200 { byHand.insert((0..<12).map { (respondent / ($0 + 1)) % 3 }) }
    #expect(table.patterns.count == byHand.count)
    #expect(table.patterns.map(\.count).reduce(0, +) == 200)
    let keys = table.patterns.map { $0.cells.map { $0.answer ?? -1 } }
    #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test func `a table over numbers is refused with the recode that helps`() throws {
    let numbers = Samples.numeric([("age", [20, 30])])
    var plan = AggregationPlan()
    plan.addTable("t", axes: [.variable(0)])
    let error = try #require(Samples.mistake { _ = try Aggregator.run(plan, over: numbers) })
    #expect(error.found == "a variable without set answers")
    #expect(error.remedy.contains("from: age, cut"))
  }

  @Test func `Kish's effective number of respondents`() throws {
    let design = SurveyDesign(count: 8, weights: try Weights(name: "w", values: weights))
    let found = try Aggregator.run(AggregationPlan(), over: survey, design: design)
    #expect(found.weight == 36)
    #expect(found.effective == 36.0 * 36 / 204)
  }
}

/// Tables with many possible combinations against a tally by hand, however they are counted.
@Suite struct ManyCombinationsTests {
  /// A variable with that many answers, drawn by chance.
  private static func drawn(_ name: String, _ answers: Int, _ count: Int, _ seed: UInt64) -> (Variable, Column) {
    var state = seed
    let codes = (0..<count).map { _ -> UInt16 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt16((state >> 33) % UInt64(answers))
    }
    let labels = (0..<answers).map { ValueLabel(code: "\($0)", label: "l\($0)", value: Double($0)) }
    // Entries in falling order: codes and the codebook's positions differ.
    let entries = (0..<answers).map {
      CategoricalColumn.Entry(text: "\(answers - 1 - $0)", meaning: .label(answers - 1 - $0))
    }
    return (
      Variable(name: name, kind: .categorical, level: .nominal, labels: labels),
      .categorical(CategoricalColumn(codes: codes, entries: entries))
    )
  }

  private static func byHand(
    _ survey: Survey, _ axes: [Int], _ design: SurveyDesign
  ) -> [[Int]: (count: Int, weight: Double, squares: Double)] {
    var found: [[Int]: (count: Int, weight: Double, squares: Double)] = [:]
    let answers = axes.map { survey.answers(at: $0) ?? [] }
    for respondent in 0..<survey.count {
      var key = answers.map { Int($0[respondent]) }
      if let cells = design.cells { key.append(Int(cells.codes[respondent])) }
      let weight = design.weights?.values[respondent] ?? 1
      let sofar = found[key] ?? (0, 0, 0)
      found[key] = (sofar.count + 1, sofar.weight + weight, sofar.squares + weight * weight)
    }
    return found
  }

  /// A few combinations in an array, many in a dictionary of numbers, and more than a number can tell apart.
  @Test(arguments: [[0], [0, 1], [2, 3], [2, 3, 4], [2, 3, 4, 5]], [false, true])
  func `counts and weights are those of a tally by hand`(axes: [Int], isComplex: Bool) throws {
    let count = 150_000
    var columns = [Self.drawn("A", 5, count, 1), Self.drawn("B", 7, count, 2)]
    for (place, name) in ["C", "D", "E", "F"].enumerated() {
      columns.append(Self.drawn(name, 60_000, count, UInt64(place) + 3))
    }
    columns.append(Self.drawn("S", 300, count, 9))
    let survey = Samples.survey(columns)
    let weights = try Weights(name: "w", values: (0..<count).map { Double($0 % 8 + 1) / 4 })
    let design =
      isComplex
      ? SurveyDesign(
        count: count, weights: weights,
        clusters: DesignGroups(
          name: "S", codes: survey.answers(at: 6) ?? [], labels: (0..<300).map { "u\($0)" }))
      : SurveyDesign(count: count)
    var plan = AggregationPlan()
    plan.addTable("t", axes: axes.map { .variable($0) }, byDesignCell: true)
    plan.addTable("other", axes: [.variable(0)])
    let found = try Aggregator.run(plan, over: survey, design: design, threads: 2)
    let patterns = try #require(found.tables["t"]?.patterns)
    let expected = Self.byHand(survey, axes, design)
    #expect(patterns.count == expected.count)
    var last: [Int] = []
    for pattern in patterns {
      let key = pattern.cells.compactMap(\.answer) + (pattern.unit.map { [$0] } ?? [])
      let own = try #require(expected[key])
      // Weights in quarters add up without rounding.
      guard pattern.count == own.count, pattern.weight == own.weight, pattern.squaredWeight == own.squares else {
        Issue.record("\(key): \(pattern), by hand \(own)")
        break
      }
      guard last.isEmpty || last.lexicographicallyPrecedes(key) else {
        Issue.record("\(key) after \(last)")
        break
      }
      last = key
    }
    #expect(try Aggregator.run(plan, over: survey, design: design, threads: 1).tables == found.tables)
    #expect(try Aggregator.run(plan, over: survey, design: design, threads: 5).tables == found.tables)
  }
}
