internal import SurveyModel
internal import TextFormats

/// A survey as Triple-S's variables.
struct TripleSLayout {
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
  private var names: Set<String>

  init(_ survey: Survey, file: String) {
    self.survey = survey
    self.file = file
    let inSet = Set(survey.codebook.multipleResponseSets.flatMap(\.variables))
    names = Set(survey.codebook.variables.map(\.name).filter { !inSet.contains($0) })
  }

  /// A name that no variable has yet.
  private mutating func unused(_ name: String) -> String {
    var candidate = name
    while !names.insert(candidate).inserted { candidate += "_" }
    return candidate
  }

  private func loss(_ found: String, _ remedy: String, column: String? = nil) -> Problem {
    Problem(.note, file: file, column: column, found: found, expected: "what Triple-S describes", remedy: remedy)
  }

  mutating func add() {
    addFields()
    addLosses()
  }

  private mutating func addFields() {
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
  }

  private mutating func addLosses() {
    let codebook = survey.codebook
    if !codebook.grids.isEmpty {
      losses.append(
        loss(
          "\(codebook.grids.count) grid\(codebook.grids.count == 1 ? "" : "s")", "their rows are written one by one"))
    }
    let unscored = codebook.variables.filter { variable in
      variable.kind == .categorical && variable.level == .ordinal && variable.labels.allSatisfy { $0.value == nil }
    }
    if !unscored.isEmpty {
      losses.append(
        loss(
          "answers in order without numbers: \(Self.list(unscored))", "they are written in their order, as names"))
    }
    let silent = codebook.variables.filter { variable in
      variable.role == .otherText || (variable.role == .metadata && variable.personal != .identifier)
    }
    if !silent.isEmpty {
      losses.append(
        loss(
          "variables that are no questions: \(Self.list(silent))", "they are written as questions are"))
    }
    let blank = (0..<survey.count).reversed().prefix { respondent in
      fields.allSatisfy { field in field.cells[respondent].utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
      }
    }.count
    if blank > 0 {
      losses.append(
        loss(
          "\(blank) respondent\(blank == 1 ? "" : "s") at the end without any answer",
          "records of blanks are written, which programs leave out"))
    }
  }

  private static func list(_ variables: [Variable]) -> String {
    variables.prefix(8).map(\.name).joined(separator: ", ")
      + (variables.count > 8 ? " and \(variables.count - 8) more" : "")
  }

  // Numbers weigh; one variable, of numbers or texts, is what respondents are told apart by.
  private func use(of variable: Variable) -> String {
    if variable.role == .weight, variable.kind == .numeric { return "weight" }
    let serial = survey.codebook.variables.first {
      $0.personal == .identifier && $0.role == .metadata && [.numeric, .text].contains($0.kind)
    }
    return serial?.name == variable.name ? "serial" : ""
  }

  private mutating func add(_ variable: Variable, _ column: Column) {
    let use = use(of: variable)
    switch column {
    case .categorical(let cells):
      let codes = variable.labels.map(\.code)
      // Only its words can tell that an answer counts as missing.
      let declared = variable.labels.filter { $0.missing == .declared || ($0.missing != nil && $0.label == $0.code) }
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
      // A text that counts as missing would be an answer.
      let texts = (0..<cells.count).map { cells.missing[$0] == 0 ? cells.text(at: $0) : "" }
      fields.append(
        Field(
          name: variable.name, label: variable.label, type: "character", use: use,
          size: max(1, texts.reduce(0) { max($0, $1.count) }), cells: texts))
    case .datetime(let cells): addDates(variable, cells)
    case .multipleResponse(let cells):
      let codes = variable.labels.map(\.code)
      // A numeric code has the character at its own place; codes that can have none stand in order, as texts.
      let numbers = codes.compactMap { Self.isPlainCode($0) ? Int($0) : nil }.filter {
        (1...Self.mostPlaces).contains($0)
      }
      let isNumeric = numbers.count == codes.count && Set(numbers).count == codes.count
      let places = isNumeric ? numbers.map { $0 - 1 } : Array(codes.indices)
      fields.append(
        Field(
          name: variable.name, label: variable.label, type: "multiple", isLiteral: !isNumeric,
          values: variable.labels.map { ($0.code, $0.label, nil) },
          cells: cells.ticked.indices.map { respondent in
            guard cells.missing[respondent] == 0 else { return "" }
            var bits = [UInt8](repeating: UInt8(ascii: "0"), count: (places.max() ?? 0) + 1)
            for (option, place) in places.enumerated() where cells.ticked[respondent] >> UInt64(option) & 1 == 1 {
              bits[place] = UInt8(ascii: "1")
            }
            return String(decoding: bits, as: UTF8.self)
          }))
    }
  }

  /// The most characters of a string of bits that places its options by their codes.
  private static let mostPlaces = 999

  /// A whole number as Triple-S's numeric codes are: no sign, no leading zero.
  private static func isPlainCode(_ code: String) -> Bool { Int(code).map { $0 >= 0 && String($0) == code } ?? false }

  private mutating func addSet(_ set: MultipleResponseSet, _ index: Int) {
    let (ticked, missing, unanswered) = survey.tickedOptions(of: set)
    let name = unused(set.name)
    losses.append(
      loss("the variables of '\(set.name)'", "its options are numbered from 1, in their order", column: name))
    if unanswered > 0 {
      losses.append(
        loss(
          "\(unanswered) option\(unanswered == 1 ? "" : "s") without an answer beside answered ones",
          "they are written as not ticked", column: name))
    }
    fields.append(
      Field(
        name: name, label: set.label, type: "multiple",
        values: set.variables.enumerated().map { number, name in
          (String(number + 1), survey.codebook[name]?.itemText ?? name, nil)
        },
        cells: (0..<survey.count).map { respondent in
          guard !missing[respondent] else { return "" }
          return set.variables.indices.map { ticked[$0][respondent] ? "1" : "0" }.joined()
        }))
  }

  private mutating func addNumbers(_ variable: Variable, _ cells: NumericColumn, _ use: String) {
    let listed = Set(variable.labels.map(\.code))
    let texts = (0..<cells.values.count).map { respondent in
      let original = cells.originals[respondent]
      guard cells.missing[respondent] == 0 else { return original.flatMap { listed.contains($0) ? $0 : nil } ?? "" }
      if let original, Self.isDigits(original) { return original }
      return Self.plain(cells.written(cells.values[respondent]))
    }
    let present = cells.values.filter { !$0.isNaN }
    let codes = variable.labels.filter { Double($0.code) != nil }
    var field = Field(
      name: variable.name, label: variable.label, type: "quantity", use: use,
      values: codes.map { ($0.code, $0.label, nil) }, cells: texts)
    // The range's literals say with how many decimals the numbers are written.
    if let low = present.min(), let high = present.max() {
      field.range = (Self.plain(cells.written(low)), Self.plain(cells.written(high)))
    }
    fields.append(field)
  }

  /// Whether a text is a number as Triple-S pads it: a sign at most, digits, a decimal part at most.
  private static func isDigits(_ text: String) -> Bool {
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count - text.drop { $0 == "-" }.utf8.count <= 1 && parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// A number without an exponent, which Triple-S does not know: "1e-07" is "0.0000001".
  private static func plain(_ text: String) -> String {
    let parts = text.split { $0 == "e" || $0 == "E" }
    guard parts.count == 2, let exponent = Int(parts[1]), exponent.magnitude < 400 else { return text }
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let decimal = parts[0].drop { $0 == "-" }.split(separator: ".")
    let whole = String(decimal.first ?? "0")
    let fraction = decimal.count > 1 && decimal[1] != "0" ? String(decimal[1]) : ""
    let point = whole.utf8.count + exponent
    let digits = whole + fraction
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.utf8.count { return sign + digits + String(repeating: "0", count: point - digits.utf8.count) }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
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
    let name = unused(variable.name + "_time")
    fields.append(
      Field(
        name: name, label: variable.label + " (time of day)", type: "time",
        cells: isos.map { digits($0.suffix(8)) }))
    losses.append(
      loss(
        "a date with a time of day", "it is written as a date and a time, '\(name)'",
        column: variable.name))
  }
}

extension Survey {
  /// For each option of a set who ticked it, who answered none of its variables, and how many of them are without an
  /// answer beside others that have one.
  fileprivate func tickedOptions(
    of set: MultipleResponseSet
  ) -> (ticked: [[Bool]], missing: [Bool], unanswered: Int) {
    var answered = [Int](repeating: 0, count: count)
    let ticked = set.variables.map { name -> [Bool] in
      guard let position = codebook.position(of: name) else { return Array(repeating: false, count: count) }
      let labels = codebook.variables[position].labels
      return (0..<count).map { respondent in
        if columns[position].missingReason(at: respondent) == nil { answered[respondent] += 1 }
        if case .categorical(let cells) = columns[position] {
          return cells.label(at: respondent).map { labels[$0].code == set.tickedCode } ?? false
        }
        return columns[position].originalText(at: respondent) == set.tickedCode
      }
    }
    return (
      ticked, answered.map { $0 == 0 },
      answered.filter { $0 > 0 }.reduce(0) { $0 + set.variables.count - $1 }
    )
  }
}
