internal import SurveyModel
internal import TextFormats

/// Tells for the blanks of LimeSurvey's responses whether the question was shown, by the equations of questions, groups
/// and items.
///
/// Where the equation is false, a blank is ``MissingReason/notShown``; where it is true and the respondent has been on
/// the page, it is ``MissingReason/seenNotAnswered``, and a blank option is one that was not ticked. What LimeSurvey's
/// own files say of a blank stands where equation and page do not decide. Each equation is evaluated once over all rows.
struct LimeSurveyReasons {
  private enum Finding: UInt8 {
    case holds, fails, unknown
  }

  /// An equation that cannot be followed, or not everywhere.
  private struct Unfollowed {
    var equation: String
    var found: String
    var expected: String
    var remedy = ""
    var questions: [String] = []
  }

  private let structure: LimeSurveyStructure
  private let fields: [LimeSurveyField]
  private let count: Int
  private let pages: LimeSurveyPages
  private var variables: LimeSurveyVariables
  /// What was found of each equation, by row.
  private var findings: [String: [Finding]] = [:]
  /// The rows of each question; nil for one that is always shown, none yet for one that was not looked at.
  private var shown: [[Finding]?] = []
  private var unfollowed: [Unfollowed] = []

  /// Evaluates the equations.
  ///
  /// - Parameter fields: What each of the survey's columns is, in their order.
  init(_ structure: LimeSurveyStructure, _ fields: [LimeSurveyField], _ survey: Survey) {
    self.structure = structure
    self.fields = fields
    count = survey.count
    pages = LimeSurveyPages(fields, structure, survey)
    variables = LimeSurveyVariables(fields, structure, survey)
    for question in structure.questions {
      let rows = [structure.groupRelevance[question.group] ?? "", question.relevance]
        .filter { !["", "1"].contains($0) }.map { findings(of: $0, for: question) }
      shown.append(rows.isEmpty ? nil : Self.joined(rows))
    }
  }

  private static func joined(_ rows: [[Finding]]) -> [Finding] {
    rows.dropFirst().reduce(rows[0]) { whole, part in
      zip(whole, part).map { a, b in
        a == .fails || b == .fails ? .fails : a == .unknown || b == .unknown ? .unknown : .holds
      }
    }
  }

  // MARK: Equations

  private mutating func findings(of equation: String, for question: LimeSurveyQuestion) -> [Finding] {
    let rows = findings[equation] ?? evaluated(equation)
    findings[equation] = rows
    if let place = unfollowed.firstIndex(where: { $0.equation == equation }),
      !unfollowed[place].questions.contains(question.code)
    {
      unfollowed[place].questions.append(question.code)
    }
    return rows
  }

  private mutating func evaluated(_ equation: String) -> [Finding] {
    let unknown = [Finding](repeating: .unknown, count: count)
    let expression: LimeSurveyExpression
    do throws(ConditionFault) {
      expression = try LimeSurveyExpression(LimeSurveyDialect.unmasked(equation))
    } catch {
      unfollowed.append(
        Unfollowed(
          equation: equation, found: "\(error.found) at character \(error.position + 1)",
          expected: "comparisons of answers, joined by and, or"))
      return unknown
    }
    var columns: [LimeSurveyDialect.Reference: Int] = [:]
    var first: Unfollowed?
    expression.forEach { node in
      switch node {
      case .call(let name, _, let place) where LimeSurveyDialect.functions[name] == nil:
        first = first ?? Self.unknownFunction(name, place, equation)
      case .reference(let reference, let place):
        columns[reference] = variables.column(of: reference)
        if columns[reference] == nil { first = first ?? unknownName(reference, place, equation) }
      default: break
      }
    }
    if let first { unfollowed.append(first) }
    if columns.isEmpty {
      let result = expression.holds { _ in nil }
      return [Finding](repeating: Self.finding(result), count: count)
    }
    return (0..<count).map { row in Self.finding(holds(expression, columns, row)) }
  }

  private static func finding(_ result: Bool?) -> Finding {
    result.map { $0 ? .holds : .fails } ?? .unknown
  }

  /// Whether an equation holds in a row.
  ///
  /// A variable without NAOK whose question was not shown makes the whole equation false in the browser, and is a NULL
  /// for the server, which is equal to "" and to 0; only what both agree on is known.
  private func holds(
    _ expression: LimeSurveyExpression, _ columns: [LimeSurveyDialect.Reference: Int], _ row: Int
  ) -> Bool? {
    var meetsNull = false
    func result(_ null: ConditionValue) -> Bool? {
      expression.holds { reference in
        guard let place = columns[reference] else { return nil }
        if let answer = variables.answer(place, row, reference.attribute) { return answer }
        if reference.isNAOK || isShown(place, row) == true { return .text("") }
        meetsNull = true
        return null
      }
    }
    let asText = result(.text(""))
    guard meetsNull else { return asText }
    return asText == false && result(.number(0)) == false ? false : nil
  }

  /// Whether the question of a column without an answer was shown in a row, as far as that is known already.
  private func isShown(_ place: Int, _ row: Int) -> Bool? {
    guard let question = fields[place].question, question < shown.count else { return nil }
    guard let rows = shown[question] else { return true }
    return rows[row] == .unknown ? nil : rows[row] == .holds
  }

  // MARK: Blanks

  /// Gives the survey's blanks their reasons, and lists what could not be followed.
  ///
  /// - Parameter file: The structure's file, for messages.
  mutating func apply(to survey: inout Survey, file: String) {
    for (position, field) in fields.enumerated() {
      guard let number = field.question else { continue }
      let question = structure.questions[number]
      let rows = (shown[number].map { [$0] } ?? []) + field.conditions.map { findings(of: $0, for: question) }
      let found = rows.isEmpty ? nil : Self.joined(rows)
      // LimeSurvey's columns of numbers and dates hold no empty text; one that does tells it from a NULL.
      let counts = survey.columns[position].missingCounts
      let hasNullForBlank = question.hasNullForBlank && counts[.seenNotAnswered] == nil
      guard
        found != nil || question.isHidden || question.type == "*" || counts[.unknownBlank] != nil
          || (hasNullForBlank && counts[.notShown] != nil)
      else { continue }
      survey.update(at: position) { variable, column in
        if field.set != nil {
          let isPassedBy = (0..<count).map { row in
            (found?[row] ?? .holds) == .holds && !question.isHidden && pages.isReached(number, row)
          }
          UntickedOptions.mark(isPassedBy, &variable, &column)
        }
        column = column.reasoned { row, text, present in
          switch present {
          case .unknownBlank, .seenNotAnswered, .notShown: break
          // An option that was not ticked, of a question that was not put.
          case nil where field.set != nil && text?.isEmpty == true: break
          default: return nil
          }
          return reason(number, row, found?[row] ?? .holds, present, hasNullForBlank)
        }
      }
    }
    survey.problems += problems(file: file)
  }

  /// The reason of a blank; nil where it stays as it is.
  private func reason(
    _ number: Int, _ row: Int, _ found: Finding, _ present: MissingReason?, _ hasNullForBlank: Bool
  ) -> MissingReason? {
    let question = structure.questions[number]
    if question.isHidden || found == .fails { return .notShown }
    // The question of an equation is answered by nobody.
    if question.type == "*", present == .seenNotAnswered { return .systemMissing }
    let mayBeNull = present == .notShown && hasNullForBlank
    guard present == .unknownBlank || mayBeNull, pages.isReached(number, row) else { return nil }
    if found == .unknown { return .unknownBlank }
    return question.type == "*" ? .systemMissing : .seenNotAnswered
  }

  // MARK: Problems

  private static func unknownFunction(_ name: String, _ place: Int, _ equation: String) -> Unfollowed {
    Unfollowed(
      equation: equation, found: "the function '\(name)' at character \(place + 1)",
      expected: "the functions \(LimeSurveyDialect.functions.keys.sorted().joined(separator: ", "))")
  }

  private func unknownName(_ reference: LimeSurveyDialect.Reference, _ place: Int, _ equation: String) -> Unfollowed {
    let isKnown = variables.names.contains(reference.name)
    let nearest = isKnown ? nil : EditDistance.nearest(to: reference.name, among: variables.names)
    return Unfollowed(
      equation: equation,
      found: isKnown
        ? "an assessment's value of '\(reference.name)' at character \(place + 1)"
        : "the name '\(reference.name)' at character \(place + 1)",
      expected: isKnown ? "the answer's code" : "the code of a question that the responses have",
      remedy: nearest.map { "did you mean '\($0)'? " } ?? "")
  }

  private func problems(file: String) -> [Problem] {
    unfollowed.map { entry in
      let text = entry.equation.count > 80 ? entry.equation.prefix(80) + "…" : entry.equation[...]
      return Problem(
        .note, file: file, column: entry.questions.first,
        found: "an equation that is not followed, '\(text)': \(entry.found)", expected: entry.expected,
        remedy: entry.remedy + "where it decides, blanks of \(SurveyAssembly.list(entry.questions)) count as unknown")
    }
  }
}
