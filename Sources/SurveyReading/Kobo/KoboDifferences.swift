internal import SurveyModel

/// What data and form, and joined codes and options, say differently.
enum KoboDifferences {
  /// Columns and options that the form does not have, and questions that the data does not have.
  static func problems(
    _ columns: KoboColumns, _ form: ODKForm, _ structure: RecognizedFile, _ responses: RecognizedFile
  ) -> [Problem] {
    var problems: [Problem] = []
    func add(_ severity: Problem.Severity, _ file: String, _ found: String, _ expected: String, _ remedy: String) {
      problems.append(Problem(severity, file: file, found: found, expected: expected, remedy: remedy))
    }
    func names(_ isMeant: (Int) -> Bool) -> [String] {
      columns.columns.indices.filter { columns.columns[$0].question == nil && isMeant($0) }.map { columns.headings[$0] }
    }
    let strangers = names { columns.columns[$0].multiple == nil && columns.isQuestion($0) }
    if !strangers.isEmpty {
      add(
        .warning, responses.source.name, "columns that the form does not have: \(SurveyAssembly.list(strangers))",
        "the form as it was when the data was collected", "their answers are found from the cells")
    }
    let options = names { columns.columns[$0].option != nil }
    if !options.isEmpty {
      add(
        .warning, responses.source.name, "options that the form does not have: \(SurveyAssembly.list(options))",
        "the options of the form", "they are read as options under their codes")
    }
    let present = Set(columns.columns.compactMap(\.question))
    let absent = form.questions.indices.filter { !present.contains($0) && form.questions[$0].isAnswered }
    let once = absent.filter { form.questions[$0].repeats.isEmpty }.map { form.questions[$0].key }
    if !once.isEmpty {
      add(
        .note, structure.source.name, "questions that the data does not have: \(SurveyAssembly.list(once))",
        "a column for each question", "they were added later, or left out of the export")
    }
    let repeated = absent.filter { !form.questions[$0].repeats.isEmpty }.map { form.questions[$0].key }
    if !repeated.isEmpty {
      add(
        .note, structure.source.name,
        "questions of repeated groups that the data does not have: \(SurveyAssembly.list(repeated))",
        "a table for each repeated group",
        "KoboToolbox leaves them out of a CSV export: name the repeated group's table too")
    }
    return problems
  }

  /// Where joined codes and the columns of the options say different things.
  static func contradictions(_ columns: KoboColumns, file: String) -> [Problem] {
    columns.multiples.compactMap { multiple -> Problem? in
      guard let summary = multiple.summary else { return nil }
      let table = columns.table
      // A label export joins texts, which have spaces of their own: the longest option is looked for first.
      let splitter = TickedOptionSplitter(
        multiple.options.map { position in
          ValueLabel(
            code: columns.columns[position].option ?? "",
            label: columns.columns[position].column.template.variable.itemText)
        }, separator: " ")
      var known: [String: Set<Int>?] = [:]
      var first: Int?
      var count = 0
      for row in 0..<table.count {
        let text = table.columns[summary].text(ofCell: row) ?? ""
        let said: Set<Int>?
        if let earlier = known[text] {
          said = earlier
        } else {
          said = KoboColumns.isNothing(text) ? [] : splitter.positions(of: text)
          known[text] = .some(said)
        }
        let ticked = multiple.options.indices.filter {
          KoboColumns.isTick(table.columns[multiple.options[$0]].text(ofCell: row))
        }
        guard said != Set(ticked) else { continue }
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

extension TickedOptionSplitter {
  /// The positions of the options that a cell holds; nil where it holds something else too.
  fileprivate func positions(of cell: String) -> Set<Int>? {
    var positions: Set<Int> = []
    for piece in pieces(of: cell) {
      guard case .option(let position) = piece else { return nil }
      positions.insert(position)
    }
    return positions
  }
}
