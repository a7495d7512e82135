internal import PaperGraphics

/// The columns of a forest plot: their texts, widths and places.
struct ForestColumns {
  /// A column of words or numbers.
  struct Column {
    /// What is given up first where there is no room; nil for what never is.
    var expendable: Int?
    var head: TextWrap.Lines
    var cells: [TextWrap.Lines]
    var isNumeric: Bool
    var isBold: [Bool]
    var left = 0.0
    var width: Double

    var right: Double { left + width }
  }

  /// Whether the claim stands in a line above its plot, for narrow figures.
  var isStacked = false
  var idWidth = 0.0
  var textLeft = 0.0
  var texts: [TextWrap.Lines] = []
  var textHead = TextWrap.Lines(lines: [], isCut: false, width: 0)
  var plotHead = TextWrap.Lines(lines: [], isCut: false, width: 0)
  var plotLeft = 0.0
  var plotRight = 0.0
  /// The columns at the right of the plot.
  var columns: [Column] = []
  /// The columns that were given up: 0 for the thresholds, 1 for the p values.
  var dropped: [Int] = []

  private static let gap = 10.0
  private static let narrowestPlot = 84.0

  init(figure: ForestFigure, theme: FigureTheme, left: Double, right: Double) {
    let size = theme.bodySize
    let rows = figure.rows
    idWidth = rows.map { TextMeasure.width($0.id, size: size, weight: .bold) }.max() ?? 0
    textLeft = left + (idWidth > 0 ? idWidth + size * 1.2 : 0)
    for narrow in [false, true] {
      columns = Self.valueColumns(figure, size: size, narrow: narrow)
      let taken = columns.reduce(0) { $0 + $1.width + Self.gap }
      let rest = right - textLeft - taken - Self.gap
      let natural = rows.map { TextMeasure.width($0.text, size: size) }.max() ?? 0
      let wanted = min(natural, max(rest * 0.5, 0.28 * (right - left)))
      isStacked = rest - min(wanted, max(natural, 1)) < 100 || (wanted < 80 && wanted < natural)
      if !isStacked {
        texts = rows.map { TextWrap.balanced($0.text, width: max(wanted, 40), size: size, maximumLines: 4) }
        isStacked = texts.contains { $0.isCut }
      }
      if !isStacked {
        let used = max(texts.map(\.width).max() ?? 0, 30)
        plotLeft = textLeft + used + Self.gap + 4
        break
      }
    }
    if isStacked {
      columns = Self.valueColumns(figure, size: size, narrow: true)
      texts = rows.map { TextWrap.balanced($0.text, width: right - textLeft, size: size, maximumLines: 4) }
      plotLeft = left + theme.bodySize * 1.4
    }
    placeColumns(right: right)
    let headWidth = isStacked ? right - left : plotLeft - Self.gap - left
    textHead = TextWrap.balanced(figure.heads.text, width: headWidth, size: size, weight: .bold, maximumLines: 2)
    plotHead = TextWrap.balanced(
      figure.heads.plot, width: plotRight - plotLeft, size: size, weight: .bold, maximumLines: 3)
  }

  private mutating func placeColumns(right: Double) {
    // A column is given up rather than a plot that nobody can read; the footer then tells what it held.
    func taken() -> Double { columns.reduce(0) { $0 + $1.width + Self.gap } }
    while right - taken() - plotLeft < Self.narrowestPlot * 0.7,
      let index = columns.indices.filter({ columns[$0].expendable != nil })
        .min(by: { (columns[$0].expendable ?? 0) < (columns[$1].expendable ?? 0) })
    {
      dropped.append(columns.remove(at: index).expendable ?? 0)
    }
    var x = right
    for index in columns.indices.reversed() {
      x -= columns[index].width
      columns[index].left = x
      x -= Self.gap
    }
    plotRight = x - 2
  }

  private static func valueColumns(_ figure: ForestFigure, size: Double, narrow: Bool) -> [Column] {
    let rows = figure.rows
    var result = [
      column(
        figure.heads.estimate, rows.map { SafeText.clean(ForestWords.estimate($0)).text }, isNumeric: true,
        size: size, narrow: narrow)
    ]
    if figure.scale == .differenceFromThreshold {
      result.append(
        column(
          figure.heads.threshold, rows.map { row in row.threshold.map { row.format.text($0) } ?? "–" },
          isNumeric: true, size: size, narrow: narrow, expendable: 0))
    }
    if rows.contains(where: { $0.p != nil }) {
      result.append(
        column(
          figure.heads.p, rows.map { $0.p.map(NumberStyle.probability) ?? "–" }, isNumeric: true, size: size,
          narrow: narrow, expendable: 1))
    }
    if rows.contains(where: { !$0.verdict.isEmpty }) {
      result.append(
        column(
          figure.heads.verdict, rows.map { $0.verdict }, isNumeric: false, size: size, narrow: narrow,
          bold: rows.map { $0.decision != .undecided }))
    }
    return result
  }

  /// A column as wide as its cells need; words are wrapped, heads are wrapped to the cells where it is narrow.
  private static func column(
    _ head: String, _ cells: [String], isNumeric: Bool, size: Double, narrow: Bool, bold: [Bool] = [],
    expendable: Int? = nil
  ) -> Column {
    let limit = isNumeric ? Double.infinity : narrow ? 46.0 : 72.0
    let weights = bold.isEmpty ? cells.map { _ in false } : bold
    let wrapped = zip(cells, weights).map {
      TextWrap.balanced($0, width: limit, size: size, weight: $1 ? .bold : .regular, maximumLines: 3)
    }
    let cellWidth = wrapped.map(\.width).max() ?? 0
    let longestWord =
      head.split(separator: " ").map { TextMeasure.width(String($0), size: size, weight: .bold) }.max() ?? 0
    let natural = TextMeasure.width(head, size: size, weight: .bold)
    let headLimit =
      narrow ? max(cellWidth, min(natural, 36), longestWord) : max(cellWidth, min(natural, 60), longestWord)
    let headLines = TextWrap.balanced(head, width: headLimit, size: size, weight: .bold, maximumLines: 3)
    return Column(
      expendable: expendable, head: headLines, cells: wrapped, isNumeric: isNumeric, isBold: weights,
      width: max(cellWidth, headLines.width))
  }
}
