@testable import SurveyReading

/// A small project in EFS's shapes, made up for the tests, as XML and as CSV of the same data.
enum EFSFixtures {
  struct Column {
    var name: String
    var type: String
    var label: String
    var codes: [(String, String)] = []
    var cells: [String]
  }

  static let frequency = [("1", "never"), ("2", "sometimes"), ("3", "often"), ("4", "no answer")]
  static let ticks = [("0", "not quoted"), ("1", "quoted")]

  static let columns: [Column] = [
    Column(name: "lfdn", type: "integer", label: "number", cells: ["1", "2", "3", "5", "6"]),
    Column(name: "external_lfdn", type: "integer", label: "external lfdn", cells: ["0", "0", "0", "0", "0"]),
    Column(
      name: "tester", type: "integer", label: "tester", codes: [("0", "no tester"), ("1", "tester")],
      cells: ["0", "0", "0", "1", "0"]),
    Column(
      name: "dispcode", type: "integer", label: "disposition code",
      codes: [("22", "Suspended (22)"), ("31", "Completed (31)"), ("32", "After break (32)"), ("37", "Screened (37)")],
      cells: ["31", "32", "22", "31", "37"]),
    Column(name: "lastpage", type: "character", label: "last page", cells: ["9", "9", "4", "9", "2"]),
    Column(name: "quality", type: "decimal", label: "quality", cells: ["-77", "0.91", "-77", "1.00", "-77"]),
    Column(name: "duration", type: "integer", label: "duration", cells: ["70", "122", "30", "61", "9"]),
    Column(name: "p_0001", type: "character", label: "User ID", cells: ["u1", "u2", "u3", "u4", "-99"]),
    Column(
      name: "v_10", type: "integer", label: "How often: Reading", codes: frequency,
      cells: ["1", "0", "3", "2", "-77"]),
    Column(
      name: "v_11", type: "integer", label: "How often: Posting", codes: frequency,
      cells: ["2", "1", "0", "3", "-77"]),
    Column(name: "v_20", type: "integer", label: "Used: Forums", codes: ticks, cells: ["0", "1", "0", "1", "-77"]),
    Column(name: "v_21", type: "integer", label: "Used: Groups", codes: ticks, cells: ["1", "1", "0", "0", "-77"]),
    Column(
      name: "v_30", type: "integer", label: "Children", codes: [("0", "none"), ("1", "one"), ("2", "two or more")],
      cells: ["0", "2", "1", "0", "-77"]),
    Column(name: "v_40", type: "character", label: "Minutes a day", cells: ["0", "120", "-99", "35", "-66"]),
    Column(
      name: "v_41", type: "text", label: "Why?", cells: ["for \"fun\"; and more", "-99", "a < b & c", "-66", "-66"]),
    Column(name: "ip_addr", type: "character", label: "remote address", cells: Array(repeating: "192.0.2.1", count: 5)),
    Column(name: "browser", type: "character", label: "browser", cells: Array(repeating: "M", count: 5)),
    Column(name: "referer", type: "character", label: "http-referer", cells: Array(repeating: "-99", count: 5)),
    Column(name: "participant_city", type: "text", label: "participant_city", cells: Array(repeating: "-66", count: 5)),
    Column(name: "hflip", type: "integer", label: "hflip", codes: ticks, cells: ["0", "1", "0", "1", "0"]),
    Column(name: "session_id", type: "character", label: "session id", cells: ["a", "b", "c", "d", "e"]),
    Column(
      name: "ats", type: "absolute timestamp", label: "absolute timestamp",
      cells: ["1452470447", "1452471191", "0", "1452492230", "1452492507"]),
    Column(
      name: "datetime", type: "datetime", label: "datetime of survey start",
      cells: [
        "2016-01-11 00:00:47", "2016-01-11 00:13:11", "2016-01-11 06:02:23", "2016-01-11 06:03:50",
        "2016-01-11 06:08:27",
      ]),
    Column(
      name: "date_of_first_mail", type: "datetime", label: "date of first mail",
      cells: Array(repeating: "0000-00-00 00:00:00", count: 5)),
    Column(
      name: "rts136829", type: "relative timestamp", label: "relative timestamp for page 136829",
      cells: ["4", "2", "1", "0", "0"]),
  ]

  static var count: Int { columns[0].cells.count }

  /// The project as XML.
  static func xml(_ columns: [Column] = columns) -> String {
    func escaped(_ text: String) -> String {
      var result = ""
      for character in text {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case "\"": result += "&quot;"
        default: result.append(character)
        }
      }
      return result
    }
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <export date="2016-01-14 15:35:16">
      <missings numeric="-77" text="-66" text_empty="-99" timestamp="0" datetime="0000-00-00 00:00:00" />
      <variables>

      """
    for column in columns {
      text += "<variable name=\"\(column.name)\" type=\"\(column.type)\">\n<label>\(escaped(column.label))</label>\n"
      if !column.codes.isEmpty {
        let codes = column.codes.map { "<code key=\"\($0)\">\(escaped($1))</code>" }
        text += "<codes>\n\(codes.joined(separator: "\n"))\n</codes>\n"
      }
      text += "</variable>\n"
    }
    text += "</variables>\n<data>\n"
    for row in 0..<(columns.first?.cells.count ?? 0) {
      text += "<row index=\"\(row + 1)\">\n"
      for column in columns { text += "<\(column.name)>\(escaped(column.cells[row]))</\(column.name)>\n" }
      text += "</row>\n"
    }
    return text + "</data>\n</export>\n"
  }

  /// The same project as CSV.
  static func csv(_ columns: [Column] = columns) -> String {
    func cell(_ text: String) -> String {
      guard text.contains(where: { ";\"\n".contains($0) }) else { return text }
      return "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    let rows = (0..<count).map { row in columns.map { cell($0.cells[row]) }.joined(separator: ";") }
    return ([columns.map(\.name).joined(separator: ";")] + rows).joined(separator: "\r\n") + "\r\n"
  }
}
