import SurveyModel
import SurveyReading
import SurveyWriting
import TestSupport
import TextFormats
import Testing

@testable import SocialNecessity

/// What is written is read again, and is the same survey.
@Suite struct WriterTests {
  static let survey = Simulation.run(world: .thesisTrue, respondents: 150, seed: 17)
  static let options = WritingOptions(
    title: "The anti-social social necessity",
    translations: [
      .init(
        language: "da", title: "Den asociale sociale nødvendighed",
        codebook: Instrument.socialNecessity.codebook(in: .danish))
    ], completion: "complete", duration: "duration")

  private func read(_ files: [WrittenFile]) throws -> Survey {
    let folder = "\(SharedFiles.root)/.build/writer-tests-\(FileSystem.processIdentifier)-\(files[0].name)"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder) }
    for file in files { try FileSystem.write(file.bytes, to: "\(folder)/\(file.name)") }
    return try SurveyReader.read(files.map { "\(folder)/\($0.name)" })
  }

  private func expectSame(_ variable: Variable, _ other: Variable) {
    #expect(other.kind == variable.kind, "\(variable.name)")
    #expect(other.label == variable.label, "\(variable.name)")
    #expect(other.itemText == variable.itemText, "\(variable.name)")
    #expect(other.labels == variable.labels, "\(variable.name)")
    #expect(other.level == variable.level, "\(variable.name)")
  }

  /// Compares all variables of the survey with those read: labels, values, answers, numbers, gaps.
  private func expectSame(_ survey: Survey, keepsReasons: Bool) throws {
    #expect(survey.count == Self.survey.count)
    #expect(survey.provenance.isSynthetic)
    for (position, variable) in Self.survey.codebook.variables.enumerated() {
      let place = try #require(survey.codebook.position(of: variable.name), "\(variable.name)")
      let other = survey.codebook.variables[place]
      // What a platform records without asking carries a name and no text; its numbers are compared below.
      if variable.role == .question { expectSame(variable, other) }
      let numbers = Self.survey.numbers(at: position)?.map { $0.isNaN ? -1 : $0 }
      #expect(survey.numbers(at: place)?.map { $0.isNaN ? -1 : $0 } == numbers, "\(variable.name)")
      if variable.role == .question {
        let answers = Self.survey.answers(at: position, offered: true)
        #expect(survey.answers(at: place, offered: true) == answers, "\(variable.name)")
      }
      for respondent in 0..<survey.count {
        let reason = Self.survey.columns[position].missingReason(at: respondent)
        let found = survey.columns[place].missingReason(at: respondent)
        if keepsReasons, reason == .notShown, variable.kind == .numeric {
          // LimeSurvey stores a number that was passed over as it stores one that was never reached.
          #expect(found == .notShown || found == .seenNotAnswered, "\(variable.name) of \(respondent)")
        } else if keepsReasons || reason == nil || reason == .dontKnow {
          #expect(found == reason, "\(variable.name) of \(respondent)")
        } else {
          #expect(found == .unknownBlank, "\(variable.name) of \(respondent)")
        }
      }
    }
    #expect(survey.codebook.grids == Self.survey.codebook.grids)
    #expect(survey.problems.filter { $0.severity != .note }.map(\.line) == [])
  }

  @Test func `plain CSV with its codebook is read as it was written, but for the reasons of gaps`() throws {
    try expectSame(try read(PlainWriter.files(Self.survey)), keepsReasons: false)
  }

  @Test func `Qualtrics CSV with its QSF is read as it was written, but for the reasons of gaps`() throws {
    try expectSame(try read(try QualtricsWriter.files(Self.survey, options: Self.options)), keepsReasons: false)
  }

  @Test func `LimeSurvey's own files keep every reason`() throws {
    try expectSame(try read(try LimeSurveyWriter.files(Self.survey, options: Self.options)), keepsReasons: true)
  }

  @Test func `cells with commas, quotes and line breaks survive`() throws {
    var texts = TextColumn()
    for text in ["a,b", "\"quoted\"", "two\nlines", " blank ends ", "<&]]>", "æøå"] { texts.append(text.utf8) }
    let codebook = Codebook(variables: [Variable(name: "open", label: "Say, \"why\"?", kind: .text, level: .nominal)])
    let survey = Survey(
      codebook: codebook, columns: [.text(texts)], count: 6, provenance: Provenance(format: "test", evidence: ""))
    let back = try read(PlainWriter.files(survey))
    let (variable, column) = try back.column("open")
    #expect(variable.label == "Say, \"why\"?")
    #expect((0..<6).map { column.originalText(at: $0) } == (0..<6).map { texts.text(at: $0) })
    let lime = try read(try LimeSurveyWriter.files(survey, options: WritingOptions(title: "Open")))
    let (_, other) = try lime.column("open")
    #expect((0..<4).map { other.originalText(at: $0) } == (0..<4).map { texts.text(at: $0) })
    #expect(other.originalText(at: 4) == "<&]] >")
  }

  @Test func `structure files say synthetic in their titles`() throws {
    let qsf = String(decoding: QualtricsWriter.questionnaire(Self.survey, options: Self.options), as: UTF8.self)
    #expect(qsf.contains("\"SurveyName\": \"The anti-social social necessity (synthetic)\""))
    let lss = String(decoding: try LimeSurveyWriter.structure(Self.survey, options: Self.options), as: UTF8.self)
    #expect(lss.contains("<surveyls_title>Den asociale sociale nødvendighed (synthetic)</surveyls_title>"))
  }

  @Test func `a code that LimeSurvey cannot keep is refused with the code`() {
    let labels = [ValueLabel(code: "toolong", label: "Yes")]
    let codebook = Codebook(variables: [Variable(name: "q", kind: .categorical, level: .nominal, labels: labels)])
    let survey = Survey(
      codebook: codebook, columns: [.categorical(CategoricalColumn(codes: [], entries: []))], count: 0,
      provenance: Provenance(format: "test", evidence: ""))
    #expect {
      try LimeSurveyWriter.files(survey, options: WritingOptions(title: "T"))
    } throws: { error in
      (error as? WritingError)?.description
        == "q: the code 'toolong'; expected at most five characters, which is what LimeSurvey keeps\n"
        + "  mend: write CSV, or recode the answers to shorter codes"
    }
  }

  @Test func `ticked options in one column have no place in LimeSurvey's responses`() {
    let codebook = Codebook(variables: [Variable(name: "q", kind: .multipleResponse, level: .nominal)])
    let column = MultipleResponseColumn(ticked: [], missing: [], originals: TextColumn())
    let survey = Survey(
      codebook: codebook, columns: [.multipleResponse(column)], count: 0,
      provenance: Provenance(format: "test", evidence: ""))
    #expect {
      try LimeSurveyWriter.files(survey, options: WritingOptions(title: "T"))
    } throws: { ($0 as? WritingError)?.codeName == "writing.kind" }
  }

  @Test func `an option that names no variable says which is near`() {
    #expect {
      try QualtricsWriter.files(Self.survey, options: WritingOptions(title: "T", completion: "complte"))
    } throws: { error in
      let error = error as? WritingError
      return error?.codeName == "writing.variable" && error?.expected.contains("'complete'") == true
        && error?.exitStatus == 64
    }
  }
}
