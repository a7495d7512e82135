internal import SurveyModel

/// Computes the statistics that a codebook publishes anew from the data, and tells where they differ.
///
/// A statistic agrees when it is within half a unit of the last digit that is printed.
struct DDIStatisticsCheck {
  private(set) var problems: [Problem] = []
  /// How many statistics of each kind agree, and how many were compared.
  private(set) var agreement: [String: (agreed: Int, compared: Int)] = [:]

  private let survey: Survey
  private let file: String
  private var different: [Problem] = []

  init(_ survey: Survey, _ variables: [DDICodebook.Variable], file: String) {
    self.survey = survey
    self.file = file
    let positions = Dictionary(variables.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (position, variable) in variables.enumerated() where !variable.id.isEmpty {
      let weights = positions[variable.weight].map(numbers(at:))
      check(variable, position, weights)
    }
    report()
  }

  /// A variable's numbers; NaN where there is none.
  private func numbers(at position: Int) -> [Double] {
    let column = survey.columns[position]
    if case .numeric(let numeric) = column { return numeric.values }
    return (0..<survey.count).map { respondent in
      guard column.missingReason(at: respondent) == nil else { return .nan }
      return column.originalText(at: respondent).flatMap { Double($0) } ?? .nan
    }
  }

  private mutating func check(_ variable: DDICodebook.Variable, _ position: Int, _ weights: [Double]?) {
    let column = survey.columns[position]
    let values = numbers(at: position)
    let isCase = (0..<survey.count).map { column.missingReason(at: $0) == nil ? 0 : Double.nan }
    let (cases, numbers) = (SummaryStatistics(isCase), SummaryStatistics(values))
    let weightedCases = weights.map { SummaryStatistics(isCase, weights: $0) }
    let weightedNumbers = weights.map { SummaryStatistics(values, weights: $0) }
    for statistic in variable.statistics {
      let isWeighted = statistic.isWeighted
      guard let cases = isWeighted ? weightedCases : cases, let numbers = isWeighted ? weightedNumbers : numbers else {
        continue
      }
      let found: Double?
      switch statistic.type {
      case "vald": found = cases.valid
      case "invd": found = cases.invalid
      case "min": found = numbers.minimum
      case "max": found = numbers.maximum
      case "mean": found = numbers.mean
      case "stdev": found = numbers.standardDeviation
      default: found = nil
      }
      compare(statistic.value, found, variable.name, (isWeighted ? "weighted " : "") + statistic.type)
    }
    for category in variable.categories {
      guard Double(category.code).map({ $0.magnitude < 1e300 }) ?? true else { continue }
      let cases = respondents(with: category, position)
      compare(category.frequency, Double(cases.count), variable.name, "frequency of \(category.code)")
      if let weights, let published = category.weightedFrequency {
        let weighted = CompensatedSum(cases.map { weights[$0].isNaN ? 0 : weights[$0] }).value
        compare(published, weighted, variable.name, "weighted frequency of \(category.code)")
      }
    }
  }

  /// Who has a category, by its label where the code is one, else by the cell's text or number.
  private func respondents(with category: DDICodebook.Category, _ position: Int) -> [Int] {
    let isSystemMissing = category.isMissing && category.missingType.isEmpty && Double(category.code) == nil
    let number = Double(category.code)
    func isMet(_ text: String?, _ reason: MissingReason?) -> Bool {
      if isSystemMissing { return reason == .systemMissing }
      guard let text = text?.trimmed else { return false }
      return text == category.code || (number != nil && Double(text) == number)
    }
    let column = survey.columns[position]
    guard case .categorical(let cells) = column else {
      return (0..<survey.count).filter { isMet(column.originalText(at: $0), column.missingReason(at: $0)) }
    }
    let labels = survey.codebook.variables[position].labels
    let label = isSystemMissing ? nil : labels.firstIndex { $0.code == category.code }
    let met = cells.entries.map { entry in
      label.map { $0 == entry.label } ?? isMet(entry.text, entry.missingReason)
    }
    return cells.codes.indices.filter { met[Int(cells.codes[$0])] }
  }

  private mutating func compare(_ published: String?, _ found: Double?, _ name: String, _ kind: String) {
    guard let published, let number = Double(published), let found else { return }
    let decimals = published.split(separator: ".").dropFirst().first?.count ?? 0
    let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
    let agrees = abs(number - found) <= unit * 0.500001 + abs(number) * 1e-12
    let family = kind.split(separator: " of ").first.map(String.init) ?? kind
    agreement[family, default: (0, 0)].compared += 1
    if agrees {
      agreement[family, default: (0, 0)].agreed += 1
    } else {
      different.append(
        Problem(
          .warning, file: file, column: name, found: "\(kind) \(published), published",
          expected: "\(Column.text(found)), computed from the data",
          remedy: "look whether data and codebook are of the same edition"))
    }
  }

  private mutating func report() {
    let compared = agreement.values.reduce(0) { $0 + $1.compared }
    guard compared > 0 else { return }
    let agreed = agreement.values.reduce(0) { $0 + $1.agreed }
    problems.append(
      Problem(
        .note, file: file, found: "\(agreed) of \(compared) published statistics agree with the data",
        expected: "all of them",
        remedy: agreed == compared ? "nothing to do" : "the ones that differ are listed"))
    problems += different.prefix(20)
  }
}
