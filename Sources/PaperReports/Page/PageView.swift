internal import PaperTables
internal import StudyPlan
internal import SurveyModel

/// What the page's template shows of a report.
struct PageView {
  struct FigureView {
    let anchor: String
    let id: String
    let title: String
    let caption: String
    let svg: String
  }
  struct InputView {
    let name: String
    let format: String
    let size: String
    let digest: String
  }

  let title: String
  let study: String
  let isSynthetic: Bool
  let syntheticNotice = Table.syntheticNotice
  let isRegistered: Bool
  let registration: String
  let notDone: [String]
  let hasNotDone: Bool
  let tally: String
  let verdicts: [VerdictView]
  let hasVerdicts: Bool
  let verdictTable: String
  let figures: [FigureView]
  let hasFigures: Bool
  let tables: [String]
  let hasTables: Bool
  let sample: [ReportFieldView]
  let hasNotStated: Bool
  let notStated: String
  let exclusions: String
  let preparation: String
  let missing: String
  let weighting: String
  let defaults: [String]
  let hasDefaults: Bool
  let inputs: [InputView]
  let hasInputs: Bool
  let notebooks: [String]
  let hasNotebooks: Bool
  let version: String
  let style: String

  init(_ report: StudyReport) {
    title = TextCleaning.line(report.title)
    study = TextCleaning.line(report.study)
    isSynthetic = report.isSynthetic
    registration = TextCleaning.line(report.registration ?? "")
    isRegistered = !registration.isEmpty
    notDone = report.notDone.map(TextCleaning.line)
    hasNotDone = !notDone.isEmpty
    let verdictViews = report.verdicts.map { VerdictView($0, isSynthetic: report.isSynthetic) }
    verdicts = verdictViews
    hasVerdicts = !verdictViews.isEmpty
    tally = Self.tally(report)
    let table = Table.verdicts(report.verdicts, title: "All verdicts", isSynthetic: report.isSynthetic)
    // A study may ask for the same table under a number; it stands once.
    let isRepeated = report.tables.contains { $0.table.groups == table.groups }
    verdictTable = report.verdicts.isEmpty || isRepeated ? "" : table.html(id: "verdict-table")
    figures = report.figures.map { figure in
      let anchor = "figure-" + StudyReport.fileName(figure.id)
      return FigureView(
        anchor: anchor, id: TextCleaning.line(figure.id), title: TextCleaning.line(figure.title),
        caption: Self.caption(figure, isSynthetic: report.isSynthetic),
        svg: InlineSVG.element(figure.svg, prefix: anchor))
    }
    hasFigures = !report.figures.isEmpty
    tables = report.numberedTables.map { $0.table.html(id: "table-" + StudyReport.fileName($0.id)) }
    hasTables = !report.tables.isEmpty
    sample = report.sample.map { ReportFieldView(ReportFieldView.capitalised($0.name), $0.value) }
    let stated = Set(report.sample.map { $0.name.lowercased() })
    let absent = Self.disclosure.filter { !stated.contains($0) }
    notStated = absent.joined(separator: ", ")
    hasNotStated = !absent.isEmpty
    exclusions = report.exclusionTable?.html(id: "exclusions") ?? ""
    preparation = report.preparationTable?.html(id: "preparation") ?? ""
    missing = report.missingTable?.html(id: "missing-answers") ?? ""
    weighting = TextCleaning.line(report.weightingWords ?? "None: every respondent counts once.")
    defaults = report.defaults.map(TextCleaning.line)
    hasDefaults = !report.defaults.isEmpty
    inputs = report.inputs.map {
      InputView(
        name: TextCleaning.line(FileSystemName.last($0.name)), format: TextCleaning.line($0.format),
        size: NumberRules.typeset.count($0.size), digest: $0.sha256 ?? "not computed")
    }
    hasInputs = !report.inputs.isEmpty
    notebooks = report.notebooks.map { "notebooks/\(StudyReport.fileName($0.name)).ipynb" }
    hasNotebooks = !report.notebooks.isEmpty
    version = TextCleaning.line(report.version)
    style = Table.htmlStyle + "\n" + PageStyle.rules
  }

  /// What AAPOR asks a report to disclose, by the names of a study file's `sample`.
  static let disclosure = ["kind", "population", "frame", "mode", "fielded", "source", "languages", "funding"]

  /// The caption, with the notice where the figure's own words do not have it.
  private static func caption(_ figure: ReportFigure, isSynthetic: Bool) -> String {
    let caption = TextCleaning.line(figure.caption)
    return isSynthetic && !caption.lowercased().contains("synthetic") ? caption + " " + Table.syntheticNotice : caption
  }

  private static func tally(_ report: StudyReport) -> String {
    let counts = [("supported", 0), ("contradicted", 0), ("inconclusive", 0)].map { name, _ in
      (name, report.verdicts.count { $0.direction.rawValue == name })
    }
    return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }
}

enum FileSystemName {
  /// The last part of a path: no output names a folder of the machine.
  static func last(_ path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }
}

/// SVG documents as elements of a page.
enum InlineSVG {
  /// The root element without the XML declaration, its ids made this figure's own.
  static func element(_ document: String, prefix: String) -> String {
    guard let start = document.firstRange(of: "<svg")?.lowerBound else { return "" }
    var element = String(document[start...])
    for attribute in ["id=\"", "aria-labelledby=\"", "aria-describedby=\"", "href=\"#", "url(#"] {
      element = element.replacing(attribute, with: attribute + prefix + "-")
    }
    return element
  }
}
