internal import PaperGraphics
internal import SurveyModel

/// The association of two variables as it is told in the footer of a mosaic.
public struct MosaicAssociation: Sendable, Hashable {
  /// Pearson's chi-square.
  public var chiSquare: Double
  /// Its degrees of freedom.
  public var degreesOfFreedom: Int
  /// Its p value.
  public var p: Double
  /// Cramér's V.
  public var cramersV: Double
  /// The interval of Cramér's V, where there is one.
  public var interval: ClosedRange<Double>?

  /// Creates an association.
  public init(
    chiSquare: Double, degreesOfFreedom: Int, p: Double, cramersV: Double, interval: ClosedRange<Double>? = nil
  ) {
    self.chiSquare = chiSquare
    self.degreesOfFreedom = degreesOfFreedom
    self.p = p
    self.cramersV = cramersV
    self.interval = interval
  }
}

/// A cell of a mosaic by its place in the table.
public struct MosaicCell: Sendable, Hashable {
  /// The position of its column.
  public var column: Int
  /// The position of its row.
  public var row: Int

  /// Creates a place.
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// Two categorical variables as tiles whose areas are the cells of their table.
///
/// The width of a column is its number of respondents, the height of a tile its share of the column. Colour and an arrow
/// tell where a cell holds more or fewer than independence would give.
/// Source: Friendly (1994), "Mosaic displays for multi-way contingency tables", doi:10.1080/01621459.1994.10476460;
/// adjusted residuals: Haberman (1973), doi:10.2307/2529686.
public struct MosaicFigure: Sendable, Hashable {
  /// Of what the printed percentages are shares.
  public enum Percentage: String, Sendable, Hashable, CaseIterable {
    /// Of the respondents of the column.
    case ofColumn = "column"
    /// Of all respondents.
    case ofTotal = "total"
  }

  /// What the columns stand for.
  public var columnVariable: String
  /// What the rows stand for.
  public var rowVariable: String
  /// The categories of the columns from the left.
  public var columns: [String]
  /// The categories of the rows from the top.
  public var rows: [String]
  /// The counts, one array for each row; weighted where weights are used.
  public var counts: [[Double]]
  /// The numbers of respondents of the columns where the counts are weighted.
  public var respondents: [Int]?
  /// Of what the printed percentages are shares.
  public var percentage: Percentage
  /// Whether tiles are coloured by their residuals.
  public var showsResiduals: Bool
  /// A cell to be outlined, such as the joint share of a paradox.
  public var emphasis: MosaicCell?
  /// What the outlined cell means.
  public var emphasisLabel: String?
  /// The test and effect size.
  public var association: MosaicAssociation?
  /// How many decimals the percentages have.
  public var decimals: Int
  /// Title, question, base and so on.
  public var words: FigureWords

  /// Creates the figure's specification.
  public init(
    columnVariable: String, rowVariable: String, columns: [String], rows: [String], counts: [[Double]],
    respondents: [Int]? = nil, percentage: Percentage = .ofColumn, showsResiduals: Bool = true,
    emphasis: MosaicCell? = nil, emphasisLabel: String? = nil, association: MosaicAssociation? = nil,
    decimals: Int = 0, words: FigureWords
  ) {
    self.columnVariable = columnVariable
    self.rowVariable = rowVariable
    self.columns = columns
    self.rows = rows
    self.counts = counts
    self.respondents = respondents
    self.percentage = percentage
    self.showsResiduals = showsResiduals
    self.emphasis = emphasis
    self.emphasisLabel = emphasisLabel
    self.association = association
    self.decimals = decimals
    self.words = words
  }

  /// Lays the figure out.
  ///
  /// - Throws: `FigureError` when the table is empty, too large, or not of the shape of its categories.
  public func figure(theme: FigureTheme = .topline, width: FigureWidth = .double) throws(FigureError) -> Figure {
    try FigureError.check(width, figure: "mosaic")
    let place = Place(column: "mosaic: \(SafeText.clean(rowVariable).text) by \(SafeText.clean(columnVariable).text)")
    guard counts.count == rows.count, counts.allSatisfy({ $0.count == columns.count }),
      respondents.map({ $0.count == columns.count }) ?? true
    else {
      throw FigureError(
        .shape, place: place, found: "a table of another shape than its categories",
        expected: "\(rows.count) rows of \(columns.count) counts", remedy: "give one count for each pair of categories")
    }
    guard counts.allSatisfy({ $0.allSatisfy { $0.isFinite && $0 >= 0 } }) else {
      throw FigureError(
        .number, place: place, found: "a count that is negative or not finite", expected: "counts from 0",
        remedy: "check the weights")
    }
    let numbers = MosaicNumbers(self)
    guard numbers.total > 0 else {
      throw FigureError(
        .empty, place: place, found: "nobody who answered both questions", expected: "at least one respondent",
        remedy: "check filters and missing values")
    }
    guard (1...20).contains(numbers.columns.count), (1...20).contains(numbers.rows.count) else {
      throw FigureError(
        .shape, place: place, found: "\(numbers.columns.count) columns and \(numbers.rows.count) rows",
        expected: "at most 20 of each", remedy: "combine categories")
    }
    var layout = MosaicLayout(figure: self, numbers: numbers, theme: theme, width: width)
    return layout.draw()
  }
}

/// The numbers of a mosaic: the table without its empty columns, shares and residuals.
struct MosaicNumbers {
  let columns: [String]
  let rows: [String]
  /// The counts by column, then row.
  let counts: [[Double]]
  let columnTotals: [Double]
  let rowTotals: [Double]
  let respondents: [Int]
  let total: Double
  /// The categories that nobody chose, which have no area.
  let emptyColumns: [String]
  let emphasis: MosaicCell?
  /// The smallest count that independence would give.
  let smallestExpected: Double

  init(_ figure: MosaicFigure) {
    let sums = figure.columns.indices.map { column in figure.counts.reduce(0) { $0 + $1[column] } }
    let kept = figure.columns.indices.filter { sums[$0] > 0 }
    columns = kept.map { SafeText.clean(figure.columns[$0]).text }
    emptyColumns = figure.columns.indices.filter { sums[$0] == 0 }.map { SafeText.clean(figure.columns[$0]).text }
    rows = figure.rows.map { SafeText.clean($0).text }
    counts = kept.map { column in figure.counts.map { $0[column] } }
    columnTotals = kept.map { sums[$0] }
    rowTotals = figure.counts.map { row in kept.reduce(0) { $0 + row[$1] } }
    total = columnTotals.reduce(0, +)
    respondents = kept.map { figure.respondents?[$0] ?? Int(sums[$0].rounded()) }
    emphasis = figure.emphasis.flatMap { cell in
      kept.firstIndex(of: cell.column).map { MosaicCell(column: $0, row: cell.row) }
    }
    var smallest = Double.infinity
    for column in columnTotals {
      for row in rowTotals where row > 0 && total > 0 { smallest = min(smallest, column * row / total) }
    }
    smallestExpected = smallest
  }

  /// The adjusted standardised residual of a cell, or 0 where it cannot differ from independence.
  func residual(column: Int, row: Int) -> Double {
    let expected = columnTotals[column] * rowTotals[row] / total
    let variance = expected * (1 - columnTotals[column] / total) * (1 - rowTotals[row] / total)
    return variance > 0 ? (counts[column][row] - expected) / variance.squareRoot() : 0
  }

  func share(column: Int, row: Int) -> Double { counts[column][row] / columnTotals[column] }
}
