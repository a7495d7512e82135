/// A survey's marginals: of every variable the distinct answers, each with how many respondents gave it.
///
/// They hold what frequencies, means and quantiles need, in memory that does not grow with the respondents as long as
/// answers recur. Which answers the same respondent gave is not in them: tables of two questions need the survey.
public struct Marginals: Sendable {
  /// Columns of cells that stand for several respondents each, and must not be read as respondents.
  package let survey: Survey

  /// Takes the marginals of a survey.
  public init(_ survey: Survey) { self.survey = survey }

  /// The variables.
  public var codebook: Codebook { survey.codebook }
  /// How many respondents there are.
  public var count: Int { survey.count }
  /// What is not as it should be.
  public var problems: [Problem] { survey.problems }
  /// Where they come from.
  public var provenance: Provenance { survey.provenance }
}
