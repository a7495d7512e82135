import SurveyAggregation
import TestSupport
import Testing

@Suite struct MomentsTests {
  @Test func `mean and standard deviation of a small sample`() {
    let moments = Moments([2, 4, 4, 4, 5, 5, 7, 9, .nan])
    #expect(moments.count == 8)
    #expect(moments.mean == 5)
    #expect(moments.squares == 32)
    #expect(moments.standardDeviation == (32.0 / 7).squareRoot())
    #expect(moments.minimum == 2)
    #expect(moments.maximum == 9)
    #expect(Moments([1]).standardDeviation.isNaN)
    #expect(Moments([]).count == 0)
  }

  @Test(
    .nist("mean", "standard deviation", sets: "StRD univariate: NumAcc4, as summaries of a survey add it up"))
  func `a large common part costs no digits`() {
    // The numbers of NIST's NumAcc4: 10000000.1, .2, .3 around a mean of 10000000.2 with standard deviation 0.1.
    let values = [10_000_000.2] + (0..<1000).map { $0 % 2 == 0 ? 10_000_000.1 : 10_000_000.3 }
    let moments = Moments(values)
    #expect(abs(moments.mean / 10_000_000.2 - 1) < 3e-16)
    expectDigits(moments.mean, 10_000_000.2, atLeast: 15, of: "mean")
    expectDigits(moments.standardDeviation, 0.1, atLeast: 8.1, of: "standard deviation")
  }

  @Test(.property("mean", "standard deviation", keeps: "weights count as repeated records"))
  func `weights count as repeated records`() {
    let weighted = Moments([1, 2, 5], weights: [2, 1, 3])
    let repeated = Moments([1, 1, 2, 5, 5, 5])
    #expect(abs(weighted.mean - repeated.mean) < 1e-15)
    #expect(abs(weighted.squares - repeated.squares) < 1e-13)
    #expect(weighted.weight == 6)
    #expect(weighted.squaredWeight == 14)
    #expect(weighted.count == 3)
  }

  @Test(.property("mean", "standard deviation", keeps: "blocks are combined as if they were one"))
  func `blocks are combined as if they were one`() {
    let values = (0..<200_001).map { Double($0 % 1000) }
    let moments = Moments(values)
    // 200 full cycles of 0…999 and one 0.
    let mean = 200.0 * 499_500 / 200_001
    let squares = 200.0 * 332_833_500 - 200_001 * mean * mean
    #expect(abs(moments.mean - mean) < 1e-12 * mean)
    #expect(abs(moments.squares - squares) < 1e-9 * squares)
  }
}
