internal import ToplineKit

/// A table in the format that the user asked for.
enum Rendering {
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

  /// Several tables of one result, one after the other; a picture and a page hold the first alone.
  static func render(_ tables: [Table], as format: String) -> String {
    guard let first = tables.first else { return "" }
    switch format {
    case "html", "svg": return render(first, as: format)
    default:
      return tables.map { table in
        let text = render(table, as: format)
        return text.hasSuffix("\n") ? text : text + "\n"
      }.joined(separator: "\n")
    }
  }
}
