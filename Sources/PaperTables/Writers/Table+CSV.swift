extension Table {
  /// The table as CSV (RFC 4180): raw numbers at full precision, one column for each part of a cell.
  ///
  /// Percentages are from 0 to 100. Text that a spreadsheet would run as a formula gets an apostrophe before it.
  /// - Parameter withDisplay: Adds to each column of numbers one with the text that a reader sees.
  public func csv(withDisplay: Bool = false) -> String {
    let parts = columns.indices.map { CSVColumn(self, $0, withDisplay: withDisplay) }
    let hasGroups = groups.contains { $0.title != nil }
    var header = hasGroups ? ["group"] : []
    for part in parts { header += part.headings }
    if isSynthetic { header.append("synthetic") }
    var text = Self.csvRecord(header.map(Self.csvText))
    for group in groups {
      for row in group.rows {
        var fields = hasGroups ? [Self.csvText(group.title ?? "")] : []
        for (column, part) in parts.enumerated() { fields += part.fields(row.cells[column]) }
        if isSynthetic { fields.append("true") }
        text += Self.csvRecord(fields)
      }
    }
    return text
  }

  /// A text as a CSV field that no spreadsheet takes for a formula.
  static func csvText(_ text: String) -> String {
    let line = TextCleaning.plainLine(text)
    // Spreadsheets skip blanks before they look for a formula's sign.
    let first = line.drop { $0 == " " || $0 == "\u{A0}" }.unicodeScalars.first ?? text.unicodeScalars.first
    let isFormula = first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
    return isFormula ? "'" + line : line
  }

  private static func csvRecord(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || field.hasPrefix(" ") else {
      return field
    }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

/// The parts that the cells of a column have between them.
private struct CSVColumn {
  let column: TableColumn
  var headings: [String]
  private let hasLetters: Bool
  private let hasCounts: Bool
  private let hasInterval: Bool
  private let hasDisplay: Bool

  init(_ table: Table, _ index: Int, withDisplay: Bool) {
    column = table.columns[index]
    let cells = table.rows.map { $0.cells[index] }
    hasLetters = cells.contains { $0.letters != nil }
    hasCounts = cells.contains { if case .percent = $0.value { true } else { false } }
    hasInterval = cells.contains {
      switch $0.value {
      case .interval, .estimate: true
      default: false
      }
    }
    hasDisplay = withDisplay && column.kind == .number
    // Lines of a heading, and the spanner over it, become one name.
    var name = TextCleaning.lines(column.heading).joined(separator: " ")
    if let unit = column.unit { name += " (\(unit))" }
    if let spanner = table.spanners.first(where: { $0.columns.contains(index) }) { name = spanner.title + ": " + name }
    headings = [name]
    if hasCounts { headings += [name + " count", name + " base"] }
    if hasInterval { headings += [name + " lower", name + " upper"] }
    if hasLetters { headings.append(name + " letters") }
    if hasDisplay { headings.append(name + " display") }
  }

  func fields(_ cell: TableCell) -> [String] {
    let format = cell.format ?? column.format
    var main = ""
    var counts = ["", ""]
    var ends = ["", ""]
    switch cell.value {
    case .empty: break
    case .text(let text): main = Table.csvText(text)
    case .count(let count): main = String(count)
    case .percent(let count, let base):
      main = base > 0 ? raw(100 * Double(count) / Double(base)) : ""
      counts = [String(count), String(base)]
    case .number(let value): main = raw(value, format)
    case .interval(let lower, let upper): ends = [raw(lower, format), raw(upper, format)]
    case .estimate(let value, let lower, let upper):
      main = raw(value, format)
      ends = [raw(lower, format), raw(upper, format)]
    case .pValue(let p): main = raw(p)
    }
    var fields = [main]
    if hasCounts { fields += counts }
    if hasInterval { fields += ends }
    if hasLetters { fields.append(Table.csvText(cell.letters ?? "")) }
    if hasDisplay {
      fields.append(cell.display(in: column, rules: NumberRules(minus: "-", thousands: ",", missing: "")))
    }
    return fields
  }

  private func raw(_ value: Double, _ format: NumberFormat) -> String {
    raw(format.scale == .percent ? value * 100 : value)
  }

  /// The fewest digits that read back the same; nothing where there is no number.
  private func raw(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let text = value == 0 ? "0" : "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
