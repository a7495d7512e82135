import SurveyModel
import TextFormats

/// Surveys of every kind of variable with awkward texts, the same for the same seed, such as reading could have made.
struct DDISample {
  /// The random numbers of the other round trips.
  private struct Generator: RandomNumberGenerator {
    var source: RandomSurvey

    mutating func next() -> UInt64 {
      (0..<4).reduce(0) { number, _ in number << 16 | UInt64(source.below(1 << 16)) }
    }
  }

  private var random: Generator
  private let count: Int

  init(seed: UInt64) {
    random = Generator(source: RandomSurvey(seed: seed))
    count = Int.random(in: 1...40, using: &random)
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &random)]
  }

  private static let words = [
    "plain", " spaced ", "a,b", "say \"so\"", "two\nlines", "dos\r\nlines", "cr\rhere", "<b>bold</b>", "R&D", "æøå",
    "]]>",
    "Ĉ\u{302}", "e\u{301}", "emoji 👩‍👧", "tab\there", ".notShown", "'", ";", "12", "01", "-5", "1e5", "日本", "x  y",
    "&amp;",
    "\u{A0}nbsp\u{A0}", "0", "sep=;", "topline:kind",
  ]

  private mutating func text() -> String {
    chance(30) ? pick(Self.words) + pick(Self.words) : pick(Self.words)
  }

  private mutating func blankReason() -> MissingReason {
    pick([.unknownBlank, .unknownBlank, .notShown, .seenNotAnswered, .systemMissing, .redacted])
  }

  mutating func surveyColumns() -> (
    variables: [Variable], columns: [Column], sets: [MultipleResponseSet], grids: [Grid]
  ) {
    var variables: [Variable] = []
    var columns: [Column] = []
    var sets: [MultipleResponseSet] = []
    var grids: [Grid] = []
    func name(_ stem: String) -> String { "\(stem)\(variables.count)" }
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      switch Int.random(in: 0..<7, using: &random) {
      case 0: append(numeric(name("number ")), &variables, &columns)
      case 1: append(textual(name("text\"")), &variables, &columns)
      case 2: append(dated(name("date<")), &variables, &columns)
      case 3: append(joined(name("multi&")), &variables, &columns)
      case 4:
        let first = variables.count
        let labels = [
          ValueLabel(code: "Y", label: "selected", value: 1), ValueLabel(code: "", label: "not selected", value: 0),
        ]
        let stem = name("set")
        for index in 0..<3 { append(categorical("\(stem)_\(index)", labels, .nominal), &variables, &columns) }
        sets.append(
          MultipleResponseSet(name: stem, label: text(), variables: variables[first...].map(\.name), tickedCode: "Y"))
      case 5:
        let first = variables.count
        let labels = answers()
        let stem = name("grid")
        for index in 0..<2 { append(categorical("\(stem)_\(index)", labels, .ordinal), &variables, &columns) }
        grids.append(Grid(name: stem, label: text(), variables: variables[first...].map(\.name)))
      default:
        let labels = answers()
        append(categorical(name("answer,"), labels, pick([.nominal, .ordinal])), &variables, &columns)
      }
    }
    if chance(40) { append(weight(), &variables, &columns) }
    return (variables, columns, sets, grids)
  }

  private func append(_ made: (Variable, Column), _ variables: inout [Variable], _ columns: inout [Column]) {
    variables.append(made.0)
    columns.append(made.1)
  }

  func survey() -> Survey {
    var copy = self
    let (variables, columns, sets, grids) = copy.surveyColumns()
    return Survey(
      codebook: Codebook(variables: variables, grids: grids, multipleResponseSets: sets), columns: columns,
      count: count, provenance: Provenance(format: "csv", evidence: ""))
  }

  private mutating func entry(_ name: String, _ kind: VariableKind, _ level: MeasurementLevel) -> Variable {
    var variable = Variable(name: name, label: text(), kind: kind, level: level)
    variable.itemText = chance(30) ? text() : variable.label
    if chance(30) { variable.key = text() }
    if chance(20) { variable.originalName = text() }
    variable.role = pick([.question, .question, .metadata, .otherText])
    variable.personal = pick([.no, .no, .identifier, .technical])
    return variable
  }

  private mutating func answers() -> [ValueLabel] {
    let codes = chance(50) ? ["1", "2", "3", "4"] : [" a", "b,c", "02", "3.0", "\"q\""]
    var labels = codes.prefix(Int.random(in: 2...codes.count, using: &random)).enumerated().map { index, code in
      ValueLabel(code: code, label: chance(20) ? "" : text(), value: index % 3 == 2 ? nil : Double(index) + 0.5)
    }
    if chance(50) { labels.append(ValueLabel(code: "99", label: "Don’t know", missing: .dontKnow)) }
    if chance(30) { labels.append(ValueLabel(code: "-1", label: text(), missing: .refused)) }
    return labels
  }

  private mutating func categorical(
    _ name: String, _ labels: [ValueLabel], _ level: MeasurementLevel
  ) -> (Variable, Column) {
    var variable = entry(name, .categorical, level)
    variable.labels = labels
    var entries = labels.enumerated().map { index, label in
      CategoricalColumn.Entry(
        text: label.code, meaning: label.missing.map { .residual(label: index, $0) } ?? .label(index))
    }
    let blanks = Set((0..<2).map { _ in blankReason() })
    for reason in MissingReason.allCases where blanks.contains(reason) {
      entries.append(.init(text: nil, meaning: .missing(reason)))
    }
    if chance(20) { entries.append(.init(text: "GONE", meaning: .missing(.redacted))) }
    let codes = (0..<count).map { _ in UInt16(Int.random(in: 0..<entries.count, using: &random)) }
    return (variable, .categorical(CategoricalColumn(codes: codes, entries: entries)))
  }

  private mutating func numeric(_ name: String) -> (Variable, Column) {
    var variable = entry(name, .numeric, pick([.scale, .ordinal]))
    let hasResidual = chance(40)
    if hasResidual { variable.labels = [ValueLabel(code: "-9", label: "Refused", missing: .refused)] }
    let blanks = [blankReason(), blankReason()]
    var column = NumericColumn(values: [], missing: [])
    for row in 0..<count {
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1:
        column.values.append(.nan)
        column.missing.append(pick(blanks).index)
      case 2 where hasResidual:
        column.values.append(.nan)
        column.missing.append(MissingReason.refused.index)
        column.originals[row] = "-9"
      case 3:
        column.values.append(.nan)
        column.missing.append(MissingReason.unreadable.index)
        column.originals[row] = "about five"
      case 4:
        column.values.append(2.5)
        column.missing.append(0)
        column.originals[row] = "2.50"
      default:
        let value = pick([1, -3, 0.1, 1e-7, 123456789012, 5e19, Double.random(in: -10...10, using: &random)])
        column.values.append(value)
        column.missing.append(0)
      }
    }
    return (variable, .numeric(column))
  }

  private mutating func textual(_ name: String) -> (Variable, Column) {
    var variable = entry(name, .text, .nominal)
    if variable.personal == .no { variable.personal = .openText }
    let blanks = [blankReason(), blankReason()]
    var column = TextColumn()
    for _ in 0..<count {
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1: column.append(missing: pick(blanks))
      case 2: column.append(missing: .declared, text: "-999".utf8)
      default: column.append(text().utf8)
      }
    }
    return (variable, .text(column))
  }

  private mutating func dated(_ name: String) -> (Variable, Column) {
    let variable = entry(name, .datetime, .scale)
    var column = DateTimeColumn(seconds: [], missing: [], originals: TextColumn())
    for _ in 0..<count {
      let seconds = Int.random(in: 0..<2_000_000_000, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        column.seconds.append(0)
        column.missing.append(MissingReason.unknownBlank.index)
        column.originals.append(missing: .unknownBlank)
      case 1:
        column.seconds.append(0)
        column.missing.append(MissingReason.unreadable.index)
        column.originals.append("some day".utf8)
      default:
        column.seconds.append(seconds)
        column.missing.append(0)
        column.originals.append(CivilDateTime(seconds: seconds).iso8601.utf8)
      }
    }
    return (variable, .datetime(column))
  }

  private mutating func joined(_ name: String) -> (Variable, Column) {
    var variable = entry(name, .multipleResponse, .nominal)
    variable.labels = [
      ValueLabel(code: "1", label: text()), ValueLabel(code: "two, or so", label: text(), value: 2),
      ValueLabel(code: "3", label: "three"),
    ]
    var column = MultipleResponseColumn(ticked: [], missing: [], originals: TextColumn())
    let blanks = [blankReason(), blankReason()]
    for _ in 0..<count {
      if chance(20) {
        column.ticked.append(0)
        column.missing.append(pick(blanks).index)
      } else {
        column.ticked.append(UInt64.random(in: 0..<8, using: &random))
        column.missing.append(0)
      }
      column.originals.append("".utf8)
    }
    return (variable, .multipleResponse(column))
  }

  private mutating func weight() -> (Variable, Column) {
    var variable = entry("the weight", .numeric, .scale)
    variable.role = .weight
    let values = (0..<count).map { _ in Double.random(in: 0.2...3, using: &random) }
    return (variable, .numeric(NumericColumn(values: values, missing: [UInt8](repeating: 0, count: count))))
  }
}
