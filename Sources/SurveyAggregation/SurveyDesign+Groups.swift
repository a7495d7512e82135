internal import SurveyModel

/// Strata, sampling units and population sizes from the variables of a survey.
extension SurveyDesign {
  static func groups(
    _ name: String, _ option: String, _ survey: Survey, _ members: [Bool]
  ) throws(AggregationError) -> DesignGroups {
    let position = try AggregationError.position(of: name, in: survey, option: option)
    let column = survey.columns[position]
    let labels = survey.codebook.variables[position].labels
    var groupOfText: [String: Int32] = [:]
    var names: [String] = []
    var codes = [Int32](repeating: -1, count: survey.count)
    var missing = 0
    for respondent in 0..<survey.count where members[respondent] {
      guard column.missingReason(at: respondent) == nil, let text = column.originalText(at: respondent) else {
        missing += 1
        continue
      }
      if let group = groupOfText[text] {
        codes[respondent] = group
      } else {
        codes[respondent] = Int32(names.count)
        groupOfText[text] = Int32(names.count)
        names.append(labels.first { $0.code == text }?.label ?? text)
      }
    }
    guard missing == 0 else {
      throw AggregationError(
        .design, place: Place(column: "\(option) \(name)"),
        found: missing == 1 ? "1 respondent has no value" : "\(missing) respondents have no value",
        expected: "a value for every respondent", remedy: "take them out: --where '`\(name)` is not missing'")
    }
    return DesignGroups(name: name, codes: codes, labels: names)
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
    var codeOfPair: [Int64: Int32] = [:]
    var labels: [String] = []
    let codes = zip(units.codes, strata.codes).map { unit, stratum -> Int32 in
      guard unit >= 0 else { return -1 }
      let pair = Int64(stratum) << 32 | Int64(unit)
      if let code = codeOfPair[pair] { return code }
      codeOfPair[pair] = Int32(labels.count)
      labels.append("\(strata.labels[Int(stratum)]): \(units.labels[Int(unit)])")
      return Int32(labels.count - 1)
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
