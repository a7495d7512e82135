internal import SurveyModel
public import SurveyStatistics

extension TableCell {
  /// A cell with an estimate and, where it has one, its interval.
  public static func estimate(_ value: Double?, _ interval: Interval?, _ format: NumberFormat? = nil) -> TableCell {
    guard let value else { return .empty }
    guard let interval else { return TableCell(.number(value), format: format) }
    return TableCell(.estimate(value, lower: interval.lower, upper: interval.upper), format: format)
  }

  /// A cell with an interval, or an empty one where there is none.
  public static func interval(_ interval: Interval?, _ format: NumberFormat? = nil) -> TableCell {
    guard let interval else { return .empty }
    return TableCell(.interval(lower: interval.lower, upper: interval.upper), format: format)
  }
}

extension Table {
  /// One row for each test: statistic, p, estimate and first effect with their intervals.
  ///
  /// What is estimated, conventions, violated assumptions and warnings stand in the notes under marks.
  public static func tests(
    _ results: [(name: String, result: TestResult)], number: String? = nil, title: String,
    isSynthetic: Bool = false
  ) -> Table {
    var marks = NoteMarks()
    let rows = results.map { name, result in row(name, result, &marks) }
    let intervals = results.flatMap { [$0.result.estimate?.interval, $0.result.effects.first?.interval] }
    var notes = [intervalNote(intervals.compactMap { $0 })].filter { !$0.isEmpty }
    let designs = results.compactMap(\.result.design)
    for (index, design) in designs.enumerated() where designs.firstIndex(of: design) == index {
      notes.append(TextCleaning.sentence("Design: \(design)"))
    }
    return Table(
      number: number, title: title,
      columns: [
        .text("Question"), .text("Method"), .count("n"), TableColumn("Statistic"), .pValue(),
        TableColumn("Estimate [interval]"), TableColumn("Effect size [interval]"),
      ],
      rows: rows, notes: TableNotes(general: notes, specific: marks.notes),
      isSynthetic: isSynthetic)
  }

  private static func row(_ name: String, _ result: TestResult, _ marks: inout NoteMarks) -> TableRow {
    let degrees = result.degreesOfFreedom.map { NumberRules.typeset.degreesOfFreedom($0) }.joined(separator: ", ")
    let symbol = result.symbol + (degrees.isEmpty ? "" : "(\(degrees))") + " = "
    var statistic = result.statistic.isFinite ? TableCell.number(result.statistic) : .empty
    if result.statistic.isFinite { statistic.prefix = symbol }
    var cells: [TableCell] = [
      TableCell(.text(name)), TableCell(.text(result.method), marks: remarks(result).map { marks.mark($0) }),
      .count(result.base.count), statistic, .pValue(result.p),
    ]
    for (id, value, interval) in [
      result.estimate.map { ($0.id, $0.value, $0.interval) },
      result.effects.first.map { ($0.id, $0.value, $0.interval) },
    ].map({ $0 ?? ("", .nan, nil) }) {
      guard value.isFinite else {
        cells.append(.empty)
        continue
      }
      let entry = StatisticVocabulary.entry(id)
      var cell = TableCell.estimate(value, interval, entry.format.signed)
      cell.marks = [marks.mark(TextCleaning.sentence(entry.words))]
      cells.append(cell)
    }
    return TableRow(cells)
  }

  /// What a careful reader must know of one test.
  static func remarks(_ result: TestResult) -> [String] {
    var remarks: [String] = []
    if !result.conventions.isEmpty { remarks.append(TextCleaning.sentence(result.conventions.joined(separator: "; "))) }
    for assumption in result.assumptions {
      if case .violated(let why) = assumption.state {
        remarks.append(TextCleaning.sentence("\(assumption.name): violated, \(why)"))
      }
    }
    remarks += result.warnings.map(TextCleaning.sentence)
    return remarks
  }

  /// All of one test, a row for each number: statistic, p, estimate, effects, groups, missing.
  public static func test(
    _ result: TestResult, number: String? = nil, title: String? = nil, isSynthetic: Bool = false
  ) -> Table {
    let rules = NumberRules.typeset
    var rows: [TableRow] = [TableRow(["Respondents", .count(result.base.count)])]
    if let weighted = result.base.weighted {
      rows.append(TableRow(["Weighted base", .number(weighted)]))
      rows.append(TableRow(["Effective n (Kish)", .number(result.base.effective)]))
    }
    rows += result.groups.map { TableRow([.text("n, \($0.name)"), .count($0.count)]) }
    rows += result.missing.filter { $0.count > 0 }.map {
      TableRow([.text("Left out: \(MissingReason(rawValue: $0.reason)?.words ?? $0.reason)"), .count($0.count)])
    }
    if result.statistic.isFinite { rows.append(TableRow([.text(result.symbol), .number(result.statistic)])) }
    if !result.degreesOfFreedom.isEmpty {
      rows.append(
        TableRow([
          "Degrees of freedom",
          .text(result.degreesOfFreedom.map { rules.degreesOfFreedom($0) }.joined(separator: ", ")),
        ]))
    }
    if let p = result.p { rows.append(TableRow([.text("p (\(result.alternative.rawValue))"), .pValue(p)])) }
    if let estimate = result.estimate {
      rows.append(estimateRow(estimate.id, estimate.value, estimate.interval))
    }
    rows += result.effects.map { estimateRow($0.id, $0.value, $0.interval) }
    let intervals = [result.estimate?.interval] + result.effects.map(\.interval)
    var notes = TableNotes(general: [intervalNote(intervals.compactMap { $0 })].filter { !$0.isEmpty })
    notes.general += remarks(result)
    if !result.source.isEmpty { notes.general.append(TextCleaning.sentence("Method: \(result.source)")) }
    return Table(
      number: number, title: title ?? result.method, columns: [.text("Quantity"), TableColumn("Value")], rows: rows,
      notes: notes, isSynthetic: isSynthetic)
  }

  private static func estimateRow(_ id: String, _ value: Double, _ interval: Interval?) -> TableRow {
    let entry = StatisticVocabulary.entry(id)
    return TableRow([.text(entry.words), .estimate(value, interval, entry.format)])
  }

  /// The coefficients of a model.
  public static func coefficients(
    _ result: TestResult, number: String? = nil, title: String? = nil, isSynthetic: Bool = false
  ) -> Table {
    let rows = result.coefficients.map { term in
      TableRow([
        .text(term.term), .estimate(term.estimate, term.interval), .number(term.standardError),
        .number(term.statistic), .number(term.degreesOfFreedom), .pValue(term.p),
      ])
    }
    let note = intervalNote(result.coefficients.map(\.interval))
    return Table(
      number: number, title: title ?? result.method,
      columns: [
        .text("Term"), TableColumn("Estimate [interval]"), TableColumn("SE"), TableColumn("Statistic"),
        TableColumn("df"), .pValue(),
      ],
      rows: rows, notes: TableNotes(general: ["n = \(result.base.count)."] + [note].filter { !$0.isEmpty }),
      isSynthetic: isSynthetic)
  }

  /// Scales with the number of their items, respondents, alpha and its interval.
  ///
  /// The items are the detail `items` of the result, the mean correlation between them its effect or detail
  /// `mean-interitem-correlation`.
  public static func scales(
    _ scales: [(name: String, result: TestResult, mean: Double?, standardDeviation: Double?)], number: String? = nil,
    title: String = "Scales and their reliability", isSynthetic: Bool = false
  ) -> Table {
    let rows = scales.map { name, result, mean, deviation in
      let items = detail(result, ["items", "item-count", "k"]).map { Int($0) }
      let value = result.estimate?.value ?? result.statistic
      let correlation =
        result.effects.first { $0.id == "mean-interitem-correlation" }?.value
        ?? detail(result, ["mean-interitem-correlation", "average-r", "mean-r"])
      return TableRow([
        .text(name), items.map { .count($0) } ?? .empty, .count(result.base.count), .number(mean),
        .number(deviation), .estimate(value, result.estimate?.interval, .bounded), .number(correlation, .bounded),
      ])
    }
    let note = intervalNote(scales.compactMap(\.result.estimate?.interval))
    return Table(
      number: number, title: title,
      columns: [
        .text("Scale"), .count("Items"), .count("n"), TableColumn("M"), TableColumn("SD"),
        TableColumn("α [interval]", format: .bounded), TableColumn("Mean r", format: .bounded),
      ],
      rows: rows, notes: TableNotes(general: [note].filter { !$0.isEmpty }), isSynthetic: isSynthetic)
  }

  private static func detail(_ result: TestResult, _ names: [String]) -> Double? {
    names.lazy.compactMap { name in result.details.first { $0.name == name }?.value }.first
  }

  /// "Intervals: 95 %, Wilson." for the intervals that a table prints.
  public static func intervalNote(_ intervals: [Interval]) -> String {
    var seen: [String] = []
    for interval in intervals {
      let level = NumberRules.typeset.number(interval.level * 100, decimals: 0)
      let words = "\(level)%, \(StatisticVocabulary.method(interval.method))"
      if !seen.contains(words) { seen.append(words) }
    }
    return seen.isEmpty ? "" : "Intervals: " + seen.joined(separator: "; ") + "."
  }
}

/// Gives every remark one mark, in the order in which the remarks appear.
struct NoteMarks {
  private(set) var notes: [TableNotes.Specific] = []

  /// The mark of a remark: a, b, … z, then aa, ab and so on.
  mutating func mark(_ text: String) -> String {
    if let known = notes.first(where: { $0.text == text }) { return known.mark }
    var mark = ""
    var rest = notes.count
    repeat {
      mark = String(UnicodeScalar(UInt8(97 + rest % 26))) + mark
      rest = rest / 26 - 1
    } while rest >= 0
    notes.append(TableNotes.Specific(mark, text))
    return mark
  }
}
