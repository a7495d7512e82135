import SurveyStatistics
import SurveyModel
import TextFormats
import TestSupport
import Testing

@Suite struct ExploratoryFactorAnalysisTests {
  @Test(.published("factor-analysis", in: "Bartholomew & Knott (1999), as in R's ?ability.cov"))
  func `six ability tests have the two factors that R prints for them`() throws {
    // Bartholomew & Knott (1999), Latent Variable Models, on Smith & Stanley (1983); the output in R's ?ability.cov.
    let analysis = try ExploratoryFactorAnalysis(
      ScaleGolden.table("ability", count: 112), factors: 2, rotation: .none)
    let printed = [0.455, 0.589, 0.218, 0.769, 0.052, 0.334]
    for (found, expected) in zip(analysis.uniquenesses, printed) { expectNear(found, expected, 0.0005) }
    expectNear(try #require(analysis.chiSquared), 6.11, 0.005)
    #expect(analysis.degreesOfFreedom == 4)
    expectNear(try #require(analysis.p), 0.191, 0.0005)
  }

  @Test(
    .golden("factor-analysis", by: "R 4.2.2: factanal; psych 2.2.9, GPArotation 2022.10.2"),
    arguments: ["ability2", "harman2", "harman3", "synthetic2", "thurstone3"])
  func `extraction, rotation and fit agree with R`(name: String) throws {
    let expected = try #require(try ScaleGolden.json()["efa"]?[name])
    let count = Int(try expected.number("n"))
    let items =
      name == "synthetic2"
      ? try ItemCovariances.listwise(ScaleGolden.keyed(), names: ScaleGolden.names)
      : try ScaleGolden.table(String(name.dropLast()), count: count)
    let factors = Int(try expected.number("factors"))
    for method in FactorExtractionMethod.allCases {
      let part = try #require(expected[method.rawValue])
      let oblimin = try ExploratoryFactorAnalysis(items, factors: factors, method: method)
      for (found, wanted) in zip(oblimin.uniquenesses, try ScaleGolden.numbers(part["uniquenesses"])) {
        expectClose(found, wanted, 1e-8, "\(method) uniqueness")
      }
      #expect(ScaleGolden.distance(oblimin.loadings, try ScaleGolden.matrix(part["oblimin"])) < 2e-6)
      #expect(ScaleGolden.distance(oblimin.factorCorrelations, try ScaleGolden.matrix(part["phi"])) < 5e-6)
      let varimax = try ExploratoryFactorAnalysis(items, factors: factors, method: method, rotation: .varimax)
      #expect(ScaleGolden.distance(varimax.loadings, try ScaleGolden.matrix(part["varimax"])) < 1e-6)
      expectClose(try #require(oblimin.adequacy?.overall), try expected.number("kmo"), 1e-12, "KMO")
      for (found, wanted) in zip(oblimin.adequacy?.items ?? [], try ScaleGolden.numbers(expected["kmo_items"])) {
        expectClose(found, wanted, 1e-12, "KMO of an item")
      }
      expectClose(try #require(oblimin.adequacy?.chiSquared), try expected.number("bartlett", "chisq"), 1e-11)
      #expect(Double(oblimin.adequacy?.degreesOfFreedom ?? 0) == (try expected.number("bartlett", "df")))
    }
    let analysis = try ExploratoryFactorAnalysis(items, factors: factors)
    #expect(Double(analysis.degreesOfFreedom) == (try expected.number("df")))
    expectClose(try #require(analysis.chiSquared), try expected.number("statistic"), 1e-9, "χ²")
    expectClose(try #require(analysis.tli), try expected.number("tli"), 1e-9, "TLI")
    expectClose(try #require(analysis.rmsea), try expected.number("rmsea"), 1e-9, "RMSEA")
  }

  @Test func `a Heywood case is said, and its uniqueness stays at the least value`() throws {
    let analysis = try ExploratoryFactorAnalysis(ScaleGolden.table("harman", count: 305), factors: 3)
    #expect(analysis.improperItems == ["x2"])
    #expect(analysis.uniquenesses[1] == 0.005 || abs(analysis.uniquenesses[1] - 0.005) < 1e-12)
    #expect(
      analysis.result.warnings.contains(
        "uniqueness at its least value 0.005 (Heywood case): x2; ask for fewer factors or leave the item out"))
  }

  @Test func `of several minima with a Heywood case the smallest is taken`() throws {
    // From one start the fifth item reaches its least uniqueness; the smallest minimum is the fourth's. The values are
    // those of R's nlminb() from eight random places.
    let below = [[], [0.603], [0.711, 0.721], [0.613, 0.641, 0.753], [0.579, 0.569, 0.677, 0.619]]
    var matrix = Matrix(rows: 5, columns: 5)
    for row in 0..<5 {
      matrix[row, row] = 1
      for column in 0..<row {
        matrix[row, column] = below[row][column]
        matrix[column, row] = below[row][column]
      }
    }
    let items = ItemCovariances(
      names: ["a", "b", "c", "d", "e"], matrix: matrix, means: [0, 0, 0, 0, 0], count: 127)
    let expected: [FactorExtractionMethod: [Double]] = [
      .minimumResiduals: [0.394249586, 0.394469868, 0.154350739, 0.005, 0.454965559],
      .maximumLikelihood: [0.398471975, 0.389821654, 0.153767085, 0.005, 0.456146954],
    ]
    for (method, uniquenesses) in expected {
      let found = try ExploratoryFactorAnalysis(items, factors: 2, method: method, rotation: .none).uniquenesses
      for (own, wanted) in zip(found, uniquenesses) { #expect(abs(own - wanted) < 2e-6) }
    }
  }

  @Test(.property("factor-analysis", keeps: "correlations that follow from factors give them back"))
  func `correlations that follow from factors give them back`() throws {
    let places = [0, 0, 0, 0, 1, 1, 1, 1]
    let loadings = [0.8, 0.7, 0.6, 0.75, 0.65, 0.8, 0.7, 0.6]
    let exact = ScaleExamples.exact(
      loadings: loadings, errors: loadings.map { 1 - $0 * $0 }, assignment: places, correlation: 0.4, count: 300)
    for method in FactorExtractionMethod.allCases {
      let analysis = try ExploratoryFactorAnalysis(exact, factors: 2, method: method)
      #expect(abs(analysis.factorCorrelations[0, 1] - 0.4) < 1e-7)
      for (item, place) in places.enumerated() {
        let own = max(abs(analysis.loadings[item, 0]), abs(analysis.loadings[item, 1]))
        let other = min(abs(analysis.loadings[item, 0]), abs(analysis.loadings[item, 1]))
        #expect(abs(own - loadings[item]) < 1e-7 && other < 1e-7)
        let same = abs(analysis.loadings[item, 0]) > 0.3
        #expect(same == (abs(analysis.loadings[place == 0 ? 0 : 4, 0]) > 0.3))
      }
      #expect(try #require(analysis.chiSquared) < 1e-8)
      #expect(analysis.rootMeanSquareResidual < 1e-8)
    }
  }

  @Test(.property("factor-analysis", keeps: "rotation leaves communalities and fit"))
  func `rotation leaves communalities, fit and the reproduced correlations`() throws {
    let items = try ScaleGolden.table("thurstone", count: 213)
    let plain = try ExploratoryFactorAnalysis(items, factors: 3, rotation: .none)
    for rotation in [FactorRotation.varimax, .oblimin] {
      let turned = try ExploratoryFactorAnalysis(items, factors: 3, rotation: rotation)
      let reproduced = turned.structure * turned.loadings.transposed
      #expect(ScaleGolden.distance(reproduced, plain.loadings * plain.loadings.transposed) < 1e-10)
      for item in 0..<9 { #expect(abs(turned.communalities[item] - reproduced[item, item]) < 1e-10) }
      #expect(turned.chiSquared == plain.chiSquared)
    }
  }

  @Test(.property("factor-analysis", keeps: "items permuted, scaled, reversed"))
  func `order, units and direction of items change nothing that should not change`() throws {
    let items = try ItemCovariances.listwise(ScaleGolden.keyed(), names: ScaleGolden.names)
    let plain = try ExploratoryFactorAnalysis(items, factors: 2)
    let order = [8, 3, 0, 5, 1, 7, 2, 6, 4]
    let moved = try ExploratoryFactorAnalysis(items.selecting(order), factors: 2)
    for (place, item) in order.enumerated() {
      for factor in 0..<2 { #expect(abs(moved.loadings[place, factor] - plain.loadings[item, factor]) < 1e-6) }
    }
    var scaled = items.matrix
    for i in 0..<9 { for j in 0..<9 { scaled[i, j] *= Double(i + 1) * Double(j + 1) } }
    let other = try ExploratoryFactorAnalysis(
      ItemCovariances(names: items.names, matrix: scaled, means: items.means, count: items.count), factors: 2)
    #expect(ScaleGolden.distance(other.loadings, plain.loadings) < 1e-7)
    let raw = try ItemCovariances.listwise(ScaleGolden.raw(), names: ScaleGolden.names)
    let unturned = try ExploratoryFactorAnalysis(raw, factors: 2)
    for item in 0..<9 { #expect(abs(unturned.uniquenesses[item] - plain.uniquenesses[item]) < 1e-8) }
  }

  @Test func `the result carries its tables in JSON`() throws {
    let result = try ExploratoryFactorAnalysis(ScaleGolden.table("harman", count: 305), factors: 2).result
    let json = result.json
    #expect(json["loadings"]?.array?.count == 8)
    #expect(json["loadings"]?[0]?["item"]?.string == "x1")
    let loadings = try #require(result.tables.first { $0.name == "loadings" })
    #expect(json["loadings"]?[0]?["factor1"]?.number == loadings[0, "factor1"]?.number)
    #expect(loadings[0, "factor1"]?.number != nil)
    #expect(json["factorCorrelations"]?[1]?["factor2"]?.number == 1)
    #expect(json["eigenvalues"]?.array?.count == 8)
    #expect(result.detailValue("kmo").map { $0 > 0.84 && $0 < 0.85 } == true)
    #expect(result.assumptions.first?.state == .met)
  }

  @Test func `items that share nothing have no common factor, and no number is one that is none`() throws {
    let apart = ItemCovariances(
      names: (1...6).map { "x\($0)" }, matrix: Matrix((0..<6).map { i in (0..<6).map { i == $0 ? 2 : 0 } }),
      means: [Double](repeating: 0, count: 6), count: 200)
    for method in FactorExtractionMethod.allCases {
      for rotation in FactorRotation.allCases {
        let analysis = try ExploratoryFactorAnalysis(apart, factors: 2, method: method, rotation: rotation)
        // A factor of one item alone fits as well as none: what is reproduced is that nothing goes together.
        #expect(analysis.rootMeanSquareResidual < 1e-6)
        #expect(analysis.loadings.values.allSatisfy { $0.isFinite })
        #expect(try #require(analysis.chiSquared) < 1e-6 && analysis.tli == nil)
        let details = analysis.result.details.map(\.value)
        #expect(details.allSatisfy { $0.isFinite })
        let state = analysis.result.assumptions.first?.state
        #expect(state == .violated(why: "the measure is .000"))
      }
    }
  }

  @Test func `what cannot be answered is refused with its reason`() throws {
    let items = try ScaleGolden.table("ability", count: 112)
    let many = refusal { () throws(StatisticsError) in _ = try ExploratoryFactorAnalysis(items, factors: 4) }
    #expect(
      many?.description == """
        --factors: 4 factors of 6 items; expected 1 to 3 factors
          mend: ask for fewer factors or add items; with more the loadings are not determined
        """)
    let few = refusal { () throws(StatisticsError) in
      _ = try ExploratoryFactorAnalysis(
        ItemCovariances(names: items.names, matrix: items.matrix, means: items.means, count: 6), factors: 1)
    }
    #expect(few?.found == "6 respondents for 6 items")
    var answers = try ScaleGolden.keyed()
    answers[1] = answers[0]
    let repeated = try ItemCovariances.listwise(answers, names: ScaleGolden.names)
    let singular = refusal { () throws(StatisticsError) in _ = try ExploratoryFactorAnalysis(repeated, factors: 2) }
    #expect(singular?.code == .notPositiveDefinite)
    #expect(
      singular?.remedy == "use minimum residuals (--method minres), or leave out an item that repeats others")
    // Minimum residuals need no inverse: the repeated pair becomes a Heywood case, and what has no value is left out.
    let rest = try ExploratoryFactorAnalysis(repeated, factors: 2, method: .minimumResiduals)
    #expect(rest.chiSquared == nil && rest.adequacy == nil && rest.p == nil)
    #expect(rest.result.json["statistic"]?["value"] == .null)
    #expect(
      rest.result.warnings.contains(
        "the correlations have no inverse: no χ², no fit indices and no Kaiser–Meyer–Olkin measure"))
  }
}

@Suite struct HierarchicalOmegaTests {
  @Test(.published("omega", in: "Revelle & Zinbarg (2009); psych's manual: Thurstone's nine tests"))
  func `Thurstone's nine tests have omega hierarchical .74 and omega total .93`() throws {
    // Revelle & Zinbarg (2009), Psychometrika 74, 145–154, and psych's documentation of the same table.
    let omega = try HierarchicalOmega(ScaleGolden.table("thurstone", count: 213))
    expectNear(omega.hierarchical, 0.74, 0.005)
    expectNear(omega.total, 0.93, 0.005)
  }

  @Test(.golden("omega", by: "R 4.2.2, psych 2.2.9: omega, schmid"), arguments: ["thurstone", "synthetic"])
  func `omega hierarchical agrees with R`(name: String) throws {
    let expected = try #require(try ScaleGolden.json()["omega"]?[name])
    let items =
      name == "synthetic"
      ? try ItemCovariances.listwise(ScaleGolden.keyed(), names: ScaleGolden.names)
      : try ScaleGolden.table(name, count: 213)
    let omega = try HierarchicalOmega(items)
    expectClose(omega.hierarchical, try expected.number("hierarchical"), 1e-5, "hierarchical")
    expectClose(omega.total, try expected.number("total"), 1e-6, "total")
    expectClose(omega.hierarchical, try expected.number("psych_h"), 5e-5, "psych")
    for (found, wanted) in zip(omega.general, try ScaleGolden.numbers(expected["general"])) {
      expectClose(found, wanted, 5e-5, "general loading")
    }
  }

  @Test(.property("omega", keeps: "general and group factors make up the oblique ones"))
  func `general and group factors make up what the oblique factors made up`() throws {
    let items = try ScaleGolden.table("thurstone", count: 213)
    let omega = try HierarchicalOmega(items)
    let analysis = try ExploratoryFactorAnalysis(items, factors: 3, method: .minimumResiduals)
    for item in 0..<9 { #expect(abs(omega.uniquenesses[item] - analysis.uniquenesses[item]) < 1e-7) }
    #expect(omega.hierarchical < omega.total && omega.total < 1)
    #expect(omega.table.rows.count == 9)
  }

  @Test func `one group factor, and factors without a general one, are refused`() throws {
    let items = try ScaleGolden.table("thurstone", count: 213)
    let one = refusal { () throws(StatisticsError) in _ = try HierarchicalOmega(items, factors: 1) }
    #expect(one?.found == "1 group factor")
    let apart = ScaleExamples.exact(
      loadings: [0.8, 0.7, 0.6, 0.75, 0.65, 0.8], errors: [0.36, 0.51, 0.64, 0.44, 0.58, 0.36],
      assignment: [0, 0, 0, 1, 1, 1], correlation: -0.3, count: 300)
    let against = refusal { () throws(StatisticsError) in _ = try HierarchicalOmega(apart, factors: 2) }
    // Turned so that its loadings are positive, the second factor runs against the first.
    #expect(against?.found == "group factors of which two do not correlate above zero")
  }
}
