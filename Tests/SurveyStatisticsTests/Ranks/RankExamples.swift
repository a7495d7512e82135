import SurveyStatistics
import Testing

/// Data printed in textbooks and papers, with the citation of each.
enum RankExamples {
  /// Hollander & Wolfe 1973, page 69: permeability constants of the chorioamnion at term and at 12–26 weeks.
  static let permeabilityAtTerm = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
  static let permeabilityEarlier = [1.15, 0.88, 0.90, 0.74, 1.21]

  /// Hollander & Wolfe 1973, page 29: Hamilton depression scale before and after.
  static let depressionBefore = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
  static let depressionAfter = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

  /// Hollander & Wolfe 1973, page 140: seconds for three ways of rounding first base, 22 players.
  static let roundingBase: [[Double]] = [
    [
      5.40, 5.85, 5.20, 5.55, 5.90, 5.45, 5.40, 5.45, 5.25, 5.85, 5.25, 5.65, 5.60, 5.05, 5.50, 5.45, 5.55, 5.45,
      5.50, 5.65, 5.70, 6.30,
    ],
    [
      5.50, 5.70, 5.60, 5.50, 5.85, 5.55, 5.40, 5.50, 5.15, 5.80, 5.20, 5.55, 5.35, 5.00, 5.50, 5.55, 5.55, 5.50,
      5.45, 5.60, 5.65, 6.30,
    ],
    [
      5.55, 5.75, 5.50, 5.40, 5.70, 5.60, 5.35, 5.35, 5.00, 5.70, 5.10, 5.45, 5.45, 4.95, 5.40, 5.50, 5.35, 5.55,
      5.25, 5.40, 5.55, 6.25,
    ],
  ]

  /// Hollander & Wolfe 1973, page 116: mucociliary efficiency of three groups.
  static let mucociliary: [[Double]] = [
    [2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0],
  ]

  /// Brunner & Munzel (2000), table 1: pain scores on the third day after surgery under two treatments.
  static let painFirst: [Double] = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
  static let painSecond: [Double] = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]

  /// Beall (1942), Biometrika 32, 243–262: insects counted after six sprays.
  static let sprays: [[Double]] = [
    [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13], [11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
    [0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4], [3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4],
    [3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4], [11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
  ]

  /// Student (1908), Biometrika 6, 1–25: hours of sleep gained under two drugs, ten patients.
  static let sleepFirst = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
  static let sleepSecond = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

  /// Two small groups with many ties; expected values enumerated over all 24,310 ways to divide them.
  static let tiedFirst: [Double] = [1, 2, 2, 3, 3, 3, 4, 5]
  static let tiedSecond: [Double] = [2, 3, 3, 4, 4, 5, 5, 5, 1]

  /// Ten pairs with ties and zeros; expected values enumerated over all signs.
  static let pairedFirst: [Double] = [5, 4, 6, 3, 7, 2, 4, 4, 5, 6]
  static let pairedSecond: [Double] = [4, 4, 5, 5, 5, 2, 3, 5, 3, 4]

  /// Ten ratings of tutorial, lecture and seminar, expected to rise from the first to the last.
  static let lessons: [[Double]] = [
    [3, 2, 3, 1, 2, 2, 1, 3, 2, 1], [4, 2, 3, 3, 3, 4, 2, 4, 4, 3], [3, 4, 5, 2, 2, 5, 4, 4, 5, 4],
  ]
}

extension TestResult {
  /// The detail of that name.
  func detailValue(_ name: String) -> Double? { details.first { $0.name == name }?.value }
  /// The effect of that id.
  func effectSize(_ id: String) -> EffectSize? { effects.first { $0.id == id } }
}

/// The error that a piece of work throws.
func refusal(_ work: () throws(StatisticsError) -> Void) -> StatisticsError? {
  do {
    try work()
    return nil
  } catch {
    return error
  }
}
