import SurveyStatistics
import SurveyModel
import TestSupport
import Testing
import TextFormats

@Suite struct StraightLiningTests {
  @Test func `runs, spread and straight lines worked by hand`() throws {
    let grid = try StraightLining(
      [[3, 1, 2, 4], [3, 1, 2, .nan], [3, 2, 3, 4], [3, 2, 4, 4]], names: ["a", "b", "c", "d"])
    #expect(grid.respondents.map(\.longestRun) == [4, 2, 2, 3])
    #expect(grid.respondents.map(\.different) == [1, 2, 3, 1])
    #expect(grid.respondents.map(\.answered) == [4, 4, 4, 3])
    #expect(grid.respondents[0].deviation == 0)
    expectClose(grid.respondents[1].deviation ?? .nan, (1.0 / 3).squareRoot())
    #expect(grid.isStraight(0) && !grid.isStraight(1))
    // The fourth left an item out: not judged, unless three answers are enough.
    #expect(grid.judged == 3 && grid.straight == 1)
    let lenient = try StraightLining(
      [[3, 1, 2, 4], [3, 1, 2, .nan], [3, 2, 3, 4], [3, 2, 4, 4]], names: ["a", "b", "c", "d"], least: 3)
    #expect(lenient.judged == 4 && lenient.straight == 2 && lenient.share == 0.5)
  }

  @Test func `two answers at even odds are straight by chance in one of four of three items`() throws {
    let item: [Double] = [1, 2, 1, 2]
    expectClose(try StraightLining([item, item, item], names: ["a", "b", "c"]).shareByChance, 0.25)
  }

  @Test func `JSON counts, and names no respondent`() throws {
    let json = try StraightLining([[3, 1], [3, 2], [3, 3]], names: ["a", "b", "c"]).json
    #expect(json["id"]?.string == "straight-lining")
    #expect(json["straight"]?.integer == 1 && json["n"]?.integer == 2 && json["share"]?.number == 0.5)
    #expect(json["longestRuns"]?[2]?["count"]?.integer == 1)
    let nobody = try StraightLining([[.nan], [3], [3]], names: ["a", "b", "c"]).json
    #expect(nobody["share"] == .null)
  }

  @Test func `too few items and an impossible minimum are refused`() {
    let few = refusal { () throws(StatisticsError) in _ = try StraightLining([[1], [2]], names: ["a", "b"]) }
    #expect(few?.found == "2 items and 2 names")
    let least = refusal { () throws(StatisticsError) in
      _ = try StraightLining([[1], [2], [3]], names: ["a", "b", "c"], least: 4)
    }
    #expect(least?.found == "a minimum of 4 answers to 3 items")
  }
}

@Suite struct AcquiescenceIndexTests {
  @Test func `agreeing with an item and with its opposite is what counts`() throws {
    // Respondents: agrees with everything; means it; disagrees with everything; one answer missing.
    let index = try AcquiescenceIndex(
      [[5, 5, 1, 4], [5, 1, 1, .nan]], names: ["for", "against"], reversed: [1], range: 1...5)
    #expect(index.values == [5, 3, 1, nil])
    #expect(index.count == 3 && index.mean == 3 && index.relativeMean == 0 && index.deviation == 2)
    // Student's t with two degrees of freedom has a closed quantile: (2p − 1) √(2 / (4p(1 − p))).
    expectClose(index.interval.upper, 3 + 0.95 * (2 / 0.0975).squareRoot() * 2 / 3.0.squareRoot(), 1e-12)
    #expect(index.test?.t == 0 && index.test?.p == 1)
    #expect(index.json["missing"]?.integer == 1 && index.json["reversed"]?[0]?.string == "against")
  }

  @Test func `both directions weigh the same, however many items they have`() throws {
    let index = try AcquiescenceIndex(
      [[4, 4], [4, 4], [4, 2], [2, 5]], names: ["a", "b", "c", "d"], reversed: [3], range: 1...5)
    #expect(index.values[0] == 3)
    expectClose(try #require(index.values[1]), (10.0 / 3 + 5) / 2)
  }

  @Test func `the synthetic answers, drawn with a tendency to agree, vary more than two traits would`() throws {
    let index = try AcquiescenceIndex(
      ScaleGolden.raw(), names: ScaleGolden.names, reversed: ScaleGolden.reversed, range: 1...5)
    #expect(index.count == 400 && index.deviation > 0.35)
  }

  @Test func `items of one direction and answers that were turned already are refused`() {
    let one = refusal { () throws(StatisticsError) in
      _ = try AcquiescenceIndex([[1, 2], [2, 3]], names: ["a", "b"], reversed: [], range: 1...5)
    }
    #expect(one?.found == "2 items along the scale and 0 against it")
    let outside = refusal { () throws(StatisticsError) in
      _ = try AcquiescenceIndex([[1, 2], [-2, 3]], names: ["a", "b"], reversed: [1], range: 1...5)
    }
    #expect(outside?.place.column == "b" && outside?.found == "1 answer outside the range")
  }
}

@Suite struct IndexAuditTests {
  /// Eight items of forty respondents, two of them reverse-keyed.
  private static let items: [[Double]] = {
    var random = CounterGenerator(seed: 5)
    let trait = (0..<40).map { _ in random.standardNormal() }
    return (0..<8).map { item in
      trait.map { value in
        let along = item == 2 || item == 5 ? -value : value
        return min(5, max(1, (3 + along + 0.6 * random.standardNormal()).rounded()))
      }
    }
  }()
  private static let declared = (0..<8).map {
    IndexAudit.Declaration("q\($0 + 1)", isReversed: $0 == 2 || $0 == 5, range: 1...5)
  }

  /// The sum of some items, turned where they should be.
  private func sum(_ positions: [Int], turned: Set<Int> = [2, 5]) -> [Double] {
    Self.items[0].indices.map { row in
      positions.reduce(0) { $0 + (turned.contains($1) ? 6 - Self.items[$1][row] : Self.items[$1][row]) }
    }
  }

  private func audit(_ index: [Double], _ declarations: [IndexAudit.Declaration] = declared) throws -> IndexAudit {
    try IndexAudit(index, name: "total", columns: Self.items, declarations: declarations)
  }

  @Test func `an index that is what it is said to be has no finding`() throws {
    let audit = try audit(sum(Array(0..<8)))
    #expect(audit.isAsDeclared && audit.isWeightedSum)
    for (position, item) in audit.items.enumerated() {
      expectClose(try #require(item.weight), position == 2 || position == 5 ? -1 : 1, 1e-9)
      #expect(try #require(item.restCorrelation) > 0.3)
    }
    expectClose(try #require(audit.constant), 12, 1e-9)
    let mean = try self.audit(sum(Array(0..<8)).map { $0 / 8 })
    #expect(mean.isAsDeclared)
    expectClose(try #require(mean.items[0].weight), 0.125, 1e-9)
  }

  @Test func `an index that sums six of its eight items is found out`() throws {
    let audit = try audit(sum(Array(0..<6)))
    #expect(audit.findings == ["total contains 6 of its 8 declared items; not q7, q8"])
    #expect(audit.items[7].isUsed == false)
    #expect(audit.json["items"]?[6]?["isUsed"] == .bool(false))
    #expect(audit.json["isAsDeclared"] == .bool(false))
  }

  @Test func `an item that was not turned, and one that is not declared, are named`() throws {
    #expect(try audit(sum(Array(0..<8), turned: [2])).findings == ["the sign in total is not the declared one: q6"])
    var declarations = Self.declared
    declarations[0].isDeclared = false
    #expect(try audit(sum(Array(0..<8)), declarations).findings == ["total contains items that are not declared: q1"])
    let against = try audit(sum(Array(0..<8)).map { 100 - $0 })
    #expect(against.findings == ["total runs against its declaration as a whole"])
  }

  @Test func `a wrong declaration of direction shows in the items themselves`() throws {
    var declarations = Self.declared
    declarations[2].isReversed = false
    let audit = try audit(sum(Array(0..<8), turned: [5]), declarations)
    #expect(audit.findings == ["turned as declared, these run against the other items: q3"])
  }

  @Test func `unequal weights, ranges and a product are named`() throws {
    let weighted = zip(sum(Array(0..<8)), Self.items[0]).map { $0 + $1 }
    #expect(try audit(weighted).findings == ["the items of total do not weigh the same"])
    var declarations = Self.declared
    declarations[0].range = 1...4
    let findings = try audit(sum(Array(0..<8)), declarations).findings
    #expect(findings.count == 2 && findings[0].hasPrefix("answers outside the declared range: q1 ("))
    #expect(findings[1] == "the declared items do not have the same range of answers")
    let product = try audit(sum(Array(0..<8)).map { $0 * $0 })
    #expect(product.findings == ["total is no weighted sum of these items"])
    #expect(product.items[0].weight == nil && product.json["constant"] == .null)
  }

  @Test func `a repeated item leaves the weights open, and a constant index is refused`() throws {
    var columns = Self.items
    columns[1] = columns[0]
    let repeated = try IndexAudit(
      sum(Array(0..<8)), name: "total", columns: columns, declarations: Self.declared)
    #expect(
      repeated.findings == ["an item is constant or repeats others, so that the weights in total cannot be told"])
    let constant = refusal { () throws(StatisticsError) in
      _ = try IndexAudit(
        [Double](repeating: 3, count: 40), name: "total", columns: Self.items, declarations: Self.declared)
    }
    #expect(constant?.found == "an index that is the same for everybody")
    let few = refusal { () throws(StatisticsError) in
      _ = try IndexAudit(
        [1, 2, 3], name: "total", columns: Self.items.map { Array($0.prefix(3)) }, declarations: Self.declared)
    }
    #expect(few?.found == "3 respondents with the index and all 8 items")
  }
}
