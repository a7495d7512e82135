import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct ColumnTypingTests {
  func typed(
    _ cells: [String], _ template: ColumnTemplate? = nil, options: ReadingOptions = ReadingOptions()
  ) -> ColumnTyping.Result {
    var column = RawColumn()
    for cell in cells { column.append(cell) }
    let plain = ColumnTemplate(Variable(name: "Q1", kind: .categorical, level: .nominal))
    return ColumnTyping(template: template ?? plain, cells: column, file: "data.csv", options: options).typed()
  }

  @Test(arguments: [
    (["1", "2", "5", "", "3"], VariableKind.categorical, MeasurementLevel.ordinal),
    (["18", "44", "71"], .numeric, .scale),
    (["1.5", "2", "-3e2"], .numeric, .scale),
    (["0", "10", "11"], .numeric, .scale),
    (["01", "02", "01", "02"], .categorical, .nominal),
    (["3-4", "1-2", "3-4", "1-2"], .categorical, .ordinal),
    (["1,2,3", "2,3", "1,2,3", "2,3"], .categorical, .nominal),
    (["Agree", "Strongly agree", "Disagree"], .categorical, .ordinal),
    (["red", "blue", "red", "blue", "red"], .categorical, .nominal),
    (["one thing", "another", "a third"], .text, .nominal),
    (["2024-01-31", "2024-02-01 10:00:00"], .datetime, .scale),
    (["31/12/2023", "01/01/2024"], .datetime, .scale),
    (["", "", ""], .text, .nominal),
    (["1", "2", "x", "1", "2", "x"], .categorical, .nominal),
  ]) func `kind and level come from the whole column`(
    cells: [String], kind: VariableKind, level: MeasurementLevel
  ) {
    let result = typed(cells)
    #expect(result.variable.kind == kind)
    #expect(result.variable.level == level)
    #expect(result.column.count == cells.count)
  }

  @Test func `answers without codes stand in scale order with their positions as values`() {
    let result = typed(["Strongly agree", "Disagree", "Don’t know", "Neutral", "Disagree"])
    #expect(result.variable.labels.map(\.label) == ["Disagree", "Neutral", "Strongly agree", "Don’t know"])
    #expect(result.variable.labels.map(\.value) == [2, 3, 5, nil])
    #expect(result.variable.labels.map(\.missing) == [nil, nil, nil, .dontKnow])
    #expect(result.orderIsGuessed)
    #expect(result.column.missingCounts == [.dontKnow: 1])
  }

  @Test(arguments: [
    (["nie", "oft", "manchmal", "nie"], ["nie", "manchmal", "oft"]),
    (["Helt enig", "Uenig", "Hverken enig eller uenig"], ["Uenig", "Hverken enig eller uenig", "Helt enig"]),
    (["Yes", "No"], ["Yes", "No"]),
    (["1 – not at all", "7 – very much", "3"], ["1 – not at all", "3", "7 – very much"]),
    (["Strongly support", "Neither support or oppose"], ["Neither support or oppose", "Strongly support"]),
    (["Stimme voll und ganz zu", "Stimme eher nicht zu"], ["Stimme eher nicht zu", "Stimme voll und ganz zu"]),
  ]) func `known wordings are put in scale order`(cells: [String], expected: [String]) {
    #expect(typed(cells).variable.labels.map(\.label) == expected)
  }

  @Test func `ranges are no points of a scale`() {
    #expect(AnswerLists.leadingNumbers(of: ["18-29 years", "30-49 years"]) == nil)
    #expect(AnswerLists.leadingNumbers(of: ["1 – low", "2", "3 - high"]) == [1, 2, 3])
    #expect(AnswerLists.leadingNumbers(of: ["1", "1"]) == nil)
  }

  @Test func `answers that a panel took out again are redacted`() {
    let result = typed(["18", "DATA_EXPIRED", "44", "CONSENT_REVOKED", "71"])
    #expect(result.variable.kind == .numeric)
    #expect(result.column.missingCounts == [.redacted: 2])
  }

  @Test func `codes outside the codebook are read and reported`() {
    var template = ColumnTemplate(
      Variable(
        name: "Q1", kind: .categorical, level: .ordinal,
        labels: [ValueLabel(code: "1", label: "Low", value: 1), ValueLabel(code: "2", label: "High", value: 2)]))
    template.knowledge = .answers
    let result = typed(["1", "High", "7", "", "7"], template)
    #expect(result.variable.labels.map(\.label) == ["Low", "High", "7"])
    #expect(result.variable.labels.last?.value == 7)
    #expect(
      result.problems.map(\.line) == [
        "data.csv, record 3, Q1: warning: found '7' in 2 cells, expected an answer that the questionnaire lists; "
          + "they are read as answers of their own; declare codes of missing answers with --missing CODE=REASON"
      ])
  }

  @Test func `declared codes count as missing for their reason, in categories and in numbers`() throws {
    let declared = try DeclaredCode.list(parsing: "99=dont-know,-99=skipped")
    let options = ReadingOptions(missing: declared)
    let few = typed(["1", "2", "99", "-99", "1"], options: options)
    #expect(few.column.missingCounts == [.dontKnow: 1, .seenNotAnswered: 1])
    #expect(few.variable.labels.map(\.code) == ["1", "2", "99"])
    #expect(few.variable.labels.last?.missing == .dontKnow)
    let many = typed(["18", "99", "44", "-99", "71"], options: options)
    #expect(many.variable.kind == .numeric)
    #expect(many.column.missingCounts == [.dontKnow: 1, .seenNotAnswered: 1])
    #expect(many.column.originalText(at: 3) == "-99")
  }

  @Test func `a scale with a lone 99 is suspected and the option to type is shown`() {
    let result = typed(["1", "2", "3", "99", "2"])
    #expect(result.variable.kind == .numeric)
    #expect(
      result.problems.map(\.line) == [
        "data.csv, Q1: warning: found the numbers 1, 2, 3 and 99, expected answers of one scale; "
          + "if 99 means no answer, say so: --missing=99=dont-know"
      ])
  }

  @Test func `a decimal comma needs evidence or the user's word`() {
    var template = ColumnTemplate(Variable(name: "Q1", kind: .categorical, level: .nominal))
    #expect(typed(["1,5", "2,25", "3"], template).variable.kind == .text)
    template.allowsDecimalComma = true
    let result = typed(["1,5", "2,25", "3"], template)
    #expect(result.variable.kind == .numeric)
    guard case .numeric(let column) = result.column else { return }
    #expect(column.values == [1.5, 2.25, 3])
    #expect(result.column.originalText(at: 0) == "1,5")
    let undecided = typed(["1,500", "2,250", "3"], template)
    #expect(undecided.variable.kind == .text)
    #expect(undecided.problems.count == 1)
    #expect(typed(["1,500", "2,250"], options: ReadingOptions(decimalComma: true)).variable.kind == .numeric)
  }

  @Test func `dates whose day and month may change places are reported`() {
    let result = typed(["1/2/2024", "3/4/2024"])
    #expect(result.variable.kind == .datetime)
    #expect(
      result.problems.map(\.found) == ["dates whose day and month could change places in every cell"])
  }

  @Test(arguments: [
    ("2024-02-29 23:59:59", DateText.Order.yearFirst, Int?.some(1_709_251_199)),
    ("2024-02-29T23:59:59.123Z", .yearFirst, 1_709_251_199),
    ("29.02.2024", .dayFirst, 1_709_164_800),
    ("2/29/2024 11:59 PM", .monthFirst, 1_709_251_140),
    ("2023-02-29", .yearFirst, nil),
    ("2024-02-29 24:00", .yearFirst, nil),
    ("2024", .yearFirst, nil),
  ]) func `dates are read as written`(text: String, order: DateText.Order, seconds: Int?) {
    #expect(DateText.seconds(text, order: order) == seconds)
  }

  @Test func `cells that are no number are unreadable and keep their text`() {
    var template = ColumnTemplate(Variable(name: "Duration", kind: .numeric, level: .scale, role: .metadata))
    template.knowledge = .kind
    let result = typed(["12", "about ten", "7"], template)
    #expect(result.column.missingCounts == [.unreadable: 1])
    #expect(result.column.originalText(at: 1) == "about ten")
    #expect(
      result.problems.map(\.line) == [
        "data.csv, record 2, Duration: warning: found 'about ten', expected a number; "
          + "the cells count as unreadable; their text is kept"
      ])
  }

  @Test func `a problem in a personal column shows the cell's shape alone`() {
    var template = ColumnTemplate(
      Variable(name: "LocationLatitude", kind: .numeric, level: .scale, personal: .technical, role: .metadata))
    template.knowledge = .kind
    let result = typed(["12.5", "secret place"], template)
    #expect(result.problems.map(\.found) == ["a cell of 12 characters, letters"])
  }

  @Test func `open text is personal`() {
    #expect(typed(["I like it", "I do not", "No idea"]).variable.personal == .openText)
  }

  @Test(arguments: [
    ("don't know", MissingReason?.some(.dontKnow)), ("Don’t know / no opinion", .dontKnow), ("I don't know", .dontKnow),
    ("Ved ikke", .dontKnow), ("weiß nicht", .dontKnow), ("Prefer not to say", .refused), ("keine Angabe", .refused),
    ("N/A", .notApplicable), ("Not applicable", .notApplicable), ("Trifft nicht zu", nil), ("No", nil), ("Never", nil),
    ("Don't know anybody there", nil),
  ]) func `residual answers are known by their wording`(label: String, reason: MissingReason?) {
    #expect(ResidualWording.reason(label) == reason)
  }

  @Test func `the end of a scale of applying is no residual`() {
    #expect(ResidualWording.reason("Does not apply", among: ["Does not apply", "Applies fully"]) == nil)
    #expect(ResidualWording.reason("Does not apply", among: ["Does not apply", "Yes", "No"]) == .notApplicable)
  }

  @Test func `ticked options in one cell are parted by the longest known option`() {
    var template = ColumnTemplate(
      Variable(
        name: "Q2", kind: .multipleResponse, level: .nominal,
        labels: ["Facebook", "Facebook Messenger", "News, weather"].map { ValueLabel(code: $0, label: $0) }))
    template.knowledge = .answers
    let result = typed(
      ["Facebook,Facebook Messenger", "News, weather,Facebook", "", "Facebook,Mail,News, weather"], template)
    guard case .multipleResponse(let column) = result.column else {
      Issue.record("not a multiple response")
      return
    }
    #expect(column.ticked == [0b011, 0b101, 0, 0b1101])
    #expect(column.missing == [0, 0, MissingReason.unknownBlank.index, 0])
    #expect(result.variable.labels.map(\.label) == ["Facebook", "Facebook Messenger", "News, weather", "Mail"])
    #expect(result.problems.map(\.found) == ["'Mail'"])
  }

  @Test(arguments: [
    ("12", Double?.some(12)), ("-0.5", -0.5), ("1e3", 1000), (" 7 ", 7), ("01", nil), ("+5", nil), ("", nil),
    ("nan", nil),
    ("1.", nil), ("0", 0), ("0.10", 0.1), ("1,5", nil), ("--1", nil), ("1e", nil),
    ("12345678901234567890", 1.2345678901234567e19),
  ]) func `only plain numbers are numbers`(text: String, value: Double?) {
    #expect(NumberText.value(text) == value)
  }
}
