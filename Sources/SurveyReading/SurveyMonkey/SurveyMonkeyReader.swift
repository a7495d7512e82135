internal import SurveyModel

/// Reads SurveyMonkey's CSV exports: a heading record with the questions, whose cells go on to the right until the next
/// question, and below it one with options, rows and "Response".
///
/// SurveyMonkey gives questions no names; they are named `Q1`, `Q2` … in their order, and the columns of one question
/// `Q3_1`, `Q3_2` ….
enum SurveyMonkeyReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      responses.detected.headingCount > 1 ? SurveyMonkeyColumns(table).columns : PlainFormColumns.columns(of: table)
    }
  }

  /// What SurveyMonkey records by itself, by the folded heading.
  static func metadata(_ heading: String) -> FormColumn? {
    let name = heading.trimmed
    guard let (kind, personal) = known[TextMatching.folded(name)] else { return nil }
    return FormColumn(metadata: name, kind: kind, personal: personal)
  }

  private static let known: [String: (VariableKind, PersonalData)] = [
    "respondent id": (.text, .identifier), "respondentid": (.text, .identifier), "collector id": (.categorical, .no),
    "collectorid": (.categorical, .no), "date created": (.datetime, .no), "date modified": (.datetime, .no),
    "startdate": (.datetime, .no), "enddate": (.datetime, .no), "ip address": (.text, .technical),
    "email address": (.text, .contact), "first name": (.text, .contact), "last name": (.text, .contact),
    "custom data 1": (.text, .identifier), "custom value": (.text, .identifier),
  ]
}

/// Finds the questions of a SurveyMonkey export with two heading records.
private struct SurveyMonkeyColumns {
  private(set) var columns: [FormColumn] = []
  private let table: DelimitedTable
  private var questions = 0

  init(_ table: DelimitedTable) {
    self.table = table
    var position = 0
    while position < table.columns.count {
      if let metadata = SurveyMonkeyReader.metadata(table.heading(0, position)),
        table.heading(1, position).trimmed.isEmpty
      {
        columns.append(metadata)
        position += 1
        continue
      }
      var end = position + 1
      while end < table.columns.count, table.heading(0, end).trimmed.isEmpty,
        !table.heading(1, end).trimmed.isEmpty
      {
        end += 1
      }
      questions += 1
      add(position..<end)
      position = end
    }
  }

  private func text(_ record: Int, _ position: Int) -> String {
    TextMatching.spaced(PlainText.stripping(table.heading(record, position)))
  }

  private static func isOther(_ item: String) -> Bool {
    let folded = TextMatching.folded(item)
    return folded.hasPrefix("other") && folded.contains("specify")
  }

  private mutating func add(_ range: Range<Int>) {
    let question = text(0, range.lowerBound)
    let name = "Q\(questions)"
    guard range.count > 1 else {
      columns.append(single(range.lowerBound, name, question))
      return
    }
    let items = range.map { text(1, $0) }
    let others = range.filter {
      Self.isOther(items[$0 - range.lowerBound]) && holdsTexts($0, items[$0 - range.lowerBound])
    }
    let rest = range.filter { !others.contains($0) }
    if rest.count == 1 {
      for position in range {
        columns.append(
          others.contains(position)
            ? FormColumn(text: name + "_other", label: "\(question) - \(text(1, position))", role: .otherText)
            : single(position, name, question))
      }
      return
    }
    addBlock(range, others, name, question, items)
  }

  private mutating func addBlock(
    _ range: Range<Int>, _ others: [Int], _ name: String, _ question: String, _ items: [String]
  ) {
    let rest = range.filter { !others.contains($0) }
    let cells = rest.map { table.columns[$0] }
    let isSet = SiblingNames.areOptions(cells, items: rest.map { items[$0 - range.lowerBound] })
    for (number, position) in range.enumerated() {
      let item = items[number]
      if others.contains(position) {
        columns.append(FormColumn(text: name + "_other", label: "\(question) - \(item)", role: .otherText))
      } else if isSet {
        var column = FormColumn(
          option: "\(name)_\(number + 1)", question: question, item: item, cells: table.columns[position])
        column.set = (name, name, question)
        columns.append(column)
      } else {
        var column = FormColumn(question: "\(name)_\(number + 1)", label: "\(question) - \(item)", item: item)
        if TextMatching.folded(item).hasPrefix("open-ended") {
          column = FormColumn(text: "\(name)_\(number + 1)", label: "\(question) - \(item)")
        } else {
          column.template.gridKey = name
          column.grid = (name, name, question)
        }
        columns.append(column)
      }
    }
  }

  private func single(_ position: Int, _ name: String, _ question: String) -> FormColumn {
    if TextMatching.folded(text(1, position)).hasPrefix("open-ended") {
      var column = FormColumn(question: name, label: question)
      column.template.knowledge = .openAnswer
      return column
    }
    return FormColumn(question: name, label: question)
  }

  /// Whether the cells are respondents' own words rather than the option's text.
  private func holdsTexts(_ position: Int, _ item: String) -> Bool {
    let cells = table.columns[position]
    if cells.spilled != nil { return true }
    let texts = cells.distinctTexts
    return !(texts.isEmpty || (texts.count == 1 && TextMatching.normalized(texts[0]) == TextMatching.normalized(item)))
  }
}
