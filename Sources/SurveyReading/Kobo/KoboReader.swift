internal import SurveyModel

/// Reads the CSV exports of KoboToolbox and Ona: group paths in headings, "select multiple" as one column of joined codes
/// and a column per option, `q/option`.
enum KoboReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      KoboColumns(table).columns
    } notes: { table, _ in
      KoboColumns(table).problems(file: responses.source.name)
    }
  }
}

/// Finds what each column of a Kobo or Ona export is.
struct KoboColumns {
  private(set) var columns: [FormColumn] = []
  private let table: DelimitedTable
  private let headings: [String]
  /// For each question with options its columns: the joined codes, where they are there, and the options.
  private var multiples: [(summary: Int?, options: [Int], name: String)] = []

  init(_ table: DelimitedTable) {
    self.table = table
    headings = table.columns.indices.map { table.heading(0, $0).trimmed }
    columns = headings.map { heading in
      if let known = Self.metadata(heading) { return known }
      var column = FormColumn(question: heading, label: "")
      // Ona writes this where a question holds no answer.
      column.template.missingTexts = [DeclaredCode(code: "n/a", reason: .unknownBlank)]
      return column
    }
    findMultiples()
    markPlaces()
  }

  /// Points, lines and areas on a map tell where somebody lives, whatever the question was called.
  private mutating func markPlaces() {
    for position in columns.indices where columns[position].template.variable.role == .question {
      let cells = table.columns[position]
      let first = (0..<min(table.count, 200)).first { row in
        cells.text(ofCell: row).map { !$0.isEmpty && $0 != "n/a" } ?? false
      }
      guard let first, let text = cells.text(ofCell: first), Self.isPlace(text) else { continue }
      columns[position] = FormColumn(metadata: headings[position], kind: .text, personal: .technical)
    }
  }

  /// Latitude, longitude, altitude, accuracy, once or several times with semicolons between.
  static func isPlace(_ text: String) -> Bool {
    let numbers = (text.split(separator: ";").first ?? "").split(separator: " ").map { Double($0) }
    guard numbers.count == 4, numbers.allSatisfy({ $0 != nil }), let latitude = numbers[0], let longitude = numbers[1]
    else { return false }
    return latitude.magnitude <= 90 && longitude.magnitude <= 180
  }

  /// What the platforms record by themselves, under the name or its last part.
  private static func metadata(_ heading: String) -> FormColumn? {
    let name = heading.hasPrefix("meta/") ? String(heading.dropFirst(5)) : heading
    switch name {
    case "start", "end", "_submission_time", "today", "SubmissionDate":
      return FormColumn(metadata: heading, kind: .datetime)
    case "_id", "_uuid", "_index", "_parent_index", "instanceID", "rootUuid", "instanceName", "formhub/uuid", "KEY",
      "PARENT_KEY", "SubmitterID":
      return FormColumn(metadata: heading, kind: .text, personal: .identifier)
    case "deviceid", "simserial", "subscriberid", "_geolocation", "imei":
      return FormColumn(metadata: heading, kind: .text, personal: .technical)
    case "username", "phonenumber", "_submitted_by", "SubmitterName", "email":
      return FormColumn(metadata: heading, kind: .text, personal: .contact)
    case "_validation_status", "_status", "__version__", "_version", "_tags", "_notes", "_duration", "_xform_id",
      "_parent_table_name", "_attachments", "_last_edited_by":
      return FormColumn(metadata: heading)
    default: break
    }
    for ending in ["_latitude", "_longitude", "_altitude", "_precision"] where name.hasSuffix(ending) {
      let part = name.split(separator: "/").last ?? ""
      if part.hasPrefix("_") { return FormColumn(metadata: heading, kind: .numeric, personal: .technical) }
    }
    return nil
  }

  private static let ticks: Set<String> = ["1", "0", "true", "false", "1.0", "0.0", "n/a"]

  private mutating func findMultiples() {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, heading) in headings.enumerated() where columns[position].template.variable.role == .question {
      guard let slash = heading.lastIndex(of: "/"), slash > heading.startIndex else { continue }
      let parent = String(heading[..<slash])
      if members[parent] == nil { order.append(parent) }
      members[parent, default: []].append(position)
    }
    for parent in order {
      guard let positions = members[parent] else { continue }
      let summary = headings.firstIndex(of: parent)
      let areTicks = positions.allSatisfy { position in
        let texts = table.columns[position].distinctTexts
        return table.columns[position].spilled == nil && texts.allSatisfy { Self.ticks.contains($0.lowercased()) }
      }
      // A group's questions look like options when all of them are yes or no: the joined codes tell.
      guard areTicks, summary != nil || positions.count > 1, positions.contains(where: { !isEmpty($0) }) else {
        continue
      }
      multiples.append((summary, positions, parent))
    }
    for multiple in multiples { describe(multiple) }
  }

  private func isEmpty(_ position: Int) -> Bool { table.columns[position].distinctTexts.isEmpty }

  private mutating func describe(_ multiple: (summary: Int?, options: [Int], name: String)) {
    for position in multiple.options {
      let item = String(headings[position].dropFirst(multiple.name.count + 1))
      var variable = Variable(
        name: headings[position], label: "\(multiple.name) - \(item)", itemText: item, kind: .categorical,
        level: .nominal)
      let texts = table.columns[position].distinctTexts
      func code(_ words: Set<String>, _ usual: String) -> String {
        texts.first { words.contains($0.lowercased()) } ?? usual
      }
      variable.labels = [
        ValueLabel(code: code(["0", "false", "0.0"], "0"), label: "Not selected", value: 0),
        ValueLabel(code: code(["1", "true", "1.0"], "1"), label: item, value: 1),
      ]
      columns[position].template = ColumnTemplate(variable, knowledge: .answers)
      columns[position].template.labelsSayAll = true
      columns[position].template.missingTexts = [DeclaredCode(code: "n/a", reason: .unknownBlank)]
      columns[position].set = (multiple.name, multiple.name, "")
    }
    if let summary = multiple.summary { columns[summary].template.variable.role = .metadata }
  }

  /// Where joined codes and options say different things.
  func problems(file: String) -> [Problem] {
    multiples.compactMap { multiple -> Problem? in
      guard let summary = multiple.summary else { return nil }
      let items = multiple.options.map { String(headings[$0].dropFirst(multiple.name.count + 1)) }
      var first: Int?
      var count = 0
      for row in 0..<table.count {
        let joined = (table.columns[summary].text(ofCell: row) ?? "").split(separator: " ").map(String.init)
        let ticked = multiple.options.indices.filter { index in
          ["1", "true", "1.0"].contains((table.columns[multiple.options[index]].text(ofCell: row) ?? "").lowercased())
        }
        guard Set(joined.filter { $0 != "n/a" }) != Set(ticked.map { items[$0] }) else { continue }
        count += 1
        if first == nil { first = row + 1 }
      }
      guard count > 0 else { return nil }
      return Problem(
        .warning, file: file, row: first, column: multiple.name,
        found: "\(count) record\(count == 1 ? "" : "s") whose joined codes and ticked options differ",
        expected: "the same options in both", remedy: "the columns of the options are read")
    }
  }
}
