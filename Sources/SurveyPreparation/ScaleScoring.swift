public import SurveyModel

extension ScaleDefinition {
  private var place: Place { Place(column: "scales.\(name)") }

  /// Adds the score to the survey; returns the scale as found and how many respondents have no score.
  func apply(to survey: inout Survey) throws(PreparationError) -> (scale: PreparedScale, missing: Int) {
    let positions = try items.positions(in: survey.codebook)
    let needed = answered ?? positions.count
    guard positions.count >= 2, (1...positions.count).contains(needed) else {
      throw PreparationError(
        .argument, place: place, found: "\(positions.count) items, of which \(needed) must be answered",
        expected: "at least two items, and a minimum between 1 and their number", remedy: "name more items")
    }
    let range = try commonRange(positions, survey)
    let reversed = try reversedItems(positions, range, survey)
    let scale = PreparedScale(
      name: name, position: survey.columns.count, items: positions, isReversed: reversed, range: range, score: score,
      answered: needed)
    let column = column(scale, survey)
    let how = score == .mean ? "mean" : "sum"
    let variable = Variable(
      name: name, label: "\(name) (\(how) of \(positions.count) items, at least \(needed) answered)", kind: .numeric,
      level: .scale)
    guard survey.append(variable, .numeric(column)) else {
      throw PreparationError(
        .nameTaken, place: place, found: "the name '\(name)', which a variable already has", expected: "a new name",
        remedy: "choose another name")
    }
    return (scale, column.missing.count { $0 != 0 })
  }

  /// The range of the items' values by the codebook, which must be the same for all.
  private func commonRange(_ positions: [Int], _ survey: Survey) throws(PreparationError) -> ClosedRange<Double>? {
    var common: (name: String, range: ClosedRange<Double>?)?
    for position in positions {
      let variable = survey.codebook.variables[position]
      guard survey.numbers(at: position) != nil else {
        throw PreparationError(
          .scale, place: place, found: "the item \(variable.name), which has no numbers",
          expected: "items whose answers count as numbers", remedy: "leave it out or give its answers numbers")
      }
      let range = variable.valueRange
      if let common, common.range != range {
        throw PreparationError(
          .scale, place: place,
          found: "\(common.name) with \(Self.words(common.range)) and \(variable.name) with \(Self.words(range))",
          expected: "items with the same range of answers", remedy: "recode one of them, or make two scales")
      }
      common = common ?? (variable.name, range)
    }
    return common?.range
  }

  private static func words(_ range: ClosedRange<Double>?) -> String {
    range.map { "answers from \(Column.text($0.lowerBound)) to \(Column.text($0.upperBound))" } ?? "no set answers"
  }

  private func reversedItems(
    _ positions: [Int], _ range: ClosedRange<Double>?, _ survey: Survey
  ) throws(PreparationError) -> [Bool] {
    let names = positions.map { survey.codebook.variables[$0].name }
    for name in reverse {
      guard names.contains(name) else {
        throw PreparationError(
          .scale, place: place, found: "'\(name)' to reverse, which is no item of the scale",
          expected: "one of \(names.joined(separator: ", "))",
          remedy: nearest(name, names) ?? "add it to the items or take it out of reverse")
      }
      guard range != nil else {
        throw PreparationError(
          .scale, place: place, found: "\(name) to reverse, whose codebook does not say from where to where it runs",
          expected: "an item with answers in the codebook",
          remedy:
            "give the questionnaire file, or value labels; the data's own smallest and largest are not the scale's")
      }
    }
    try refuseReversedTwice(positions, survey)
    return names.map(reverse.contains)
  }

  /// Refuses to reverse an item whose codebook already gives its answers the mirrored numbers of the other items'.
  private func refuseReversedTwice(_ positions: [Int], _ survey: Survey) throws(PreparationError) {
    let variables = positions.map { survey.codebook.variables[$0] }
    guard let model = variables.first(where: { !reverse.contains($0.name) }), let range = model.valueRange else {
      return
    }
    for variable in variables where reverse.contains(variable.name) {
      let pairs = variable.substantiveLabels.compactMap { label -> (Double, Double)? in
        guard let value = label.value,
          let other = model.substantiveLabels.first(where: { $0.label == label.label })?.value
        else { return nil }
        return (value, other)
      }
      let mirrored = pairs.allSatisfy { $0.0 == range.lowerBound + range.upperBound - $0.1 }
      guard pairs.count == model.substantiveLabels.count, mirrored, pairs.contains(where: { $0.0 != $0.1 }) else {
        continue
      }
      throw PreparationError(
        .scale, place: place,
        found: "\(variable.name) to reverse, whose numbers already run against those of \(model.name)",
        expected: "an item that the platform has not reversed yet", remedy: "take it out of reverse")
    }
  }

  private func column(_ scale: PreparedScale, _ survey: Survey) -> NumericColumn {
    let items = scale.itemValues(in: survey)
    let factor = score == .sum ? Double(items.count) : 1
    var column = NumericColumn(
      values: [Double](repeating: .nan, count: survey.count), missing: [UInt8](repeating: 0, count: survey.count))
    for respondent in 0..<survey.count {
      var sum = 0.0
      var answered = 0
      for item in items where !item[respondent].isNaN {
        sum += item[respondent]
        answered += 1
      }
      if answered >= scale.answered {
        column.values[respondent] = answered == items.count && score == .sum ? sum : sum / Double(answered) * factor
      } else {
        column.missing[respondent] = reason(scale.items, respondent, survey).index
      }
    }
    return column
  }

  /// Why there is no score: the reason that all unanswered items share, else the rule itself.
  private func reason(_ items: [Int], _ respondent: Int, _ survey: Survey) -> MissingReason {
    let reasons = Set(items.compactMap { survey.columns[$0].missingReason(at: respondent) })
    return reasons.count == 1 ? reasons.first ?? .declared : .declared
  }
}

extension Variable {
  /// The range of the numbers that the answers count as, by the codebook and never by the data.
  public var valueRange: ClosedRange<Double>? {
    let values = substantiveLabels.compactMap(\.value)
    guard let lower = values.min(), let upper = values.max(), lower < upper else { return nil }
    return lower...upper
  }
}
