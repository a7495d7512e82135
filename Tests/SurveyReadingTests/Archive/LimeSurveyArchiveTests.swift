import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

@Suite struct LimeSurveyArchiveTests {
  static let fixture = LimeSurveyXMLFixture(questions: [
    LimeSurveyXMLFixture.Question(item: LimeSurveyXMLFixture.item(1, "why", "Why?"), type: "T")
  ])
  static let responses = LimeSurveyXMLFixture.responses(
    ["id", "submitdate", "lastpage", "startlanguage", "123456X7X1"],
    [["4", "2024-05-01 10:00:00", "1", "en", "because"], ["9", nil, nil, "en", ""]])

  static func timings(_ type: String = "Timings", ids: [String] = ["9", "4", "77"]) -> String {
    let rows = ids.enumerated().map { place, id in
      LimeSurveyXMLFixture.row(
        [("id", id), ("interviewtime", "\(place + 1).5")]
          + (id == "4" ? [("_123456X7time", "2.25"), ("_123456X7X1time", "1.75")] : []))
    }
    return "<?xml version=\"1.0\"?><document><LimeSurveyDocType>\(type)</LimeSurveyDocType><DBVersion>495</DBVersion>"
      + "<timings><fields><fieldname>id</fieldname><fieldname>interviewtime</fieldname><fieldname>123456X7time</fieldname>"
      + "<fieldname>123456X7X1time</fieldname></fields><rows>\(rows.joined())</rows></timings></document>"
  }

  static func archive(_ further: [(String, String)], responses: Bool = true) -> SourceBytes {
    var zip = ZipWriter()
    try? zip.add("survey_123456.lss", fixture.structure(inline: false).bytes)
    if responses { try? zip.add("survey_123456_responses.lsr", Self.responses.bytes) }
    for (name, text) in further { try? zip.add(name, Array(text.utf8)) }
    return SourceBytes(name: "survey.lsa", bytes: zip.bytes)
  }

  @Test func `timings are joined by the response's id as metadata`() throws {
    let survey = try SurveyReader.read(sources: [
      Self.archive([("survey_123456_timings.lsi", Self.timings()), ("survey_123456_tokens.lst", "<document/>")])
    ])
    #expect(survey.provenance.format == "limesurvey-lsa")
    #expect(survey.provenance.files.map(\.format) == ["limesurvey-lsr", "limesurvey-lss", "limesurvey-lsi"])
    #expect(try answers(survey, "why") == ["because", "[seenNotAnswered]"])
    #expect(try answers(survey, "interviewtime") == ["2.5", "1.5"])
    #expect(try answers(survey, "groupTime7") == ["2.25", "[notShown]"])
    #expect(try answers(survey, "whyTime") == ["1.75", "[notShown]"])
    #expect(survey.codebook["whyTime"]?.label == "Question time: Why?")
    #expect(survey.codebook["whyTime"]?.role == .metadata)
    #expect(survey.codebook["whyTime"]?.key == "123456X7X1time")
    #expect(
      survey.problems.map(\.line) == [
        "survey.lsa: note: found the list of invited participants (tokens), expected responses; "
          + "it names people and is left out",
        "survey_123456_timings.lsi: note: found timings of 1 response that are not there, "
          + "expected the responses of the same day; they are left out",
      ])
  }

  @Test func `timings that cannot be read leave the responses`() throws {
    let broken = try SurveyReader.read(sources: [Self.archive([("a.lsi", "<document><x>")])])
    #expect(broken.count == 2)
    #expect(
      broken.problems.map(\.line) == [
        "a.lsi: warning: found the XML ends at line 1, column 14, inside <document><x>, expected </x>; "
          + "the responses are read without their timings"
      ])
    let wrong = try SurveyReader.read(sources: [Self.archive([("a.lsi", Self.timings("Tokens"))])])
    #expect(
      wrong.problems.map(\.line) == [
        "a.lsi: warning: found a LimeSurvey 'Tokens' document, expected the timings (.lsi), a LimeSurvey 'Timings' "
          + "document; the responses are read without their timings"
      ])
    let keyless = Self.timings().replacing("<id>", with: "<no>").replacing("</id>", with: "</no>")
      .replacing("<fieldname>id</fieldname>", with: "")
    let without = try SurveyReader.read(sources: [Self.archive([("a.lsi", keyless)])])
    #expect(
      without.problems.map(\.line) == [
        "a.lsi: warning: found timings without the response's id, expected the column id; "
          + "the responses are read without their timings"
      ])
  }

  @Test func `an archive without responses, or with several, is refused`() {
    #expect(
      error([Self.archive([], responses: false)])?.description
        == "survey.lsa: a LimeSurvey archive without responses; expected an archive with a .lsr file\n"
        + "  mend: export the archive of the survey with its responses")
    #expect(
      error([Self.archive([("old_responses.lsr", "<document/>")])])?.description
        == "survey.lsa: an archive of 3 files: survey_123456.lss, survey_123456_responses.lsr, old_responses.lsr; "
        + "expected an export, or an export with its structure file\n"
        + "  mend: unpack it and name the files that belong together")
  }

  @Test func `thousands of changed archives give an error or a survey, never a crash`() {
    let whole = Self.archive([("t.lsi", Self.timings())]).bytes
    var generator = SeededGenerator(state: 11)
    var refused = 0
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      if error([SourceBytes(name: "survey.lsa", bytes: bytes)]) != nil { refused += 1 }
    }
    #expect(refused > 1000)
  }
}
