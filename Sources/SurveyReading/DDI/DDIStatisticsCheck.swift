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
    let isValid = (0..<survey.count).map { column.missingReason(at: $0) == nil }
    let values = numbers(at: position)
    for statistic in variable.statistics {
      let weighted = statistic.isWeighted
      guard !weighted || weights != nil else { continue }
      func weight(_ respondent: Int) -> Double { weighted ? weights?[respondent] ?? 1 : 1 }
      let found: Double?
      switch statistic.type {
      case "vald": found = Self.sum(isValid.indices.filter { isValid[$0] }.map(weight))
      case "invd": found = Self.sum(isValid.indices.filter { !isValid[$0] }.map(weight))
      case "min": found = values.filter { !$0.isNaN }.min()
      case "max": found = values.filter { !$0.isNaN }.max()
      case "mean": found = Self.mean(values, weight)
      case "stdev" where !weighted: found = Self.deviation(values)
      default: found = nil
      }
      compare(statistic.value, found, variable.name, (weighted ? "weighted " : "") + statistic.type)
    }
    for category in variable.categories {
      guard Double(category.code).map({ $0.magnitude < 1e300 }) ?? true else { continue }
      let isSystemMissing = category.isMissing && Double(category.code) == nil
      let cases = (0..<survey.count).filter { respondent in
        if isSystemMissing { return column.missingReason(at: respondent) == .systemMissing }
        guard let text = column.originalText(at: respondent)?.trimmed else { return false }
        return text == category.code || (Double(text).map { $0 == Double(category.code) } ?? false)
      }
      compare(category.frequency, Double(cases.count), variable.name, "frequency of \(category.code)")
      if let weights, let published = category.weightedFrequency {
        compare(published, Self.sum(cases.map { weights[$0] }), variable.name, "weighted frequency of \(category.code)")
      }
    }
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

  // MARK: Sums

  private static func sum(_ values: [Double]) -> Double {
    var sum = 0.0
    var rest = 0.0
    for value in values {
      let total = sum + value
      rest += abs(sum) >= abs(value) ? (sum - total) + value : (value - total) + sum
      sum = total
    }
    return sum + rest
  }

  private static func mean(_ values: [Double], _ weight: (Int) -> Double) -> Double? {
    let valid = values.indices.filter { !values[$0].isNaN && !weight($0).isNaN }
    let total = sum(valid.map(weight))
    return total > 0 ? sum(valid.map { weight($0) * values[$0] }) / total : nil
  }

  private static func deviation(_ values: [Double]) -> Double? {
    let valid = values.filter { !$0.isNaN }
    guard valid.count > 1, let mean = mean(valid, { _ in 1 }) else { return nil }
    return (sum(valid.map { ($0 - mean) * ($0 - mean) }) / Double(valid.count - 1)).squareRoot()
  }
}
