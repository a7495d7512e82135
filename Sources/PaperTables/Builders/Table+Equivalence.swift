internal import SurveyModel
public import SurveyStatistics

extension Table {
  /// Both one-sided tests of an equivalence, a row for each, with the interval that agrees with them; nil for other tests.
  public static func equivalence(
    _ result: TestResult, number: String? = nil, title: String = "Both one-sided tests", isSynthetic: Bool = false
  ) -> Table? {
    func detail(_ name: String) -> Double? { result.details.first { $0.name == name }?.value }
    guard let estimate = result.estimate, let narrow = estimate.narrowInterval, let lower = detail("lowerBound"),
      let upper = detail("upperBound"), let above = detail("pAboveLower"), let below = detail("pBelowUpper")
    else { return nil }
    let degrees = result.degreesOfFreedom.map { NumberRules.typeset.degreesOfFreedom($0) }.joined(separator: ", ")
    func statistic(_ name: String) -> TableCell {
      guard let value = detail(name) else { return .empty }
      var cell = TableCell.number(value)
      cell.prefix = "t(\(degrees)) = "
      return cell
    }
    let words = StatisticVocabulary.entry(estimate.id).words
    let format = StatisticVocabulary.entry(estimate.id).format
    var rows = [
      TableRow(["Above the lower bound", .number(lower), statistic("tLower"), .pValue(above), .empty]),
      TableRow(["Below the upper bound", .number(upper), statistic("tUpper"), .pValue(below), .empty]),
      TableRow(["Both: equivalent", .empty, .empty, .pValue(result.p), .estimate(estimate.value, narrow, format)]),
    ]
    if let p = detail("pAgainstZero") {
      rows.append(
        TableRow(["Other than zero", .number(0), statistic("tAgainstZero"), .pValue(p), .empty]))
    }
    return Table(
      number: number, title: title,
      columns: [
        .text("Test"), TableColumn("Bound"), TableColumn("Statistic"), .pValue(), TableColumn("\(words) [interval]"),
      ],
      rows: rows, notes: TableNotes(general: [intervalNote([narrow])].filter { !$0.isEmpty }), isSynthetic: isSynthetic)
  }
}
