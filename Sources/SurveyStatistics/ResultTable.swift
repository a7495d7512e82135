public import TextFormats

/// Numbers of a result that belong in a table: one row per item, factor or eigenvalue, all rows with the same columns.
///
/// In JSON a table is an array of objects under its name, next to the other keys of the result.
public struct ResultTable: Sendable, Hashable {
  /// What stands in one place of a table.
  public enum Value: Sendable, Hashable {
    case text(String)
    case count(Int)
    /// A number; nil or a value that is not finite where there is none.
    case number(Double?)
    case flag(Bool)

    /// The value as it stands in JSON; a number that does not exist is null.
    public var json: JSONValue {
      switch self {
      case .text(let text): .string(text)
      case .count(let count): .integer(count)
      case .number(let number): .finite(number)
      case .flag(let flag): .bool(flag)
      }
    }

    /// The number or count; nil for texts and flags and where there is none.
    public var number: Double? {
      switch self {
      case .number(let number): number.flatMap { $0.isFinite ? $0 : nil }
      case .count(let count): Double(count)
      case .text, .flag: nil
      }
    }
  }

  /// A column: its key in JSON and its heading for a reader.
  public struct Column: Sendable, Hashable {
    /// The key in JSON.
    public var key: String
    /// The heading.
    public var heading: String

    /// Creates a column.
    public init(_ key: String, _ heading: String) {
      self.key = key
      self.heading = heading
    }
  }

  /// The key in JSON, such as `items` or `loadings`.
  public var name: String
  /// The title for a reader.
  public var title: String
  /// The columns.
  public var columns: [Column]
  /// One value for each column, row by row.
  public private(set) var rows: [[Value]] = []

  /// Creates a table without rows.
  public init(_ name: String, title: String, columns: [Column]) {
    self.name = name
    self.title = title
    self.columns = columns
  }

  /// Adds a row, which must have a value for each column.
  public mutating func add(_ row: [Value]) {
    precondition(row.count == columns.count, "a row of \(name) has \(row.count) values for \(columns.count) columns")
    rows.append(row)
  }

  /// The value in that row under that key; nil where there is none.
  public subscript(row: Int, key: String) -> Value? {
    guard rows.indices.contains(row), let column = columns.firstIndex(where: { $0.key == key }) else { return nil }
    return rows[row][column]
  }

  /// The table as an array of objects.
  public var json: JSONValue {
    .array(
      rows.map { row in
        .object(JSONObject(zip(columns, row).map { ($0.key, $1.json) }))
      })
  }
}

extension ResultTable {
  /// The indices of a model's fit, without rows yet.
  static var fit: ResultTable {
    ResultTable(
      "fit", title: "Fit",
      columns: [
        .init("id", ""), .init("index", "Index"), .init("value", "Value"), .init("lower", "Lower"),
        .init("upper", "Upper"),
      ])
  }

  /// Adds an index of fit with its interval, where it has one.
  mutating func addFit(_ id: String, _ name: String, _ value: Double?, _ interval: Interval? = nil) {
    add([.text(id), .text(name), .number(value), .number(interval?.lower), .number(interval?.upper)])
  }
}
