internal import SurveyModel

/// A REDCap project in CDISC's Operational Data Model: metadata, and where there are any, the records.
struct REDCapProject {
  private(set) var dictionary = REDCapDictionary([])
  /// The records as a table whose headings are the fields' names.
  private(set) var table = DelimitedTable()
  /// For each record the forms that it has.
  private(set) var formsOfRecord: [Set<String>] = []
  /// Items that no definition describes, in the order in which they are met.
  private(set) var undefined: [String] = []
  /// How many line breaks in attributes would have been lost.
  private(set) var keptBreaks = 0
  /// Values of the records that are not in the table.
  private var losses = REDCapLosses()
  /// What was found.
  private(set) var problems: [Problem] = []

  /// Reads a project.
  static func read(_ source: SourceBytes) throws(ReadingError) -> REDCapProject {
    var project = REDCapProject()
    var escaped = try source.whole()
    (escaped.bytes, project.keptBreaks) = AttributeLineBreaks.kept(escaped.bytes)
    let root = try XMLTree.read(escaped)
    guard let version = root.first("Study")?.first("MetaDataVersion") else {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "an ODM document without metadata",
        expected: "Study and MetaDataVersion, as REDCap writes them",
        remedy: "export the project again, with metadata and data")
    }
    let items = project.readMetadata(version, root)
    project.readRecords(root, items, version)
    project.problems = project.losses.problems(
      of: root.descendants("ItemData").map { $0.attributes["Value"] ?? "" }, file: source.name)
    return project
  }

  private struct Item {
    var name: String
    var form: String
  }

  private mutating func readMetadata(_ version: XMLElement, _ root: XMLElement) -> [String: Item] {
    var formOfGroup: [String: String] = [:]
    for form in version.all("FormDef") {
      for group in form.all("ItemGroupRef") {
        formOfGroup[group.attributes["ItemGroupOID"] ?? ""] =
          form.attributes["FormName"] ?? form.attributes["Name"] ?? ""
      }
    }
    var order: [(item: String, form: String)] = []
    for group in version.all("ItemGroupDef") {
      let form = formOfGroup[group.attributes["OID"] ?? ""] ?? ""
      for item in group.all("ItemRef") { order.append((item.attributes["ItemOID"] ?? "", form)) }
    }
    let definitions = Dictionary(
      version.all("ItemDef").map { ($0.attributes["OID"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    let lists = Dictionary(
      version.all("CodeList").map { ($0.attributes["OID"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    var items: [String: Item] = [:]
    var fields: [REDCapField] = []
    for (oid, form) in order {
      guard let definition = definitions[oid] else {
        define(oid, form, &items)
        continue
      }
      items[oid] = Item(name: definition.attributes["Name"] ?? oid, form: form)
      fields.append(field(definition, form, lists))
    }
    dictionary = REDCapDictionary(fields)
    let codes = root.descendants("MissingDataCodes").first?.text ?? ""
    dictionary.missingCodes = REDCapField.choices(codes)
    return items
  }

  /// Gives an item that has no definition a column all the same: its answers are not lost.
  private mutating func define(_ oid: String, _ form: String, _ items: inout [String: Item]) {
    guard !oid.isEmpty, items[oid] == nil else { return }
    items[oid] = Item(name: oid, form: form)
    undefined.append(oid)
  }

  private func field(_ item: XMLElement, _ form: String, _ lists: [String: XMLElement]) -> REDCapField {
    func attribute(_ name: String) -> String { item.attributes[name]?.trimmed ?? "" }
    let list = item.first("CodeListRef").flatMap { lists[$0.attributes["CodeListOID"] ?? ""] }
    let checkboxes = list?.attributes["CheckboxChoices"].map(REDCapField.choices)
    let choices =
      checkboxes
      ?? (list?.all("CodeListItem") ?? []).map { choice in
        let code = choice.attributes["CodedValue"]?.trimmed ?? ""
        let label = TextMatching.spaced(PlainText.stripping(choice.text))
        return REDCapField.Choice(code: code, label: label.isEmpty ? code : label)
      }
    let type = attribute("FieldType")
    let question = item.first("Question").map { TextMatching.spaced(PlainText.stripping($0.text)) } ?? ""
    return REDCapField(
      name: attribute("Variable"), form: form,
      type: ["select": "dropdown", "textarea": "notes"][type] ?? type, label: question,
      choices: type == "calc" || type == "slider" ? [] : choices, validation: attribute("TextValidationType"),
      isIdentifier: attribute("Identifier") == "y", branching: attribute("BranchingLogic"),
      matrix: attribute("MatrixGroupName"), isRanking: attribute("MatrixRanking") == "y")
  }

  // MARK: Records

  private struct Key: Hashable {
    var subject: String
    var event: String
    var instrument: String
    var instance: String
  }

  private mutating func readRecords(_ root: XMLElement, _ described: [String: Item], _ version: XMLElement) {
    var items = described
    let repeating = Set(root.descendants("RepeatingInstrument").compactMap { $0.attributes["RepeatInstrument"] })
    var order: [Key] = []
    var values: [Key: [String: String]] = [:]
    var forms: [Key: Set<String>] = [:]
    var recordField = ""
    var events = false
    func take(_ data: XMLElement, _ subject: String, _ event: String) {
      for form in data.all("FormData") {
        let name = String((form.attributes["FormOID"] ?? "").split(separator: ".").last ?? "")
        let instance = form.attributes["FormRepeatKey"] ?? "1"
        let isRepeated = repeating.contains(name)
        let key = Key(
          subject: subject, event: event, instrument: isRepeated ? name : "", instance: isRepeated ? instance : "")
        if values[key] == nil {
          order.append(key)
          values[key] = [:]
        }
        forms[key, default: []].insert(name)
        for item in form.descendants("ItemData") {
          let (oid, value) = (item.attributes["ItemOID"] ?? "", item.attributes["Value"] ?? "")
          define(oid, name, &items)
          guard let known = items[oid], !REDCapColumns.rowKeys.contains(known.name) else {
            losses.addUndefined(oid, value)
            continue
          }
          losses.take(value)
          if let before = values[key, default: [:]].updateValue(value, forKey: known.name) {
            losses.addRepeated(before, beside: value)
          }
        }
      }
    }
    for subject in root.descendants("SubjectData") {
      recordField = subject.attributes["RecordIdField"] ?? recordField
      let id = subject.attributes["SubjectKey"] ?? ""
      take(subject, id, "")
      for event in subject.all("StudyEventData") {
        events = true
        take(event, id, event.attributes["UniqueEventName"] ?? event.attributes["StudyEventOID"] ?? "")
      }
    }
    build(order, values, forms, items, version, recordField, events, !repeating.isEmpty)
  }

  private mutating func build(
    _ order: [Key], _ values: [Key: [String: String]], _ forms: [Key: Set<String>], _ items: [String: Item],
    _ version: XMLElement, _ recordField: String, _ hasEvents: Bool, _ hasRepeats: Bool
  ) {
    var names: [String] = []
    var seen: Set<String> = []
    for group in version.all("ItemGroupDef") {
      for item in group.all("ItemRef") {
        if let known = items[item.attributes["ItemOID"] ?? ""], seen.insert(known.name).inserted {
          names.append(known.name)
        }
      }
    }
    // Items that no group lists come last.
    names += undefined.filter { !names.contains($0) }
    let record = recordField.isEmpty ? names.first ?? "record_id" : recordField
    var headings = [record]
    if hasEvents { headings.append("redcap_event_name") }
    if hasRepeats { headings += ["redcap_repeat_instrument", "redcap_repeat_instance"] }
    headings += names.filter { $0 != record }
    table.headings = [headings]
    table.columns = Array(repeating: RawColumn(), count: headings.count)
    table.count = order.count
    formsOfRecord = order.map { forms[$0] ?? [] }
    for key in order {
      for (position, heading) in headings.enumerated() {
        switch heading {
        case record:
          table.columns[position].append(key.subject)
          losses.addRepeated(values[key]?[record] ?? "", beside: key.subject)
        case "redcap_event_name": table.columns[position].append(key.event)
        case "redcap_repeat_instrument": table.columns[position].append(key.instrument)
        case "redcap_repeat_instance": table.columns[position].append(key.instance)
        default:
          // REDCap leaves blank values out.
          table.columns[position].append(values[key]?[heading] ?? "")
        }
      }
    }
  }
}

/// Keeps line breaks in XML attributes, which a conforming parser would deliver as spaces and REDCap writes as they are.
enum AttributeLineBreaks {
  /// The document with line breaks inside attribute values written as references, and how many there were.
  static func kept(_ bytes: [UInt8]) -> (bytes: [UInt8], count: Int) {
    enum State { case text, tag, value(UInt8), skipped(end: [UInt8]) }
    var state = State.text
    var result: [UInt8] = []
    var count = 0
    var position = 0
    func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }
    while position < bytes.count {
      let byte = bytes[position]
      switch state {
      case .text:
        if starts("<!--") {
          state = .skipped(end: Array("-->".utf8))
        } else if starts("<![CDATA[") {
          state = .skipped(end: Array("]]>".utf8))
        } else if starts("<?") || starts("<!") {
          state = .skipped(end: Array(">".utf8))
        } else if byte == 0x3C {
          state = .tag
        }
      case .skipped(let end):
        if bytes[position...].starts(with: end) { state = .text }
      case .tag:
        if byte == 0x22 || byte == 0x27 { state = .value(byte) } else if byte == 0x3E { state = .text }
      case .value(let quote):
        if byte == quote {
          state = .tag
        } else if byte == 0x0A || byte == 0x0D {
          count += 1
          result += Array(byte == 0x0A ? "&#10;".utf8 : "&#13;".utf8)
          position += 1
          continue
        }
      }
      result.append(byte)
      position += 1
    }
    return (result, count)
  }
}
