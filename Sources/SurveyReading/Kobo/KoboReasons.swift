internal import SurveyModel

/// Tells for blanks of a Kobo, Ona or ODK table whether the question was shown.
///
/// The exports write one blank for a question that was not shown and for one that was passed over; the form's
/// conditions (`relevant`) tell them apart where they can be followed. An entry of a repeated group that has nothing at
/// all was not asked for.
struct KoboReasons {
  private let columns: KoboColumns
  private let table: DelimitedTable
  private let form: ODKForm?
  /// The columns by question and entries, for what an expression asks for.
  private var places: [String: Int] = [:]
  private var questionOfName: [String: Int] = [:]
  private var questionOfPath: [String: Int] = [:]
  /// What is known of a condition in one row.
  private enum Finding: UInt8 {
    case notAsked, holds, fails, unknown
  }

  /// A condition as the questions under it meet it: a repeated group's entries have their own.
  private struct Condition {
    var expression: ODKExpression?
    var path: [String]
    var question: Int
    var entries: [Int]
    /// For each row what was found; the options of a question and the questions of a group share it.
    var findings: [Finding]
  }

  private var conditions: [Condition] = []
  /// For each column the positions of its conditions.
  private var conditionsOf: [[Int]] = []
  /// For each entry of a repeated group and each row whether it, or a later one, holds anything.
  private var isGiven: [String: [Bool]] = [:]
  /// The version of the form in each row, where there are several.
  private var versions: [String]?
  /// For each column the versions in which somebody answered it.
  private var answeredIn: [Set<String>] = []
  /// How many cells of each question stay unknown, for its condition and for the form's version.
  private var unfollowed: [Int: Int] = [:]
  private var unversioned: [Int: Int] = [:]

  init(_ columns: KoboColumns) {
    self.columns = columns
    table = columns.table
    form = columns.form
    for (place, question) in (form?.questions ?? []).enumerated() {
      if questionOfName[question.name] == nil { questionOfName[question.name] = place }
      questionOfPath[question.key] = place
    }
    for (position, column) in columns.columns.enumerated() {
      guard let question = column.question else { continue }
      let key = Self.key(question, column.heading.entries)
      if places[key] == nil { places[key] = position }
    }
    findConditions()
    findEntries()
    findVersions()
  }

  private mutating func findConditions() {
    var known: [String: Int] = [:]
    for column in columns.columns {
      guard let form, let place = column.question else {
        conditionsOf.append([])
        continue
      }
      let entries = column.heading.entries
      conditionsOf.append(
        form.questions[place].conditions.map { condition in
          let key = Self.key(0, entries) + condition.path.joined(separator: "/") + "\n" + condition.expression
          if let known = known[key] { return known }
          known[key] = conditions.count
          conditions.append(
            Condition(
              expression: ODKExpression(condition.expression), path: condition.path, question: place, entries: entries,
              findings: [Finding](repeating: .notAsked, count: table.count)))
          return conditions.count - 1
        })
    }
  }

  private static func key(_ question: Int, _ entries: [Int]) -> String {
    "\(question)" + entries.map { "[\($0)]" }.joined()
  }

  private mutating func findEntries() {
    for (position, column) in columns.columns.enumerated() {
      for group in column.heading.groups {
        var given = isGiven[group] ?? [Bool](repeating: false, count: table.count)
        for row in 0..<table.count where !given[row] { given[row] = !isBlank(position, row) }
        isGiven[group] = given
      }
    }
    // A blank entry before one that holds something was given.
    for group in isGiven.keys.sorted(by: { Self.number($0) > Self.number($1) }) {
      guard let open = group.lastIndex(of: "["), let later = isGiven[group] else { continue }
      let earlier = "\(group[..<open])[\(Self.number(group) - 1)]"
      guard var given = isGiven[earlier] else { continue }
      for row in 0..<table.count where later[row] { given[row] = true }
      isGiven[earlier] = given
    }
  }

  private static func number(_ group: String) -> Int {
    group.lastIndex(of: "[").flatMap { Int(group[group.index(after: $0)...].dropLast()) } ?? 0
  }

  private mutating func findVersions() {
    let names: Set<String> = ["__version__", "_version", "X__version__", "X_version"]
    guard form != nil, let position = columns.headings.firstIndex(where: { names.contains($0) }),
      table.columns[position].spilled == nil, table.columns[position].distinctTexts.count > 1
    else { return }
    let versions = (0..<table.count).map { table.columns[position].text(ofCell: $0) ?? "" }
    self.versions = versions
    let distinct = Set(versions).count
    answeredIn = table.columns.indices.map { column in
      var found: Set<String> = []
      for row in 0..<table.count where !isBlank(column, row) {
        found.insert(versions[row])
        if found.count == distinct { break }
      }
      return found
    }
  }

  private func isBlank(_ position: Int, _ row: Int) -> Bool {
    guard !table.columns[position].isBlank(cell: row) else { return true }
    return KoboColumns.isNothing(table.columns[position].text(ofCell: row) ?? "")
  }

  /// Whether a column's blanks can be told apart.
  func concerns(_ position: Int) -> Bool {
    let column = columns.columns[position]
    return column.question != nil || column.multiple != nil || !column.heading.groups.isEmpty
  }

  /// The reason of a cell; nil where it stays as it is.
  mutating func reason(_ position: Int, _ row: Int, _ text: String?, _ present: MissingReason?) -> MissingReason? {
    let column = columns.columns[position]
    // A zero beside joined codes that are blank says that nobody answered, not that the option was not ticked.
    let isZero = column.option != nil && present == nil && KoboColumns.isZero(text) && isPassedOver(column, row)
    guard present == .unknownBlank || isZero else { return nil }
    if column.heading.groups.contains(where: { isGiven[$0]?[row] == false }) { return .notShown }
    guard let form, let place = column.question else { return isZero ? .unknownBlank : nil }
    let question = form.questions[place]
    guard let shown = isShown(position, row) else {
      unfollowed[place, default: 0] += 1
      return isZero ? .unknownBlank : nil
    }
    if !shown { return .notShown }
    guard question.isAnswered else { return .systemMissing }
    // A submission has an element for all that its form shows.
    let isAbsent = table.columns[position].text(ofCell: row) == nil
    if isAbsent || versions.map({ !isAnswered(position, in: $0[row]) }) ?? false {
      unversioned[place, default: 0] += 1
      return isZero ? .unknownBlank : nil
    }
    return .seenNotAnswered
  }

  private func isPassedOver(_ column: KoboColumn, _ row: Int) -> Bool {
    guard let multiple = column.multiple.map({ columns.multiples[$0] }), let summary = multiple.summary,
      isBlank(summary, row)
    else { return false }
    return !multiple.options.contains { KoboColumns.isTick(table.columns[$0].text(ofCell: row)) }
  }

  /// Whether anybody answered a column's question in a version of the form.
  private func isAnswered(_ position: Int, in version: String) -> Bool {
    guard let multiple = columns.columns[position].multiple.map({ columns.multiples[$0] }) else {
      return answeredIn[position].contains(version)
    }
    return (multiple.options + (multiple.summary.map { [$0] } ?? [])).contains { answeredIn[$0].contains(version) }
  }

  // MARK: Conditions

  private mutating func isShown(_ position: Int, _ row: Int) -> Bool? {
    var result: Bool? = true
    for place in conditionsOf[position] {
      if conditions[place].findings[row] == .notAsked { conditions[place].findings[row] = finding(place, row) }
      switch conditions[place].findings[row] {
      case .fails: return false
      case .holds: continue
      case .unknown, .notAsked: result = nil
      }
    }
    return result
  }

  private func finding(_ place: Int, _ row: Int) -> Finding {
    let condition = conditions[place]
    guard let form, let expression = condition.expression else { return .unknown }
    let asker = form.questions[condition.question]
    switch expression.holds({ answer($0, at: condition.path, asker, condition.entries, row) }) {
    case true?: return .holds
    case false?: return .fails
    case nil: return .unknown
    }
  }

  /// The answer that a reference means; nil where the data does not have it.
  private func answer(
    _ reference: ODKExpression.Reference, at path: [String], _ asker: ODKQuestion, _ entries: [Int], _ row: Int
  ) -> String? {
    let found: Int? =
      switch reference {
      case .named(let name): questionOfName[name]
      case .absolute(let names): questionOfPath[names.joined(separator: "/")]
      case .relative(let up, let names): questionOfPath[(path.dropLast(up) + names).joined(separator: "/")]
      }
    guard let found, let form else { return nil }
    // In the same repeated group the entry is the same; another group's entries are several answers.
    let question = form.questions[found]
    var shared: [Int] = []
    for (depth, length) in question.repeats.enumerated() where !entries.isEmpty {
      guard depth < asker.repeats.count, depth < entries.count, asker.repeats[depth] == length,
        asker.path.prefix(length) == question.path.prefix(length)
      else { return nil }
      shared.append(entries[depth])
    }
    guard let position = places[Self.key(found, shared)] else { return nil }
    return code(position, question, row)
  }

  /// A question's answer as its code or codes.
  private func code(_ position: Int, _ question: ODKQuestion, _ row: Int) -> String {
    let column = columns.columns[position]
    if let multiple = column.multiple.map({ columns.multiples[$0] }) {
      return multiple.options.filter { KoboColumns.isTick(table.columns[$0].text(ofCell: row)) }
        .map { columns.columns[$0].option ?? "" }.joined(separator: " ")
    }
    guard !isBlank(position, row), let text = table.columns[position].text(ofCell: row) else { return "" }
    guard question.kind == .selectOne, columns.hasLabels else { return text }
    let form = TextMatching.normalized(text)
    return question.choices.first { choice in
      choice.label.texts.values.contains { TextMatching.normalized(PlainText.stripping($0)) == form }
    }?.name ?? text
  }

  /// What stayed unknown.
  func problems(file: String) -> [Problem] {
    func note(_ counts: [Int: Int], _ found: String, _ expected: String, _ remedy: String) -> [Problem] {
      guard !counts.isEmpty, let form else { return [] }
      let cells = counts.values.reduce(0, +)
      let names = counts.keys.sorted().map { form.questions[$0].key }
      return [
        Problem(
          .note, file: file,
          found: "\(cells) blank cell\(cells == 1 ? "" : "s") \(found): \(SurveyAssembly.list(names))",
          expected: expected, remedy: remedy)
      ]
    }
    return note(
      unfollowed, "of questions whose condition is not followed",
      "conditions that compare answers of the same submission", "they count as unknown")
      + note(
        unversioned, "that another version of the form may explain", "submissions of one version of the form",
        "they count as unknown: the question may not have been there")
  }
}
