internal import SurveyModel

/// Joins the records of a repeated group, which Ona and ODK write into a table of their own, to the respondents: entry
/// after entry in columns `children[1]/age`, `children[2]/age`, as Ona's flat export has them.
enum KoboRepeats {
  /// Columns that only say which record belongs to which.
  private static let links: Set<String> = ["_parent_index", "_parent_table_name"]

  /// Adds the columns of the entries.
  static func join(
    _ file: RecognizedFile, to table: inout DelimitedTable, respondents: RecognizedFile, options: ReadingOptions
  ) throws(ReadingError) -> [Problem] {
    guard let text = file.text else { throw PlainCSVReader.noTable(file) }
    var entries = try DelimitedTable.read(text, headingCount: file.detected.headingCount, options: options)
    entries.dropNamelessBlankColumns(file: file.source.name)
    let names = entries.columns.indices.map { entries.heading(0, $0).trimmed }
    let own = table.columns.indices.map { table.heading(0, $0).trimmed }
    guard let parent = names.firstIndex(of: "_parent_index"), let index = own.firstIndex(of: "_index") else {
      throw ReadingError(
        .pairing, place: Place(file: file.source.path),
        found: "a repeated group's records without a common key: \(respondents.source.name) has no column '_index'",
        expected: "the table of the respondents with its column _index",
        remedy: "export both tables again, or read one of them alone")
    }
    let (members, orphans) = members(of: table.columns[index], entries.columns[parent])
    let most = members.map(\.count).max() ?? 0
    let kept = entries.columns.indices.filter { position in
      let cells = entries.columns[position]
      return !links.contains(names[position]) && (cells.spilled != nil || !cells.distinctTexts.isEmpty)
    }
    guard most <= DelimitedTable.mostColumns / max(1, kept.count) - table.columns.count else {
      throw ReadingError(
        .limit, place: Place(file: file.source.path),
        found: "\(most) entries of \(kept.count) columns for one respondent",
        expected: "at most \(DelimitedTable.mostColumns) columns in all",
        remedy: "read the repeated group's table alone")
    }
    let group = group(names, file: file.source.name)
    while table.headings[0].count < table.columns.count { table.headings[0].append("") }
    for number in 0..<most {
      for position in kept {
        table.headings[0].append(heading(names[position], group: group, number: number + 1))
        table.columns.append(cells(entries.columns[position], of: members, number))
      }
    }
    return file.problems + entries.problems + notes(file, entries.count, orphans, respondents)
  }

  /// For each respondent the records that belong to it, and how many belong to none.
  private static func members(of index: RawColumn, _ parents: RawColumn) -> (members: [[Int]], orphans: Int) {
    var rows: [String: Int] = [:]
    for row in 0..<index.count {
      if let key = index.text(ofCell: row)?.trimmed, rows[key] == nil { rows[key] = row }
    }
    var members = [[Int]](repeating: [], count: index.count)
    var orphans = 0
    for entry in 0..<parents.count {
      if let key = parents.text(ofCell: entry)?.trimmed, let row = rows[key] {
        members[row].append(entry)
      } else {
        orphans += 1
      }
    }
    return (members, orphans)
  }

  private static func cells(_ column: RawColumn, of members: [[Int]], _ number: Int) -> RawColumn {
    var cells = RawColumn()
    for entries in members {
      if number < entries.count, let text = column.text(ofCell: entries[number]) {
        cells.append(text)
      } else {
        cells.appendAbsent(number < entries.count ? .unknownBlank : .notShown)
      }
    }
    return cells
  }

  /// The repeated group's path: what all questions' headings have before their last name, else the table's name.
  private static func group(_ names: [String], file: String) -> String {
    let stem = String(file.lastIndex(of: ".").map { file[..<$0] } ?? file[...])
    let paths = names.filter { !$0.hasPrefix("_") && !$0.hasPrefix("meta/") }.map {
      $0.split(separator: "/").map(String.init)
    }
    guard var common = paths.first?.dropLast() else { return stem }
    for path in paths {
      while !path.starts(with: common) { common = common.dropLast() }
    }
    return common.isEmpty ? stem : common.joined(separator: "/")
  }

  private static func heading(_ name: String, group: String, number: Int) -> String {
    let rest = name.hasPrefix(group + "/") ? String(name.dropFirst(group.count + 1)) : name
    return "\(group)[\(number)]/\(rest)"
  }

  private static func notes(
    _ file: RecognizedFile, _ count: Int, _ orphans: Int, _ respondents: RecognizedFile
  ) -> [Problem] {
    var problems = [
      Problem(
        .note, file: file.source.name,
        found: "\(count) record\(count == 1 ? "" : "s") of a repeated group of '\(file.detected.parentTable ?? "")'",
        expected: "a row for each respondent",
        remedy: "they are joined to \(respondents.source.name) by _parent_index, in columns of their own")
    ]
    if orphans > 0 {
      problems.append(
        Problem(
          .warning, file: file.source.name,
          found: "\(orphans) record\(orphans == 1 ? "" : "s") whose _parent_index no respondent has",
          expected: "an _index of \(respondents.source.name)",
          remedy: "they are left out; read the table alone to see them"))
    }
    return problems
  }

  /// What a row is, where a repeated group's table is read without its respondents.
  static func alone(_ file: RecognizedFile) -> [Problem] {
    guard let parent = file.detected.parentTable else { return [] }
    return [
      Problem(
        .note, file: file.source.name, found: "records of a repeated group of '\(parent)'",
        expected: "a row for each respondent",
        remedy: "a respondent may stand in several rows; name the respondents' table too to join them")
    ]
  }
}
