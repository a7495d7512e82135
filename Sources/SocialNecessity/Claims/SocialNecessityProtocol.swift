public import StudyPlan
public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
public import SurveyStatistics

/// What the founding protocol may be told; everything else is registered in it.
public struct ProtocolOptions: Sendable, Hashable {
  /// The confidence level of the interval that decides.
  public var level: Double
  /// What counts as established measurement.
  public var thresholds: MeasurementCheck.Thresholds
  /// The resamples behind Kendall's W and the probability of an exact order.
  public var bootstrap: Bootstrap

  /// Creates options.
  public init(
    level: Double = 0.95, thresholds: MeasurementCheck.Thresholds = .init(), bootstrap: Bootstrap = Bootstrap()
  ) {
    self.level = level
    self.thresholds = thresholds
    self.bootstrap = bootstrap
  }
}

/// The founding study's protocol: its claims, judged by rules that stand before the data.
public enum SocialNecessityProtocol {
  /// The name under which a study file asks for it.
  public static let name = "social-necessity"

  /// Judges the claims C1–C3, C41, C17 and C32–C34.
  ///
  /// - Parameters:
  ///   - prepared: The survey with its two scale scores.
  ///   - mapping: Which variables measure the constructs; constructs without variables leave their claims out.
  ///   - design: Sampling weights, strata, sampling units or replicates; nil for a random sample.
  ///   - options: The level and the thresholds of measurement.
  /// - Returns: One verdict per claim in that order, each with its parts.
  /// - Throws: ``ProtocolError`` where a variable or scale is missing, the weights are no sampling weights, or a statistic
  ///   cannot be computed.
  /// - Complexity: O(respondents × claims), and the bootstrap of the order.
  public static func judge(
    _ prepared: PreparedSurvey, mapping: ProtocolMapping = .founding, design: SurveyDesign? = nil,
    options: ProtocolOptions = ProtocolOptions()
  ) throws(ProtocolError) -> [Verdict] {
    let alpha = 1 - options.level
    let data = ClaimData(prepared: prepared, variance: try variance(of: design), level: options.level)
    var verdicts = try ThesisClaims(data: data, mapping: mapping, thresholds: options.thresholds).verdicts()
    if data.variance != nil {
      for index in verdicts.indices where !verdicts[index].notes.isEmpty {
        verdicts[index].notes[0] += "; measurement is checked on the respondents, without weights and design"
      }
    }
    if !mapping.promotes.isEmpty, !mapping.promotionLiking.isEmpty {
      verdicts.append(try SelfPromotionClaim(data: data, mapping: mapping, alpha: alpha).verdict())
    }
    if !mapping.annoying.isEmpty, !mapping.behaviours.isEmpty {
      let claims = BehaviourClaims(data: data, mapping: mapping, alpha: alpha, bootstrap: options.bootstrap)
      verdicts.append(try claims.verdict())
    }
    verdicts += try TrustClaims(data: data, mapping: mapping, alpha: alpha).verdicts()
    for index in verdicts.indices {
      if prepared.survey.provenance.isSynthetic {
        verdicts[index].notes.append("synthetic data: drawn by a simulation, never a finding")
      }
      VerdictFinish.finish(&verdicts[index], level: options.level)
    }
    return verdicts
  }

  private static func variance(of design: SurveyDesign?) throws(ProtocolError) -> DesignVariance? {
    guard let design, design.weights != nil || design.isComplex else { return nil }
    switch design.weights?.kind {
    case .precision:
      throw ProtocolError(
        .design, place: Place(column: "weights"), found: "precision weights", expected: "sampling weights",
        remedy: "use them in models of a number, not for shares of people")
    case .frequency:
      throw ProtocolError(
        .design, place: Place(column: "weights"), found: "frequency weights",
        expected: "sampling weights, or one record for each respondent", remedy: "repeat the records in the data")
    case .sampling, nil: break
    }
    do { return try DesignVariance(design) } catch {
      throw ProtocolError(
        .design, place: Place(column: "design"), found: error.found, expected: error.expected, remedy: error.remedy)
    }
  }
}
