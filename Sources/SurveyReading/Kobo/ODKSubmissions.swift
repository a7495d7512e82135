internal import SurveyModel

/// Makes a table of submissions in XML: a row for each file, a column for each element, under its path.
struct ODKSubmissions {
  private var headings: [String] = []
  private var places: [String: Int] = [:]
  private var rows: [[Int: String]] = []
  /// The paths of elements that are repeated, and of those that hold others.
  private var repeated: Set<String> = []
  private var groups: Set<String> = []

  /// The table of some submissions of one form.
  static func table(
    _ files: [RecognizedFile], form: ODKForm?, structure: RecognizedFile?
  ) throws(ReadingError) -> DelimitedTable {
    var roots: [XMLElement] = []
    for file in files {
      let root = try XMLTree.read(file.source)
      try check(root, file, form, structure, first: roots.first)
      roots.append(root)
    }
    var submissions = ODKSubmissions()
    for question in form?.questions ?? [] {
      for length in question.repeats {
        submissions.repeated.insert(question.path.prefix(length).joined(separator: "/"))
      }
      for length in 0..<question.path.count {
        submissions.groups.insert(question.path.prefix(length).joined(separator: "/"))
      }
    }
    for question in form?.questions ?? [] where question.repeats.isEmpty { submissions.place(of: question.key) }
    for root in roots { submissions.look(at: root, path: []) }
    for root in roots { submissions.add(root) }
    return submissions.table
  }

  private static func check(
    _ root: XMLElement, _ file: RecognizedFile, _ form: ODKForm?, _ structure: RecognizedFile?, first: XMLElement?
  ) throws(ReadingError) {
    if let first, first.name != root.name || first.attributes["id"] != root.attributes["id"] {
      throw ReadingError(
        .pairing, place: Place(file: file.source.path), found: "a submission of another form than the first one's",
        expected: "submissions of one form", remedy: "read each form's submissions for themselves")
    }
    // A service may call the root of what it sends otherwise than the form does, so that the name alone decides only
    // where nothing else says that this is a submission.
    guard file.detected.evidence.hasPrefix("it stands beside"), let structure, let wanted = form?.root,
      wanted != root.name
    else { return }
    throw ReadingError(
      .pairing, place: Place(file: file.source.path), found: "XML whose root is <\(root.name)>",
      expected: "a submission of \(structure.source.name), whose root is <\(wanted)>",
      remedy: "name the submissions that belong to the form")
  }

  private mutating func look(at element: XMLElement, path: [String]) {
    var names: Set<String> = []
    if !element.children.isEmpty { groups.insert(path.joined(separator: "/")) }
    for child in element.children {
      let here = path + [child.name]
      if !names.insert(child.name).inserted { repeated.insert(here.joined(separator: "/")) }
      look(at: child, path: here)
    }
  }

  @discardableResult private mutating func place(of heading: String) -> Int {
    if let place = places[heading] { return place }
    places[heading] = headings.count
    headings.append(heading)
    return headings.count - 1
  }

  private mutating func put(_ text: String, at heading: String) { rows[rows.count - 1][place(of: heading)] = text }

  private mutating func add(_ root: XMLElement) {
    rows.append([:])
    for (name, heading) in [("id", "_xform_id"), ("version", "_version")] {
      if let value = root.attributes[name] { put(value, at: heading) }
    }
    for (name, value) in root.attributes.sorted(by: { $0.key < $1.key })
    where !["id", "version", "schemaLocation"].contains(name) {
      put(value, at: "@" + name)
    }
    fill(root, path: [], heading: "")
  }

  private mutating func fill(_ element: XMLElement, path: [String], heading: String) {
    var counts: [String: Int] = [:]
    for child in element.children {
      let here = path + [child.name]
      let key = here.joined(separator: "/")
      var name = (heading.isEmpty ? "" : heading + "/") + child.name
      if repeated.contains(key) {
        counts[child.name, default: 0] += 1
        name += "[\(counts[child.name] ?? 1)]"
      }
      if !child.children.isEmpty {
        fill(child, path: here, heading: name)
      } else if !groups.contains(key) || !child.text.trimmed.isEmpty {
        // A group that was not shown stands empty.
        put(child.text, at: name)
      }
    }
  }

  private var table: DelimitedTable {
    var table = DelimitedTable()
    table.headings = [headings]
    table.count = rows.count
    table.columns = headings.indices.map { place in
      var cells = RawColumn()
      for row in rows {
        if let text = row[place] { cells.append(text) } else { cells.appendAbsent(.unknownBlank) }
      }
      return cells
    }
    return table
  }
}
