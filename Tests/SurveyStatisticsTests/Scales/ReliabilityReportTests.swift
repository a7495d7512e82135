import SurveyStatistics
import SurveyModel
import TextFormats
import TestSupport
import Testing

@Suite struct SplitHalfTests {
  @Test(.golden("split halves", by: "R 4.2.2, psych 2.2.9: splitHalf"), arguments: ["four", "five"])
  func `halves agree with R`(name: String) throws {
    let expected = try #require(try ScaleGolden.json()["halves"]?[name])
    let columns = Array(try ScaleGolden.keyed()[name == "four" ? 5..<9 : 0..<5])
    let halves = try SplitHalf(ItemCovariances.listwise(columns, names: columns.indices.map { "i\($0)" }))
    expectClose(halves.correlation, try expected.number("correlation"), 1e-13)
    expectClose(halves.guttman, try expected.number("guttman"), 1e-13)
    expectClose(halves.lambda4, try expected.number("lambda4"), 1e-13)
    expectClose(halves.lambda4, try expected.number("psych"), 1e-12)
    if name == "four" { expectClose(halves.spearmanBrown, try expected.number("spearman_brown"), 1e-13) }
    #expect(halves.isExhaustive && halves.bestHalf.contains("i0"))
  }

  @Test(
    .property("split halves", keeps: "parallel items have one reliability"),
    .property("cronbach-alpha", keeps: "parallel items have one reliability"))
  func `parallel items have one reliability, whichever way they are halved`() throws {
    // For parallel items Spearman–Brown, Horst, Guttman and alpha are all k r / (1 + (k − 1) r).
    for k in [4, 5, 7, 8] {
      var matrix = Matrix(rows: k, columns: k)
      for i in 0..<k { for j in 0..<k { matrix[i, j] = i == j ? 1 : 0.4 } }
      let items = ItemCovariances(
        names: (0..<k).map { "i\($0)" }, matrix: matrix, means: (0..<k).map { _ in 0 }, count: 100)
      let halves = try SplitHalf(items)
      let reliability = Double(k) * 0.4 / (1 + Double(k - 1) * 0.4)
      expectClose(halves.spearmanBrown, reliability, 1e-13)
      if k.isMultiple(of: 2) { expectClose(halves.guttman, reliability, 1e-13) }
      #expect(halves.lambda4 <= reliability + 1e-12)
      expectClose(try CronbachAlpha(items).raw, reliability, 1e-13)
    }
  }

  @Test func `above twenty items a search finds what looking at all splits would`() throws {
    // Eleven pairs of items that go together: the best split parts every pair.
    let k = 22
    var matrix = Matrix(rows: k, columns: k)
    for i in 0..<k {
      for j in 0..<k { matrix[i, j] = i == j ? 1 : (i / 2 == j / 2 ? 0.8 : 0.1) }
    }
    let halves = try SplitHalf(
      ItemCovariances(
        names: (0..<k).map { "i\($0)" }, matrix: matrix, means: (0..<k).map { _ in 0 }, count: 100))
    #expect(!halves.isExhaustive)
    let between = 11 * 0.8 + 110 * 0.1
    expectClose(halves.lambda4, 4 * between / matrix.total, 1e-12)
  }
}

@Suite struct AlphaBootstrapTests {
  private func patterns() throws -> ItemPatterns {
    ItemPatterns(Array(try ScaleGolden.keyed()[0..<5]), names: Array(ScaleGolden.names[0..<5]))
  }

  @Test func `the same seed gives the same intervals on any number of threads`() throws {
    let draws = Bootstrap(replicates: 300, seed: 7)
    let one = try AlphaBootstrap(patterns(), bootstrap: draws, threads: 1)
    #expect(try AlphaBootstrap(patterns(), bootstrap: draws, threads: 2) == one)
    #expect(try AlphaBootstrap(patterns(), bootstrap: draws, threads: 5) == one)
    #expect(try AlphaBootstrap(patterns(), bootstrap: Bootstrap(replicates: 300, seed: 8)) != one)
  }

  @Test(.property("cronbach-alpha", keeps: "respondents permuted")) func `the order of respondents changes nothing`()
    throws
  {
    let columns = Array(try ScaleGolden.keyed()[0..<5])
    let names = Array(ScaleGolden.names[0..<5])
    let turned = ItemPatterns(columns.map { $0.reversed() }, names: names)
    #expect(turned == ItemPatterns(columns, names: names))
    #expect(turned.count == 400)
  }

  @Test func `the intervals hold alpha, and their spread is the one of large samples`() throws {
    let result = try AlphaBootstrap(patterns(), bootstrap: Bootstrap(replicates: 1000))
    let percentile = try #require(result.percentile)
    let corrected = try #require(result.biasCorrected)
    for interval in [percentile, corrected] { #expect(interval.lower < 0.7752 && 0.7752 < interval.upper) }
    #expect(percentile.method == "bootstrap-percentile" && corrected.method == "bootstrap-bca")
    // Feldt's interval supposes normal items; five-point items come near to it.
    let feldt = try CronbachAlpha(
      ItemCovariances.listwise(Array(ScaleGolden.keyed()[0..<5]), names: Array(ScaleGolden.names[0..<5]))
    ).interval
    #expect(abs((percentile.upper - percentile.lower) / (feldt.upper - feldt.lower) - 1) < 0.25)
    #expect(result.replicates == 1000)
  }

  @Test func `few patterns are drawn as counts and give what respondents one by one give`() throws {
    // Two items from 1 to 2, 6000 respondents in four patterns: the multinomial way.
    let counts = [2000, 1000, 800, 2200]
    let answers: [[Double]] = [[1, 1], [1, 2], [2, 1], [2, 2]]
    var columns: [[Double]] = [[], []]
    for (pattern, count) in zip(answers, counts) {
      for _ in 0..<count { for item in 0..<2 { columns[item].append(pattern[item]) } }
    }
    let few = ItemPatterns(columns, names: ["a", "b"])
    #expect(few.counts == counts)
    let result = try AlphaBootstrap(few, bootstrap: Bootstrap(replicates: 600))
    // For two items of like variance alpha is 2r/(1 + r); the delta method from the table gives its spread.
    let error = try #require(result.standardError)
    let alpha = try CronbachAlpha(ItemCovariances.listwise(columns, names: ["a", "b"])).raw
    let interval = try #require(result.percentile)
    #expect(interval.lower < alpha && alpha < interval.upper)
    #expect(error > 0.008 && error < 0.02)
  }

  @Test func `too few resamples and a sum that does not vary are refused`() throws {
    let few = refusal { () throws(StatisticsError) in
      _ = try AlphaBootstrap(
        ItemPatterns([[1, 2, 3], [1, 3, 2]], names: ["a", "b"]), bootstrap: Bootstrap(replicates: 9))
    }
    #expect(
      few?.description
        == "--replicates: 9 resamples; expected at least 40\n"
        + "  mend: write 2000 or more; 10000 for the last digit of a 95 % interval")
    let flat = refusal { () throws(StatisticsError) in
      _ = try AlphaBootstrap(ItemPatterns([[1, 2, 3], [3, 2, 1]], names: ["a", "b"]), bootstrap: Bootstrap())
    }
    #expect(flat?.code == .constant)
  }
}

@Suite struct AlphaReportTests {
  private func report(_ replicates: Int = 0) throws -> TestResult {
    try CronbachAlpha.report(
      Array(ScaleGolden.keyed()[0..<5]), names: Array(ScaleGolden.names[0..<5]),
      bootstrap: Bootstrap(replicates: replicates))
  }

  @Test(.golden("cronbach-alpha", by: "R 4.2.2, psych 2.2.9: alpha; lavaan 0.6.14"))
  func `alpha, its variants and its items agree with psych and lavaan`() throws {
    let expected = try #require(try ScaleGolden.json()["alpha"])
    let result = try report()
    expectClose(result.statistic, try expected.number("raw"), 1e-12)
    expectClose(try #require(result.effectSize("standardized-alpha")?.value), try expected.number("std"), 1e-12)
    expectClose(try #require(result.effectSize("guttman-lambda-6")?.value), try expected.number("lambda6"), 1e-12)
    expectClose(
      try #require(result.effectSize("mean-interitem-correlation")?.value), try expected.number("average"), 1e-12)
    expectClose(try #require(result.effectSize("ordinal-alpha")?.value), try expected.number("ordinal"), 2e-6)
    let items = try #require(result.tables.first { $0.name == "items" })
    for item in 0..<5 {
      expectClose(try #require(items[item, "itemRest"]?.number), try ScaleGolden.numbers(expected["rest"])[item], 1e-12)
      expectClose(
        try #require(items[item, "alphaIfDropped"]?.number), try ScaleGolden.numbers(expected["dropped"])[item], 1e-12)
    }
  }

  @Test func `each interval is named`() throws {
    let table = try #require(try report(200).tables.first { $0.name == "intervals" })
    #expect(
      table.rows.map(\.[0]) == [
        .text("feldt"), .text("distribution-free"), .text("bootstrap-percentile"), .text("bootstrap-bca"),
      ])
    #expect(try report().tables.first { $0.name == "intervals" }?.rows.count == 2)
  }

  @Test func `many respondents are resampled when it is asked for, and few without asking`() throws {
    let columns = Array(try ScaleGolden.keyed()[0..<3])
    let times = CronbachAlpha.mostResampled / columns[0].count + 1
    let many = columns.map { column in (0..<times).flatMap { _ in column } }
    func methods(_ items: [[Double]], _ bootstrap: Bootstrap?) throws -> (rows: Int?, words: [String]) {
      let result = try CronbachAlpha.report(items, names: ["a", "b", "c"], bootstrap: bootstrap)
      return (result.tables.first { $0.name == "intervals" }?.rows.count, result.conventions)
    }
    #expect(try methods(columns, nil).rows == 4)
    let large = try methods(many, nil)
    #expect(large.rows == 2)
    #expect(
      large.words.contains(
        "no resamples: above 10000 respondents the distribution-free interval says what they would "
          + "(--replicates 2000 draws them)"))
    let asked = try methods(many, Bootstrap(replicates: 40))
    #expect(asked.rows == 4 && asked.words.contains("bootstrap: 40 resamples of respondents (seed 1)"))
    #expect(!(try methods(many, Bootstrap(replicates: 0)).words.contains { $0.hasPrefix("no resamples") }))
  }

  @Test func `fewer respondents than items leave out what needs an inverse, and nothing is a number that is none`()
    throws
  {
    let items: [[Double]] = [
      [1, 2, 4, 5], [2, 1, 4, 5], [1, 3, 4, 4], [2, 2, 5, 4], [1, 2, 3, 5], [3, 2, 4, 5],
    ]
    let result = try CronbachAlpha.report(
      items, names: (1...6).map { "i\($0)" }, bootstrap: Bootstrap(replicates: 200))
    #expect(result.effectSize("guttman-lambda-6") == nil)
    let numbers = result.effects.map(\.value) + result.details.map(\.value)
    #expect(numbers.allSatisfy { $0.isFinite })
    // Resamples of one respondent four times over have no alpha.
    #expect(result.warnings.contains { $0.hasSuffix("resamples had no alpha and were left out") })
    #expect(result.warnings.contains { $0.hasPrefix("polychoric correlation of ±1 between") })
    let json = result.json.serialized()
    #expect(!json.lowercased().contains("nan") && !json.lowercased().contains("inf"))
  }

  @Test func `measurements have no ordinal alpha, and it is said why`() throws {
    var random = CounterGenerator(seed: 3)
    let items = (0..<3).map { _ in (0..<60).map { _ in random.standardNormal() } }
    let common = (0..<60).map { _ in random.standardNormal() }
    let columns = items.map { zip($0, common).map { $0 + $1 } }
    let result = try CronbachAlpha.report(columns, names: ["a", "b", "c"], bootstrap: Bootstrap(replicates: 0))
    #expect(result.effectSize("ordinal-alpha") == nil)
    #expect(result.warnings.contains("no ordinal alpha: a: 60 different answers"))
  }
}

@Suite struct ItemAnalysisTests {
  private func analysis() throws -> ItemAnalysis {
    try ItemAnalysis(
      Array(ScaleGolden.raw()[0..<5]), names: Array(ScaleGolden.names[0..<5]), reversed: [1, 3],
      ranges: [ClosedRange<Double>?](repeating: 1...5, count: 5))
  }

  @Test(.golden("item-analysis", by: "R 4.2.2, psych 2.2.9: alpha")) func `every item statistic agrees with psych`()
    throws
  {
    let expected = try #require(try ScaleGolden.json()["alpha"])
    let analysis = try analysis()
    for (position, item) in analysis.items.enumerated() {
      expectClose(try #require(item.mean), try ScaleGolden.numbers(expected["mean"])[position], 1e-13)
      expectClose(try #require(item.deviation), try ScaleGolden.numbers(expected["sd"])[position], 1e-12)
      expectClose(try #require(item.totalCorrelation), try ScaleGolden.numbers(expected["total"])[position], 1e-12)
      expectClose(try #require(item.restCorrelation), try ScaleGolden.numbers(expected["rest"])[position], 1e-12)
      expectClose(try #require(item.alphaIfDropped), try ScaleGolden.numbers(expected["dropped"])[position], 1e-12)
    }
  }

  @Test(.property("item-analysis", keeps: "difficulty, floor and ceiling by hand"))
  func `difficulty, floor and ceiling worked by hand`() throws {
    let analysis = try ItemAnalysis(
      [[1, 1, 3, 5, 2], [1, 2, 3, 4, .nan], [5, 5, 5, 4, 1]], names: ["a", "b", "c"], reversed: [2],
      ranges: [1...5, 1...5, 1...5])
    let first = analysis.items[0]
    #expect(first.mean == 2.4 && first.count == 5 && first.missing == 0)
    expectClose(try #require(first.difficulty), 0.35)
    #expect(first.floor == 0.4 && first.ceiling == 0.2)
    #expect(analysis.items[1].missing == 1 && analysis.items[1].mean == 2.5)
    // The third is turned: 1, 1, 1, 2, 5.
    #expect(analysis.items[2].mean == 2 && analysis.items[2].floor == 0.6 && analysis.items[2].isReversed)
    #expect(analysis.completeCount == 4)
    // Sums of the complete: 3, 4, 7, 11; one of four at the floor.
    #expect(analysis.sumMean == 6.25 && analysis.sumFloor == 0.25 && analysis.sumCeiling == 0)
    #expect(
      analysis.result.warnings.contains(
        ".250 of the complete respondents have the lowest possible sum (more than .150)"))
  }

  @Test func `an item that does not vary stays in the list and out of alpha, without a number that is none`() throws {
    let analysis = try ItemAnalysis(
      [[1, 2, 3, 4, 5], [2, 2, 2, 2, 2], [2, 1, 4, 3, 5]], names: ["a", "b", "c"], ranges: [1...5, 1...5, 1...5])
    #expect(analysis.constantItems == ["b"])
    #expect(analysis.items[1].restCorrelation == nil && analysis.items[1].totalCorrelation == nil)
    expectClose(try #require(analysis.alpha?.raw), 2 * 0.8 / 1.8)
    let json = analysis.result.json
    #expect(json["items"]?[1]?["itemRest"] == .null)
    #expect(
      analysis.result.warnings.contains("the same answer from every complete respondent, so left out of alpha: b"))
    let flat = try ItemAnalysis([[1, 1, 1], [2, 2, 2]], names: ["a", "b"])
    #expect(flat.alpha == nil && flat.result.json["statistic"]?["value"] == .null)
    #expect(flat.result.warnings.contains("no alpha: fewer than two items vary, or their sum does not"))
  }

  @Test func `an item against the scale, a weak one and answers out of range are named`() throws {
    let analysis = try ItemAnalysis(
      Array(ScaleGolden.raw()[0..<5]), names: Array(ScaleGolden.names[0..<5]),
      ranges: [1...5, 1...5, 1...4, 1...5, 1...5])
    let warnings = analysis.result.warnings
    #expect(warnings.contains { $0.hasPrefix("against the scale: a2") })
    #expect(warnings.contains { $0.hasPrefix("answers outside the codebook's range: a3 (") })
  }

  @Test func `bad questions are refused`() {
    let one = refusal { () throws(StatisticsError) in _ = try ItemAnalysis([[1, 2, 3]], names: ["a"]) }
    #expect(one?.found == "1 item")
    let few = refusal { () throws(StatisticsError) in
      _ = try ItemAnalysis([[1, 2, .nan], [1, .nan, 3]], names: ["a", "b"])
    }
    #expect(few?.found == "1 respondent complete on the items")
    let unknown = refusal { () throws(StatisticsError) in
      _ = try ItemAnalysis([[1, 2, 3], [1, 2, 3]], names: ["a", "b"], reversed: [1])
    }
    #expect(
      unknown?.description
        == "b: an item to reverse without a range of answers; expected its lowest and its highest possible answer\n"
        + "  mend: give its answers in a codebook")
  }
}

@Suite struct PolychoricMatrixTests {
  @Test(.golden("polychoric", by: "R 4.2.2, lavaan 0.6.14: lavCor")) func `every pair agrees with lavaan`() throws {
    let expected = try ScaleGolden.matrix(ScaleGolden.json()["alpha"]?["polychoric"])
    let matrix = try PolychoricMatrix(Array(ScaleGolden.keyed()[0..<5]), names: Array(ScaleGolden.names[0..<5]))
    expectNear(ScaleGolden.distance(matrix.correlations, expected), 0, 2e-6)
    #expect(matrix.counts[0][1] == 400 && matrix.completeCount == 400 && matrix.boundaryPairs.isEmpty)
    #expect(matrix.standardErrors[0, 1] > 0.03 && matrix.standardErrors[0, 1] < 0.06)
  }

  @Test(.property("polychoric", keeps: "only the order of answers counts"))
  func `only the order of answers counts, and threads do not`() throws {
    let columns = Array(try ScaleGolden.keyed()[0..<4])
    let names = Array(ScaleGolden.names[0..<4])
    let plain = try PolychoricMatrix(columns, names: names, threads: 1)
    let stretched = columns.map { $0.map { $0 * $0 * 10 } }
    #expect(try PolychoricMatrix(stretched, names: names, threads: 3).correlations == plain.correlations)
    let turned = try PolychoricMatrix([columns[0].map { -$0 }] + columns[1...], names: names)
    #expect(abs(turned.correlations[0, 1] + plain.correlations[0, 1]) < 1e-9)
  }

  @Test func `each pair stands on those who answered both`() throws {
    var columns = Array(try ScaleGolden.keyed()[0..<3])
    for row in 0..<50 { columns[2][row] = .nan }
    let matrix = try PolychoricMatrix(columns, names: ["a", "b", "c"])
    #expect(matrix.counts[0][2] == 350 && matrix.counts[0][1] == 400 && matrix.counts[2][2] == 350)
    #expect(matrix.completeCount == 350)
  }

  @Test func `items without an order of answers are refused by name`() {
    let constant = refusal { () throws(StatisticsError) in
      _ = try PolychoricMatrix([[1, 2, 3], [2, 2, 2]], names: ["a", "b"])
    }
    #expect(constant?.place.column == "b" && constant?.found == "the same answer from everybody")
    let fine = refusal { () throws(StatisticsError) in
      _ = try PolychoricMatrix([(0..<30).map { Double($0) }, (0..<30).map { Double($0 % 2) }], names: ["a", "b"])
    }
    #expect(
      fine?.description
        == "a: 30 different answers; expected at most 20, in an order\n"
        + "  mend: use Pearson correlations for measurements")
    let nobody = refusal { () throws(StatisticsError) in
      _ = try PolychoricMatrix([[.nan, .nan], [1, 2]], names: ["a", "b"])
    }
    #expect(nobody?.found == "no answer at all")
  }

  @Test func `a pair that orders respondents perfectly is named`() throws {
    let answers = (0..<60).map { Double($0 % 3) }
    let other = (0..<60).map { Double(($0 / 3) % 2) }
    let matrix = try PolychoricMatrix([answers, answers, other], names: ["a", "b", "c"])
    #expect(matrix.boundaryPairs == ["a and b"])
    #expect(matrix.correlations[0, 1] == 1)
  }
}

@Suite struct AlphaInfluenceTests {
  @Test func `the standard error is the delta method's on the covariances of all covariances`() throws {
    let expected = try #require(try ScaleGolden.json()["alpha"])
    for (range, key) in [(0..<5, "freeError"), (5..<9, "freeErrorOfFour")] {
      let items = Array(try ScaleGolden.keyed()[range])
      let covariances = try ItemCovariances.listwise(items, names: Array(ScaleGolden.names[range]))
      let found = try #require(AlphaInfluence(items, covariances))
      expectClose(found.standardError, try expected.number(key), 1e-12)
      let interval = found.interval(level: 0.95)
      let alpha = try CronbachAlpha(covariances).raw
      expectClose(alpha - interval.lower, 1.959963984540054 * found.standardError, 1e-12)
      #expect(interval.method == "distribution-free" && interval.upper <= 1)
    }
  }

  @Test func `it is near to what resampling finds, whatever the number of threads, and gaps are left out`() throws {
    let items = Array(try ScaleGolden.keyed()[0..<5])
    let names = Array(ScaleGolden.names[0..<5])
    let covariances = try ItemCovariances.listwise(items, names: names)
    let found = try #require(AlphaInfluence(items, covariances, threads: 1))
    let resampled = try AlphaBootstrap(ItemPatterns(items, names: names), bootstrap: Bootstrap(replicates: 4000))
    #expect(abs(try #require(resampled.standardError) / found.standardError - 1) < 0.06)
    // Enough respondents for several blocks of them.
    let many = items.map { column in (0..<200).flatMap { _ in column } }
    let all = try ItemCovariances.listwise(many, names: names)
    let one = try #require(AlphaInfluence(many, all, threads: 1))
    #expect(AlphaInfluence(many, all, threads: 3) == one)
    expectClose(one.standardError * 200.0.squareRoot(), found.standardError, 2e-3)
    let gaps = items.enumerated().map { $1 + [$0 == 2 ? .nan : 3] }
    #expect(AlphaInfluence(gaps, covariances) == found)
  }

  @Test func `a sum that does not vary has no standard error`() {
    let items: [[Double]] = [[1, 2, 3], [3, 2, 1]]
    let covariances = ItemCovariances(
      names: ["a", "b"], matrix: Matrix([[1, -1], [-1, 1]]), means: [2, 2], count: 3)
    #expect(AlphaInfluence(items, covariances) == nil)
  }
}

@Suite struct ItemProductTests {
  @Test func `whole answers and measurements have the covariances that their definition gives`() throws {
    let whole = Array(try ScaleGolden.raw()[0..<4])
    // Far from zero, and by parts of one; the covariances are those of the whole answers.
    for (shift, factor) in [(0.0, 1.0), (1_000_000, 1), (0.5, 1), (-3, -1), (0, 0.25), (7, 60)] {
      let columns = whole.map { column in column.map { shift + factor * $0 } }
      let found = try ItemCovariances.listwise(columns, names: ["a", "b", "c", "d"])
      for i in 0..<4 {
        expectClose(found.means[i], columns[i].reduce(0, +) / 400, 1e-13)
        for j in 0..<4 {
          let (x, y) = (whole[i], whole[j])
          let (meanX, meanY) = (x.reduce(0, +) / 400, y.reduce(0, +) / 400)
          let expected = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / 399
          #expect(abs(found.matrix[i, j] - factor * factor * expected) <= 2e-14 * factor * factor)
          #expect(found.matrix[i, j] == found.matrix[j, i])
        }
      }
    }
  }

  @Test func `gaps and items that run against the scale are seen to`() throws {
    let columns: [[Double]] = [[1, 2, .nan, 4, 5, 2], [5, 4, 3, 2, 2, .infinity]]
    let kept: [[Double]] = [[1, 2, 4, 5], [-5, -4, -2, -2]]
    let found = try ItemCovariances.listwise(columns, names: ["a", "b"], reversed: [1])
    #expect(found == (try ItemCovariances.listwise(kept, names: ["a", "b"])))
    #expect(found.count == 4 && found.means == [3, -3.25])
    expectClose(found.matrix[0, 1], 8.0 / 3, 1e-15)
  }
}
