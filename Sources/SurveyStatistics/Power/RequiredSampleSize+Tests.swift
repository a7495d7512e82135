internal import SurveyModel

extension RequiredSampleSize {
  /// The smallest number of respondents, or of respondents per group, whose power is what is asked.
  ///
  /// - Parameters:
  ///   - target: the power, such as 0.8.
  ///   - least: the smallest number that the test can be made with.
  ///   - designEffect: by how much weights and clusters multiply the variance; the number is multiplied and rounded up.
  ///   - powerOf: the power with that many respondents, one of ``StatisticalPower``; it must grow with them.
  /// - Throws: `statistics.argument` where target or design effect is out of range, or where ten million respondents
  ///   would not do, as for an effect of zero.
  /// - Complexity: O(log n) evaluations.
  public static func smallest(
    power target: Double = 0.8, atLeast least: Int = 2, designEffect: Double = 1, powerOf: (Int) -> Double
  ) throws(StatisticsError) -> Int {
    guard target > 0, target < 1, designEffect > 0, designEffect.isFinite, least > 0 else {
      throw StatisticsError(
        .argument, found: "power \(target), design effect \(designEffect)",
        expected: "a power between 0 and 1, a design effect above 0", remedy: "write 0.8 and 1")
    }
    var (low, high) = (least, least)
    while !(powerOf(high) >= target) {
      guard high < 10_000_000 else {
        throw StatisticsError(
          .argument, found: "an effect too small for ten million respondents", expected: "an effect that they can show",
          remedy: "name a larger effect of interest")
      }
      low = high + 1
      high = min(high * 2, 10_000_000)
    }
    while low < high {
      let middle = low + (high - low) / 2
      if powerOf(middle) >= target { high = middle } else { low = middle + 1 }
    }
    return Int((Double(low) * designEffect).rounded(.up))
  }
}
