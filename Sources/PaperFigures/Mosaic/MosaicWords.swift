internal import PaperGraphics
internal import TextFormats

/// The steps in which the residuals of a mosaic are coloured.
enum ResidualStep: Int, CaseIterable {
  case farBelow, below, near, above, farAbove

  init(_ residual: Double) {
    self =
      switch residual {
      case ..<(-4): .farBelow
      case ..<(-2): .below
      case ...2: .near
      case ...4: .above
      default: .farAbove
      }
  }

  var color: Color {
    switch self {
    case .farBelow: Color(0xDA9165)
    case .below: Color(0xF2D3BE)
    case .near: Color(0xEFEFEF)
    case .above: Color(0xC7DDF2)
    case .farAbove: Color(0x64A3DD)
    }
  }

  /// The sign that stands beside the share, so that colour is not alone.
  var sign: String {
    switch self {
    case .farBelow: "▼▼"
    case .below: "▼"
    case .near: ""
    case .above: "▲"
    case .farAbove: "▲▲"
    }
  }

  var label: String {
    switch self {
    case .farBelow: "▼▼ below −4"
    case .below: "▼ −4 to −2"
    case .near: "−2 to 2"
    case .above: "▲ 2 to 4"
    case .farAbove: "▲▲ above 4"
    }
  }
}

/// The subtitle, footer and descriptions of a mosaic.
struct MosaicWords {
  let figure: MosaicFigure
  let numbers: MosaicNumbers

  var subtitle: String {
    let printed =
      figure.percentage == .ofColumn ? "percentages of the column" : "percentages of all respondents"
    return "Column width: number of respondents by \(clean(figure.columnVariable)); height: "
      + "\(clean(figure.rowVariable)) within column; \(printed)."
  }

  private func clean(_ text: String) -> String { SafeText.clean(text).text }

  func percent(column: Int, row: Int) -> String {
    NumberStyle.percent(
      numbers.counts[column][row],
      of: figure.percentage == .ofColumn ? numbers.columnTotals[column] : numbers.total, decimals: figure.decimals)
  }

  func notes(unlabelled: Bool, keys: [String]) -> [String] {
    var notes: [String] = []
    if !keys.isEmpty { notes.append(FigureWords.sentence(keys.joined(separator: "; "))) }
    if let test = associationText { notes.append(test + ".") }
    if figure.showsResiduals {
      notes.append("Colour and arrows: adjusted standardised residuals.")
    }
    if figure.association != nil, numbers.smallestExpected < 5 {
      notes.append("Smallest expected count: \(NumberStyle.fixed(numbers.smallestExpected, decimals: 1)).")
    }
    if let cell = numbers.emphasis {
      let label = figure.emphasisLabel.map(clean) ?? "\(numbers.columns[cell.column]), \(numbers.rows[cell.row])"
      notes.append("Outlined: \(FigureWords.sentence(label))")
    }
    if unlabelled { notes.append("Tiles too small for a label are in the data file.") }
    if !numbers.emptyColumns.isEmpty { notes.append("Nobody: \(numbers.emptyColumns.joined(separator: ", ")).") }
    return notes
  }

  private var associationText: String? {
    guard let test = figure.association else { return nil }
    let count = numbers.respondents.reduce(0, +)
    var text = "χ²(\(test.degreesOfFreedom), N = \(NumberStyle.count(count))) = "
    text += "\(NumberStyle.fixed(test.chiSquare, decimals: 2)), \(NumberStyle.probabilityPhrase(test.p)), "
    text += "Cramér’s V = \(NumberStyle.fixed(test.cramersV, decimals: 2, leadingZero: false))"
    if let interval = test.interval {
      let ends = [interval.lowerBound, interval.upperBound]
        .map { NumberStyle.fixed($0, decimals: 2, leadingZero: false) }
      text += " [\(ends[0]), \(ends[1])]"
    }
    return text
  }

  var description: String {
    var text = "Mosaic of \(clean(figure.rowVariable)) by \(clean(figure.columnVariable)). "
    for column in numbers.columns.indices {
      let parts = numbers.rows.indices.map { row in
        let sign = figure.showsResiduals ? Self.word(ResidualStep(numbers.residual(column: column, row: row))) : ""
        return "\(numbers.rows[row]) \(percent(column: column, row: row))\(sign)"
      }
      text += "\(numbers.columns[column]) (n = \(NumberStyle.count(numbers.respondents[column]))): "
      text += parts.joined(separator: ", ") + ". "
    }
    if let test = associationText { text += test + "." }
    return text.last == " " ? String(text.dropLast()) : text
  }

  private static func word(_ step: ResidualStep) -> String {
    switch step {
    case .farBelow: " (far fewer than expected)"
    case .below: " (fewer than expected)"
    case .near: ""
    case .above: " (more than expected)"
    case .farAbove: " (far more than expected)"
    }
  }

  var data: [(String, JSONValue)] {
    let cells = numbers.columns.indices.flatMap { column in
      numbers.rows.indices.map { row -> JSONValue in
        .object(
          JSONObject([
            ("column", .string(numbers.columns[column])), ("row", .string(numbers.rows[row])),
            ("count", .finite(numbers.counts[column][row])),
            ("columnPercent", .finite(100 * numbers.counts[column][row] / numbers.columnTotals[column])),
            ("totalPercent", .finite(100 * numbers.counts[column][row] / numbers.total)),
            ("residual", .finite(numbers.residual(column: column, row: row))),
          ]))
      }
    }
    var association = JSONValue.null
    if let test = figure.association {
      association = .object(
        JSONObject([
          ("chiSquare", .finite(test.chiSquare)), ("degreesOfFreedom", .integer(test.degreesOfFreedom)),
          ("p", .finite(test.p)), ("cramersV", .finite(test.cramersV)),
        ]))
    }
    return [
      ("columns", .strings(numbers.columns)), ("rows", .strings(numbers.rows)),
      ("n", .array(numbers.respondents.map { .integer($0) })), ("percentage", .string(figure.percentage.rawValue)),
      ("association", association), ("cells", .array(cells)),
    ]
  }
}
