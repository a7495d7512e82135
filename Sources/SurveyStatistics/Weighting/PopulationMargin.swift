public import SurveyModel
internal import TextFormats

/// How the answers to one question, or combinations of several, are spread in the population.
///
/// The numbers may be counts or shares: what they sum to is what the weights will sum to where they are counts, and the
/// weights keep their own sum where they sum to 1.
public struct PopulationMargin: Sendable, Hashable {
  /// The variables; several are crossed.
  public var variables: [String]
  /// For each combination the answers, by code or label and in the order of the variables, and its number.
  public var cells: [Cell]

  /// One combination of answers with its number in the population.
  public struct Cell: Sendable, Hashable {
    /// The answers, by code or label.
    public var answers: [String]
    /// Its count or share.
    public var number: Double

    /// Creates a cell.
    public init(_ answers: [String], _ number: Double) {
      self.answers = answers
      self.number = number
    }
  }

  /// Creates a margin.
  public init(variables: [String], cells: [Cell]) {
    self.variables = variables
    self.cells = cells
  }

  /// The margin's name for messages.
  public var name: String { variables.joined(separator: " × ") }

  /// Reads margins as on the command line: `sex: 1=0.48, 2=0.52; age × sex: …`.
  ///
  /// Margins stand apart by semicolons, answers by commas; the variables of a crossed margin by `*`, and so their
  /// answers: `sex*region: 1*N=120, 2*N=130`. Answers with commas, semicolons, colons or equals signs are written by
  /// their codes.
  ///
  /// - Throws: ``StatisticsError`` with code `argument` that shows the part that cannot be read.
  public static func list(parsing text: String) throws(StatisticsError) -> [PopulationMargin] {
    var margins: [PopulationMargin] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: true) {
      let halves = part.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else { throw unreadable(part, "a variable, a colon, and its answers") }
      let variables = trimmed(halves[0], by: "*")
      var cells: [Cell] = []
      for cell in halves[1].split(separator: ",", omittingEmptySubsequences: false) {
        let sides = cell.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2, let number = Double(trimmed(sides[1])), number.isFinite else {
          throw unreadable(cell, "an answer, '=', and a number")
        }
        let answers = trimmed(sides[0], by: "*")
        guard answers.count == variables.count, !answers.contains("") else {
          throw unreadable(cell, variables.count == 1 ? "one answer" : "\(variables.count) answers, joined by '*'")
        }
        cells.append(Cell(answers, number))
      }
      margins.append(PopulationMargin(variables: variables, cells: cells))
    }
    guard !margins.isEmpty else { throw unreadable(text[...], "a margin") }
    return margins
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func trimmed(_ text: Substring, by separator: Character) -> [String] {
    text.split(separator: separator, omittingEmptySubsequences: false).map(trimmed)
  }

  private static func unreadable(_ part: Substring, _ expected: String) -> StatisticsError {
    StatisticsError(
      .argument, place: Place(column: "margins"), found: "'\(trimmed(part))'", expected: expected,
      remedy: "write 'sex: 1=0.48, 2=0.52; age: 1=0.3, 2=0.7'")
  }
}

/// A margin laid over the respondents of a sample: each respondent's cell, and each cell's number.
struct LaidMargin {
  let name: String
  /// Each respondent's cell, -1 outside the sample.
  let cells: [Int32]
  let labels: [String]
  /// What the weights of each cell are to sum to.
  let targets: [Double]

  /// Lays a margin over a sample.
  ///
  /// - Parameters:
  ///   - total: What the targets of shares are to sum to.
  ///   - members: For each respondent whether it is in the sample.
  /// - Throws: ``StatisticsError`` for unknown variables and answers, answers that the margin does not name, cells that
  ///   the population has and the sample has not, and numbers that are none.
  init(
    _ margin: PopulationMargin, over survey: Survey, weights: [Double], members: [Bool], total: Double
  ) throws(StatisticsError) {
    name = margin.name
    var positions: [Int] = []
    var columns: [[Int32]] = []
    for variable in margin.variables {
      let position = try Self.position(variable, survey)
      guard let answers = survey.answers(at: position) else {
        throw Self.error(
          margin, "'\(variable)', which is \(survey.codebook.variables[position].kind.rawValue)",
          "a variable with set answers", "cut a number into classes first")
      }
      positions.append(position)
      columns.append(answers)
    }
    var cellOfAnswers: [[Int32]: Int32] = [:]
    for (index, cell) in margin.cells.enumerated() {
      guard cell.number >= 0, cell.number.isFinite else {
        throw Self.error(
          margin, "\(Column.text(cell.number)) for '\(cell.answers.joined(separator: " × "))'",
          "a number of zero or more", "mend the margin")
      }
      var key: [Int32] = []
      for (answer, position) in zip(cell.answers, positions) { key.append(try Self.answer(answer, position, survey)) }
      guard cellOfAnswers.updateValue(Int32(index), forKey: key) == nil else {
        throw Self.error(
          margin, "'\(cell.answers.joined(separator: " × "))' twice", "each answer once", "join the two numbers")
      }
    }
    var cells = [Int32](repeating: -1, count: survey.count)
    var reached = [Bool](repeating: false, count: margin.cells.count)
    var missing = 0
    var unnamed: [[Int32]: Int] = [:]
    for respondent in 0..<survey.count where members[respondent] {
      let key = columns.map { $0[respondent] }
      if let cell = cellOfAnswers[key] {
        cells[respondent] = cell
        if weights[respondent] > 0 { reached[Int(cell)] = true }
      } else if key.contains(where: { $0 < 0 }) {
        missing += 1
      } else {
        unnamed[key, default: 0] += 1
      }
    }
    if missing > 0 {
      throw Self.error(
        margin, missing == 1 ? "1 respondent without an answer" : "\(missing) respondents without an answer",
        "an answer from everybody", "give them an answer by a recode, or take them out with --where")
    }
    if let key = unnamed.keys.min(by: { $0.lexicographicallyPrecedes($1) }) {
      let words = zip(key, positions).map { survey.codebook.variables[$1].labels[Int($0)].label }
      let count = unnamed.values.reduce(0, +)
      throw Self.error(
        margin,
        count == 1
          ? "1 respondent with an answer that the margin does not name ('\(words.joined(separator: " × "))')"
          : "\(count) respondents with answers that the margin does not name (such as '\(words.joined(separator: " × "))')",
        "a number for every answer that occurs", "add the answer to the margin, or join it with another by a recode")
    }
    if let empty = margin.cells.indices.first(where: { margin.cells[$0].number > 0 && !reached[$0] }) {
      throw Self.error(
        margin, "nobody with '\(margin.cells[empty].answers.joined(separator: " × "))'",
        "a respondent with weight for every answer that the population has", "join the answer with a neighbour")
    }
    let sum = CompensatedTotal.of(margin.cells.map(\.number))
    guard sum > 0 else { throw Self.error(margin, "a sum of 0", "numbers above zero", "mend the margin") }
    let isShare = abs(sum - 1) < 1e-6
    if !isShare, sum < 1.5 {
      throw Self.error(
        margin, "shares with a sum of \(Column.text((sum * 1e6).rounded() / 1e6))", "shares with a sum of 1",
        "mend the margin")
    }
    self.cells = cells
    labels = margin.cells.map { $0.answers.joined(separator: " × ") }
    targets = margin.cells.map { isShare ? $0.number / sum * total : $0.number }
  }

  private static func position(_ name: String, _ survey: Survey) throws(StatisticsError) -> Int {
    if let position = survey.codebook.position(of: name) { return position }
    let nearest = EditDistance.nearest(to: name, among: survey.codebook.variables.map(\.name))
    throw StatisticsError(
      .argument, place: Place(column: "margin \(name)"), found: "no variable '\(name)'",
      expected: "a variable of the survey",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "'topline inspect' lists the variables")
  }

  private static func answer(_ text: String, _ position: Int, _ survey: Survey) throws(StatisticsError) -> Int32 {
    let variable = survey.codebook.variables[position]
    let labels = variable.labels
    if let index = labels.firstIndex(where: { $0.missing == nil && ($0.code == text || $0.label == text) }) {
      return Int32(index)
    }
    let nearest = EditDistance.nearest(to: text, among: labels.map(\.label) + labels.map(\.code))
    throw StatisticsError(
      .argument, place: Place(column: "margin \(variable.name)"), found: "'\(text)'",
      expected: "an answer of '\(variable.name)'",
      remedy: nearest.map { "did you mean '\($0)'?" }
        ?? "its answers are \(labels.prefix(12).map(\.label).joined(separator: ", "))")
  }

  private static func error(
    _ margin: PopulationMargin, _ found: String, _ expected: String, _ remedy: String
  ) -> StatisticsError {
    StatisticsError(
      .design, place: Place(column: "margin \(margin.name)"), found: found, expected: expected, remedy: remedy)
  }
}
