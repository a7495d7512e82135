internal import SurveyModel
internal import SurveyPreparation

/// A variable's answers in order.
struct OrderedAnswers {
  /// Each respondent's place in the order, −1 where missing.
  let places: [Int32]
  /// The answers' labels, lowest first.
  let labels: [String]
  /// Whether the codebook says that the answers have no order.
  let isNominal: Bool
}

extension RequestData {
  /// A variable as answers in order: by their numbers where all have one, otherwise as the codebook lists them; the
  /// distinct values of a numeric variable that has few.
  func ordered(_ position: Int, option: String) throws(StatisticsError) -> OrderedAnswers {
    let variable = survey.codebook.variables[position]
    if survey.answers(at: position) == nil, let numbers = survey.numbers(at: position) {
      let values = Set(numbers.indices.lazy.filter { prepared.selection[$0] && !numbers[$0].isNaN }.map { numbers[$0] })
      guard values.count <= 50 else {
        throw StatisticsError(
          .kind, place: Place(column: option), found: "'\(variable.name)', which has \(values.count) different values",
          expected: "ordered answers, at most 50", remedy: "use spearman or kendall, or make classes of it")
      }
      let order = values.sorted()
      let place = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Int32($0)) })
      return OrderedAnswers(
        places: numbers.map { $0.isNaN ? -1 : place[$0] ?? -1 },
        labels: order.map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)" }, isNominal: false)
    }
    let (answers, labels) = try answers(position, option: option)
    let values = labels.filter { $0.missing == nil }.map(\.value)
    var order = Array(labels.indices)
    if values.allSatisfy({ $0 != nil }) {
      order.sort { (labels[$0].value ?? .infinity, $0) < (labels[$1].value ?? .infinity, $1) }
    }
    var place = [Int32](repeating: -1, count: labels.count)
    for (index, label) in order.enumerated() { place[label] = Int32(index) }
    return OrderedAnswers(
      places: answers.map { $0 >= 0 ? place[Int($0)] : -1 }, labels: order.map { labels[$0].label },
      isNominal: variable.level == .nominal && labels.count > 2)
  }

  /// The crossing of --outcome with --by or --with, both in order; answers that nobody gave left out.
  func orderedTable() throws(StatisticsError) -> (
    table: ContingencyTable, names: (String, String), order: Assumption, missing: [(String, Int)]
  ) {
    let outcome = try position(request.outcome, option: "--outcome")
    let otherOption = request.by == nil && request.with != nil ? "--with" : "--by"
    let other = try position(request.by ?? request.with, option: otherOption)
    let rows = try ordered(outcome, option: "--outcome")
    let columns = try ordered(other, option: otherOption)
    let (respondents, missing) = complete([outcome, other]) { rows.places[$0] >= 0 && columns.places[$0] >= 0 }
    let table = try ContingencyTable(
      rows: respondents.map { Int(rows.places[$0]) }, columns: respondents.map { Int(columns.places[$0]) },
      rowLabels: rows.labels, columnLabels: columns.labels)
    let names = [outcome, other].map { survey.codebook.variables[$0].name }
    let nominal = zip(names, [rows, columns]).filter { $1.isNominal }.map(\.0)
    return (
      table.withoutEmpty, (names[0], names[1]),
      Assumption(
        "both answers stand in order",
        nominal.isEmpty
          ? .met
          : .violated(
            why: "the codebook calls \(nominal.joined(separator: " and ")) nominal; its order is taken as listed")),
      missing
    )
  }

  /// Items coded with the same answers: for each respondent the answer to each item, −1 where missing.
  func codings(atLeast count: Int) throws(StatisticsError) -> (
    positions: [Int], codes: [[Int32]], labels: [ValueLabel]
  ) {
    let positions = try positions(request.items, option: "--items", atLeast: count)
    if let numeric = try numericCodings(positions) { return (positions, numeric.codes, numeric.labels) }
    var columns: [[Int32]] = []
    var labels: [ValueLabel] = []
    for position in positions {
      let (answers, own) = try answers(position, option: "--items")
      let offered = own.filter { $0.missing == nil }
      if labels.isEmpty { labels = offered }
      guard offered.map(\.code) == labels.map(\.code) else {
        throw StatisticsError(
          .kind, place: Place(column: "--items"),
          found: "'\(survey.codebook.variables[position].name)' with other answers than "
            + "'\(survey.codebook.variables[positions[0]].name)'",
          expected: "the same answers in the same order", remedy: "choose items coded with the same answers")
      }
      let place = own.map { label in labels.firstIndex { $0.code == label.code }.map(Int32.init) ?? -1 }
      columns.append(answers.map { $0 >= 0 ? place[Int($0)] : -1 })
    }
    return (positions, columns, labels)
  }

  /// Codings that were read as numbers, by their distinct values; nil where an item has answers of its own.
  private func numericCodings(
    _ positions: [Int]
  ) throws(StatisticsError) -> (codes: [[Int32]], labels: [ValueLabel])? {
    guard positions.allSatisfy({ survey.answers(at: $0) == nil }) else { return nil }
    var columns: [[Double]] = []
    for position in positions { columns.append(try numbers(position, option: "--items")) }
    let values = Set(columns.joined().lazy.filter { !$0.isNaN }).sorted()
    guard values.count <= 50 else {
      throw StatisticsError(
        .kind, place: Place(column: "--items"), found: "items with \(values.count) different values",
        expected: "codings, at most 50", remedy: "use icc, or krippendorff-alpha --metric interval")
    }
    let place = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
    let labels = values.map { value in
      let text = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
      return ValueLabel(code: text, label: text, value: value)
    }
    return (columns.map { column in column.map { place[$0] ?? -1 } }, labels)
  }
}
