internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import TextFormats

/// The columns that a request speaks of, with the respondents that have all of them, and why the others have not.
struct RequestData {
  let prepared: PreparedSurvey
  let request: TestRequest
  /// Sampling weights, one per respondent; nil without.
  var weights: [Double]?
  /// For how many respondents each record stands; nil without frequency weights.
  var frequencies: [Int]?
  /// How the sample was drawn; nil without weights, strata and sampling units.
  var design: SurveyDesign?

  var survey: Survey { prepared.survey }

  /// The position of a variable that an option names.
  func position(_ name: String?, option: String) throws(StatisticsError) -> Int {
    guard let name else {
      throw StatisticsError(
        .argument, place: Place(column: option), found: "no \(option) for the test '\(request.test)'",
        expected: "a variable", remedy: "add \(option) NAME; 'topline inspect' lists the variables")
    }
    if let position = survey.codebook.position(of: name) {
      try checkPersonal(survey.codebook.variables[position], option: option)
      return position
    }
    let nearest = EditDistance.nearest(to: name, among: survey.codebook.variables.map(\.name))
    throw StatisticsError(
      .argument, place: Place(column: option), found: "no variable '\(name)'", expected: "a variable of the survey",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "'topline inspect' lists the variables")
  }

  /// The positions of a selection that an option names.
  func positions(_ selection: String?, option: String, atLeast count: Int) throws(StatisticsError) -> [Int] {
    guard let selection else {
      throw StatisticsError(
        .argument, place: Place(column: option), found: "no \(option) for the test '\(request.test)'",
        expected: "\(count) or more variables", remedy: "add \(option) A,B,C or \(option) Q5_1..Q5_4")
    }
    let positions: [Int]
    do {
      positions = try VariableSelection(parsing: selection).positions(in: survey.codebook)
    } catch {
      throw StatisticsError(
        .argument, place: Place(column: option), found: error.found, expected: error.expected, remedy: error.remedy)
    }
    for position in positions { try checkPersonal(survey.codebook.variables[position], option: option) }
    guard positions.count >= count else {
      throw StatisticsError(
        .argument, place: Place(column: option), found: "\(positions.count) variables", expected: "\(count) or more",
        remedy: "name more variables")
    }
    return positions
  }

  /// Refuses personal data, whose values would name the groups, unless it was asked for.
  private func checkPersonal(_ variable: Variable, option: String) throws(StatisticsError) {
    guard variable.personal.isPersonal, !request.includePersonal else { return }
    throw StatisticsError(
      .kind, place: Place(column: option),
      found: "'\(variable.name)', which is personal (\(variable.personal.rawValue))",
      expected: "a variable that identifies nobody", remedy: "choose another, or add --include-personal")
  }

  /// A variable as numbers, one per respondent, NaN where missing.
  func numbers(_ position: Int, option: String) throws(StatisticsError) -> [Double] {
    guard let numbers = survey.numbers(at: position) else { throw withoutNumbers(position, option: option) }
    try checkSquares(of: numbers, position, option: option) { prepared.selection[$0] }
    return numbers
  }

  /// Refuses numbers whose squares no number holds, of tests that sum them.
  func checkSquares(
    of numbers: [Double], _ position: Int, option: String, among isMeant: (Int) -> Bool = { _ in true }
  ) throws(StatisticsError) {
    guard try TestCatalogue.named(request.test).sumsSquares else { return }
    for place in numbers.indices where isMeant(place) {
      let size = abs(numbers[place])
      guard size > 1e150 || (size > 0 && size < 1e-150) else { continue }
      throw StatisticsError(
        .kind, place: Place(column: option),
        found: "'\(survey.codebook.variables[position].name)' with an answer "
          + (size > 1 ? "above 1e150" : "nearer to 0 than 1e-150"),
        expected: "numbers whose squares a computer can hold",
        remedy: "choose another unit, or declare the answer missing with --missing")
    }
  }

  /// The refusal of a variable that cannot be read as numbers.
  func withoutNumbers(_ position: Int, option: String) -> StatisticsError {
    let variable = survey.codebook.variables[position]
    return StatisticsError(
      .kind, place: Place(column: option),
      found: "'\(variable.name)', which is \(variable.kind.rawValue) without numbers",
      expected: "a numeric variable or one whose answers have numbers",
      remedy: "choose another variable, or give its answers numbers in a codebook")
  }

  /// A variable as answers, one per respondent, -1 where missing.
  func answers(_ position: Int, option: String) throws(StatisticsError) -> (answers: [Int32], labels: [ValueLabel]) {
    let variable = survey.codebook.variables[position]
    if let answers = survey.answers(at: position) { return (answers, variable.labels) }
    throw StatisticsError(
      .kind, place: Place(column: option), found: "'\(variable.name)', which is \(variable.kind.rawValue)",
      expected: "a categorical variable",
      remedy: "make classes of it in the study file ('variables: {class: {from: \(variable.name), cut: […]}}')")
  }

  /// The outcome's numbers by group, in the codebook's order of the groups, empty groups left out.
  func groups() throws(StatisticsError) -> (
    values: [[Double]], names: [String], missing: [(String, Int)]
  ) {
    let outcome = try position(request.outcome, option: "--outcome")
    let by = try position(request.by, option: "--by")
    let values = try numbers(outcome, option: "--outcome")
    let (group, labels) = try answers(by, option: "--by")
    let (respondents, missing) = complete([outcome, by]) { !values[$0].isNaN && group[$0] >= 0 }
    var grouped = [[Double]](repeating: [], count: labels.count)
    for respondent in respondents { grouped[Int(group[respondent])].append(values[respondent]) }
    let order = try ordered(labels.indices.filter { !grouped[$0].isEmpty }, of: by)
    return (order.map { grouped[$0] }, order.map { labels[$0].label }, missing)
  }

  /// Groups in the codebook's order, but for the one that is to come first.
  func ordered(_ groups: [Int], of by: Int) throws(StatisticsError) -> [Int] {
    guard let first = request.first else { return groups }
    let index = try label(first, of: by, option: "greater")
    return groups.filter { $0 == index } + groups.filter { $0 != index }
  }

  /// The position of an answer given by code or label.
  func label(_ text: String, of position: Int, option: String) throws(StatisticsError) -> Int {
    let variable = survey.codebook.variables[position]
    if let index = variable.labels.firstIndex(where: { $0.code == text || $0.label == text }) { return index }
    let nearest = EditDistance.nearest(to: text, among: variable.labels.map(\.label) + variable.labels.map(\.code))
    throw StatisticsError(
      .argument, place: Place(column: option), found: "'\(text)'", expected: "an answer of '\(variable.name)'",
      remedy: nearest.map { "did you mean '\($0)'?" }
        ?? "its answers are \(variable.labels.prefix(12).map(\.label).joined(separator: ", "))")
  }

  /// Successes and trials of the outcome among some respondents.
  func successes() throws(StatisticsError) -> (isSuccess: [Bool], respondents: [Int], missing: [(String, Int)]) {
    let outcome = try position(request.outcome, option: "--outcome")
    let variable = survey.codebook.variables[outcome]
    guard !request.success.isEmpty else {
      throw StatisticsError(
        .argument, place: Place(column: "--success"), found: "no --success for the test '\(request.test)'",
        expected: "the answers that count as success",
        remedy: "add --success CODE,CODE; the answers of '\(variable.name)' are "
          + variable.labels.prefix(12).map { "\($0.code) (\($0.label))" }.joined(separator: ", "))
    }
    if variable.kind == .numeric {
      let values = try numbers(outcome, option: "--outcome")
      var wanted: Set<Double> = []
      for text in request.success {
        guard let value = Double(text) else {
          throw StatisticsError(
            .argument, place: Place(column: "--success"), found: "'\(text)'", expected: "a number",
            remedy: "'\(variable.name)' is numeric; write the values that count as success")
        }
        wanted.insert(value)
      }
      let (respondents, missing) = complete([outcome]) { !values[$0].isNaN }
      return (values.map { wanted.contains($0) }, respondents, missing)
    }
    let (answers, _) = try answers(outcome, option: "--outcome")
    var wanted: Set<Int32> = []
    for text in request.success { wanted.insert(Int32(try label(text, of: outcome, option: "--success"))) }
    let (respondents, missing) = complete([outcome]) { answers[$0] >= 0 }
    return (answers.map { wanted.contains($0) }, respondents, missing)
  }

  /// The crossing of two categorical variables: counts by row and column, empty rows and columns left out.
  func crossing(
    _ row: Int, _ rowOption: String, _ column: Int, _ columnOption: String
  ) throws(StatisticsError) -> (counts: [[Int]], rows: [String], columns: [String], missing: [(String, Int)]) {
    let (a, rowLabels) = try answers(row, option: rowOption)
    let (b, columnLabels) = try answers(column, option: columnOption)
    let (respondents, missing) = complete([row, column]) { a[$0] >= 0 && b[$0] >= 0 }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: columnLabels.count), count: rowLabels.count)
    for respondent in respondents { counts[Int(a[respondent])][Int(b[respondent])] += 1 }
    let rows = rowLabels.indices.filter { counts[$0].contains { $0 > 0 } }
    let columns = columnLabels.indices.filter { index in counts.contains { $0[index] > 0 } }
    return (
      rows.map { row in columns.map { counts[row][$0] } }, rows.map { rowLabels[$0].label },
      columns.map { columnLabels[$0].label }, missing
    )
  }
}

extension TestResult {
  /// The result with the request's missing counts, where the kernel could not know them.
  func withMissing(_ missing: [(String, Int)]) -> TestResult {
    var result = self
    result.missingReasons = missing.map(\.0)
    result.missingCounts = missing.map(\.1)
    return result
  }
}
