/// What a stratum with a single sampling unit adds to a variance, which it alone cannot tell.
///
/// - Source: Lumley (2010), Complex Surveys, section 2.2. R: `options(survey.lonely.psu =)`; Stata: `singleunit()`.
public enum LonelyUnits: String, Sendable, Hashable, CaseIterable {
  /// The design is refused, with the names of the strata.
  case fail
  /// The stratum adds nothing.
  case remove
  /// The unit was certain to be drawn: the stratum adds nothing.
  case certainty
  /// The unit's distance from the mean of all units' totals counts.
  case adjust
  /// The stratum adds what the other strata add on average.
  case average
}
