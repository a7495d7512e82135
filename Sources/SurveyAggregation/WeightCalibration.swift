/// What calibrated weights were made from, so that variances can account for it.
///
/// An estimate from calibrated weights varies only by what the calibration variables leave of it: its influence is taken
/// as the residual of a regression on them, with the weights before the calibration.
///
/// - Source: Deville & Särndal (1992), Journal of the American Statistical Association 87, 376–382,
///   https://doi.org/10.1080/01621459.1992.10475217. R: `survey::postStratify`, `rake`, `calibrate`.
public struct WeightCalibration: Sendable, Hashable {
  /// The calibration in words, such as "raked to sex, age".
  public let words: String
  /// For each respondent the group with the same calibration variables and the same change of weight; -1 outside.
  public let groups: [Int32]
  /// For each group, the calibration variables; each group has as many.
  public let variables: [[Double]]
  /// For each group, the weight before as a multiple of the weight after.
  public let before: [Double]

  /// Creates the record of a calibration.
  public init(words: String, groups: [Int32], variables: [[Double]], before: [Double]) {
    self.words = words
    self.groups = groups
    self.variables = variables
    self.before = before
  }
}
