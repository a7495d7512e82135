/// The names that a questionnaire's columns have in exports without keys, and the keys that belong to them.
struct QualtricsExportNames {
  private var keys: [String: [(key: String, text: String)]] = [:]

  init(_ questionnaire: Questionnaire) {
    for question in questionnaire.questions { add(question) }
  }

  /// The key of the column with that name; the second column of one name is given the next key.
  mutating func take(_ name: String, text: String) -> String? {
    guard var candidates = keys[name], !candidates.isEmpty else { return nil }
    let wanted = Array(TextMatching.folded(text).unicodeScalars)
    func likeness(_ text: String) -> Int {
      zip(wanted, TextMatching.folded(text).unicodeScalars).prefix { $0 == $1 }.count
    }
    var position = 0
    for index in candidates.indices where likeness(candidates[index].text) > likeness(candidates[position].text) {
      position = index
    }
    let key = candidates.remove(at: position).key
    keys[name] = candidates
    return key
  }

  private mutating func add(_ question: Questionnaire.Question) {
    let id = question.id
    let tag = question.tag
    put([tag], id, question)
    put([tag + "_TEXT"], id + "_TEXT", question)
    // The text of a text question goes under the question's own name.
    if question.type == "TE" { keys[tag] = [(id + "_TEXT", question.text)] }
    for choice in question.choices {
      let names = [choice.id, choice.code].map { "\(tag)_\($0)" } + tagged(choice, tag)
      put(names, "\(id)_\(choice.id)", question)
      put(names.map { $0 + "_TEXT" }, "\(id)_\(choice.id)_TEXT", question)
      for point in question.answers {
        let suffixes = Set([point.id, point.code])
        put(
          names.flatMap { name in suffixes.sorted().map { "\(name)_\($0)" } }, "\(id)_\(choice.id)_\(point.id)",
          question)
      }
    }
    for (index, column) in question.columns.enumerated() { add(column, of: question, number: index + 1) }
  }

  private mutating func add(_ column: Questionnaire.Question, of question: Questionnaire.Question, number: Int) {
    let tag = "\(question.tag)#\(number)"
    for choice in column.choices {
      var names = ["\(tag)_\(choice.id)"] + tagged(choice, tag)
      if let own = column.answerTag {
        names += tagged(choice, tag).map { "\($0): \(own)" } + ["\(tag)_\(choice.id): \(own)"]
      }
      let key = "\(question.id)#\(number)_\(choice.id)"
      put(names, key, question)
      for point in column.answers {
        let names = names.flatMap { ["\($0)_\(point.id)", "\($0)_\(point.code)"] }
        put(names, "\(key)_\(point.id)", question)
        put(names.map { $0 + "_TEXT" }, "\(key)_\(point.id)_TEXT", question)
      }
    }
  }

  private func tagged(_ choice: Questionnaire.Choice, _ tag: String) -> [String] {
    guard let own = choice.exportTag else { return [] }
    // Signs that SPSS does not take became underscores.
    let spellings = Set([own, String(own.map { $0 == "-" ? "_" : $0 })])
    return spellings.sorted().flatMap { [$0, "\(tag)_\($0)", "\(tag)\($0)"] }
  }

  private mutating func put(_ names: [String], _ key: String, _ question: Questionnaire.Question) {
    for name in Set(names).sorted() {
      if keys[name]?.contains(where: { $0.key == key }) == true { continue }
      keys[name, default: []].append((key, question.text))
    }
  }
}
