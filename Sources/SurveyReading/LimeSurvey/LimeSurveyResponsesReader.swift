internal import SurveyModel
internal import TextFormats

/// Reads a LimeSurvey response file (`.lsr`), with the structure file (`.lss`) where it is given.
enum LimeSurveyResponsesReader {
  /// Reads the responses, under the questions' names and with their answers where the structure is given.
  static func read(
    responses: SourceBytes, structure: SourceBytes?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    let table = try table(of: responses, options: options)
    var provenance = Provenance(
      format: (responses.isOfLimeSurveyArchive ? SurveyFormat.limeSurveyLSA : .limeSurveyLSR).rawValue,
      evidence: (responses.isOfLimeSurveyArchive ? "an archive with an .lss file in it; " : "")
        + "the XML's root is <document> and its LimeSurveyDocType is 'Responses'"
        + (table.databaseVersion.isEmpty ? "" : ", database version \(table.databaseVersion)"),
      files: [file(responses, .limeSurveyLSR)], guesses: responses.container.map { [$0] } ?? [])
    var builder = LimeSurveyResponsesBuilder(file: responses.name)
    var questionnaire: LimeSurveyStructure?
    if let structure {
      let found = try LimeSurveyStructureReader.read(structure, language: options.language)
      provenance.files.append(file(structure, .limeSurveyLSS))
      provenance.guesses += languageGuess(found, options: options)
      provenance.isSynthetic = found.title.lowercased().contains("synthetic")
      try builder.join(table, found, structureFile: structure)
      questionnaire = found
    } else {
      builder.nameByField(table)
    }
    var assembly = SurveyAssembly(
      file: responses.name, options: options, provenance: provenance, count: table.records.count)
    builder.fill(&assembly, from: table)
    assembly.problems = responses.problems + assembly.problems
    for timings in responses.companions {
      LimeSurveyTimings.join(timings, to: &assembly, responses: table.records, questionnaire)
      assembly.provenance.files.append(
        SourceFile(name: timings.name, format: "limesurvey-lsi", size: timings.size, sha256: timings.sha256))
    }
    var survey = try assembly.survey()
    if let questionnaire, let structure {
      var reasons = LimeSurveyReasons(questionnaire, builder.fields, survey)
      reasons.apply(to: &survey, file: structure.name)
    }
    return survey
  }

  private static func table(
    of source: SourceBytes, options: ReadingOptions
  ) throws(ReadingError) -> LimeSurveyResponsesTable {
    let table = try XMLPushParser.read(
      source, into: LimeSurveyResponsesTable(source: source), progress: options.progress)
    guard !table.documentType.isEmpty else {
      throw LimeSurveyRefusal(file: source.path).wrongDocument("", expected: "Responses")
    }
    guard table.records.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a LimeSurvey response file without responses",
        expected: "at least one response", remedy: "check in LimeSurvey that the survey has responses, and export again"
      )
    }
    return table
  }

  private static func file(_ source: SourceBytes, _ format: SurveyFormat) -> SourceFile {
    SourceFile(name: source.name, format: format.rawValue, size: source.size, sha256: source.sha256)
  }

  private static func languageGuess(_ structure: LimeSurveyStructure, options: ReadingOptions) -> [String] {
    guard structure.languages.count > 1, options.language != structure.language else { return [] }
    return [
      "the language of the texts: \(structure.language), of \(structure.languages.joined(separator: ", "))"
        + " (the reading option 'language' overrules it)"
    ]
  }
}

/// Finds what each column of the responses is, and puts grids and sets together.
struct LimeSurveyResponsesBuilder {
  let file: String
  private(set) var fields: [LimeSurveyField] = []
  private var problems: [Problem] = []

  init(file: String) { self.file = file }

  /// Without structure: every column under the database's name, which says survey, group and question.
  mutating func nameByField(_ table: LimeSurveyResponsesTable) {
    fields = table.records.names.map(unknownField)
    problems.append(
      Problem(
        .note, file: file, found: "responses without the survey's structure",
        expected: "the structure file (.lss) beside them, which has the questions and answers",
        remedy: "export the structure in LimeSurvey and give both: topline inspect \(file) SURVEY.lss"))
  }

  /// With structure: columns meet questions by their names in the database.
  mutating func join(
    _ table: LimeSurveyResponsesTable, _ structure: LimeSurveyStructure, structureFile: SourceBytes
  ) throws(ReadingError) {
    let map = LimeSurveyFieldMap(structure: structure)
    let foretold = map.fields()
    let known = Dictionary(foretold.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let answers = table.records.names.filter { !LimeSurveyMetadata.names.contains($0) }
    let strangers = answers.filter { known[$0] == nil }
    if strangers.count == answers.count, !answers.isEmpty {
      let surveys = Set(answers.map { String($0.prefix { $0.isNumber }) }).sorted().joined(separator: ", ")
      throw ReadingError(
        .pairing, place: Place(file: structureFile.path),
        found: "the structure of survey \(structure.surveyID), none of whose questions \(file) has",
        expected: "the structure of survey \(surveys)", remedy: "export the structure of that survey from LimeSurvey")
    }
    fields = table.records.names.map { known[$0] ?? unknownField($0) }
    if !strangers.isEmpty {
      let list = SurveyAssembly.list(strangers)
      problems.append(
        Problem(
          .warning, file: file, found: "columns that the structure does not have: \(list)",
          expected: "the structure as it was when the responses were given",
          remedy: "they are read under the database's names; give the structure file of the same day"))
    }
    let present = Set(table.records.names)
    // Boilerplate texts are listed in some versions and not in others; they hold no answers either way.
    let absent = foretold.filter { !present.contains($0.name) && $0.template.variable.role != .metadata }
    if !absent.isEmpty {
      problems.append(
        Problem(
          .note, file: structureFile.name,
          found: "questions that the responses do not have: "
            + SurveyAssembly.list(absent.map(\.template.variable.name)),
          expected: "a column for each question",
          remedy: "they were added after the responses, or left out of the export"))
    }
  }

  private func unknownField(_ name: String) -> LimeSurveyField {
    if let template = LimeSurveyMetadata.template(name) { return LimeSurveyField(name: name, template: template) }
    var variable = Variable(name: name, kind: .text, level: .nominal)
    guard name.hasSuffix("other") || name.hasSuffix("comment") else {
      return LimeSurveyField(name: name, template: ColumnTemplate(variable, blank: .seenNotAnswered))
    }
    variable.personal = .openText
    variable.role = .otherText
    return LimeSurveyField(name: name, template: ColumnTemplate(variable, knowledge: .kind, blank: .seenNotAnswered))
  }

  /// Gives the columns to the assembly that types them.
  func fill(_ assembly: inout SurveyAssembly, from table: LimeSurveyResponsesTable) {
    var fields = fields
    for index in fields.indices {
      if let known = LimeSurveyMetadata.template(fields[index].name) { fields[index].template = known }
    }
    assembly.columns = zip(fields, table.records.columns).map { (template: $0.template, cells: $1) }
    assembly.grids = Self.groups(fields.map(\.grid))
    assembly.sets = Self.groups(fields.map(\.set)).map { group in
      var group = group
      group.tickedCode = "Y"
      return group
    }
    assembly.problems = table.records.problems + problems + anonymousDates(table)
  }

  static func groups(_ memberships: [LimeSurveyField.Group?]) -> [ColumnGroup] {
    var groups: [ColumnGroup] = []
    var places: [String: Int] = [:]
    for (position, membership) in memberships.enumerated() {
      guard let membership else { continue }
      if let place = places[membership.name] {
        groups[place].members.append(position)
      } else {
        places[membership.name] = groups.count
        groups.append(ColumnGroup(name: membership.name, label: membership.label, members: [position]))
      }
    }
    return groups
  }

  private func anonymousDates(_ table: LimeSurveyResponsesTable) -> [Problem] {
    guard let column = table.records.names.firstIndex(of: "submitdate"),
      table.records.columns[column].distinctTexts.contains(LimeSurveyMetadata.anonymousDate)
    else { return [] }
    return [
      Problem(
        .note, file: file, column: "submitdate", found: "the date \(LimeSurveyMetadata.anonymousDate)",
        expected: "the time of submission",
        remedy: "this survey stores no dates: such responses are complete, and their dates count as redacted")
    ]
  }
}
