import SurveyStatistics
import TestSupport
import Testing

@Suite struct FactorModelTests {
  let loadings = [0.8, 0.7, 0.6, 0.9, 0.75, 0.65]
  let errors = [0.4, 0.5, 0.6, 0.3, 0.45, 0.5]
  let places = [0, 0, 0, 1, 1, 1]

  @Test(
    .published("cfa", in: "Jöreskog (1971): Lord's vocabulary tests, correlation .899 with error .019"),
    .golden("cfa", by: "R 4.2.2, lavaan 0.6.14: Wishart likelihood"))
  func `Lord's vocabulary tests give Jöreskog's chi-squared of one factor and of two`() throws {
    // Jöreskog (1971), table 2, counts n − 1 = 648.
    let one = try FactorModel(ScaleExamples.vocabulary)
    #expect(one.degreesOfFreedom == 2)
    expectClose(one.chiSquared * 648 / 649, 36.209450832971925, 1e-7)
    let two = try FactorModel(ScaleExamples.vocabulary, assignment: [0, 0, 1, 1])
    #expect(two.degreesOfFreedom == 1)
    expectClose(two.chiSquared * 648 / 649, 0.7029656778033484, 1e-5)
    expectClose(two.factorCorrelations[0, 1], 0.89854869, 1e-6)
    expectPrinted(two.factorCorrelations[0, 1], "0.899")
    expectNear(two.factorCorrelationErrors[0, 1], 0.019, 0.0005, as: .published)
    let scale = (649.0 / 648).squareRoot()
    for (loading, expected) in zip(two.loadings, [7.50056501, 7.70276616, 8.50935861, 8.67516608]) {
      expectClose(loading * scale, expected, 1e-6)
    }
  }

  @Test(.property("cfa", keeps: "covariances that follow from a model give it back"))
  func `covariances that follow from a model give that model back`() throws {
    let exact = ScaleExamples.exact(
      loadings: loadings, errors: errors, assignment: places, correlation: 0.4, count: 400)
    let model = try FactorModel(exact, assignment: places)
    #expect(model.chiSquared < 1e-9)
    #expect(model.degreesOfFreedom == 8)
    #expect(model.cfi == 1 && model.rmsea == 0 && model.srmr < 1e-9)
    let shrunk = (399.0 / 400).squareRoot()
    for (found, expected) in zip(model.loadings, loadings) { expectClose(found, expected * shrunk, 1e-9) }
    for (found, expected) in zip(model.errorVariances, errors) {
      expectClose(found, expected * shrunk * shrunk, 1e-8)
    }
    expectClose(model.factorCorrelations[0, 1], 0.4, 1e-9)
    #expect(model.iterations < 50)
  }

  @Test(.property("cfa", keeps: "one factor is two that correlate fully"))
  func `one factor is what two are when they correlate fully`() throws {
    let exact = ScaleExamples.exact(
      loadings: loadings, errors: errors, assignment: places, correlation: 1, count: 400)
    let one = try FactorModel(exact)
    let two = try FactorModel(exact, assignment: places)
    #expect(one.chiSquared < 1e-9 && two.chiSquared < 1e-9)
    expectClose(two.factorCorrelations[0, 1], 1, 1e-8)
  }

  @Test func `a factor whose items run both ways stands so that its loadings sum to zero or more`() throws {
    // One item up, two down: from the covariances of loadings (0.4, -0.7, -0.6) and, turned round, of (-0.4, 0.7, 0.6).
    let loadings = [0.4, -0.7, -0.6]
    var matrix = Matrix(rows: 3, columns: 3)
    for row in 0..<3 {
      for column in 0..<3 { matrix[row, column] = row == column ? 1 : loadings[row] * loadings[column] }
    }
    let model = try FactorModel(
      ItemCovariances(names: ["a", "b", "c"], matrix: matrix, means: [0, 0, 0], count: 200))
    for (found, wanted) in zip(model.standardizedLoadings, [-0.4, 0.7, 0.6]) { #expect(abs(found - wanted) < 1e-9) }
  }

  @Test(.property("cfa", keeps: "items permuted, scaled, reversed"))
  func `units, order and sign of items change nothing that should not change`() throws {
    let base = ScaleExamples.vocabulary
    let plain = try FactorModel(base)
    var scaled = base.matrix
    let factors = [10.0, 0.5, -1, 3]
    for i in 0..<4 { for j in 0..<4 { scaled[i, j] *= factors[i] * factors[j] } }
    let other = try FactorModel(
      ItemCovariances(names: base.names, matrix: scaled, means: base.means, count: base.count))
    expectClose(other.chiSquared, plain.chiSquared, 1e-8)
    for index in 0..<4 { expectClose(other.loadings[index], plain.loadings[index] * factors[index], 1e-7) }
    let turned = try FactorModel(base.selecting([3, 1, 0, 2]))
    expectClose(turned.chiSquared, plain.chiSquared, 1e-8)
    expectClose(turned.loadings[0], plain.loadings[3], 1e-7)
  }

  @Test func `the fit's interval holds the point and begins at zero for a good fit`() throws {
    let model = try FactorModel(ScaleExamples.vocabulary)
    let rmsea = try #require(model.rmsea)
    let interval = try #require(model.rmseaInterval)
    #expect(interval.lower < rmsea && rmsea < interval.upper)
    #expect(try FactorModel(ScaleExamples.vocabulary, assignment: [0, 0, 1, 1]).rmseaInterval?.lower == 0)
    #expect(model.result.assumptions.first?.state == .met)
    let apart = ScaleExamples.exact(
      loadings: loadings, errors: errors, assignment: places, correlation: 0.1, count: 400)
    let forced = try FactorModel(apart).result.assumptions.first?.state
    guard case .violated(let why)? = forced else {
      Issue.record("one factor fits two that hardly correlate")
      return
    }
    #expect(why.hasPrefix("SRMR .") && why.contains("CFI ."))
  }

  @Test func `three items on one factor fit exactly and say that nothing was tested`() throws {
    let model = try FactorModel(ScaleExamples.vocabulary.selecting([0, 1, 2]))
    #expect(model.degreesOfFreedom == 0)
    #expect(model.chiSquared < 1e-8)
    #expect(model.p == nil && model.rmsea == nil)
    #expect(model.result.warnings.contains { $0.contains("no degrees of freedom") })
  }

  @Test func `answers are fitted as their covariances are, and incomplete respondents counted`() throws {
    var random = CounterGenerator(seed: 4)
    var items = [[Double]](repeating: [], count: 4)
    for _ in 0..<120 {
      let factor = random.standardNormal()
      for item in 0..<4 { items[item].append(factor + random.standardNormal()) }
    }
    let whole = try FactorModel(ItemCovariances.listwise(items, names: ["a", "b", "c", "d"]))
    items[2].append(.nan)
    for item in [0, 1, 3] { items[item].append(1) }
    let result = try FactorModel.run(items, names: ["a", "b", "c", "d"])
    #expect(result.id == "cfa")
    expectClose(result.statistic, whole.chiSquared)
    #expect(result.missing.first?.count == 1)
  }

  @Test func `a repeated item is refused, and nothing is printed as if it were a number`() {
    let items: [[Double]] = [
      [1, 2, 3, 4, 5, 3], [1, 2, 3, 4, 5, 3], [2, 1, 3, 5, 4, 3], [1, 3, 2, 5, 4, 4],
    ]
    let error = refusal { () throws(StatisticsError) in
      _ = try FactorModel(try ItemCovariances.listwise(items, names: ["a", "b", "c", "d"]))
    }
    #expect(error?.code == .notPositiveDefinite)
    #expect(error?.found.hasPrefix("covariances that are not positive definite; least eigenvalue") == true)
    #expect(error?.remedy == "leave out an item that repeats others")
  }

  @Test func `too few respondents, too few items and a wrong assignment are refused`() {
    let few = ItemCovariances(
      names: ["a", "b", "c"], matrix: Matrix([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]]), means: [0, 0, 0], count: 3)
    let error = refusal { () throws(StatisticsError) in _ = try FactorModel(few) }
    #expect(error?.found == "3 respondents for 3 items")
    let lonely = refusal { () throws(StatisticsError) in
      _ = try FactorModel(ScaleExamples.vocabulary, assignment: [0, 0, 0, 1])
    }
    #expect(lonely?.found == "1 item for factor 2")
    let short = refusal { () throws(StatisticsError) in
      _ = try FactorModel(ScaleExamples.vocabulary, assignment: [0, 0])
    }
    #expect(short?.code == .argument)
  }

  @Test func `items that share nothing do not settle into a factor or give no number that is not one`() {
    let loose = ItemCovariances(
      names: ["a", "b", "c", "d"],
      matrix: Matrix([[1, 0.3, -0.3, 0], [0.3, 1, 0.3, -0.3], [-0.3, 0.3, 1, 0.3], [0, -0.3, 0.3, 1]]),
      means: [0, 0, 0, 0], count: 200)
    let error = refusal { () throws(StatisticsError) in
      let model = try FactorModel(loose)
      #expect(model.loadings.allSatisfy(\.isFinite) && model.chiSquared.isFinite)
    }
    #expect(error == nil || error?.code == .convergence)
  }
}

@Suite struct MeasurementCheckTests {
  let loadings = [0.8, 0.75, 0.7, 0.85, 0.75, 0.8, 0.7, 0.75]
  let errors = [0.36, 0.44, 0.51, 0.28, 0.44, 0.36, 0.51, 0.44]
  let places = [0, 0, 0, 0, 1, 1, 1, 1]

  private func check(correlation: Double, count: Int = 400) throws -> MeasurementCheck {
    let covariances = ScaleExamples.exact(
      loadings: loadings, errors: errors, assignment: places, correlation: correlation, count: count)
    return try MeasurementCheck(
      covariances, first: [0, 1, 2, 3], second: [4, 5, 6, 7], names: ["anti-social", "necessity"])
  }

  @Test func `two distinct and reliable scales are established`() throws {
    let check = try check(correlation: 0.3)
    #expect(check.isEstablished)
    expectClose(check.factorCorrelation, 0.3, 1e-8)
    #expect(check.chiSquaredDifference > 100 && check.p < 1e-20)
    #expect(check.result.detailValue("established") == 1)
    #expect(check.result.degreesOfFreedom == [1])
  }

  @Test func `two scales of one thing are not`() throws {
    let check = try check(correlation: 0.97)
    #expect(!check.isEstablished)
    #expect(check.reasons.contains("the factors correlate at or above 0.85"))
    #expect(try self.check(correlation: 1).reasons.contains("two factors do not fit better than one at 0.01"))
  }

  @Test func `Lord's tests are two factors but too close, and pairs have no omega`() throws {
    let check = try MeasurementCheck(ScaleExamples.vocabulary, first: [0, 1], second: [2, 3], names: ["x", "y"])
    #expect(check.p < 1e-6)
    #expect(
      check.reasons == [
        "x: two items have no omega of their own", "y: two items have no omega of their own",
        "the factors correlate at or above 0.85",
      ])
  }

  @Test func `a scale of low omega is named`() throws {
    let covariances = ScaleExamples.exact(
      loadings: [0.3, 0.4, 0.3, 0.8, 0.8, 0.8], errors: [0.9, 0.8, 0.9, 0.3, 0.3, 0.3], assignment: [0, 0, 0, 1, 1, 1],
      correlation: 0.2, count: 900)
    let check = try MeasurementCheck(covariances, first: [0, 1, 2], second: [3, 4, 5], names: ["weak", "strong"])
    #expect(check.reasons == ["weak: omega is below 0.7"])
    #expect(check.result.warnings.contains("measurement not established: weak: omega is below 0.7"))
  }

  @Test func `an item in both scales is refused`() {
    let error = refusal { () throws(StatisticsError) in
      _ = try MeasurementCheck(ScaleExamples.vocabulary, first: [0, 1], second: [1, 2])
    }
    #expect(error?.found == "an item that is in no scale's reach, or in both")
  }
}

@Suite struct ParallelAnalysisTests {
  let places = [0, 0, 0, 0, 1, 1, 1, 1]

  private func analysis(correlation: Double, seed: UInt64 = 1) throws -> ParallelAnalysis {
    let covariances = ScaleExamples.exact(
      loadings: places.map { _ in 0.75 }, errors: places.map { _ in 0.4375 }, assignment: places,
      correlation: correlation, count: 300)
    return try ParallelAnalysis(covariances, draws: Bootstrap(replicates: 200, seed: seed))
  }

  @Test(.property("parallel-analysis", keeps: "two kinds of items have two factors and one kind has one"))
  func `two kinds of items have two factors and one kind has one`() throws {
    #expect(try analysis(correlation: 0.1).factors == 2)
    #expect(try analysis(correlation: 1).factors == 1)
  }

  @Test func `independent items have none`() throws {
    let covariances = ScaleExamples.exact(
      loadings: places.map { _ in 0 }, errors: places.map { _ in 1 }, assignment: places, correlation: 0, count: 300)
    #expect(try ParallelAnalysis(covariances).factors == 0)
  }

  @Test(.property("parallel-analysis", keeps: "eigenvalues add up to the number of items"))
  func `eigenvalues add up to the number of items, and limits lie above means`() throws {
    let analysis = try analysis(correlation: 0.3)
    expectClose(analysis.observed.reduce(0, +), 8, 1e-12)
    expectClose(analysis.chanceMeans.reduce(0, +), 8, 1e-12)
    #expect(zip(analysis.chanceMeans, analysis.chanceLimits).allSatisfy { $0 < $1 })
    #expect(analysis.result.detailValue("eigenvalue.1") == analysis.observed[0])
  }

  @Test(.property("parallel-analysis", keeps: "drawn eigenvalues are those of random answers: components"))
  func `random eigenvalues drawn from Wishart are those of random answers`() throws {
    let drawn = try analysis(correlation: 0.3).chanceMeans
    var sums = [Double](repeating: 0, count: 8)
    for sample in 0..<60 {
      var random = CounterGenerator(seed: 99, stream: UInt64(sample))
      let items = (0..<8).map { _ in (0..<300).map { _ in random.standardNormal() } }
      let correlations = try ItemCovariances.listwise(items, names: (1...8).map { "i\($0)" }).correlations
      let values = try #require(correlations.symmetricEigen()?.values)
      for (place, value) in values.reversed().enumerated() { sums[place] += value / 60 }
    }
    for (mean, expected) in zip(sums, drawn) { #expect(abs(mean - expected) < 0.02) }
  }

  @Test func `the same seed gives the same limits`() throws {
    #expect(try analysis(correlation: 0.3) == analysis(correlation: 0.3))
    #expect(try analysis(correlation: 0.3).chanceLimits != analysis(correlation: 0.3, seed: 2).chanceLimits)
  }

  @Test func `too few items, respondents and draws are refused`() {
    let items = refusal { () throws(StatisticsError) in
      _ = try ParallelAnalysis(ScaleExamples.vocabulary.selecting([0, 1]))
    }
    #expect(items?.found == "2 items")
    let draws = refusal { () throws(StatisticsError) in
      _ = try ParallelAnalysis(ScaleExamples.vocabulary, draws: Bootstrap(replicates: 10))
    }
    #expect(draws?.code == .argument)
    let few = ScaleExamples.exact(
      loadings: [0.5, 0.5, 0.5], errors: [1, 1, 1], assignment: [0, 0, 0], correlation: 1, count: 3)
    let respondents = refusal { () throws(StatisticsError) in _ = try ParallelAnalysis(few) }
    #expect(respondents?.code == .tooFewRespondents)
  }
}
