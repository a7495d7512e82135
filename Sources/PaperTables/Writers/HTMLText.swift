/// Escaping for HTML and XML, scalar by scalar: a combining mark cannot hide a character of markup.
public enum HTMLText {
  /// Text that may stand between tags and in quoted attributes.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextCleaning.line(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
