public import SurveyModel
internal import TextFormats

/// Writes a survey in Triple-S 3.0: a definition in XML and its data in CSV, both UTF-8.
///
/// Ticked options become one variable of bits, whatever they were stored as. Triple-S says nothing of levels, of reasons
/// for missing and of grids; codes of missing answers keep their labels, by whose wording most programs know them.
public enum TripleSWriter {
  /// The definition `name.sss` and the data `name.csv`.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - name: The files' name without its ending.
  ///   - title: The title that stands in the definition.
  public static func write(_ survey: Survey, name: String = "responses", title: String = "") -> WrittenSurvey {
    var layout = TripleSLayout(survey, file: name + ".sss")
    layout.add()
    var data = CSVWriter()
    data.record(layout.fields.map(\.name))
    for respondent in 0..<survey.count { data.record(layout.fields.map { $0.cells[respondent] }) }
    return WrittenSurvey(
      files: [
        WrittenFile(name: name + ".sss", bytes: Array(layout.definition(title: title, href: name + ".csv").utf8)),
        WrittenFile(name: name + ".csv", bytes: data.bytes),
      ],
      losses: layout.losses
        + survey.lostReasons(kept: [.unknownBlank], format: "Triple-S", file: name + ".sss"))
  }
}

/// A survey as Triple-S's variables.
private struct TripleSLayout {
  struct Field {
    var name: String
    var label: String
    var type: String
    var use = ""
    var isLiteral = false
    var values: [(code: String, text: String, score: String?)] = []
    var range: (low: String, high: String)?
    var size: Int?
    var cells: [String]
  }

  private(set) var fields: [Field] = []
  private(set) var losses: [Problem] = []
  private let survey: Survey
  private let file: String

  init(_ survey: Survey, file: String) {
    self.survey = survey
    self.file = file
  }

  private func loss(_ found: String, _ remedy: String, column: String? = nil) -> Problem {
    Problem(.note, file: file, column: column, found: found, expected: "what Triple-S describes", remedy: remedy)
  }

  mutating func add() {
    let inSet = Set(survey.codebook.multipleResponseSets.flatMap(\.variables))
    var written: Set<String> = []
    for (position, variable) in survey.codebook.variables.enumerated() {
      if inSet.contains(variable.name) {
        for (index, set) in survey.codebook.multipleResponseSets.enumerated()
        where set.variables.contains(variable.name) && written.insert(set.name).inserted {
          addSet(set, index)
        }
      } else {
        add(variable, survey.columns[position])
      }
    }
    if !survey.codebook.grids.isEmpty {
      losses.append(
        loss(
          "\(survey.codebook.grids.count) grid\(survey.codebook.grids.count == 1 ? "" : "s")",
          "their rows are written one by one"))
    }
  }

  private mutating func add(_ variable: Variable, _ column: Column) {
    let use = variable.role == .weight ? "weight" : ""
    switch column {
    case .categorical(let cells):
      let codes = variable.labels.map(\.code)
      let declared = variable.labels.filter { $0.missing == .declared }
      if !declared.isEmpty {
        losses.append(
          loss(
            "codes declared missing: \(declared.map(\.code).joined(separator: ", "))",
            "they are written as answers with their labels", column: variable.name))
      }
      fields.append(
        Field(
          name: variable.name, label: variable.label, type: "single", use: use,
          isLiteral: !codes.allSatisfy(Self.isPlainCode),
          values: variable.labels.map { label in
            // Scores say that the answers are a scale, and which.
            (label.code, label.label, variable.level == .nominal ? nil : label.value.map { Column.text($0) })
          },
          cells: cells.codes.map { code in cells.entries[Int(code)].label.map { codes[$0] } ?? "" }))
    case .numeric(let cells): addNumbers(variable, cells, use)
    case .text(let cells):
      let texts = (0..<cells.count).map { cells.text(at: $0) }
      fields.append(
        Field(
          name: variable.name, label: variable.label, type: "character",
          size: max(1, texts.reduce(0) { max($0, $1.count) }), cells: texts))
    case .datetime(let cells): addDates(variable, cells)
    case .multipleResponse(let cells):
      let count = variable.labels.count
      fields.append(
        Field(
          name: variable.name, label: variable.label, type: "multiple",
          values: variable.labels.enumerated().map { (String($0 + 1), $1.label, nil) },
          cells: cells.ticked.indices.map { respondent in
            guard cells.missing[respondent] == 0 else { return "" }
            return (0..<count).map { cells.ticked[respondent] >> UInt64($0) & 1 == 1 ? "1" : "0" }.joined()
          }))
    }
  }

  /// A whole number as Triple-S's numeric codes are: no sign, no leading zero.
  private static func isPlainCode(_ code: String) -> Bool { Int(code).map { $0 >= 0 && String($0) == code } ?? false }

  private mutating func addSet(_ set: MultipleResponseSet, _ index: Int) {
    let (ticked, missing) = survey.tickedOptions(of: set)
    fields.append(
      Field(
        name: set.name, label: set.label, type: "multiple",
        values: set.variables.enumerated().map { number, name in
          (String(number + 1), survey.codebook[name]?.itemText ?? name, nil)
        },
        cells: (0..<survey.count).map { respondent in
          guard !missing[respondent] else { return "" }
          return set.variables.indices.map { ticked[$0][respondent] ? "1" : "0" }.joined()
        }))
  }

  private mutating func addNumbers(_ variable: Variable, _ cells: NumericColumn, _ use: String) {
    let texts = (0..<cells.values.count).map { respondent in
      if cells.missing[respondent] == 0 { return cells.written(cells.values[respondent]) }
      return cells.originals[respondent].flatMap { Double($0) == nil ? nil : $0 } ?? ""
    }
    let present = cells.values.filter { !$0.isNaN }
    let codes = variable.labels.filter { Double($0.code) != nil }
    var field = Field(
      name: variable.name, label: variable.label, type: "quantity", use: use,
      values: codes.map { ($0.code, $0.label, nil) }, cells: texts)
    // The range's literals say with how many decimals the numbers are written.
    if let low = present.min(), let high = present.max() { field.range = (cells.written(low), cells.written(high)) }
    fields.append(field)
  }

  private mutating func addDates(_ variable: Variable, _ cells: DateTimeColumn) {
    func digits(_ text: some StringProtocol) -> String { String(text.filter { $0.isNumber }) }
    let isos = cells.seconds.indices.map { respondent in
      cells.missing[respondent] == 0 ? CivilDateTime(seconds: cells.seconds[respondent]).iso8601 : ""
    }
    fields.append(
      Field(
        name: variable.name, label: variable.label, type: "date", cells: isos.map { digits($0.prefix(10)) }))
    guard isos.contains(where: { !$0.isEmpty && !$0.hasSuffix("00:00:00") }) else { return }
    fields.append(
      Field(
        name: variable.name + "_time", label: variable.label + " (time of day)", type: "time",
        cells: isos.map { digits($0.suffix(8)) }))
    losses.append(
      loss(
        "a date with a time of day", "it is written as a date and a time, '\(variable.name)_time'",
        column: variable.name))
  }

  // MARK: The definition

  func definition(title: String, href: String) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sss version=\"3.0\">\n<origin>Topline</origin>\n<survey>\n"
    text += "<title>\(Self.escaped(title))</title>\n"
    text += "<record ident=\"A\" href=\"\(Self.escaped(href))\" format=\"csv\" encoding=\"UTF-8\" skip=\"1\">\n"
    for (number, field) in fields.enumerated() {
      text += "<variable ident=\"\(number + 1)\" type=\"\(field.type)\""
      if !field.use.isEmpty { text += " use=\"\(field.use)\"" }
      if field.isLiteral { text += " format=\"literal\"" }
      text += ">\n<name>\(Self.escaped(field.name))</name>\n<label>\(Self.escaped(field.label))</label>\n"
      text += "<position start=\"\(number + 1)\"/>\n"
      if let size = field.size { text += "<size>\(size)</size>\n" }
      if !field.values.isEmpty || field.range != nil {
        text += "<values>\n"
        if let (low, high) = field.range { text += "<range from=\"\(low)\" to=\"\(high)\"/>\n" }
        for (code, label, score) in field.values {
          let scored = score.map { " score=\"\($0)\"" } ?? ""
          text += "<value code=\"\(Self.escaped(code))\"\(scored)>\(Self.escaped(label))</value>\n"
        }
        text += "</values>\n"
      }
      text += "</variable>\n"
    }
    return text + "</record>\n</survey>\n</sss>\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20: break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Survey {
  /// For each option of a set who ticked it, and who answered none of its variables.
  fileprivate func tickedOptions(of set: MultipleResponseSet) -> (ticked: [[Bool]], missing: [Bool]) {
    var missing = [Bool](repeating: true, count: count)
    let ticked = set.variables.map { name -> [Bool] in
      guard let position = codebook.position(of: name) else { return Array(repeating: false, count: count) }
      let labels = codebook.variables[position].labels
      return (0..<count).map { respondent in
        if columns[position].missingReason(at: respondent) == nil { missing[respondent] = false }
        if case .categorical(let cells) = columns[position] {
          return cells.label(at: respondent).map { labels[$0].code == set.tickedCode } ?? false
        }
        return columns[position].originalText(at: respondent) == set.tickedCode
      }
    }
    return (ticked, missing)
  }
}
