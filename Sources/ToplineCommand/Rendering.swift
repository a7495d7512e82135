internal import ToplineKit

/// A table in the format that the user asked for.
enum Rendering {
  /// The texts of tables that belong together; a picture holds one table, and it is the last.
  static func render(_ tables: [Table], as format: String) -> String {
    guard let first = tables.first, let last = tables.last else { return "" }
    switch format {
    case "svg": return last.svg()
    case "html": return first.htmlDocument(id: "table", followedBy: Array(tables.dropFirst()))
    default:
      return tables.map { render($0, as: format) }.reduce("") { text, next in
        text.isEmpty ? next : text + (text.hasSuffix("\n") ? "\n" : "\n\n") + next
      }
    }
  }

  /// The table's text.
  static func render(_ table: Table, as format: String) -> String {
    switch format {
    case "markdown": return table.markdown()
    case "html": return table.htmlDocument(id: "table")
    case "latex": return table.latex()
    case "csv": return table.csv(withDisplay: true)
    case "svg": return table.svg()
    default: return table.plainText()
    }
  }
}
