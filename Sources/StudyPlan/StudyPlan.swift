public import SurveyAggregation
public import SurveyStatistics

/// What a study file says, as a value: where the data is, who was asked, what is computed, and by which rules.
///
/// Every part keeps its line, so that a message about it can name it.
public struct StudyPlan: Sendable, Hashable {
  /// The file's name without its folder.
  public var fileName: String
  /// The study's title.
  public var title: String
  /// The data files, relative to the study file.
  public var data: [String]
  /// The line of `data`.
  public var dataLine: Int
  /// What must be disclosed of the sample, in the order written.
  public var sample: [(name: String, value: String)] { sampleNames.indices.map { (sampleNames[$0], sampleValues[$0]) } }
  var sampleNames: [String] = []
  var sampleValues: [String] = []
  /// The weights and the design.
  public var design: Design?
  /// Codes that count as missing.
  public var missing: [Missing] = []
  /// Who is left out, and why.
  public var exclusions: [Exclusion] = []
  /// Variables made from others.
  public var variables: [Recode] = []
  /// Scale scores.
  public var scales: [Scale] = []
  /// What is put on trial.
  public var hypotheses: Hypotheses = .own([])
  /// For a protocol: which of one's own variables measure its constructs.
  public var mapping: [Mapping] = []
  /// The figures.
  public var figures: [Output] = []
  /// The tables.
  public var tables: [Output] = []
  /// Level, adjustment, journal.
  public var style = Style()

  /// Creates a plan without parts.
  init(fileName: String) {
    self.fileName = fileName
    title = fileName
    data = []
    dataLine = 1
  }

  /// How the sample was drawn and weighted, by the names of its variables.
  public struct Design: Sendable, Hashable {
    /// Weights, strata, sampling units of every stage, population sizes, and replicates.
    public var names = SurveyDesign.Names()
    /// What the weights are raked to; none for weights as delivered.
    public var margins: [PopulationMargin] = []
    /// The largest weight that raking may make, as a multiple of the median weight.
    public var trim: Double?
    /// The line in the study file.
    public var line: Int
  }

  /// A code that counts as missing, with the reason's word.
  public struct Missing: Sendable, Hashable {
    /// The code as the file writes it.
    public var code: String
    /// The reason: `dont-know`, `refused`, `not-applicable`, `skipped`, `not-shown` or `missing`.
    public var reason: String
    /// The line in the study file.
    public var line: Int
  }

  /// A rule by which respondents are left out.
  public struct Exclusion: Sendable, Hashable {
    /// Whom the rule takes.
    public enum Rule: Sendable, Hashable {
      /// Respondents for whom this expression is true.
      case condition(String)
      /// Respondents faster than a part of the median duration or than some seconds, by a variable or, without one, by
      /// the platform's own duration.
      case fasterThan(String, duration: String?)
      /// Respondents by a rule that its word says: `previews`, `unfinished` and so on.
      case word(String)
      /// Respondents with the same answer throughout a grid: how many items must be answered, and in how many grids.
      case straightLiners([String], items: Int?, grids: Int?)
      /// Respondents who failed conditions that the attentive satisfy, so many of them at least.
      case checks([String], failed: Int?)
      /// Records beside the one that stays of those with the same key.
      case duplicates([String], keep: String?)
    }

    /// Whom the rule takes.
    public var rule: Rule
    /// The reason, for the report.
    public var why: String
    /// The line in the study file.
    public var line: Int
  }

  /// A variable made from another.
  public struct Recode: Sendable, Hashable {
    /// The new variable's name.
    public var name: String
    /// The variable that it is made from.
    public var source: String
    /// Where numbers are cut into classes, each class from one number up to the next.
    public var cuts: [Double] = []
    /// The new answers with the values or ranges (`6..7`) that they stand for.
    public var labels: [Label] = []
    /// The line in the study file.
    public var line: Int
    /// A new answer with the values that it stands for.
    public struct Label: Sendable, Hashable {
      /// The new answer.
      public var label: String
      /// The values or ranges, as written.
      public var values: [String]
    }
  }

  /// A scale score.
  public struct Scale: Sendable, Hashable {
    /// The score's name.
    public var name: String
    /// The items, as a selection of variables.
    public var items: String
    /// The items that run against the scale.
    public var reverse: [String] = []
    /// `mean` or `sum`.
    public var score = "mean"
    /// How many items must be answered; nil for all.
    public var answered: Int?
    /// The line in the study file.
    public var line: Int
  }

  /// What is put on trial.
  public enum Hypotheses: Sendable, Hashable {
    /// The hypotheses written in the file.
    case own([Hypothesis])
    /// A protocol by its name, at a line.
    case named(String, line: Int)
  }

  /// One hypothesis with its decision rule.
  public struct Hypothesis: Sendable, Hashable {
    /// The id, such as `H1`.
    public var id: String
    /// What it says, in one line.
    public var says: String
    /// The test's name.
    public var test: String
    /// The outcome variable.
    public var outcome: String?
    /// The grouping variable.
    public var by: String?
    /// The related variable.
    public var with: String?
    /// The related variables.
    public var items: String?
    /// The two conditions of a joint share.
    public var both: [String] = []
    /// The stricter pair of conditions.
    public var firm: [String] = []
    /// The answers that count as success.
    public var success: [String] = []
    /// The group that the hypothesis says is higher.
    public var greater: String?
    /// The value set against the estimate.
    public var threshold: Double?
    /// The smallest effect of interest.
    public var smallestEffect: Double?
    /// Whether the claim is that the estimate is above (`greater`) or below (`less`) the threshold.
    public var claim = "greater"
    /// The family within which p-values are adjusted.
    public var family = "main"
    /// The line in the study file.
    public var line: Int

    /// Creates the hypothesis of a joint share.
    public init(id: String, says: String, both: [String]) {
      self.init(id: id, says: says, test: "paradox", line: 1)
      self.both = both
    }

    init(id: String, says: String, test: String, line: Int) {
      self.id = id
      self.says = says
      self.test = test
      self.line = line
    }
  }

  /// A construct of a protocol with one's own variables.
  public struct Mapping: Sendable, Hashable {
    /// The construct's or item's name in the protocol.
    public var construct: String
    /// One's own variables.
    public var variables: [String]
    /// The line in the study file.
    public var line: Int
  }

  /// A figure or a table that the study makes.
  public struct Output: Sendable, Hashable {
    /// The id, such as `1`.
    public var id: String
    /// What it is, such as `likert` or `banner`.
    public var kind: String
    /// The title, where the author writes one.
    public var title: String?
    /// The variables shown.
    public var variables: [String] = []
    /// The rows of a banner.
    public var rows: [String] = []
    /// The columns of a banner.
    public var columns: [String] = []
    /// The grouping variable.
    public var by: String?
    /// The hypotheses or scales shown.
    public var of: [String] = []
    /// The answers whose share is shown.
    public var success: [String] = []
    /// The nets of a banner, such as `top-2`.
    public var nets: [String] = []
    /// The file formats, where not all.
    public var formats: [String] = []
    /// The line in the study file.
    public var line: Int
  }

  /// How numbers are judged and shown.
  public struct Style: Sendable, Hashable {
    /// The journal whose rules figures and tables follow.
    public var journal = "report"
    /// How p-values are adjusted within a family.
    public var adjustment = "holm"
    /// The confidence level of intervals.
    public var level = 0.95
    /// The width of figures in millimetres; nil for the journal's.
    public var width: Double?
  }
}
