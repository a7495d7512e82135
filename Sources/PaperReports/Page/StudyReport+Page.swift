internal import Mustache
internal import PaperTables
internal import SurveyModel
internal import SurveyStatistics

extension StudyReport {
  /// The weights and the design in words, with what weighting to margins cost.
  var weightingWords: String? {
    guard let weighting, let weights = weightingReport else { return weighting }
    let rules = NumberRules.typeset
    var words =
      weighting + ". After the weighting: effective n "
      + rules.count(Int(weights.effective.rounded())) + " of " + rules.count(weights.count) + ", design effect "
      + rules.number(weights.designEffect) + ", largest weight " + rules.number(weights.largestOverMean)
      + " times the mean"
    if weights.trimmed > 0 { words += ", " + rules.count(weights.trimmed) + " cut" }
    return words + "."
  }

  /// `report.html`: one file that opens from disk, runs no script and needs no network.
  public func page() throws(ReportError) -> String {
    let view = PageView(self)
    do {
      var library = MustacheLibrary()
      try library.register(PageTemplates.page, named: "page")
      try library.register(PageTemplates.card, named: "card")
      try library.register(PageTemplates.evidence, named: "evidence")
      try library.register(PageTemplates.methods, named: "methods")
      if let html = library.render(view, withTemplate: "page") { return html }
    } catch {
      throw ReportError(
        .defect, found: "a template of the report cannot be read: \(error)", expected: "a template that parses",
        remedy: "report this as a defect of Topline")
    }
    throw ReportError(
      .defect, found: "the report's template is not there", expected: "a template", remedy: "report this as a defect")
  }
}
