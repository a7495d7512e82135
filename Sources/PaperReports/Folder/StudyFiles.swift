internal import PaperTables
internal import TextFormats

/// One file of a study's folder.
public struct StudyFile: Sendable, Hashable {
  /// The path below the folder.
  public var path: String
  /// The content.
  public var bytes: [UInt8]

  /// Creates a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  init(_ path: String, _ text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

extension StudyReport {
  /// All files of the study's folder, the manifest last.
  ///
  /// The same report gives the same bytes: there is no date, no path, no user and no host in them.
  public func files() throws(ReportError) -> [StudyFile] {
    var files = [StudyFile("report.html", try page()), StudyFile("report.json", json.serialized())]
    for figure in figures {
      let name = "figure-" + Self.fileName(figure.id)
      files.append(StudyFile("figures/\(name).svg", figure.svg))
      files.append(StudyFile("figures/\(name).json", sidecar(of: figure).serialized()))
      files.append(StudyFile("captions/\(name).md", caption(of: figure)))
    }
    for item in numberedTables {
      let name = "table-" + Self.fileName(item.id)
      files += Self.files(of: item.table, name: name)
      files.append(StudyFile("captions/\(name).md", Self.caption(of: item.table)))
    }
    for (name, notebook) in notebooks {
      files.append(StudyFile("notebooks/\(Self.fileName(name)).ipynb", notebook.serialized()))
    }
    try refuseDuplicates(files)
    files.append(StudyFile("manifest.json", try manifest(of: files).serialized()))
    return files
  }

  private static func files(of table: Table, name: String) -> [StudyFile] {
    [
      StudyFile("tables/\(name).txt", table.plainText()), StudyFile("tables/\(name).md", table.markdown()),
      StudyFile("tables/\(name).html", table.htmlDocument(id: name)),
      StudyFile("tables/\(name).tex", table.latex(id: name)),
      StudyFile("tables/\(name).csv", table.csv()), StudyFile("tables/\(name).svg", table.svg()),
      StudyFile("tables/\(name).json", table.json.serialized()),
    ]
  }

  /// The tables with their numbers and, where the data is synthetic, with that word.
  var numberedTables: [ReportTable] {
    tables.map { item in
      var item = item
      if item.table.number == nil { item.table.number = item.id }
      if isSynthetic { item.table.isSynthetic = true }
      return item
    }
  }

  private func sidecar(of figure: ReportFigure) -> JSONValue {
    var object = JSONObject([
      ("figure", .string(figure.id)), ("title", .string(figure.title)), ("synthetic", .bool(isSynthetic)),
    ])
    object["caption"] = .string(figure.caption)
    object["description"] = .string(figure.description)
    object["data"] = figure.sidecar
    return .object(object)
  }

  private func caption(of figure: ReportFigure) -> String {
    let notice = isSynthetic ? "\n\n" + Table.syntheticNotice : ""
    return "**Figure \(Table.markdown(figure.id)).** \(Table.markdown(figure.title))\n\n"
      + "*Note.* \(Table.markdown(figure.caption))\(notice)\n\nAlternative text: \(Table.markdown(figure.description))\n"
  }

  private static func caption(of table: Table) -> String {
    var text = "**\(Table.markdown(table.label ?? "Table"))**\n\n*\(Table.markdown(table.title))*\n"
    if !table.generalNote.isEmpty { text += "\n*Note.* \(Table.markdown(table.generalNote))\n" }
    for note in table.notes.specific { text += "\n^\(Table.markdown(note.mark))^ \(Table.markdown(note.text))\n" }
    for note in table.notes.probability { text += "\n\(Table.markdown(note))\n" }
    return text
  }

  private func refuseDuplicates(_ files: [StudyFile]) throws(ReportError) {
    var seen: Set<String> = []
    for file in files where !seen.insert(file.path.lowercased()).inserted {
      throw ReportError(
        .duplicate, found: "two parts of the report are both to be written to \(file.path)",
        expected: "an id of its own for each figure, table and notebook", remedy: "rename one of them")
    }
  }

  /// An id as a file name: ASCII letters, digits, hyphens and underscores.
  static func fileName(_ id: String) -> String {
    var name = ""
    for character in id {
      if character.isASCII, character.isLetter || character.isNumber || character == "_" {
        name.append(character)
      } else if !name.isEmpty, name.last != "-" {
        name.append("-")
      }
    }
    while name.last == "-" { name.removeLast() }
    return name.isEmpty ? "unnamed" : String(name.prefix(100))
  }
}
