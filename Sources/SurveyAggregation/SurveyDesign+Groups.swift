internal import SurveyModel

/// Strata, sampling units and population sizes from the variables of a survey.
extension SurveyDesign {
  static func groups(
    _ name: String, _ option: String, _ survey: Survey, _ members: [Bool]
  ) throws(AggregationError) -> DesignGroups {
    let position = try AggregationError.position(of: name, in: survey, option: option)
    let column = survey.columns[position]
    let labels = survey.codebook.variables[position].labels
    var names = GroupNames(labels)
    var codes = [Int32](repeating: -1, count: survey.count)
    var missing = 0
    switch column {
    case .categorical(let column): missing = names.group(column, members, into: &codes)
    case .numeric(let column) where column.originals.isEmpty: missing = names.group(column, members, into: &codes)
    default:
      for respondent in 0..<survey.count where members[respondent] {
        if column.missingReason(at: respondent) == nil, let text = column.originalText(at: respondent) {
          codes[respondent] = names.group(of: text)
        } else {
          missing += 1
        }
      }
    }
    guard missing == 0 else {
      throw AggregationError(
        .design, place: Place(column: "\(option) \(name)"),
        found: missing == 1 ? "1 respondent has no value" : "\(missing) respondents have no value",
        expected: "a value for every respondent", remedy: "take them out: --where '`\(name)` is not missing'")
    }
    return DesignGroups(name: name, codes: codes, labels: names.names)
  }

  static func nested(
    _ units: DesignGroups, in strata: DesignGroups, nest: Bool
  ) throws(AggregationError) -> DesignGroups {
    var stratumOfUnit = [Int32](repeating: -1, count: units.labels.count)
    var several: Set<Int32> = []
    for (unit, stratum) in zip(units.codes, strata.codes) where unit >= 0 {
      if stratumOfUnit[Int(unit)] < 0 { stratumOfUnit[Int(unit)] = stratum }
      if stratumOfUnit[Int(unit)] != stratum { several.insert(unit) }
    }
    if several.isEmpty { return units }
    guard nest else {
      let named = several.sorted().prefix(3).map { "'\(units.labels[Int($0)])'" }.joined(separator: ", ")
      throw AggregationError(
        .design, place: Place(column: "--clusters \(units.name)"),
        found: several.count == 1
          ? "1 unit in several strata (\(named))" : "\(several.count) units in several strata (\(named))",
        expected: "units that lie in one stratum",
        remedy: "type --nest where equal names in different strata are different units")
    }
    var found = PairCodes(firsts: strata.labels.count, seconds: units.labels.count, count: units.codes.count)
    var labels: [String] = []
    let codes = zip(units.codes, strata.codes).map { unit, stratum -> Int32 in
      guard unit >= 0 else { return -1 }
      let next = Int32(labels.count)
      let code = found.code(Int(stratum), Int(unit), next: next)
      if code == next { labels.append("\(strata.labels[Int(stratum)]): \(units.labels[Int(unit)])") }
      return code
    }
    return DesignGroups(name: units.name, codes: codes, labels: labels)
  }

  static func sizes(
    _ name: String, _ survey: Survey, _ members: [Bool], _ strata: DesignGroups?
  ) throws(AggregationError) -> [Double] {
    let position = try AggregationError.position(of: name, in: survey, option: "--fpc")
    let values = survey.numbers(at: position) ?? []
    var sizes = [Double](repeating: .nan, count: strata?.labels.count ?? 1)
    for respondent in 0..<survey.count where members[respondent] {
      let stratum = strata.map { Int($0.codes[respondent]) } ?? 0
      let value = values.isEmpty ? .nan : values[respondent]
      if sizes[stratum].isNaN { sizes[stratum] = value }
      guard value.isFinite, value > 0, sizes[stratum] == value else {
        throw AggregationError(
          .design, place: Place(column: "--fpc \(name)"),
          found: value.isFinite ? "different population sizes in one stratum" : "a respondent without population size",
          expected: "one number above zero per stratum", remedy: "mend the variable or leave --fpc out")
      }
    }
    return sizes
  }

  func checkSizes() throws(AggregationError) {
    guard let populationSizes else { return }
    for (stratum, (units, size)) in zip(unitCounts, populationSizes).enumerated() where Double(units) > size {
      let name = strata.map { "stratum '\($0.labels[stratum])'" } ?? "the sample"
      throw AggregationError(
        .design, place: Place(column: "--fpc"),
        found: "\(units) sampling units in \(name), whose population has \(Column.text(size))",
        expected: "a population at least as large as the sample",
        remedy: "give the number of sampling units in the population, not of persons")
    }
  }
}

/// Groups by the texts of their cells, in order of first occurrence.
private struct GroupNames {
  private let labels: [ValueLabel]
  private var groupOfText: [String: Int32] = [:]
  private(set) var names: [String] = []

  init(_ labels: [ValueLabel]) { self.labels = labels }

  mutating func group(of text: String) -> Int32 {
    if let group = groupOfText[text] { return group }
    let group = Int32(names.count)
    groupOfText[text] = group
    names.append(labels.first { $0.code == text }?.label ?? text)
    return group
  }

  /// Groups respondents by the distinct texts of a column; returns how many members have none.
  mutating func group(_ column: CategoricalColumn, _ members: [Bool], into codes: inout [Int32]) -> Int {
    var missing = 0
    var groups = [Int32](repeating: -1, count: column.entries.count)
    for respondent in column.codes.indices where members[respondent] {
      let code = Int(column.codes[respondent])
      if groups[code] < 0 {
        guard column.entries[code].missingReason == nil, let text = column.entries[code].text else {
          missing += 1
          continue
        }
        groups[code] = group(of: text)
      }
      codes[respondent] = groups[code]
    }
    return missing
  }

  /// Groups respondents by numbers, each of which is written once; returns how many members have none.
  mutating func group(_ column: NumericColumn, _ members: [Bool], into codes: inout [Int32]) -> Int {
    var missing = 0
    // Numbers of groups are mostly whole and small.
    var small = [Int32](repeating: -1, count: 1 << 16)
    var others: [UInt64: Int32] = [:]
    for respondent in column.values.indices where members[respondent] {
      guard column.missing[respondent] == 0 else {
        missing += 1
        continue
      }
      let value = column.values[respondent]
      if value >= 0, value < 65_536, value == value.rounded(.towardZero), value.sign == .plus {
        let place = Int(value)
        if small[place] < 0 { small[place] = group(of: column.written(value)) }
        codes[respondent] = small[place]
      } else if let group = others[value.bitPattern] {
        codes[respondent] = group
      } else {
        let group = group(of: column.written(value))
        others[value.bitPattern] = group
        codes[respondent] = group
      }
    }
    return missing
  }
}
