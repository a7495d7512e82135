internal import SurveyModel
internal import TextFormats

/// What a statistics package takes for names and texts.
struct StatRules: Sendable {
  /// The package's name in messages.
  var package: String
  /// The most bytes of a variable's name.
  var nameLength: Int
  /// Characters beside letters and digits that a name may hold.
  var nameSigns: Set<Character>
  /// Names that are words of the package's language.
  var reserved: Set<String>
  /// The most bytes of a value label and of a variable label.
  var valueLabelLength: Int
  var variableLabelLength: Int
  /// Whether texts can have value labels.
  var labelsTexts: Bool
  /// Whether codes can be declared missing; else they become tagged missings.
  var declaresMissing: Bool

  static let spss = StatRules(
    package: "SPSS", nameLength: 64, nameSigns: ["_", ".", "$", "#", "@"],
    reserved: ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"],
    valueLabelLength: 120, variableLabelLength: 255, labelsTexts: true, declaresMissing: true)

  static let stata = StatRules(
    package: "Stata", nameLength: 32, nameSigns: ["_"],
    reserved: [
      "_ALL", "_B", "BYTE", "_COEF", "_CONS", "DOUBLE", "FLOAT", "IF", "IN", "INT", "LONG", "_N", "_PI", "_PRED", "_RC",
      "_SKIP", "STR", "STRL", "USING", "WITH",
    ],
    valueLabelLength: 32_000, variableLabelLength: 80, labelsTexts: false, declaresMissing: false)
}

/// A cell as a statistics package holds it.
enum StatCell: Sendable, Hashable {
  case number(Double)
  case text(String)
  case tagged(Character)
  case missing
}

/// A survey's variable as one of a statistics package.
struct StatField: Sendable {
  var name: String
  var label: String
  var level: MeasurementLevel
  /// The width of a text in bytes; nil for a number.
  var width: Int?
  /// The package's format for printing, where it is not the usual one.
  var format: String?
  var labels: [(cell: StatCell, label: String)] = []
  /// Values that the file declares missing.
  var missing: [StatCell] = []
  var isWeight = false
  /// The cells, one per respondent.
  var cells: [StatCell] = []
}

/// Lays a survey out for a statistics package: names it takes, numbers for codes, one variable per ticked option.
struct StatLayout {
  /// A multiple-response set by its variables' names.
  struct ResponseSet: Sendable, Hashable {
    var name: String
    var label: String
    var tickedCode: String
    var variables: [String]
  }

  private(set) var fields: [StatField] = []
  private(set) var sets: [ResponseSet] = []
  private(set) var losses: [Problem] = []

  private let rules: StatRules
  private let file: String
  private var taken: Set<String> = []
  private var nameOf: [String: String] = [:]
  private var cut: [String] = []

  init(_ survey: Survey, rules: StatRules, file: String) {
    self.rules = rules
    self.file = file
    for (variable, column) in zip(survey.codebook.variables, survey.columns) { add(variable, column) }
    for set in survey.codebook.multipleResponseSets {
      sets.append(
        ResponseSet(
          name: set.name, label: set.label, tickedCode: set.tickedCode,
          variables: set.variables.compactMap { nameOf[$0] }))
    }
    if !cut.isEmpty {
      losses.append(
        loss(
          "\(cut.count) labels longer than \(rules.package) holds, the first of \(cut[0])", "shorter labels",
          "they are cut"))
    }
    if !survey.codebook.grids.isEmpty {
      losses.append(
        loss(
          "\(survey.codebook.grids.count) grid\(survey.codebook.grids.count == 1 ? "" : "s")", "variables",
          "their rows are written one by one"))
    }
    losses += survey.lostReasons(kept: [.systemMissing], format: rules.package, file: file)
  }

  private func loss(_ found: String, _ expected: String, _ remedy: String, column: String? = nil) -> Problem {
    Problem(.note, file: file, column: column, found: found, expected: expected, remedy: remedy)
  }

  // MARK: Names and labels

  private mutating func name(for original: String) -> String {
    var name = String(
      original.map { character in
        (character.isLetter || character.isNumber || rules.nameSigns.contains(character)) ? character : "_"
      })
    if name.first.map({ !$0.isLetter && $0 != "@" && !(rules.labelsTexts == false && $0 == "_") }) ?? true {
      name = "v" + name
    }
    while name.utf8.count > rules.nameLength { name.removeLast() }
    if name.hasSuffix(".") || rules.reserved.contains(name.uppercased()) { name = "v_" + name.filter { $0 != "." } }
    let base = name
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      let tail = "_\(number)"
      name = base
      while name.utf8.count + tail.utf8.count > rules.nameLength { name.removeLast() }
      name += tail
      number += 1
    }
    if name != original {
      losses.append(
        loss(
          "a name that \(rules.package) does not take", "a name of letters and digits", "it is written as '\(name)'",
          column: original))
    }
    return name
  }

  private mutating func shortened(_ text: String, _ most: Int, _ name: String) -> String {
    guard text.utf8.count > most else { return text }
    var text = text
    while text.utf8.count > most { text.removeLast() }
    cut.append(name)
    return text
  }

  private mutating func field(_ variable: Variable, named name: String? = nil, label: String? = nil) -> StatField {
    let name = self.name(for: name ?? variable.name)
    return StatField(
      name: name, label: shortened(label ?? variable.label, rules.variableLabelLength, variable.name),
      level: variable.level, isWeight: variable.role == .weight)
  }

  // MARK: Columns

  private mutating func add(_ variable: Variable, _ column: Column) {
    switch column {
    case .categorical(let cells): addAnswers(variable, cells)
    case .numeric(let cells): addNumbers(variable, cells)
    case .text(let cells):
      var field = field(variable)
      field.cells = (0..<cells.count).map { .text(cells.text(at: $0)) }
      field.width = max(1, (0..<cells.count).reduce(1) { max($0, cells.utf8(at: $1).count) })
      append(field, variable)
    case .datetime(let cells): addDates(variable, cells)
    case .multipleResponse(let cells): addOptions(variable, cells)
    }
  }

  private mutating func append(_ field: StatField, _ variable: Variable) {
    nameOf[variable.name] = field.name
    fields.append(field)
  }

  private mutating func addAnswers(_ variable: Variable, _ cells: CategoricalColumn) {
    var field = field(variable)
    let codes = variable.labels.map(\.code)
    let numbers = codes.map { Double($0) }
    let areNumbers = zip(codes, numbers).allSatisfy { code, number in number.map { Column.text($0) == code } ?? false }
    var values: [StatCell] = []
    if areNumbers {
      values = numbers.map { .number($0 ?? 0) }
    } else if rules.labelsTexts {
      values = codes.map { .text($0) }
      field.width = max(1, codes.reduce(1) { max($0, $1.utf8.count) })
    } else {
      values = codes.indices.map { .number(Double($0 + 1)) }
      losses.append(
        loss(
          "codes that are texts", "numbers, to which \(rules.package)'s labels belong",
          "they are numbered from 1 in the codebook's order", column: variable.name))
    }
    if !rules.declaresMissing { tagMissing(variable, &values) }
    for (position, label) in variable.labels.enumerated() {
      let text = shortened(label.label, rules.valueLabelLength, variable.name)
      // A label that only repeats its code says nothing, except which values there are.
      field.labels.append((values[position], text))
      // ReadStat writes texts that are declared missing as numbers, which no program can read back.
      if label.missing != nil, rules.declaresMissing, field.width == nil { field.missing.append(values[position]) }
    }
    let undeclared = field.width == nil ? [] : variable.labels.filter { $0.missing != nil }.map(\.code)
    if !undeclared.isEmpty {
      losses.append(
        loss(
          "codes of missing answers that are texts: \(undeclared.joined(separator: ", "))", "codes that are numbers",
          "they are written with their labels and not declared", column: variable.name))
    }
    field.cells = cells.codes.map { code in
      cells.entries[Int(code)].label.map { values[$0] } ?? (field.width == nil ? .missing : .text(""))
    }
    append(field, variable)
  }

  private mutating func tagMissing(_ variable: Variable, _ values: inout [StatCell]) {
    let tags = Array("abcdefghijklmnopqrstuvwxyz")
    let missing = variable.labels.indices.filter { variable.labels[$0].missing != nil }
    guard !missing.isEmpty else { return }
    for (number, position) in missing.prefix(tags.count).enumerated() { values[position] = .tagged(tags[number]) }
    losses.append(
      loss(
        "codes of missing answers: \(missing.map { variable.labels[$0].code }.joined(separator: ", "))",
        "\(rules.package)'s tagged missings", "they are written as .a, .b … with their labels", column: variable.name))
  }

  private mutating func addNumbers(_ variable: Variable, _ cells: NumericColumn) {
    var field = field(variable)
    if let decimals = cells.decimals { field.format = "F\(max(8, decimals + 6)).\(decimals)" }
    var declared: [Double] = []
    var unreadable = 0
    field.cells = (0..<cells.values.count).map { respondent in
      if cells.missing[respondent] == 0 { return .number(cells.values[respondent]) }
      // A number that counts as missing is kept as one, and declared.
      guard let text = cells.originals[respondent] else { return .missing }
      guard let number = Double(text), rules.declaresMissing else {
        unreadable += 1
        return .missing
      }
      if !declared.contains(number) { declared.append(number) }
      return .number(number)
    }
    for label in variable.labels {
      guard let number = Double(label.code) else { continue }
      field.labels.append((.number(number), shortened(label.label, rules.valueLabelLength, variable.name)))
      if label.missing != nil, rules.declaresMissing, !declared.contains(number) { declared.append(number) }
    }
    field.missing = declared.sorted().map { .number($0) }
    if unreadable > 0 {
      losses.append(
        loss(
          "\(unreadable) cells whose text is no number", "numbers", "they are written as missing",
          column: variable.personal.isPersonal ? nil : variable.name))
    }
    append(field, variable)
  }

  private mutating func addDates(_ variable: Variable, _ cells: DateTimeColumn) {
    var field = field(variable)
    let hasTime = cells.seconds.indices.contains { cells.missing[$0] == 0 && cells.seconds[$0] % 86_400 != 0 }
    let isSPSS = rules.declaresMissing
    field.format = isSPSS ? (hasTime ? "DATETIME20" : "DATE11") : (hasTime ? "%tc" : "%td")
    field.cells = cells.seconds.indices.map { respondent in
      guard cells.missing[respondent] == 0 else { return .missing }
      let seconds = Double(cells.seconds[respondent])
      if isSPSS { return .number(seconds + 12_219_379_200) }
      return .number(hasTime ? (seconds + 315_619_200) * 1000 : ((seconds + 315_619_200) / 86_400).rounded(.down))
    }
    let changed = cells.seconds.indices.count { respondent in
      guard cells.missing[respondent] == 0 else { return false }
      let iso = CivilDateTime(seconds: cells.seconds[respondent]).iso8601
      let text = cells.originals.text(at: respondent)
      return text != iso && text != String(iso.prefix(10))
    }
    if changed > 0 {
      losses.append(
        loss(
          "\(changed) dates written in another way than year-month-day", "dates", "their moments are kept",
          column: variable.name))
    }
    append(field, variable)
  }

  private mutating func addOptions(_ variable: Variable, _ cells: MultipleResponseColumn) {
    var names: [String] = []
    for (position, label) in variable.labels.enumerated() {
      var field = field(variable, named: "\(variable.name)_\(label.code)", label: label.label)
      field.level = .nominal
      field.labels = [(.number(0), "Not selected"), (.number(1), "Selected")]
      field.cells = cells.ticked.indices.map { respondent in
        cells.missing[respondent] == 0 ? .number(Double(cells.ticked[respondent] >> UInt64(position) & 1)) : .missing
      }
      names.append(field.name)
      fields.append(field)
    }
    sets.append(ResponseSet(name: variable.name, label: variable.label, tickedCode: "1", variables: names))
    losses.append(
      loss(
        "ticked options in one column", "one variable per option",
        "they are written as \(names.count) variables of one set", column: variable.name))
  }
}
