/// What a cell holds: always the raw number, never its rounded text.
public enum CellValue: Sendable, Hashable {
  /// Nothing stands here, and nothing is missing.
  case empty
  /// Words.
  case text(String)
  /// A whole number of respondents, answers or files.
  case count(Int)
  /// The exact share that a count is of a base, shown as per cent by the column's decimals.
  case percent(count: Int, base: Int)
  /// A number, shown by the column's format; not finite means that there is none.
  case number(Double)
  /// An interval.
  case interval(lower: Double, upper: Double)
  /// An estimate with its interval.
  case estimate(Double, lower: Double, upper: Double)
  /// A p-value.
  case pValue(Double)
}

/// One cell of a table: its raw value, how it departs from its column, and what is attached to it.
public struct TableCell: Sendable, Hashable {
  /// What the cell holds.
  public var value: CellValue
  /// The cell's own format; nil follows the column.
  public var format: NumberFormat?
  /// What stands before the number, such as "U = "; it is no part of the raw value.
  public var prefix: String
  /// The marks of specific notes, such as "a".
  public var marks: [String]
  /// The letters of columns that this cell is significantly above, such as "AC"; nil where cells carry none.
  public var letters: String?
  /// Whether the cell is set strongly.
  public var isStrong: Bool

  /// Creates a cell.
  public init(
    _ value: CellValue, format: NumberFormat? = nil, prefix: String = "", marks: [String] = [],
    letters: String? = nil, isStrong: Bool = false
  ) {
    self.value = value
    self.format = format
    self.prefix = prefix
    self.marks = marks
    self.letters = letters
    self.isStrong = isStrong
  }

  /// A cell without anything.
  public static let empty = TableCell(.empty)
  /// A cell with words.
  public static func text(_ text: String) -> TableCell { TableCell(.text(text)) }
  /// A cell with a whole number.
  public static func count(_ count: Int) -> TableCell { TableCell(.count(count)) }
  /// A cell with an exact share.
  public static func percent(_ count: Int, of base: Int) -> TableCell { TableCell(.percent(count: count, base: base)) }
  /// A cell with a number, or an empty one where there is none.
  public static func number(_ value: Double?, _ format: NumberFormat? = nil) -> TableCell {
    guard let value else { return .empty }
    return TableCell(.number(value), format: format)
  }
  /// A cell with a p-value, or an empty one where there is none.
  public static func pValue(_ p: Double?) -> TableCell {
    guard let p else { return .empty }
    return TableCell(.pValue(p))
  }

  /// The value as a reader sees it, without marks and letters.
  public func display(in column: TableColumn, rules: NumberRules = .typeset) -> String {
    prefix + valueText(in: column, rules: rules)
  }

  private func valueText(in column: TableColumn, rules: NumberRules) -> String {
    let format = format ?? column.format
    switch value {
    case .empty: return ""
    case .text(let text): return text
    case .count(let count): return rules.count(count)
    case .percent(let count, let base):
      return rules.percent(count, of: base, decimals: format.decimals) + rules.sign(format, after: base > 0 ? 0 : .nan)
    case .number(let number): return rules.string(number, format)
    case .interval(let lower, let upper): return rules.interval(lower, upper, format)
    case .estimate(let number, let lower, let upper):
      return rules.string(number, format) + " " + rules.interval(lower, upper, format)
    case .pValue(let p): return rules.pValue(p)
    }
  }
}

extension TableCell: ExpressibleByStringLiteral {
  /// Creates a cell with words.
  public init(stringLiteral value: String) { self.init(.text(value)) }
}
