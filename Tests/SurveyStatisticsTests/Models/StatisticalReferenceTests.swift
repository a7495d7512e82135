import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

#if canImport(Glibc)
  import Glibc
#endif

/// NIST’s Statistical Reference Datasets.
///
/// Digits are −log₁₀ of the relative error, at most 15.
@Suite struct StatisticalReferenceTests {
  private func numbers(_ value: JSONValue?) -> [Double] { (value?.array ?? []).compactMap(\.digits) }

  /// The predictors of a certified regression.
  private func columns(_ set: JSONValue) throws -> (columns: [[Double]], intercept: Bool) {
    if let rows = set["X"]?.array?.map({ numbers($0) }) {
      return ((1..<rows[0].count).map { j in rows.map { $0[j] } }, true)
    }
    let x = numbers(set["x"])
    let count = Int(try set.number("p"))
    guard set["model"]?.string != "through origin" else { return ([x], false) }
    var power = x
    var columns: [[Double]] = []
    for _ in 1..<count {
      columns.append(power)
      power = zip(power, x).map { $0 * $1 }
    }
    return (columns, true)
  }

  @Test(
    .nist("linear", sets: "StRD linear regression: Norris, Pontius, NoInt1, NoInt2, Filip, Longley, Wampler1 to 5"),
    arguments: [
      ("Norris", 13.0, 13.0), ("Pontius", 12.5, 12.5), ("NoInt1", 14.5, 14.5), ("NoInt2", 14.5, 14.5),
      ("Filip", 7.5, 7.5), ("Longley", 14, 14), ("Wampler1", 9, 0), ("Wampler2", 9, 0), ("Wampler3", 13, 13),
      ("Wampler4", 13, 13), ("Wampler5", 13, 13),
    ])
  func `a certified regression keeps its digits`(name: String, coefficients: Double, errors: Double) throws {
    let set = try #require(try Golden.json("nist/regression.json")[name])
    let (columns, intercept) = try columns(set)
    let y = numbers(set["y"])
    let fit = try LeastSquares(columns: columns, intercept: intercept, outcome: y)
    for (found, certified) in zip(fit.coefficients, numbers(set["coef"])) {
      expectDigits(found, certified, atLeast: coefficients, name)
    }
    // The residuals of Wampler1 and 2 are zero: their certified errors are rounding of the certificate's arithmetic.
    guard errors > 0 else { return }
    let squares = CompensatedTotal.of(fit.residuals.map { $0 * $0 })
    let deviation = (squares / Double(y.count - fit.coefficients.count)).squareRoot()
    expectDigits(deviation, try set.number("resid_sd"), atLeast: min(errors, 9), name)
    for (root, certified) in zip(fit.unscaledCovariance.diagonal, numbers(set["se"])) {
      expectDigits(root.squareRoot() * deviation, certified, atLeast: errors, name)
    }
    guard intercept else { return }
    let named = ModelColumns(columns.enumerated().map { ("x\($0 + 1)", $1) })
    let model = try LinearRegression(named, outcome: y)
    expectDigits(model.determination, try set.number("r2"), atLeast: 9, name)
    expectDigits(model.residualDeviation, try set.number("resid_sd"), atLeast: min(errors, 9), name)
  }

  @Test(
    .nist("mean", sets: "StRD univariate: all nine sets"),
    .nist("standard deviation", sets: "StRD univariate: all nine sets"),
    arguments: [
      ("PiDigits", 14.8, 14.5), ("Lottery", 14.8, 14.5), ("Lew", 14.8, 14.5), ("Mavro", 14.8, 12.9),
      ("Michelso", 14.8, 13.7), ("NumAcc1", 15, 15), ("NumAcc2", 14, 14.5), ("NumAcc3", 15, 9.3), ("NumAcc4", 15, 8.1),
    ])
  func `a certified sample keeps its digits up to what its decimals allow`(
    name: String, mean: Double, deviation: Double
  ) throws {
    let set = try #require(try Golden.json("nist/univariate.json")[name])
    let starts = ["NumAcc2": "1", "NumAcc3": "1000000", "NumAcc4": "10000000"]
    var values = numbers(set["values"])
    if let start = starts[name] {
      values = (["2"] + (0..<1000).map { $0.isMultiple(of: 2) ? "1" : "3" }).compactMap { Double("\(start).\($0)") }
    }
    let moments = SampleMoments(values)
    expectDigits(moments.mean, try set.number("mean"), atLeast: mean, name, of: "mean")
    expectDigits(moments.deviation, try set.number("sd"), atLeast: deviation, name, of: "standard deviation")
  }

  @Test(
    .nist("anova", sets: "StRD analysis of variance: all eleven sets"),
    arguments: [
      ("AtmWtAg", 10.0), ("SiRstv", 12.5), ("SmLs01", 13), ("SmLs02", 13), ("SmLs03", 12.5), ("SmLs04", 10.2),
      ("SmLs05", 10), ("SmLs06", 10), ("SmLs07", 4.2), ("SmLs08", 4), ("SmLs09", 4),
    ])
  func `a certified analysis of variance keeps its digits up to what its decimals allow`(
    name: String, wanted: Double
  ) throws {
    let set = try #require(try Golden.json("nist/anova.json")[name])
    let groups = set["groups"]?.array?.map { numbers($0) } ?? simonLesage(name)
    let result = try AnovaTest.run(groups, names: groups.indices.map { "g\($0 + 1)" })
    expectDigits(result.statistic, try set.number("F"), atLeast: wanted, name)
    expectDigits(result.effects[0].value, try set.number("r2"), atLeast: min(wanted - 0.5, 12), name)
  }

  /// Simon and Lesage's sets: nine groups of 21, 201 or 2001 around 1.4, 1.3, 1.5 …, with 0, 10⁶ or 10¹² before them.
  private func simonLesage(_ name: String) -> [[Double]] {
    let number = Int(name.suffix(2)).map { $0 - 1 } ?? 0
    let start = ["1", "1000000", "1000000000000"][number / 3]
    let replicates = [21, 201, 2001][number % 3]
    return [4, 3, 5, 3, 5, 3, 5, 3, 5].map { digit in
      (0..<replicates).compactMap { index in
        Double("\(start).\(index == 0 ? digit : index.isMultiple(of: 2) ? digit + 1 : digit - 1)")
      }
    }
  }
}
