import SurveyStatistics
import TestSupport
import Testing

@Suite struct QuantileRuleTests {
  private let sorted: [Double] = [1, 2, 2, 3, 3, 3, 4, 5, 5, 7, 8, 10]
  private let probabilities = [0.1, 0.25, 0.5, 0.75, 0.9]

  // Values of R 4.2.2, quantile(type = 1 … 9), on twelve numbers.
  @Test(
    .golden("quantile rules", by: "R 4.2.2: quantile, types 1 to 9"),
    arguments: [
      (QuantileRule.hyndmanFan1, [2, 2, 3, 5, 8]), (.hyndmanFan2, [2, 2.5, 3.5, 6, 8]),
      (.hyndmanFan3, [1, 2, 3, 5, 8]),
      (.hyndmanFan4, [1.2, 2, 3, 5, 7.8]), (.hyndmanFan5, [1.7, 2.5, 3.5, 6, 8.6]),
      (.hyndmanFan6, [1.3, 2.25, 3.5, 6.5, 9.4]), (.hyndmanFan7, [2, 2.75, 3.5, 5.5, 7.9]),
      (.hyndmanFan8, [1.5666666666666667, 2.4166666666666665, 3.5, 6.166666666666668, 8.866666666666667]),
      (.hyndmanFan9, [1.6, 2.4375, 3.5, 6.125, 8.8]),
    ])
  func `all nine rules agree with R`(rule: QuantileRule, expected: [Double]) {
    for (probability, value) in zip(probabilities, expected) {
      expectClose(rule.quantile(probability, ofSorted: sorted), value, 4e-15)
    }
  }

  @Test(.property("quantile rules", keeps: "the ends are the smallest and the largest"))
  func `the ends are the smallest and the largest, and one value is all quantiles`() {
    for rule in QuantileRule.allCases {
      #expect(rule.quantile(0, ofSorted: sorted) == 1)
      #expect(rule.quantile(1, ofSorted: sorted) == 10)
      #expect(rule.quantile(0.3, ofSorted: [7]) == 7)
      #expect(rule.quantile(0.5, ofSorted: []).isNaN)
    }
    #expect(QuantileRule.hyndmanFan7.id == "hyndman-fan-7")
  }
}
