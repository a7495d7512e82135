internal import SurveyModel

/// A column's heading in a LimeSurvey CSV export, in any of its four styles.
struct LimeSurveyHeading: Sendable, Hashable {
  /// The whole code: `q[sub]`; empty where the export has full texts only.
  var code = ""
  /// The question's code, without what stands in brackets.
  var question = ""
  /// What stands in the brackets, in order: sub-question, scale, "other", "comment".
  var parts: [String] = []
  /// The text, where the heading has one.
  var text = ""

  init(_ heading: String) {
    let heading = heading.trimmed
    (code, text) = Self.split(heading)
    if Self.isCode(code) {
      let open = code.firstIndex(of: "[") ?? code.endIndex
      question = String(code[..<open])
      parts = code[open...].split(separator: "]").map { String($0.drop { $0 == "[" }) }.filter { !$0.isEmpty }
    } else {
      text = heading
      code = ""
    }
  }

  /// The code that a heading begins with, or the whole heading where it has no text beside.
  static func code(of heading: String) -> String { split(heading.trimmed).code }

  // "code. text" is the default of "code & text", "code: text" and "code._.text" are other separators that occur.
  private static func split(_ heading: String) -> (code: String, text: String) {
    var position = heading.startIndex
    while position < heading.endIndex {
      let rest = heading[position...]
      for separator in ["._.", ". ", ": "] where rest.hasPrefix(separator) {
        let code = String(heading[..<position])
        guard isCode(code) else { break }
        return (code, String(rest.dropFirst(separator.count)).trimmed)
      }
      position = heading.index(after: position)
    }
    if heading.hasSuffix("."), isCode(String(heading.dropLast())) { return (String(heading.dropLast()), "") }
    return (heading, "")
  }

  /// Whether a text has the form of a question's code: letters and digits, then parts in brackets.
  static func isCode(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
    var depth = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "[": depth += 1
      case "]":
        depth -= 1
        if depth < 0 { return false }
      case _ where depth > 0: continue
      case "_", "0"..."9", "a"..."z", "A"..."Z", "-": continue
      default: return false
      }
    }
    return depth == 0
  }

  /// LimeSurvey's own columns in full-text headings, by language.
  static let localized: [(text: String, code: String)] = [
    ("Response ID", "id"), ("Antwort ID", "id"), ("Antwort-ID", "id"), ("Svar-ID", "id"), ("ID de la réponse", "id"),
    ("Date submitted", "submitdate"), ("Datum Abgeschickt", "submitdate"), ("Dato indsendt", "submitdate"),
    ("Date de soumission", "submitdate"), ("Fecha de envío", "submitdate"),
    ("Last page", "lastpage"), ("Letzte Seite", "lastpage"), ("Sidste side", "lastpage"),
    ("Dernière page", "lastpage"), ("Última página", "lastpage"),
    ("Start language", "startlanguage"), ("Start-Sprache", "startlanguage"), ("Startsprog", "startlanguage"),
    ("Langue de départ", "startlanguage"), ("Idioma inicial", "startlanguage"),
    ("Seed", "seed"), ("Zufallsgeneratorstartwert", "seed"),
    ("Date started", "startdate"), ("Datum gestartet", "startdate"), ("Dato startet", "startdate"),
    ("Date last action", "datestamp"), ("Datum letzte Aktivität", "datestamp"),
    ("IP address", "ipaddr"), ("IP-Adresse", "ipaddr"), ("IP-adresse", "ipaddr"),
    ("Referrer URL", "refurl"), ("Weiterleitungs-URL", "refurl"),
    ("Token", "token"), ("Access code", "token"), ("Zugangsschlüssel", "token"), ("Zugangscode", "token"),
    ("Total time", "interviewtime"), ("Gesamtzeit", "interviewtime"),
  ]

  /// The heading of the last page in some language, with its position, where another of LimeSurvey's own is there too.
  static func lastPage(in names: ArraySlice<String>) -> (name: String, position: Int)? {
    let codes = names.map { name in localized.first { $0.text.lowercased() == name.lowercased() }?.code }
    guard codes.contains("submitdate") || codes.contains("startlanguage"),
      let position = codes.firstIndex(of: "lastpage")
    else { return nil }
    return (names[names.startIndex + position], position)
  }
}
