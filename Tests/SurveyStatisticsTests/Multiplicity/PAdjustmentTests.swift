import SurveyStatistics
import TestSupport
import Testing

@Suite struct PAdjustmentTests {
  /// The fifteen p-values of Benjamini & Hochberg (1995), section 3.2, adjusted by R 4.2's `p.adjust`.
  let published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]

  static let expected: [(PAdjustment, [Double])] = [
    (
      .holm,
      [
        0.0015, 0.0056, 0.0247, 0.11399999999999999, 0.2211, 0.27799999999999997, 0.27799999999999997,
        0.27799999999999997, 0.32130000000000003, 1, 1, 1, 1, 1, 1,
      ]
    ),
    (.hochberg, [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.2682, 0.2682, 0.2752, 0.3213, 1, 1, 1, 1, 1, 1]),
    (
      .benjaminiHochberg,
      [
        0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486,
        0.5811818181818181, 0.7148749999999999, 0.7532307692307693, 0.8132142857142857, 1,
      ]
    ),
    (
      .benjaminiYekutieli,
      [
        0.00497734348984349, 0.00995468697968698, 0.031523175435675434, 0.11821190788378289, 0.2000892082917083,
        0.21189262285333715, 0.21189262285333715, 0.21402577006327006, 0.253844517982018, 1, 1, 1, 1, 1, 1,
      ]
    ),
    (
      .bonferroni, [0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885, 1, 1, 1, 1, 1, 1]
    ),
  ]

  @Test(.golden("adjusted p-values", by: "R 4.2.2: p.adjust"), arguments: expected.indices)
  func `the published family is adjusted as R does`(index: Int) {
    let (method, values) = Self.expected[index]
    for (found, expected) in zip(method.adjust(published), values) { expectClose(found, expected, 1e-13) }
  }

  @Test(
    .property(
      "adjusted p-values", keeps: "Benjamini–Hochberg rejects four and Bonferroni three of the published family"))
  func `Benjamini–Hochberg rejects four and Bonferroni three at .05`() {
    #expect(PAdjustment.benjaminiHochberg.adjust(published).count { $0 <= 0.05 } == 4)
    #expect(PAdjustment.bonferroni.adjust(published).count { $0 <= 0.05 } == 3)
  }

  @Test(
    .property("adjusted p-values", keeps: "p-values permuted; none falls; order kept"), arguments: PAdjustment.allCases)
  func `order does not matter and no p-value falls`(method: PAdjustment) {
    let shuffled = [4, 9, 0, 14, 2, 7, 1, 13, 3, 11, 5, 12, 6, 10, 8]
    let plain = method.adjust(published)
    let adjusted = method.adjust(shuffled.map { published[$0] })
    for (position, index) in shuffled.enumerated() { #expect(adjusted[position] == plain[index]) }
    #expect(zip(plain, published).allSatisfy { $0 >= $1 && $0 <= 1 })
    #expect(zip(plain, plain.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `tests without a p-value stay so and do not count`() {
    let adjusted = PAdjustment.bonferroni.adjust([0.01, nil, 0.02])
    #expect(adjusted == [0.02, nil, 0.04])
    #expect(PAdjustment.holm.adjust([Double]()).isEmpty)
    #expect(PAdjustment.holm.adjust([0.3]) == [0.3])
    #expect(PAdjustment.none.adjust([0.3, 0.01]) == [0.3, 0.01])
    #expect(PAdjustment(rawValue: "bh")?.title == "Benjamini–Hochberg")
  }
}
