/// One column of a table.
public struct TableColumn: Sendable, Hashable {
  /// What the cells are, which decides their alignment.
  public enum Kind: Sendable, Hashable {
    case text, number
  }
  /// The heading; a line break starts a second line, such as the column's letter or its number of respondents.
  public var heading: String
  /// The unit that stands in parentheses after the heading, such as "%".
  public var unit: String?
  /// What the cells are.
  public var kind: Kind
  /// How the cells' numbers are shown, where a cell has no format of its own.
  public var format: NumberFormat

  /// Creates a column.
  public init(_ heading: String, unit: String? = nil, kind: Kind = .number, format: NumberFormat = .plain) {
    self.heading = heading
    self.unit = unit
    self.kind = kind
    self.format = format
  }

  /// A column of words.
  public static func text(_ heading: String) -> TableColumn { TableColumn(heading, kind: .text) }
  /// A column of whole numbers.
  public static func count(_ heading: String = "n") -> TableColumn {
    TableColumn(heading, format: NumberFormat(.unbounded, decimals: 0))
  }
  /// A column of p-values.
  public static func pValue(_ heading: String = "p") -> TableColumn {
    TableColumn(heading, format: NumberFormat(.bounded, decimals: 3))
  }
}

/// A heading over several columns.
public struct TableSpanner: Sendable, Hashable {
  /// The heading.
  public var title: String
  /// The columns that it stands over.
  public var columns: Range<Int>

  /// Creates a spanner.
  public init(_ title: String, over columns: Range<Int>) {
    self.title = title
    self.columns = columns
  }
}

/// One row of a table; its first cell names it.
public struct TableRow: Sendable, Hashable {
  /// The cells, one for each column.
  public var cells: [TableCell]
  /// Whether the row sums up those above it: a base, a net, a mean.
  public var isSummary: Bool

  /// Creates a row.
  public init(_ cells: [TableCell], isSummary: Bool = false) {
    self.cells = cells
    self.isSummary = isSummary
  }
}

/// Rows that belong together, under a heading where they have one.
public struct TableRowGroup: Sendable, Hashable {
  /// The heading; nil where the rows stand alone.
  public var title: String?
  /// The rows.
  public var rows: [TableRow]

  /// Creates a group.
  public init(_ title: String? = nil, rows: [TableRow]) {
    self.title = title
    self.rows = rows
  }
}

/// The notes below a table in the APA's order: general, specific, probability.
public struct TableNotes: Sendable, Hashable {
  /// A note on some cells.
  public struct Specific: Sendable, Hashable {
    /// The mark that the cells carry, such as "a".
    public var mark: String
    /// The note.
    public var text: String

    /// Creates a note.
    public init(_ mark: String, _ text: String) {
      self.mark = mark
      self.text = text
    }
  }
  /// Sentences on the whole table.
  public var general: [String]
  /// Notes on some cells.
  public var specific: [Specific]
  /// What letters or stars mean.
  public var probability: [String]

  /// Creates notes.
  public init(general: [String] = [], specific: [Specific] = [], probability: [String] = []) {
    self.general = general
    self.specific = specific
    self.probability = probability
  }
}

/// A table as a value: typed cells that keep the raw number, from which every writer makes its text.
///
/// Every row has one cell for each column: rows that are short are filled with empty cells, cells beyond the last
/// column are left out.
public struct Table: Sendable, Hashable {
  /// The table's number, such as "1" or "A2"; nil where it has none.
  public var number: String?
  /// What the table shows.
  public var title: String
  /// The columns; the first one names the rows.
  public let columns: [TableColumn]
  /// Headings over several columns, from left to right and without overlap.
  public let spanners: [TableSpanner]
  /// The rows in their groups.
  public let groups: [TableRowGroup]
  /// The notes.
  public var notes: TableNotes
  /// Where the data comes from.
  public var source: String?
  /// Whether the data was drawn by a simulation.
  public var isSynthetic: Bool

  /// Creates a table.
  public init(
    number: String? = nil, title: String, columns: [TableColumn], spanners: [TableSpanner] = [],
    groups: [TableRowGroup], notes: TableNotes = TableNotes(), source: String? = nil, isSynthetic: Bool = false
  ) {
    self.number = number
    self.title = title
    self.columns = columns
    self.notes = notes
    self.source = source
    self.isSynthetic = isSynthetic
    var end = 0
    self.spanners = spanners.sorted { $0.columns.lowerBound < $1.columns.lowerBound }.filter {
      guard !$0.columns.isEmpty, $0.columns.lowerBound >= end, $0.columns.upperBound <= columns.count else {
        return false
      }
      end = $0.columns.upperBound
      return true
    }
    self.groups = groups.map { group in
      var group = group
      for index in group.rows.indices {
        var cells = Array(group.rows[index].cells.prefix(columns.count))
        cells += Array(repeating: .empty, count: columns.count - cells.count)
        group.rows[index].cells = cells
      }
      return group
    }
  }

  /// Creates a table of rows without groups.
  public init(
    number: String? = nil, title: String, columns: [TableColumn], spanners: [TableSpanner] = [], rows: [TableRow],
    notes: TableNotes = TableNotes(), source: String? = nil, isSynthetic: Bool = false
  ) {
    self.init(
      number: number, title: title, columns: columns, spanners: spanners, groups: [TableRowGroup(rows: rows)],
      notes: notes, source: source, isSynthetic: isSynthetic)
  }

  /// All rows in order.
  public var rows: [TableRow] { groups.flatMap(\.rows) }

  /// "Table 1", or nil where the table has no number.
  public var label: String? { number.map { "Table \($0)" } }

  /// The words that every output of a synthetic table carries.
  public static let syntheticNotice = "Synthetic data: drawn by a simulation, not a finding about people."

  /// The general notes as one paragraph, the synthetic notice first.
  public var generalNote: String {
    ((isSynthetic ? [Self.syntheticNotice] : []) + notes.general).joined(separator: " ")
  }
}
