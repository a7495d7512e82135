public import PaperFigures
internal import StudyPlan
public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
internal import SurveyStatistics

/// A figure of the catalogue with the variables it is asked for: the command line's and the study file's common form.
public struct FigureRequest: Sendable, Hashable {
  /// The kinds that this version draws.
  public static let kinds = ["likert", "proportions", "mosaic", "forest"]

  /// The kind.
  public var kind: String
  /// The variables, as a selection.
  public var variables: String?
  /// The grouping variable.
  public var by: String?
  /// The answers whose share is shown.
  public var success: [String]
  /// The two conditions of a joint share.
  public var both: [String]
  /// The title, where the author writes one.
  public var title: String?

  /// Creates a request.
  public init(
    kind: String, variables: String? = nil, by: String? = nil, success: [String] = [], both: [String] = [],
    title: String? = nil
  ) {
    self.kind = kind
    self.variables = variables
    self.by = by
    self.success = success
    self.both = both
    self.title = title
  }

  /// Draws the figure.
  ///
  /// - Throws: `FigureError`, `PreparationError` or `StatisticsError`, each with its place.
  public func figure(
    of prepared: PreparedSurvey, design: SurveyDesign, theme: FigureTheme = .topline, width: FigureWidth = .double
  ) throws -> Figure {
    switch kind {
    case "likert":
      let items = try positions(prepared, atLeast: 1)
      return try LikertFigure(items: items, by: try group(prepared), of: prepared, design: design, title: title)
        .figure(theme: theme, width: width)
    case "proportions":
      return try ProportionsFigure(
        variables: try positions(prepared, atLeast: 1), success: success, by: try group(prepared), of: prepared,
        design: design, title: title
      ).figure(theme: theme, width: width)
    case "mosaic" where both.isEmpty:
      var items = try positions(prepared, atLeast: 1)
      if let group = try group(prepared) { items.append(group) }
      guard items.count == 2 else {
        throw FigureError(
          .shape, place: Place(column: "--variables"), found: "\(items.count) variables", expected: "two",
          remedy: "name --variables ROWS,COLUMNS, or one variable and --by")
      }
      return try MosaicFigure(rows: items[0], columns: items[1], of: prepared, design: design, title: title)
        .figure(theme: theme, width: width)
    case "mosaic": return try jointMosaic(prepared, design).figure(theme: theme, width: width)
    default: return try forest(prepared, design).figure(theme: theme, width: width)
    }
  }

  private func positions(_ prepared: PreparedSurvey, atLeast count: Int) throws -> [Int] {
    guard let variables else {
      throw FigureError(
        .empty, place: Place(column: "--variables"), found: "no --variables for the figure '\(kind)'",
        expected: "\(count) or more", remedy: "add --variables A,B,C or --variables Q5_1..Q5_4")
    }
    return try VariableSelection(parsing: variables).positions(in: prepared.survey.codebook)
  }

  private func group(_ prepared: PreparedSurvey) throws -> Int? {
    guard let by else { return nil }
    return try prepared.survey.codebook.requirePosition(of: by)
  }

  private func jointResult(_ prepared: PreparedSurvey, _ design: SurveyDesign) throws -> JointShareResult {
    var request = TestRequest("paradox")
    request.both = both
    return try TestCatalogue.jointShare(request, on: prepared, design: design)
  }

  private func jointMosaic(_ prepared: PreparedSurvey, _ design: SurveyDesign) throws -> MosaicFigure {
    let result = try jointResult(prepared, design)
    guard
      let figure = MosaicFigure(
        jointShare: result.testResult, first: both[0], second: both[1], title: title ?? "\(both[0]) and \(both[1])",
        respondents: result.joint.base.count, synthetic: prepared.survey.provenance.isSynthetic)
    else {
      throw FigureError(
        .empty, place: Place(column: "--both"), found: "no joint share", expected: "two conditions",
        remedy: "write --both 'antisocial > 4, necessity > 4'")
    }
    return figure
  }

  private func forest(_ prepared: PreparedSurvey, _ design: SurveyDesign) throws -> ForestFigure {
    guard both.count == 2 else {
      throw FigureError(
        .empty, place: Place(column: "--both"), found: "no hypothesis for the figure 'forest'",
        expected: "two conditions",
        remedy: "write --both 'antisocial > 4, necessity > 4', or ask for the forest in a study file")
    }
    let hypothesis = StudyPlan.Hypothesis(id: "1", says: both.joined(separator: " and "), both: both)
    let verdicts = try HypothesisJudge.judge([hypothesis], on: prepared, design: design)
    return ForestFigure(
      verdicts: verdicts, title: title ?? "Joint share against one half",
      respondents: prepared.selection.count { $0 }, synthetic: prepared.survey.provenance.isSynthetic)
  }
}
