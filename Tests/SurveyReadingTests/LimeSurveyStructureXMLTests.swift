import SurveyModel
import TestSupport
import TextFormats
import Testing

@testable import SurveyReading

@Suite struct `LimeSurvey structure` {
  @Test func `both schema generations give the same questionnaire`() throws {
    let fixture = LimeSurveyXMLFixture.all
    for language in ["en", "da", nil, "fr"] {
      var old = try LimeSurveyStructureReader.read(fixture.structure(inline: true), language: language)
      let new = try LimeSurveyStructureReader.read(fixture.structure(inline: false), language: language)
      #expect(old.databaseVersion == "177" && new.databaseVersion == "495")
      old.databaseVersion = "495"
      #expect(old == new)
      #expect(old.questions.count == 22)
    }
  }

  @Test func `texts are in the base language, without markup, unless another language is asked for`() throws {
    let source = LimeSurveyXMLFixture.all.structure(inline: false)
    let english = try LimeSurveyStructureReader.read(source)
    #expect(english.language == "en" && english.languages == ["en", "da"])
    #expect(english.title == "A & B" && english.surveyID == "123456")
    #expect(english.questions[0].text == "Which colour?")
    #expect(english.questions[0].answers().map(\.text) == ["Red", "Green", "Blue"])
    let danish = try LimeSurveyStructureReader.read(source, language: "da")
    #expect(danish.questions[0].text == "Hvilken farve?")
    // Green and blue have no Danish text.
    #expect(danish.questions[0].answers().map(\.text) == ["Rød", "Green", "Blue"])
    #expect(try LimeSurveyStructureReader.read(source, language: "fr").language == "en")
  }

  @Test func `answers and subquestions keep their order and scale`() throws {
    let structure = try LimeSurveyStructureReader.read(LimeSurveyXMLFixture.all.structure(inline: true))
    let dual = try #require(structure.questions.first { $0.code == "dual" })
    #expect(dual.answers(scale: 0).map(\.code) == ["1", "2", "3", "4", "5", "9"])
    #expect(dual.answers(scale: 1).map(\.code) == ["x", "y"])
    #expect(dual.subquestions.map(\.code) == ["SQ001", "SQ002"])
    #expect(dual.attributes["dualscale_headerB"] == "Then")
  }

  // The numbers were counted with Python's xml.etree, with the field names built by LimeSurvey's rules.
  @Test(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
  func `a real structure of the older schema is read whole`() throws {
    let path = "\(SharedFiles.exports ?? "")/limesurvey/ls205_sample_survey_english.lss"
    let structure = try LimeSurveyStructureReader.read(SourceBytes.open(path, wantsHash: false))
    #expect(structure.title == "Sample LimeSurvey for 1.92+" && structure.databaseVersion == "177")
    #expect(structure.questions.count == 114)
    #expect(structure.questions.reduce(0) { $0 + $1.subquestions.count } == 321)
    #expect(structure.questions.reduce(0) { $0 + $1.answers.reduce(0) { $0 + $1.count } } == 98)
    let fields = LimeSurveyFieldMap(structure: structure).fields()
    #expect(fields.count == 512)
    #expect(Set(fields.map(\.name)).count == 512)
    let pastime = try #require(structure.questions.first { $0.code == "qListDropdown" })
    #expect(pastime.text == "What is your favorite pastime?" && pastime.hasOther)
  }

  @Test func `a response file, another document and a foreign root are refused as structure`() throws {
    let responses = LimeSurveyXMLFixture.responses(["id"], [["1"]])
    #expect(
      message(LimeSurveyXMLFixture.text("<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>")) == """
        survey.lss: a LimeSurvey 'Group' document; expected the structure (.lss), a LimeSurvey 'Survey' document
          mend: export the structure (.lss) from LimeSurvey
        """)
    #expect(
      message(responses) == """
        responses.lsr: a LimeSurvey 'Responses' document; expected the structure (.lss), a LimeSurvey 'Survey' \
        document
          mend: these are the responses; the structure is exported under Display / Export > Survey structure
        """)
    #expect(
      message(LimeSurveyXMLFixture.text("<Responses/>")) == """
        survey.lss: XML whose root is <Responses>; expected a LimeSurvey structure file (.lss), whose root is \
        <document>
          mend: check which file was given
        """)
    #expect(
      message(LimeSurveyXMLFixture.text("<document/>")) == """
        survey.lss: a LimeSurvey document that does not say what it is; expected the structure (.lss), a LimeSurvey \
        'Survey' document
          mend: export the structure (.lss) from LimeSurvey
        """)
    #expect(
      message(LimeSurveyXMLFixture.text("<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>")) == """
        survey.lss: a LimeSurvey structure without questions; expected questions
          mend: export the structure of the survey that the responses belong to
        """)
  }

  private func message(_ source: SourceBytes) -> String {
    do throws(ReadingError) {
      _ = try LimeSurveyStructureReader.read(source)
      return ""
    } catch {
      return error.description
    }
  }
}

extension LimeSurveyXMLFixture {
  static func text(_ text: String, name: String = "survey.lss") -> SourceBytes {
    SourceBytes(name: name, bytes: Array(text.utf8))
  }
}
