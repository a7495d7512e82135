internal import SurveyModel
internal import TextFormats

/// Ties an expression to a codebook and says what in it the codebook does not have.
struct ExpressionBinding {
  let expression: Expression
  let codebook: Codebook

  func bind() throws(PreparationError) -> BoundCondition { try condition(expression.root) }

  private func condition(_ node: Expression.Node) throws(PreparationError) -> BoundCondition {
    switch node {
    case .not(let node): return .not(try condition(node))
    case .all(let nodes): return .all(try conditions(nodes))
    case .any(let nodes): return .any(try conditions(nodes))
    case .missing(.variable(let name, let position), let negated):
      return .missingCell(position: try variable(name, position).position, negated: negated)
    case .missing(let node, let negated): return .missingNumber(try number(node), negated: negated)
    case .membership(let node, let members, let negated): return try membership(node, members, negated)
    case .comparison(let comparison, let left, let right):
      if case .string(let text) = right { return try compare(left, comparison, text) }
      if case .string(let text) = left { return try compare(right, comparison.mirrored, text) }
      if case .variable(let name, let position) = left, case .number(let value) = right {
        return try compare(name, position, comparison, value)
      }
      if case .variable(let name, let position) = right, case .number(let value) = left {
        return try compare(name, position, comparison.mirrored, value)
      }
      return .compare(comparison, try number(left), try number(right))
    case .number, .string, .variable, .negative, .arithmetic:
      throw mistake(.syntax, 1, found: node.text, expected: "a condition", remedy: "compare it with a value")
    }
  }

  private func conditions(_ nodes: [Expression.Node]) throws(PreparationError) -> [BoundCondition] {
    var bound: [BoundCondition] = []
    for node in nodes { bound.append(try condition(node)) }
    return bound
  }

  // MARK: Numbers

  private func number(_ node: Expression.Node) throws(PreparationError) -> BoundNumber {
    switch node {
    case .number(let value): return .constant(value)
    case .variable(let name, let position): return try number(of: name, position)
    case .negative(let node): return .negative(try number(node))
    case .arithmetic(let operation, let a, let b): return .arithmetic(operation, try number(a), try number(b))
    case .string(let text):
      throw mistake(
        .kind, 1, found: "the text '\(text)' where a number is needed", expected: "a number",
        remedy: "write numbers without quotation marks")
    default:
      throw mistake(.syntax, 1, found: node.text, expected: "a value", remedy: "join conditions by 'and' or 'or'")
    }
  }

  private func number(of name: String, _ at: Int) throws(PreparationError) -> BoundNumber {
    let (variable, position) = try variable(name, at)
    switch variable.kind {
    case .numeric: return .column(position: position)
    case .categorical where variable.labels.contains { $0.missing == nil && $0.number != nil }:
      return .answers(position: position, values: variable.labels.map { $0.missing == nil ? $0.number ?? .nan : .nan })
    case .categorical:
      let answers = variable.substantiveLabels.prefix(3).map { "'\($0.label)'" }.joined(separator: ", ")
      throw mistake(
        .kind, at, found: "\(name), whose answers have no numbers", expected: "a variable with numbers",
        remedy: answers.isEmpty ? "choose another variable" : "compare it with an answer in quotation marks: \(answers)"
      )
    case .text, .datetime, .multipleResponse:
      throw mistake(
        .kind, at, found: "\(name), which is \(variable.kind.words)", expected: "a variable with numbers",
        remedy: "compare it with a text in quotation marks")
    }
  }

  private func compare(
    _ name: String, _ at: Int, _ comparison: Expression.Comparison, _ value: Double
  ) throws(PreparationError) -> BoundCondition {
    let number = try number(of: name, at)
    guard case .answers(let position, let values) = number else {
      return .compare(comparison, number, .constant(value))
    }
    let labels = codebook.variables[position].labels
    if comparison.isEquality { try refuseResidual(name, at, labels.filter { $0.number == value }) }
    return .answers(
      position: position,
      truth: zip(labels, values).map { label, number in
        if label.missing != nil { return -1 }
        // An answer without a number is not the number asked for; whether it is more or less nobody can say.
        if number.isNaN { return comparison.isEquality ? (comparison == .unequal ? 1 : 0) : -1 }
        return comparison.holds(number, value) ? 1 : 0
      })
  }

  // MARK: Texts

  private func compare(
    _ node: Expression.Node, _ comparison: Expression.Comparison, _ text: String
  ) throws(PreparationError) -> BoundCondition {
    guard case .variable(let name, let at) = node else {
      throw mistake(
        .kind, 1, found: "the text '\(text)' beside \(node.text)", expected: "a variable on the other side",
        remedy: "write numbers without quotation marks")
    }
    let (variable, position) = try variable(name, at)
    switch variable.kind {
    case .categorical where comparison.isEquality:
      let matching = Set(try answers(variable, at, text))
      return .answers(
        position: position,
        truth: variable.labels.enumerated().map { index, label in
          label.missing != nil ? -1 : (matching.contains(index) == (comparison == .equal) ? 1 : 0)
        })
    case .categorical:
      return .answers(position: position, truth: try order(variable, at, comparison, text))
    case .datetime:
      guard let time = CivilDateTime(text: text) else {
        throw mistake(
          .kind, at, found: "'\(text)' beside the date \(name)", expected: "a date",
          remedy: "write it as '2026-10-01' or '2026-10-01 12:30:00'")
      }
      return .time(position: position, comparison, seconds: time.seconds)
    case .text where comparison.isEquality:
      return .text(position: position, texts: [text], negated: comparison == .unequal)
    case .multipleResponse where comparison.isEquality:
      return .ticked(position: position, mask: try mask(variable, at, [text]), negated: comparison == .unequal)
    case .numeric:
      throw mistake(
        .kind, at, found: "the text '\(text)' beside the number \(name)", expected: "a number",
        remedy: "write it without quotation marks")
    case .text, .multipleResponse:
      throw mistake(
        .kind, at, found: "'\(comparison.rawValue)' beside \(name), which is \(variable.kind.words)",
        expected: "'=' or '!='", remedy: "texts have no order here")
    }
  }

  private func order(
    _ variable: Variable, _ at: Int, _ comparison: Expression.Comparison, _ text: String
  ) throws(PreparationError) -> [Int8] {
    guard variable.level != .nominal else {
      throw mistake(
        .kind, at, found: "'\(comparison.rawValue)' beside \(variable.name), whose answers have no order",
        expected: "'=', '!=' or 'in'", remedy: "list the answers: \(Expression.Node.name(variable.name)) in ('…', '…')")
    }
    guard let answer = try answers(variable, at, text).first else { return [] }
    return variable.labels.indices.map { index in
      variable.labels[index].missing != nil ? -1 : (comparison.holds(index, answer) ? 1 : 0)
    }
  }

  private func membership(
    _ node: Expression.Node, _ members: [Expression.Member], _ negated: Bool
  ) throws(PreparationError) -> BoundCondition {
    var texts: [String] = []
    var ranges: [(lower: Double, upper: Double)] = []
    for member in members {
      switch member {
      case .string(let text): texts.append(text)
      case .number(let value): ranges.append((value, value))
      case .range(let lower, let upper): ranges.append((lower, upper))
      }
    }
    guard case .variable(let name, let at) = node else {
      guard texts.isEmpty else { return try compare(node, .equal, texts[0]) }
      return .within(try number(node), ranges, negated: negated)
    }
    let (variable, position) = try variable(name, at)
    switch variable.kind {
    case .categorical:
      return .answers(position: position, truth: try membership(variable, at, texts, ranges, negated))
    case .numeric:
      guard let text = texts.first else { return .within(.column(position: position), ranges, negated: negated) }
      return try compare(node, .equal, text)
    case .text where ranges.isEmpty: return .text(position: position, texts: texts, negated: negated)
    case .multipleResponse where ranges.isEmpty:
      return .ticked(position: position, mask: try mask(variable, at, texts), negated: negated)
    case .datetime, .text, .multipleResponse:
      throw mistake(
        .kind, at, found: "'in' beside \(name), which is \(variable.kind.words)", expected: "values of its kind",
        remedy: variable.kind == .datetime ? "write two comparisons joined by 'and'" : "write texts in quotation marks")
    }
  }

  private func membership(
    _ variable: Variable, _ at: Int, _ texts: [String], _ ranges: [(lower: Double, upper: Double)], _ negated: Bool
  ) throws(PreparationError) -> [Int8] {
    var matching: Set<Int> = []
    for text in texts { matching.formUnion(try answers(variable, at, text)) }
    if !ranges.isEmpty { _ = try number(of: variable.name, at) }
    for range in ranges where range.lower == range.upper {
      try refuseResidual(variable.name, at, variable.labels.filter { $0.number == range.lower })
    }
    return variable.labels.enumerated().map { index, label in
      if label.missing != nil { return -1 }
      let inRange = label.number.map { number in ranges.contains { $0.lower <= number && number <= $0.upper } } ?? false
      return (matching.contains(index) || inRange) != negated ? 1 : 0
    }
  }

  // MARK: The codebook

  private func variable(_ name: String, _ at: Int) throws(PreparationError) -> (variable: Variable, position: Int) {
    guard let position = codebook.position(of: name) else {
      throw PreparationError.unknown(name, in: codebook, place: expression.place(at))
    }
    return (codebook.variables[position], position)
  }

  /// The positions of the answers with that code or, where no code is so, with that label.
  private func answers(_ variable: Variable, _ at: Int, _ text: String) throws(PreparationError) -> [Int] {
    let labels = variable.labels
    var found = labels.indices.filter { labels[$0].code == text }
    if found.isEmpty { found = labels.indices.filter { labels[$0].label == text } }
    if found.isEmpty { found = labels.indices.filter { labels[$0].label.lowercased() == text.lowercased() } }
    guard !found.isEmpty else {
      let known = labels.flatMap { $0.code == $0.label ? [$0.label] : [$0.label, $0.code] }
      let remedy =
        EditDistance.nearest(to: text, among: known).map { "did you mean '\($0)'?" }
        ?? "its answers are \(labels.prefix(6).map { "'\($0.label)'" }.joined(separator: ", "))"
      throw mistake(
        .unknownAnswer, at, found: "no answer '\(text)' of \(variable.name)", expected: "a code or label of it",
        remedy: remedy)
    }
    try refuseResidual(variable.name, at, found.map { labels[$0] })
    return found
  }

  /// Refuses a comparison with an answer that counts as missing: it could only ever be unknown.
  private func refuseResidual(_ name: String, _ at: Int, _ labels: [ValueLabel]) throws(PreparationError) {
    guard let label = labels.first, let reason = label.missing, labels.allSatisfy({ $0.missing != nil }) else { return }
    throw mistake(
      .unknownAnswer, at, found: "the answer '\(label.label)' of \(name), which counts as missing (\(reason.words))",
      expected: "an answer that counts", remedy: "write: \(Expression.Node.name(name)) is missing")
  }

  private func mask(_ variable: Variable, _ at: Int, _ texts: [String]) throws(PreparationError) -> UInt64 {
    var mask: UInt64 = 0
    for text in texts {
      for index in try answers(variable, at, text) where index < 64 { mask |= 1 << UInt64(index) }
    }
    return mask
  }

  private func mistake(
    _ code: PreparationError.Code, _ position: Int, found: String, expected: String, remedy: String
  ) -> PreparationError {
    PreparationError(code, place: expression.place(position), found: found, expected: expected, remedy: remedy)
  }
}

extension VariableKind {
  /// The kind in words for a message.
  var words: String {
    switch self {
    case .categorical: "a choice of answers"
    case .numeric: "a number"
    case .text: "text"
    case .datetime: "a date"
    case .multipleResponse: "a question with several answers"
    }
  }
}

extension CivilDateTime {
  /// Reads `yyyy-MM-dd`, with ` HH:mm` or ` HH:mm:ss` after it or not; nil where it is no such date.
  init?(text: String) {
    let halves = text.split(whereSeparator: { $0 == " " || $0 == "T" })
    guard let day = halves.first, halves.count <= 2 else { return nil }
    let date = day.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    let time = halves.count == 2 ? halves[1].split(separator: ":").map { Int($0) } : [0, 0]
    guard date.count == 3, (2...3).contains(time.count), let year = date[0], let month = date[1], let day = date[2],
      let hour = time[0], let minute = time[1], let second = time.count == 3 ? time[2] : 0
    else { return nil }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }
}
