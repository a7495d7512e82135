#if canImport(Glibc)
  internal import Glibc
#endif

/// Indices of ambivalence from the strengths of two opposite reactions to one object.
///
/// Both strengths are unipolar, from 0 (not at all) upwards: "how much does it help", "how much does it harm". A
/// bipolar item has already set one against the other, and an index of it means nothing.
public enum AmbivalenceIndex: String, Sendable, Hashable, CaseIterable {
  /// Griffin's index: the mean strength less the difference; negative where one reaction rules.
  ///
  /// Source: Thompson, Zanna & Griffin (1995), in Petty & Krosnick, Attitude Strength, 361–386.
  case griffin
  /// Kaplan's index: twice the weaker reaction.
  ///
  /// Source: Kaplan (1972), doi:10.1037/h0032590.
  case kaplan
  /// The gradual threshold: 5 (C + 1)^0.4 − D^(1 / (C + 1)) of the weaker reaction C and the stronger D.
  ///
  /// Source: Priester & Petty (1996), doi:10.1037/0022-3514.71.3.431.
  case priesterPetty = "priester-petty"
  /// Jamieson's index: the square of the weaker reaction over the stronger; 0 where there is none.
  ///
  /// Source: Jamieson (1993), Conference of the Canadian Psychological Association.
  case jamieson

  /// The index of two strengths, or NaN where one is negative or not a number.
  public func value(_ one: Double, _ two: Double) -> Double {
    guard one >= 0, two >= 0 else { return .nan }
    let (weak, strong) = (min(one, two), max(one, two))
    switch self {
    case .griffin: return (one + two) / 2 - abs(one - two)
    case .kaplan: return 2 * weak
    case .priesterPetty: return 5 * pow(weak + 1, 0.4) - pow(strong, 1 / (weak + 1))
    case .jamieson: return strong > 0 ? weak * weak / strong : 0
    }
  }

  /// The indices of respondents; nil where one of the two strengths is missing.
  public func values(_ one: [Double?], _ two: [Double?]) -> [Double?] {
    zip(one, two).map { first, second in
      guard let first, let second else { return nil }
      let index = value(first, second)
      return index.isNaN ? nil : index
    }
  }
}
