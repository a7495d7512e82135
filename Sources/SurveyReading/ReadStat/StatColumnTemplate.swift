internal import SurveyModel
internal import TextFormats

/// What a variable of a statistics package is as a column: its kind, its answers in order, what of it is missing.
struct StatColumnTemplate {
  private(set) var template: ColumnTemplate
  private(set) var cells: RawColumn
  /// Whether a label's wording ("refused") makes its code a missing one, where the file does not say so.
  private let wordingDecides: Bool

  init(
    _ variable: StatVariable, _ column: StatColumn, labels: [(value: StatValue, label: String)], dates: StatDates,
    wordingDecides: Bool = true
  ) {
    self.wordingDecides = wordingDecides
    let described = Variable(name: variable.name, label: variable.label, kind: .categorical, level: .nominal)
    template = ColumnTemplate(described, blank: .systemMissing)
    cells = column.cells
    declareMissing(variable, column, labels)
    if let unit = dates.unit(of: variable.format), !variable.isText {
      takeDates(unit, column)
      return
    }
    takeAnswers(variable, column, labels)
  }

  /// Which reason each value stands for that the file declares as missing, by its label's wording.
  private mutating func declareMissing(
    _ variable: StatVariable, _ column: StatColumn, _ labels: [(value: StatValue, label: String)]
  ) {
    for value in column.distinct {
      guard let text = value.text else { continue }
      var isMissing = variable.declaresMissing(value)
      if case .tagged = value { isMissing = true }
      guard isMissing else { continue }
      let label = labels.first { $0.value == value }?.label
      let reason = label.flatMap { ResidualWording.reason($0) } ?? .declared
      template.missingTexts.append(DeclaredCode(code: text, reason: reason))
    }
  }

  private mutating func takeDates(_ unit: StatDates.Unit, _ column: StatColumn) {
    template.variable.kind = .datetime
    template.variable.level = .scale
    template.knowledge = .kind
    var dates = RawColumn()
    let texts = Dictionary(
      column.distinct.compactMap { value -> (String, String)? in
        guard let text = value.text, let number = value.number else { return nil }
        return (text, unit.text(number) ?? text)
      }, uniquingKeysWith: { first, _ in first })
    for cell in 0..<cells.count {
      guard let text = cells.text(ofCell: cell) else {
        dates.appendAbsent(.systemMissing)
        continue
      }
      dates.append(texts[text] ?? Double(text).flatMap(unit.text) ?? text)
    }
    // A date that is declared missing is told by its number.
    for index in template.missingTexts.indices {
      if let date = texts[template.missingTexts[index].code] { template.missingTexts[index].code = date }
    }
    cells = dates
  }

  private mutating func takeAnswers(
    _ variable: StatVariable, _ column: StatColumn, _ labels: [(value: StatValue, label: String)]
  ) {
    let ordered = Self.ordered(labels)
    let wordings = ordered.map(\.label)
    template.variable.labels = ordered.compactMap { value, label in
      guard let code = value.text else { return nil }
      var isMissing = variable.declaresMissing(value)
      if case .tagged = value { isMissing = true }
      let wording = ResidualWording.reason(label, among: wordings)
      let reason = isMissing ? wording ?? .declared : wordingDecides ? wording : nil
      return ValueLabel(
        code: code, label: label.isEmpty ? code : label, missing: reason, value: reason == nil ? value.number : nil)
    }
    let substantive = Set(ordered.map(\.value)).subtracting(column.distinct.filter(variable.declaresMissing))
    let values = column.distinct.filter { value in
      if case .tagged = value { return false }
      if case .text(let text) = value, RawColumn.isBlank(text.utf8) { return false }
      return !variable.declaresMissing(value)
    }
    let known = values.filter { substantive.contains($0) }
    let isAllKnown = known.count == values.count
    let hasAnswers = template.variable.labels.contains { $0.missing == nil }
    // With every value labelled it is a list of answers; with some, that depends on what the file says it measures.
    let isList = hasAnswers && (isAllKnown || (variable.measure != .scale && known.count * 2 >= values.count))
    switch variable.measure {
    case .ordinal: template.variable.level = .ordinal
    case .scale: template.variable.level = isList ? .ordinal : .scale
    case .nominal, .unknown: template.variable.level = .nominal
    }
    if isList {
      template.knowledge = .answers
      template.labelsSayAll = true
      if variable.measure == .unknown || variable.measure == .nominal {
        let words = template.variable.substantiveLabels.map(\.label)
        if AnswerScales.positions(of: words) != nil { template.variable.level = .ordinal }
      }
    } else if variable.isText {
      template.variable.kind = .text
      template.knowledge = .kind
    } else if variable.measure == .scale || hasAnswers || values.isEmpty {
      template.variable.kind = .numeric
      template.variable.level = .scale
      template.knowledge = .kind
    } else {
      // No labels: few whole numbers are the points of a scale, as in any other table.
      template.knowledge = .nothing
    }
  }

  /// Labels by their value: numbers in rising order, texts as the file has them, missing ones last.
  private static func ordered(
    _ labels: [(value: StatValue, label: String)]
  ) -> [(value: StatValue, label: String)] {
    let numbers = labels.filter { $0.value.number != nil }.sorted { ($0.value.number ?? 0) < ($1.value.number ?? 0) }
    return numbers + labels.filter { $0.value.number == nil }
  }
}

/// How a package counts dates and times.
struct StatDates {
  /// What a number with a date's format counts, and from when.
  struct Unit {
    /// Seconds in one unit.
    var seconds: Double
    /// The second of civil time at which the number is zero.
    var origin: Int
    /// Whether the format prints a time of day.
    var hasTime: Bool

    /// The date as text; nil where the number is no date that a calendar has.
    func text(_ number: Double) -> String? {
      let exact = number * seconds + Double(origin)
      guard exact.isFinite, exact.magnitude < 1e12 else { return nil }
      let iso = CivilDateTime(seconds: Int(exact.rounded(.down))).iso8601
      return hasTime ? iso : String(iso.prefix(10))
    }
  }

  private let format: SurveyFormat

  init(_ format: SurveyFormat) { self.format = format }

  /// SPSS counts seconds from the first day of the Gregorian calendar, 14 October 1582.
  private static let spssOrigin = -12_219_379_200
  /// Stata and SAS count from 1960.
  private static let origin1960 = -315_619_200

  /// What the numbers of a variable count; nil where its format is no date.
  func unit(of text: String) -> Unit? {
    let name = text.uppercased().prefix { $0.isLetter || $0 == "%" }
    switch format {
    case .stataDTA:
      let lower = text.lowercased().drop { $0 == "%" || $0 == "-" }
      if lower.hasPrefix("tc") { return Unit(seconds: 0.001, origin: Self.origin1960, hasTime: true) }
      if lower.hasPrefix("td") || lower.hasPrefix("d") {
        return Unit(seconds: 86_400, origin: Self.origin1960, hasTime: false)
      }
      return nil
    case .sas7bdat:
      if ["DATETIME", "DATEAMPM"].contains(name) { return Unit(seconds: 1, origin: Self.origin1960, hasTime: true) }
      let dates = ["DATE", "MMDDYY", "DDMMYY", "YYMMDD", "WEEKDATE", "WORDDATE", "MONYY", "YYMMDDD", "DAY", "JULIAN"]
      return dates.contains(String(name)) ? Unit(seconds: 86_400, origin: Self.origin1960, hasTime: false) : nil
    default:
      if ["DATETIME", "YMDHMS"].contains(name) { return Unit(seconds: 1, origin: Self.spssOrigin, hasTime: true) }
      let dates = ["DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR"]
      return dates.contains(String(name)) ? Unit(seconds: 1, origin: Self.spssOrigin, hasTime: false) : nil
    }
  }
}
