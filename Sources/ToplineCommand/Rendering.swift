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
}
