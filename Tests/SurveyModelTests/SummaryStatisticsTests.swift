import SurveyModel
import Testing

@Suite struct SummaryStatisticsTests {
  @Test func `a sum keeps what its additions round away`() {
    // Neumaier's own example: a plain sum gives 0, Kahan's gives 0.
    #expect(CompensatedSum([1, 1e100, 1, -1e100]).value == 2)
    var first = CompensatedSum([1e100, 1])
    first.add(CompensatedSum([1, -1e100]))
    #expect(first.value == 2)
  }

  @Test func `numbers of a codebook, without and with weights`() {
    let values = [2.0, 4, .nan, 9]
    let plain = SummaryStatistics(values)
    #expect(plain.valid == 3 && plain.invalid == 1)
    #expect(plain.minimum == 2 && plain.maximum == 9)
    #expect(plain.mean == 5)
    #expect(plain.standardDeviation == 13.0.squareRoot())
    // As SPSS with WEIGHT: the squares about the weighted mean, divided by the sum of the weights less one.
    let weighted = SummaryStatistics(values, weights: [1, 3, 0.5, 2])
    #expect(weighted.valid == 6 && weighted.invalid == 0.5)
    #expect(weighted.mean == 32.0 / 6)
    let squares =
      (2 - 16.0 / 3) * (2 - 16.0 / 3) + 3 * (4 - 16.0 / 3) * (4 - 16.0 / 3) + 2 * (9 - 16.0 / 3) * (9 - 16.0 / 3)
    #expect(abs((weighted.standardDeviation ?? 0) - (squares / 5).squareRoot()) < 1e-14)
  }

  @Test func `a weight that is missing counts nothing, and what cannot be computed is left out`() {
    let statistics = SummaryStatistics([1, 2, 3], weights: [1, .nan, 1])
    #expect(statistics.valid == 2 && statistics.mean == 2)
    let one = SummaryStatistics([7])
    #expect(one.mean == 7 && one.standardDeviation == nil)
    let none = SummaryStatistics([.nan, .nan])
    #expect(none.valid == 0 && none.invalid == 2 && none.mean == nil && none.minimum == nil && none.maximum == nil)
  }

  @Test func `the mean of numbers far from zero loses nothing`() {
    let values = (0..<1000).map { 1e15 + Double($0 % 2) }
    #expect(SummaryStatistics(values).mean == 1e15 + 0.5)
    #expect(abs((SummaryStatistics(values).standardDeviation ?? 0) - (250.0 / 999).squareRoot()) < 1e-12)
  }
}
