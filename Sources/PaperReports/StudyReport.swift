public import PaperFigures
public import PaperTables
public import StudyPlan
public import SurveyModel
public import SurveyPreparation
public import SurveyStatistics
public import TextFormats

/// One name with its value, for lists of what is disclosed.
public struct ReportField: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The value in words.
  public var value: String

  /// Creates a field.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A figure in its place in a report.
public struct ReportFigure: Sendable, Hashable {
  /// The id, such as `1`; it names the files.
  public var id: String
  /// The figure's title.
  public var title: String
  /// The words below the figure: what is measured, base, methods.
  public var caption: String
  /// The alternative text.
  public var description: String
  /// The picture as an SVG document.
  public var svg: String
  /// The data behind the figure, without respondents.
  public var sidecar: JSONValue

  /// Creates a figure from its parts.
  public init(id: String, title: String, caption: String, description: String, svg: String, sidecar: JSONValue) {
    self.id = id
    self.title = title
    self.caption = caption
    self.description = description
    self.svg = svg
    self.sidecar = sidecar
  }

  /// Creates a figure from one that is laid out.
  public init(id: String, _ figure: Figure) {
    self.init(
      id: id, title: figure.title,
      caption: [figure.subtitle, figure.note].filter { !$0.isEmpty }
        .map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " "),
      description: figure.description, svg: figure.svg(), sidecar: figure.sidecar)
  }
}

/// A table in its place in a report.
public struct ReportTable: Sendable, Hashable {
  /// The id, such as `1`; it names the files.
  public var id: String
  /// The table.
  public var table: Table

  /// Creates a table.
  public init(id: String, _ table: Table) {
    self.id = id
    self.table = table
  }
}

/// How many answers a variable lacks, by reason.
public struct MissingAnswers: Sendable, Hashable {
  /// The variable's name.
  public var variable: String
  /// How many respondents it was counted over.
  public var respondents: Int
  /// How many answers are missing for each reason.
  public var reasons: [Reason]

  /// How many answers are missing for one reason.
  public struct Reason: Sendable, Hashable {
    /// Why they are missing.
    public var reason: MissingReason
    /// How many they are.
    public var count: Int

    /// Creates a count.
    public init(_ reason: MissingReason, _ count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// Creates the counts of one variable.
  public init(variable: String, respondents: Int, reasons: [Reason]) {
    self.variable = variable
    self.respondents = respondents
    self.reasons = reasons
  }
}

/// Everything that a study's folder is made from; a value, so that the same report gives the same bytes.
public struct StudyReport: Sendable, Hashable {
  /// The study's short name, from which files are named.
  public var study: String
  /// The study's title.
  public var title: String
  /// Whether the data was drawn by a simulation.
  public var isSynthetic: Bool
  /// Whether and where the plan was registered, in words; nil where it was not.
  public var registration: String?
  /// What the study asked for and could not be done, each with its reason.
  public var notDone: [String] = []
  /// What must be disclosed of the sample.
  public var sample: [ReportField] = []
  /// What was done before anything was counted.
  public var preparation: PreparationReport?
  /// What is missing, by variable.
  public var missing: [MissingAnswers] = []
  /// What the weights and the design are, in words; nil without.
  public var weighting: String?
  /// What weighting to margins did to the weights; nil for weights as delivered.
  public var weightingReport: WeightingReport?
  /// Every default that was used, each as a sentence.
  public var defaults: [String] = []
  /// The verdicts.
  public var verdicts: [Verdict] = []
  /// The figures in order.
  public var figures: [ReportFigure] = []
  /// The tables in order.
  public var tables: [ReportTable] = []
  /// The notebooks by their file names without extension.
  public var notebooks: [(name: String, notebook: Notebook)] {
    get { notebookNames.indices.map { (notebookNames[$0], notebookValues[$0]) } }
    set {
      notebookNames = newValue.map(\.name)
      notebookValues = newValue.map(\.notebook)
    }
  }
  private var notebookNames: [String] = []
  private var notebookValues: [Notebook] = []
  /// The files that were read.
  public var inputs: [SourceFile] = []
  /// The plan as it was run.
  public var settings: JSONValue = .null
  /// The version of Topline.
  public var version: String

  /// Creates a report without parts.
  public init(study: String, title: String, isSynthetic: Bool, version: String) {
    self.study = study
    self.title = title
    self.isSynthetic = isSynthetic
    self.version = version
  }
}
