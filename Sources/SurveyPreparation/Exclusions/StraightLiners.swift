public import SurveyModel

/// The rule on respondents who gave the same answer throughout a grid.
///
/// Compared are the answers as the respondents saw them (their texts), never the numbers they count as: an item that
/// the platform has reversed already is no escape. Answers that count as missing ("don't know") are not compared.
/// Source: Kim, Y., Dykema, J., Stevenson, J., Black, P., & Moberg, D. P. (2019). Straightlining. Social Science
/// Computer Review 37(2), 214–233, doi:10.1177/0894439317752406: their "simple nondifferentiation".
public struct StraightLiners: Sendable, Hashable {
  /// The grids: names of grids, or ranges and patterns of variables that make one each.
  public var grids: VariableSelection
  /// How many items of a grid must be answered for it to be judged; nil for all of them.
  public var items: Int?
  /// In how many of the grids the answers must all be the same.
  public var least: Int

  /// Creates a rule.
  public init(grids: VariableSelection, items: Int? = nil, least: Int = 1) {
    self.grids = grids
    self.items = items
    self.least = least
  }

  /// The rule in words.
  var words: String {
    let grid = grids.parts.count == 1 ? "\(grids)" : "\(least) or more of \(grids)"
    return "the same answer throughout \(grid)" + (items.map { ", \($0) or more items answered" } ?? "")
  }

  /// Who it is true of: 1 where enough grids are straight, 0 where they cannot be, -1 where unanswered items leave it
  /// open.
  func outcome(over survey: Survey) throws(PreparationError) -> ExclusionOutcome {
    guard least >= 1, least <= grids.parts.count else {
      throw mistake(
        .argument, found: "\(least) of \(grids.parts.count) grid\(grids.parts.count == 1 ? "" : "s")",
        expected: "a number from 1 to \(grids.parts.count)", remedy: "say in how many of the grids named")
    }
    var straight = [Int](repeating: 0, count: survey.count)
    var open = straight
    for part in grids.parts {
      for (respondent, truth) in try truth(of: part, in: survey).enumerated() {
        if truth > 0 { straight[respondent] += 1 }
        if truth < 0 { open[respondent] += 1 }
      }
    }
    return ExclusionOutcome(
      words, zip(straight, open).map { $0 >= least ? 1 : ($0 + $1 >= least ? -1 : 0) })
  }

  /// The items of each grid, by their positions in the codebook, and how many of them must be answered.
  ///
  /// - Throws: ``PreparationError`` for what is no grid, and for more items to be answered than it has.
  public func judged(in codebook: Codebook) throws(PreparationError) -> [(items: [Int], needed: Int)] {
    var found: [(items: [Int], needed: Int)] = []
    for part in grids.parts { found.append(try judged(part, in: codebook)) }
    return found
  }

  private func judged(
    _ part: VariableSelection.Part, in codebook: Codebook
  ) throws(PreparationError) -> (items: [Int], needed: Int) {
    let name = VariableSelection(part: part).description
    try requireGrid(part, in: codebook)
    let positions = try VariableSelection(part: part).positions(in: codebook)
    guard positions.count >= 3 else {
      let one = positions.count == 1 && codebook.grids.allSatisfy { $0.name != name }
      throw mistake(
        .argument, found: one ? "\(name), which is one variable" : "\(name) with \(positions.count) items",
        expected: "a grid of at least 3 items", remedy: Self.known(codebook))
    }
    let needed = items ?? positions.count
    guard (2...positions.count).contains(needed) else {
      throw mistake(
        .argument, found: "\(needed) items answered of \(name), which has \(positions.count)",
        expected: "a number from 2 to \(positions.count)", remedy: "say how many items must be answered at least")
    }
    return (positions, needed)
  }

  private func truth(of part: VariableSelection.Part, in survey: Survey) throws(PreparationError) -> [Int8] {
    let (positions, needed) = try judged(part, in: survey.codebook)
    let answers = try commonAnswers(positions, VariableSelection(part: part).description, survey)
    return (0..<survey.count).map { respondent in
      var first: Int32 = -1
      var answered = 0
      for item in answers where item[respondent] >= 0 {
        if first >= 0, item[respondent] != first { return 0 }
        first = item[respondent]
        answered += 1
      }
      return answered >= needed ? 1 : -1
    }
  }

  private func requireGrid(_ part: VariableSelection.Part, in codebook: Codebook) throws(PreparationError) {
    guard case .name(let name) = part, codebook.position(of: name) == nil,
      !codebook.grids.contains(where: { $0.name == name }),
      !codebook.multipleResponseSets.contains(where: { $0.name == name })
    else { return }
    throw mistake(
      .unknownVariable, found: "no grid '\(name)'", expected: "a grid of the survey, or a range of its items",
      remedy: nearest(name, codebook.grids.map(\.name)) ?? Self.known(codebook))
  }

  /// The items' answers as numbers that are the same where the answers are; -1 where there is none.
  private func commonAnswers(
    _ positions: [Int], _ name: String, _ survey: Survey
  ) throws(PreparationError) -> [[Int32]] {
    var texts: [String: Int32] = [:]
    var values: [Double: Int32] = [:]
    var answers: [[Int32]] = []
    let kinds = Set(positions.map { survey.codebook.variables[$0].kind })
    guard kinds.count == 1, let kind = kinds.first, kind == .categorical || kind == .numeric else {
      let odd = positions.map { survey.codebook.variables[$0] }.first {
        ![.categorical, .numeric].contains($0.kind) || $0.kind != survey.codebook.variables[positions[0]].kind
      }
      throw mistake(
        .kind, found: "\(name), in which \(odd?.name ?? name) is \(odd?.kind.words ?? "of another kind")",
        expected: "items with the same answers", remedy: "name the items of one grid, such as Q5_1..Q5_4")
    }
    for position in positions {
      if let own = survey.answers(at: position) {
        let labels = survey.codebook.variables[position].labels
        let known = Dictionary(grouping: labels, by: \.label)
        let numbers = labels.map { label -> Int32 in
          // Two codes with one text are two answers.
          let text = (known[label.label]?.count ?? 0) > 1 ? label.label + "\u{0}" + label.code : label.label
          if let number = texts[text] { return number }
          let next = Int32(texts.count)
          texts[text] = next
          return next
        }
        answers.append(own.map { $0 < 0 ? -1 : numbers[Int($0)] })
      } else if let numbers = survey.numbers(at: position) {
        answers.append(
          numbers.map { value in
            if value.isNaN { return -1 }
            if let known = values[value] { return known }
            let next = Int32(values.count)
            values[value] = next
            return next
          })
      }
    }
    return answers
  }

  /// The grids that a survey has, as a remedy.
  static func known(_ codebook: Codebook) -> String {
    let grids = codebook.grids.filter { $0.variables.count >= 3 }
    guard !grids.isEmpty else { return "name the items that stood in one grid, such as Q5_1..Q5_4" }
    let names = grids.prefix(4).map { "\(Expression.Node.name($0.name)) (\($0.variables.count) items)" }
    let more = grids.count > 4 ? " and \(grids.count - 4) more" : ""
    return "the survey's grids are \(names.joined(separator: ", "))\(more)"
  }

  private func mistake(
    _ code: PreparationError.Code, found: String, expected: String, remedy: String
  ) -> PreparationError {
    PreparationError(
      code, place: Place(column: "straight-liners"), found: found, expected: expected, remedy: remedy)
  }
}
