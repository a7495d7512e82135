internal import SurveyModel

/// One variable of a Triple-S survey as a column.
struct TripleSColumn {
  private(set) var template: ColumnTemplate
  private(set) var cells = RawColumn()
  private let variable: TripleSDefinition.Variable
  private var outside = 0
  private var firstOutside: (record: Int, text: String)?

  /// - Parameter isAsked: For each respondent whether the question was put; nil where the definition does not say.
  init(_ variable: TripleSDefinition.Variable, _ records: TripleSData, isAsked: [Bool]?) {
    self.variable = variable
    var described = Variable(
      name: variable.name, key: variable.ident, label: variable.label, kind: .categorical, level: .nominal)
    if variable.use == "weight" { described.role = .weight }
    if variable.use == "serial" {
      described.role = .metadata
      described.personal = .identifier
    }
    template = ColumnTemplate(described, blank: isAsked == nil ? .unknownBlank : .seenNotAnswered)
    describe()
    for record in 0..<records.count {
      let text = records.text(variable, record)
      guard let text, !RawColumn.isBlank(text.utf8) else {
        cells.appendAbsent(isAsked.map { $0[record] ? .seenNotAnswered : .notShown } ?? .unknownBlank)
        continue
      }
      check(text, record)
      cells.append(converted(text))
    }
  }

  private mutating func describe() {
    let answers = variable.values.map { ($0.code, $0.text) }
    switch variable.type {
    case "single", "multiple":
      var (labels, level) = AnswerLists.labels(answers, isScale: false)
      for (index, value) in variable.values.enumerated() {
        guard let score = value.score, labels[index].missing == nil else { continue }
        labels[index].value = score
        level = .ordinal
      }
      template.variable.labels = labels
      template.variable.level = variable.type == "single" ? level : .nominal
      template.variable.kind = variable.type == "single" ? .categorical : .multipleResponse
      template.knowledge = labels.isEmpty ? .nothing : .answers
      if variable.type == "multiple" {
        template.storage = variable.spread.map { .codes(width: $0.width) } ?? .bits(bits)
      }
    case "quantity":
      template.variable.kind = .numeric
      template.variable.level = .scale
      template.variable.labels = AnswerLists.labels(answers, isScale: false).labels
      template.knowledge = .kind
    case "logical":
      template.variable.labels = [
        ValueLabel(code: "1", label: "Yes", value: 1), ValueLabel(code: "0", label: "No", value: 0),
      ]
      template.knowledge = .answers
    case "date":
      template.variable.kind = .datetime
      template.variable.level = .scale
      template.knowledge = .kind
    case "time":
      template.variable.role = .metadata
      template.variable.kind = .text
      template.knowledge = .kind
    default:
      template.variable.kind = .text
      template.knowledge = .kind
    }
  }

  /// For each character of a string of bits the option that it stands for: a character's number is its option's code,
  /// unless there are as many characters as options.
  private var bits: [Int?] {
    let width = variable.finish - variable.start + 1
    let codes = variable.values.map { Int($0.code) }
    let highest = codes.compactMap { $0 }.max() ?? 0
    let isByCode = codes.allSatisfy { $0 != nil } && (width == 1 ? highest != variable.values.count : width >= highest)
    let count = max(width, highest, variable.values.count)
    return (1...max(1, count)).map { number in
      isByCode ? codes.firstIndex(of: number) : (number <= codes.count ? number - 1 : nil)
    }
  }

  /// The cell's text as the codebook's codes and the calendar have it.
  private func converted(_ text: String) -> String {
    switch variable.type {
    case "single":
      if variable.isLiteral { return text }
      // Numbers fill their positions from the right, with blanks or zeros before.
      let trimmed = text.trimmed
      if variable.values.contains(where: { $0.code == trimmed }) { return trimmed }
      guard let number = Int(trimmed) else { return trimmed }
      return variable.values.first { Int($0.code) == number }?.code ?? trimmed
    case "quantity": return quantity(text.trimmed)
    case "date":
      let digits = Array(text.trimmed)
      guard digits.count == 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return text.trimmed }
      return String(digits[0..<4]) + "-" + String(digits[4..<6]) + "-" + String(digits[6...])
    case "logical": return text.trimmed
    default: return text
    }
  }

  // "000123" is the number 123: zeros fill the positions.
  private func quantity(_ text: String) -> String {
    var digits = text[...]
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      digits = digits.dropFirst().drop { $0 == " " }
    }
    while digits.count > 1, digits.first == "0", digits.dropFirst().first?.isNumber == true {
      digits = digits.dropFirst()
    }
    return sign + digits
  }

  private mutating func check(_ text: String, _ record: Int) {
    guard variable.type == "quantity", let range = variable.range, let number = Double(quantity(text.trimmed)),
      number < range.low || number > range.high,
      !variable.values.contains(where: { Double($0.code) == number })
    else { return }
    outside += 1
    if firstOutside == nil { firstOutside = (record, text.trimmed) }
  }

  /// What is not as the definition says.
  func problems(file: String) -> [Problem] {
    guard let (record, text) = firstOutside, let range = variable.range else { return [] }
    let shown = template.variable.personal.isPersonal ? "a number" : "'\(text)'"
    return [
      Problem(
        .warning, file: file, row: record + 1, column: variable.name,
        found: shown + (outside > 1 ? " and \(outside - 1) more numbers" : "") + " outside the range",
        expected: "\(Column.text(range.low)) to \(Column.text(range.high))", remedy: "they are read as they are")
    ]
  }
}
