internal import SurveyModel
internal import SurveyPreparation
internal import TextFormats

/// The predictors of a request: which variables, in which terms, and what each counts as.
struct ModelPredictors {
  /// A variable that predicts.
  struct Predictor {
    var position: Int
    var name: String
    /// Whether it counts as a number; else each answer has an indicator.
    var isNumeric: Bool
    /// The answer that the others are compared with, by position among the labels; nil for the first that occurs.
    var reference: Int?
    var labels: [ValueLabel]
  }

  /// The variables, each once.
  var predictors: [Predictor]
  /// The terms, each by the positions of its variables among ``predictors``.
  var terms: [[Int]]

  /// The variables' positions in the survey.
  var positions: [Int] { predictors.map(\.position) }
  /// Whether all are categorical, so that respondents can be counted by their answers.
  var areCategorical: Bool { predictors.allSatisfy { !$0.isNumeric } }

  /// Reads --predictors, --reference and --numeric.
  init(_ data: RequestData) throws(StatisticsError) {
    let request = data.request.model
    guard let text = request.predictors else {
      throw StatisticsError(
        .argument, place: Place(column: "--predictors"), found: "no --predictors for the test '\(data.request.test)'",
        expected: "variables", remedy: "add --predictors A,B or, with their interaction, A,B,A:B")
    }
    predictors = []
    terms = []
    for part in Self.parts(text) {
      let names = Self.factors(part)
      var term: [Int] = []
      if names.count == 1 {
        for position in try data.positions(part, option: "--predictors", atLeast: 1) {
          terms.append([try add(position, data)])
        }
        continue
      }
      for name in names { term.append(try add(try data.position(name, option: "--predictors"), data)) }
      guard Set(term).count == term.count else {
        throw StatisticsError(
          .argument, place: Place(column: "--predictors"), found: "'\(part)'", expected: "different variables",
          remedy: "name each variable of an interaction once")
      }
      terms.append(term)
    }
    try checkTerms(data)
    try readReferences(request.references, data)
    for name in request.numeric where !predictors.contains(where: { $0.name == name }) {
      throw Self.notAPredictor(name, "--numeric", predictors)
    }
  }

  /// The parts between commas, except commas in back-ticks.
  private static func parts(_ text: String) -> [String] { split(text, at: ",") }

  /// The variables of an interaction; a colon in back-ticks belongs to a name.
  private static func factors(_ text: String) -> [String] {
    let parts = split(text, at: ":")
    return parts.count < 2 ? parts : parts.map { $0.filter { $0 != "`" } }
  }

  private static func split(_ text: String, at separator: Character) -> [String] {
    var (parts, current, quoted): ([String], String, Bool) = ([], "", false)
    for character in text {
      if character == "`" { quoted.toggle() }
      if character == separator, !quoted {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    parts.append(current)
    return parts.map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The place of a variable among the predictors, added where it is new.
  private mutating func add(_ position: Int, _ data: RequestData) throws(StatisticsError) -> Int {
    if let place = predictors.firstIndex(where: { $0.position == position }) { return place }
    let variable = data.survey.codebook.variables[position]
    let asNumber = data.request.model.numeric.contains(variable.name)
    if variable.kind == .categorical, !asNumber {
      predictors.append(
        Predictor(position: position, name: variable.name, isNumeric: false, reference: nil, labels: variable.labels))
    } else {
      _ = try data.numbers(position, option: "--predictors")
      predictors.append(
        Predictor(position: position, name: variable.name, isNumeric: true, reference: nil, labels: []))
    }
    return predictors.count - 1
  }

  /// An interaction needs the terms that it is made of, the outcome is no predictor, and no term stands twice.
  private func checkTerms(_ data: RequestData) throws(StatisticsError) {
    let given = Set(terms.map { $0.sorted() })
    guard given.count == terms.count else {
      throw StatisticsError(
        .argument, place: Place(column: "--predictors"), found: "a term that is named twice",
        expected: "each predictor once", remedy: "take it out")
    }
    for term in terms where term.count > 1 {
      for part in term.indices {
        var smaller = term
        smaller.remove(at: part)
        guard !given.contains(smaller.sorted()) else { continue }
        let name = term.map { predictors[$0].name }.joined(separator: ":")
        let missing = smaller.map { predictors[$0].name }.joined(separator: ":")
        throw StatisticsError(
          .argument, place: Place(column: "--predictors"), found: "the interaction '\(name)' without '\(missing)'",
          expected: "every part of an interaction among the predictors", remedy: "add \(missing)")
      }
    }
    if let outcome = data.request.outcome, let same = predictors.first(where: { $0.name == outcome }) {
      throw StatisticsError(
        .argument, place: Place(column: "--predictors"), found: "'\(same.name)', which is the outcome",
        expected: "other variables", remedy: "take it out")
    }
  }

  private mutating func readReferences(_ references: [String], _ data: RequestData) throws(StatisticsError) {
    for text in references {
      guard let sign = text.lastIndex(of: "="), sign != text.startIndex else {
        throw StatisticsError(
          .argument, place: Place(column: "--reference"), found: "'\(text)'", expected: "a predictor and its answer",
          remedy: "write --reference sex=2")
      }
      let name = String(text[..<sign])
      guard let place = predictors.firstIndex(where: { $0.name == name }) else {
        throw Self.notAPredictor(name, "--reference", predictors)
      }
      guard !predictors[place].isNumeric else {
        throw StatisticsError(
          .argument, place: Place(column: "--reference"), found: "'\(name)', which counts as a number",
          expected: "a categorical predictor", remedy: "take it out of --reference")
      }
      let answer = String(text[text.index(after: sign)...])
      predictors[place].reference = try data.label(answer, of: predictors[place].position, option: "--reference")
    }
  }

  private static func notAPredictor(_ name: String, _ option: String, _ predictors: [Predictor]) -> StatisticsError {
    let names = predictors.map(\.name)
    let nearest = EditDistance.nearest(to: name, among: names)
    return StatisticsError(
      .argument, place: Place(column: option), found: "'\(name)'", expected: "one of the predictors",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "the predictors are \(names.joined(separator: ", "))")
  }
}
