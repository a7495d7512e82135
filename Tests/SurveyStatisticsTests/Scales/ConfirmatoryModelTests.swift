import SurveyStatistics
import SurveyModel
import TestSupport
import Testing
import TextFormats

@Suite struct ConfirmatoryModelTests {
  private let triples = [0, 0, 0, 1, 1, 1, 2, 2, 2]

  /// The estimate, its error, and both standardised, of one line of lavaan's table.
  private func line(
    _ model: String, _ left: String, _ operation: String, _ right: String
  ) throws -> (estimate: Double, error: Double, standardized: Double, standardizedError: Double) {
    let table = try #require(try ScaleGolden.json()["cfa"]?[model])
    func words(_ key: String) throws -> [String] { try #require(table[key]?.array).map { $0.string ?? "" } }
    let (lhs, op, rhs) = (try words("lhs"), try words("op"), try words("rhs"))
    let row = try #require(lhs.indices.first { lhs[$0] == left && op[$0] == operation && rhs[$0] == right })
    func number(_ key: String) throws -> Double { try #require(table[key]?[row]?.number) }
    return (try number("est"), try number("se"), try number("std"), try number("stdse"))
  }

  @Test(.published("cfa", in: "Rosseel (2012), section 3: Holzinger & Swineford's three factors"))
  func `Holzinger and Swineford's three factors fit as the paper on lavaan prints`() throws {
    // Data: Holzinger & Swineford (1939), 301 pupils; printed by Rosseel (2012), Journal of Statistical Software 48(2),
    // section 3, 10.18637/jss.v048.i02.
    let model = try FactorModel(ScaleGolden.table("holzinger", count: 301), assignment: triples)
    #expect(abs(model.chiSquared - 85.306) < 0.0005 && model.degreesOfFreedom == 24)
    expectNear(model.cfi, 0.931, 0.0005)
    expectNear(try #require(model.tli), 0.896, 0.0005)
    expectNear(try #require(model.rmsea), 0.092, 0.0005)
    let interval = try #require(model.rmseaInterval)
    #expect(abs(interval.lower - 0.071) < 0.0005 && abs(interval.upper - 0.114) < 0.0005)
    expectNear(model.srmr, 0.065, 0.0005)
    expectNear(model.logLikelihood, -3737.745, 0.0005)
    #expect(abs(model.aic - 7517.490) < 0.0005 && abs(model.bic - 7595.339) < 0.0005)
    #expect(model.parameterCount == 21)
  }

  @Test(.golden("cfa", by: "R 4.2.2, lavaan 0.6.14"), arguments: ["holzinger", "two"])
  func `estimates, errors and fit agree with lavaan`(name: String) throws {
    let isThree = name == "holzinger"
    let items =
      isThree
      ? try ScaleGolden.table("holzinger", count: 301)
      : try ItemCovariances.listwise(ScaleGolden.keyed(), names: ScaleGolden.names)
    let factors = isThree ? ["visual", "textual", "speed"] : ["first", "second"]
    let model = try FactorModel(
      items, assignment: isThree ? triples : [0, 0, 0, 0, 0, 1, 1, 1, 1], factorNames: factors)
    for (item, itemName) in items.names.enumerated() {
      let loading = try line(name, factors[model.assignment[item]], "=~", itemName)
      // lavaan's optimiser stops at about 3e-6; here the gradient vanishes.
      expectClose(model.loadings[item], loading.estimate, 5e-6, itemName)
      expectClose(model.loadingErrors[item], loading.error, 2e-5, "error of \(itemName)")
      expectClose(model.standardizedLoadings[item], loading.standardized, 5e-6, "standardised \(itemName)")
      expectClose(model.standardizedLoadingErrors[item], loading.standardizedError, 2e-5, "its error")
      let error = try line(name, itemName, "~~", itemName)
      expectClose(model.errorVariances[item], error.estimate, 5e-6, "error variance")
      expectClose(model.errorVarianceErrors[item], error.error, 2e-5, "its error")
      expectClose(model.explainedVariances[item], 1 - error.standardized, 1e-5, "explained")
    }
    let correlation = try line(name, factors[0], "~~", factors[1])
    expectClose(model.factorCorrelations[0, 1], correlation.estimate, 5e-6)
    expectClose(model.factorCorrelationErrors[0, 1], correlation.error, 2e-5)
    try expectFit(model, name)
  }

  private func expectFit(_ model: FactorModel, _ name: String) throws {
    let fit = try #require(try ScaleGolden.json()["cfa"]?[name]?["fit"])
    expectClose(model.chiSquared, try fit.number("chisq"), 1e-6, "χ²")
    expectClose(model.baseline.chiSquared, try fit.number("baseline.chisq"), 1e-9, "baseline")
    expectClose(model.logLikelihood, try fit.number("logl"), 1e-9, "log-likelihood")
    expectClose(model.aic, try fit.number("aic"), 1e-9, "AIC")
    expectClose(model.bic, try fit.number("bic"), 1e-9, "BIC")
    #expect(Double(model.degreesOfFreedom) == (try fit.number("df")))
    for (found, key) in [
      (model.cfi, "cfi"), (model.tli, "tli"), (model.rmsea, "rmsea"), (model.srmr, "srmr"),
      (model.rmseaInterval?.lower, "rmsea.ci.lower"), (model.rmseaInterval?.upper, "rmsea.ci.upper"),
    ] {
      expectNear(try #require(found), try fit.number(key), 1e-5, "\(key)")
    }
  }

  @Test(.golden("cfa", by: "R 4.2.2, lavaan 0.6.14: method factor"))
  func `a method factor takes up agreeing, and agrees with lavaan on the raw answers`() throws {
    let names = ScaleGolden.names
    let signs = names.indices.map { ScaleGolden.reversed.contains($0) ? -1.0 : 1.0 }
    let items = try ItemCovariances.listwise(ScaleGolden.raw(), names: names, reversed: ScaleGolden.reversed)
    let assignment = [0, 0, 0, 0, 0, 1, 1, 1, 1]
    let model = try FactorModel(items, assignment: assignment, methodSigns: signs)
    let method = try #require(model.methodFactor)
    let expected = try line("method", "method", "~~", "method")
    expectClose(method.variance, expected.estimate, 5e-6)
    expectClose(method.standardError, expected.error, 2e-5)
    for (item, name) in names.enumerated() {
      let loading = try line("method", assignment[item] == 0 ? "first" : "second", "=~", name)
      // lavaan was given the items as they were answered: reversed ones load below zero there.
      expectClose(model.loadings[item] * signs[item], loading.estimate, 5e-6, name)
      expectClose(model.loadingErrors[item], loading.error, 2e-5, name)
      expectClose(model.standardizedLoadings[item] * signs[item], loading.standardized, 5e-6, name)
      expectClose(model.standardizedLoadingErrors[item], loading.standardizedError, 5e-5, name)
    }
    let correlation = try line("method", "first", "~~", "second")
    expectClose(model.factorCorrelations[0, 1], correlation.estimate, 1e-5)
    expectClose(model.factorCorrelationErrors[0, 1], correlation.error, 2e-5)
    try expectFit(model, "method")
    let without = try FactorModel(items, assignment: assignment)
    #expect(without.chiSquared > 200 && model.chiSquared < 30)
  }

  @Test(.property("cfa", keeps: "a method that nobody has has no variance"))
  func `a method that nobody has is found to have no variance`() throws {
    let places = [0, 0, 0, 0, 1, 1, 1, 1]
    let exact = ScaleExamples.exact(
      loadings: [0.8, 0.7, 0.6, 0.75, 0.65, 0.8, 0.7, 0.6], errors: [0.4, 0.5, 0.6, 0.4, 0.6, 0.4, 0.5, 0.6],
      assignment: places, correlation: 0.3, count: 500)
    let model = try FactorModel(exact, assignment: places, methodSigns: [1, -1, 1, -1, 1, -1, 1, -1])
    #expect(abs(try #require(model.methodFactor).variance) < 1e-8)
    #expect(model.chiSquared < 1e-8 && abs(model.factorCorrelations[0, 1] - 0.3) < 1e-7)
  }

  @Test func `a method factor needs items of both directions`() throws {
    let items = try ItemCovariances.listwise(ScaleGolden.keyed(), names: ScaleGolden.names)
    let error = refusal { () throws(StatisticsError) in
      _ = try FactorModel(
        items, assignment: [0, 0, 0, 0, 0, 1, 1, 1, 1], methodSigns: [1, -1, 1, -1, 1, 1, 1, 1, 1])
    }
    #expect(
      error?.description
        == "items of factor 2 that all run one way, beside a method factor; expected items of both directions in each "
        + "factor\n  mend: name the reversed items in --reverse, or fit the model without the method factor")
  }

  @Test func `the result says the correlation of two factors with its interval, and has its tables`() throws {
    let result = try FactorModel.run(
      ScaleGolden.raw(), names: ScaleGolden.names, assignment: [0, 0, 0, 0, 0, 1, 1, 1, 1],
      factorNames: ["anti", "need"], reversed: ScaleGolden.reversed)
    let estimate = try #require(result.estimate)
    #expect(estimate.id == "factor-correlation")
    let error = try #require(estimate.standardError)
    expectClose(try #require(estimate.interval).upper, estimate.value + 1.959963984540054 * error, 1e-12)
    let json = result.json
    #expect(json["loadings"]?.array?.count == 9)
    #expect(json["fit"]?[0]?["id"]?.string == "cfi" && json["fit"]?[0]?["lower"] == .null)
    #expect(json["fit"]?[2]?["upper"]?.number == result.detailValue("rmseaUpper90"))
    #expect(json["loadings"]?[5]?["factor"]?.string == "need")
    #expect(json["factorCorrelations"]?[0]?["other"]?.string == "need")
    #expect(json["coefficients"]?[0]?["term"]?.string == "anti: a1")
    #expect(result.conventions.contains("reversed: a2, a4, n2, n4"))
    #expect(result.detailValue("aic").map { abs($0 - 10558.2389) < 0.001 } == true)
  }
}

@Suite struct FactorBasedParallelAnalysisTests {
  @Test func `threads change nothing, and the basis does`() throws {
    let items = try ItemCovariances.listwise(ScaleGolden.keyed(), names: ScaleGolden.names)
    let draws = Bootstrap(replicates: 100, seed: 3)
    let one = try ParallelAnalysis(items, basis: .factors, draws: draws, threads: 1)
    #expect(try ParallelAnalysis(items, basis: .factors, draws: draws, threads: 4) == one)
    let components = try ParallelAnalysis(items, draws: draws)
    #expect(one.observed != components.observed)
    // With squared multiple correlations on the diagonal chance gives eigenvalues that sum to little.
    #expect(abs(one.chanceMeans.reduce(0, +)) < 0.5)
    #expect(one.factors >= components.factors && components.factors >= 2)
    #expect(one.result.json["eigenvalues"]?[0]?["isKept"] == .bool(true))
  }

  @Test(.property("parallel-analysis", keeps: "drawn eigenvalues are those of random answers: factors"))
  func `random reduced eigenvalues drawn from Wishart are those of random answers`() throws {
    let items = try ItemCovariances.listwise(ScaleGolden.keyed().prefix(6).map { $0 }, names: (0..<6).map { "i\($0)" })
    let drawn = try ParallelAnalysis(items, basis: .factors, draws: Bootstrap(replicates: 300)).chanceMeans
    var sums = [Double](repeating: 0, count: 6)
    for sample in 0..<60 {
      var random = CounterGenerator(seed: 77, stream: UInt64(sample))
      let columns = (0..<6).map { _ in (0..<400).map { _ in random.standardNormal() } }
      var matrix = try ItemCovariances.listwise(columns, names: items.names).correlations
      let inverse = try #require(matrix.positiveDefiniteInverse()).inverse
      for item in 0..<6 { matrix[item, item] = 1 - 1 / inverse[item, item] }
      let values = try #require(matrix.symmetricEigen()).values
      for (place, value) in values.reversed().enumerated() { sums[place] += value / 60 }
    }
    for (found, expected) in zip(sums, drawn) { #expect(abs(found - expected) < 0.02) }
  }
}
