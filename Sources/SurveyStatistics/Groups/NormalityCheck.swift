internal import SurveyModel
internal import TextFormats

/// Whether means are close to normal, as a condition of t tests and analyses of variance.
///
/// The answers themselves need not be normal, and a test of their normality answers another question: it misses what
/// matters in small samples and finds what does not in large ones. What spoils a t interval is skewness, and Cochran's
/// rule says how many respondents make up for it: more than 25 times its square.
///
/// - Source: Cochran (1977), Sampling Techniques, 3rd ed., section 2.15.
enum NormalityCheck {
  /// The fewest respondents whose skewness says anything.
  static let fewest = 8

  /// The condition for the groups' means, by Cochran's rule on each group; not checked where one has under eight
  /// respondents.
  ///
  /// - Parameters:
  ///   - groups: each group's answers.
  ///   - names: the groups' names.
  ///   - subject: what is to be normal, such as "the means are".
  static func means(_ groups: [[Double]], names: [String], _ subject: String = "the means are") -> Assumption {
    let name = "\(subject) close to normal (more respondents than 25 times the squared skewness)"
    guard groups.allSatisfy({ $0.count >= fewest }) else { return Assumption(name, .notChecked) }
    for (group, label) in zip(groups, names) {
      let skewness = skewness(group)
      guard Double(group.count) <= 25 * skewness * skewness else { continue }
      let needed = Int((25 * skewness * skewness).rounded(.down)) + 1
      return Assumption(
        name,
        .violated(
          why: "\(label) has skewness \(FixedDecimals.string(skewness, decimals: 2)), which asks for \(needed) "
            + "respondents; there are \(group.count)"))
    }
    return Assumption(name, .met)
  }

  /// The third moment over the second to three halves; 0 where nothing varies.
  static func skewness(_ values: [Double]) -> Double {
    guard let mean = CompensatedTotal.mean(values) else { return 0 }
    var (squares, cubes) = (CompensatedTotal(), CompensatedTotal())
    for value in values {
      let distance = value - mean
      squares.add(distance * distance)
      cubes.add(distance * distance * distance)
    }
    let count = Double(values.count)
    let variance = squares.value / count
    guard variance > 0 else { return 0 }
    return cubes.value / count / (variance * variance.squareRoot())
  }
}
