/// What a test holds a statistic against.
///
/// `make accuracy` collects these from every test that ran, and writes `Documentation/Accuracy.md` from them.
public struct AccuracyReference: Sendable, Hashable {
  /// Where the expected numbers come from.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Numbers of an independent program, which is named with its version.
    case golden
    /// Certified numbers of NIST's Statistical Reference Datasets.
    case nist
    /// Numbers printed in a paper, a textbook or a manual, which is cited.
    case published
    /// A law that the numbers keep, which is said in words.
    case property
  }

  /// The statistic: a name of the catalogue, or words such as "normal tail".
  public var statistic: String
  /// Where the expected numbers come from.
  public var kind: Kind
  /// The program with its version, the citation, or the law.
  public var reference: String
  /// Whether the expected numbers lie outside the project, so that the test is skipped where they are absent.
  public var isOutside: Bool

  /// Creates a reference.
  public init(_ statistic: String, _ kind: Kind, _ reference: String, isOutside: Bool = false) {
    self.statistic = statistic
    self.kind = kind
    self.reference = reference
    self.isOutside = isOutside
  }
}

/// How a difference is measured.
public enum AccuracyScale: String, Sendable, Hashable {
  /// The difference over the expected number.
  case relative
  /// The plain difference.
  case absolute
  /// Correct decimal digits: −log₁₀ of the relative difference, at most 15.
  case digits
}
