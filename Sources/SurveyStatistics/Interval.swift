/// A confidence interval with the method and level that made it.
public struct Interval: Sendable, Hashable {
  /// The lower end; `-infinity` where the interval is open.
  public var lower: Double
  /// The upper end; `infinity` where the interval is open.
  public var upper: Double
  /// The confidence level, such as 0.95.
  public var level: Double
  /// The method's stable id, such as `wilson` or `clopper-pearson`.
  public var method: String

  /// Creates an interval.
  public init(lower: Double, upper: Double, level: Double, method: String) {
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }
}
