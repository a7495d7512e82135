internal import SurveyModel

/// Reads the results of a batch of Amazon Mechanical Turk, or of CrowdFlower, with one record per assignment.
///
/// `Answer.question.option` columns that hold true and false are the options of one question; where everybody has one
/// true among them they are a single choice. Several answers in one cell are joined by `|`.
enum MechanicalTurkReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options, writesSeconds: false) { table in
      let rules = HeadingColumns.Rules(marks: [], separators: ["|"])
      // CrowdFlower's answers have no common beginning.
      let isCrowdFlower = table.position(of: ["_unit_id"]) != nil
      let areMarked = table.columns.indices.contains { table.heading(0, $0).hasPrefix("Answer.") }
      let columns = HeadingColumns(table, rules: rules) { _, heading in
        metadata(heading, everyOther: !isCrowdFlower || areMarked)
      }
      var truths = TruthColumns(table, columns.all)
      truths.find()
      let file = responses.source.name
      let rejected = FormReader.count(table, table.position(of: ["assignmentstatus"]), file: file, words: "rejected") {
        "\($0) assignment\($0 == 1 ? "" : "s") that \($0 == 1 ? "was" : "were") rejected"
      } where: {
        ResponseRecord.says(.rejected, .mechanicalTurk, $0) == true
      }
      return FormDescription(
        columns: truths.all, notes: [rejected].compactMap { $0 } + repeated(table, file), guesses: truths.guesses)
    }
  }

  private static func metadata(_ heading: String, everyOther: Bool) -> FormColumn? {
    let name = heading.trimmed
    switch name {
    case "HITId", "AssignmentId", "WorkerId", "HITTypeId", "HITGroupId", "_id", "_worker_id":
      return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case "CreationTime", "AcceptTime", "SubmitTime", "AutoApprovalTime", "ApprovalTime", "RejectionTime", "Expiration",
      "_started_at", "_created_at":
      return FormColumn(metadata: name, label: "\(name), in the time zone that its cells name", kind: .datetime)
    case "_unit_id": return FormColumn(metadata: name, kind: .text)
    case "WorkTimeInSeconds", "AssignmentDurationInSeconds", "_trust": return FormColumn(metadata: name, kind: .numeric)
    case "_ip", "_city", "_region", "_country": return FormColumn(metadata: name, kind: .text, personal: .technical)
    default: break
    }
    let isRecorded = name.hasPrefix("_") || name.hasSuffix(":confidence") || name.hasSuffix("_gold")
    // All else is what the requester gave.
    return isRecorded || (everyOther && !name.hasPrefix("Answer.")) ? FormColumn(metadata: name) : nil
  }

  private static func repeated(_ table: DelimitedTable, _ file: String) -> [Problem] {
    guard let worker = table.position(of: ["workerid", "_worker_id"]), table.columns[worker].spilled == nil else {
      return []
    }
    let cells = table.columns[worker]
    let more = cells.tallies.enumerated().count { $1 > 1 && !RawColumn.isBlank(cells.bytes(at: $0)) }
    guard more > 0 else { return [] }
    return [
      Problem(
        .note, file: file, found: "\(more) worker\(more == 1 ? "" : "s") with several assignments",
        expected: "one record per person",
        remedy: "every assignment is a record; leave repeated ones out with --exclude duplicates")
    ]
  }
}

/// Finds the questions whose options are columns of true and false.
private struct TruthColumns {
  let table: DelimitedTable
  private(set) var all: [FormColumn]
  private(set) var guesses: [String] = []
  private var derived: [Int: FormColumn] = [:]
  private static let lead = "Answer."

  init(_ table: DelimitedTable, _ columns: [FormColumn]) {
    self.table = table
    all = columns
  }

  mutating func find() {
    let headings = table.columns.indices.map { position -> String? in
      table.heading(0, position).trimmed.hasPrefix(Self.lead) && isTruth(position)
        ? String(table.heading(0, position).trimmed.dropFirst(Self.lead.count)) : nil
    }
    for family in HeadingFamilies.find(headings, mark: .dot) where family.members.count > 1 { add(family) }
    all = all.indices.flatMap { (derived[$0].map { [$0] } ?? []) + [all[$0]] }
  }

  private func isTruth(_ position: Int) -> Bool {
    let cells = table.columns[position]
    guard cells.spilled == nil else { return false }
    let texts = cells.distinctTexts
    return !texts.isEmpty && texts.allSatisfy { ["true", "false"].contains($0.lowercased()) }
  }

  private mutating func add(_ family: HeadingFamilies.Family) {
    let texts = Set(family.members.flatMap { table.columns[$0].distinctTexts })
    let yes = texts.first { $0.lowercased() == "true" } ?? "true"
    let no = texts.first { $0.lowercased() == "false" } ?? "false"
    guard texts.isSubset(of: [yes, no]), texts.contains(yes) else { return }
    let (question, label) = (Self.lead + family.question, family.question)
    let cells = family.members.map { table.columns[$0] }
    let single = TickBlock(ticked: family.members.map { _ in yes }, unticked: [no]).single(
      cells, count: table.count, least: max(10, table.count))
    for (position, item) in zip(family.members, family.items) {
      let name = table.heading(0, position).trimmed
      var variable = Variable(
        name: name, label: "\(label) - \(item)", itemText: item, kind: .categorical, level: .nominal)
      variable.labels = [
        ValueLabel(code: no, label: "Not selected", value: 0), ValueLabel(code: yes, label: item, value: 1),
      ]
      all[position].template = ColumnTemplate(variable, knowledge: .answers)
      all[position].template.labelsSayAll = true
      if single == nil {
        all[position].set = ("\(question)#\(family.members[0])", question, label)
        all[position].tickedCode = yes
      } else {
        all[position].template.variable.role = .metadata
      }
    }
    guard let single else { return }
    derived[family.members[0]] = FormColumn(
      single: question, label: label, items: family.items, chosen: single)
    guesses.append("\(question) is a single choice, for every record has one true among its columns")
  }
}
