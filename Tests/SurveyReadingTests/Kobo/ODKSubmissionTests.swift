import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

@Suite struct ODKSubmissionTests {
  static let answered = KoboFixtures.submission(
    "<start>2024-05-01T10:00:00Z</start><social>y</social><use><sites>fb other</sites><sites_other>x</sites_other>"
      + "<hours>7</hours></use><child><nick>Ann</nick><phone>y</phone></child><child><nick/><phone/></child>")
  static let passed = KoboFixtures.submission(
    "<start>2024-05-01T11:00:00Z</start><social>n</social><use/>", name: "b.xml")

  @Test func `a submission with its form has texts, answers and reasons`() throws {
    let survey = try SurveyReader.read(sources: [Self.answered, KoboFixtures.xform])
    #expect(survey.provenance.format == "odk-submission")
    #expect(survey.provenance.files.map(\.format) == ["odk-submission", "xform"])
    #expect(survey.count == 1)
    #expect(survey.codebook["social"]?.label == "Do you use social media?")
    #expect(try answers(survey, "social") == ["Yes"])
    #expect(try answers(survey, "use/sites") == ["Facebook+Other"])
    #expect(survey.codebook["use/sites_other"]?.role == .otherText)
    #expect(survey.codebook["child[1]/nick"]?.label == "Nickname of [social] (1)")
    #expect(try answers(survey, "child[1]/phone") == ["Yes"])
    #expect(survey.codebook["meta/instanceID"]?.personal == .identifier)
    #expect(try survey.column("_version").column.originalText(at: 0) == "3")
    let danish = try SurveyReader.read(
      sources: [Self.answered, KoboFixtures.xform], options: ReadingOptions(language: "da"))
    #expect(try answers(danish, "social") == ["Ja"])
  }

  @Test func `submissions of one form in an archive are the respondents`() throws {
    var zip = ZipWriter()
    for file in [Self.answered, Self.passed, KoboFixtures.xform] { try zip.add(file.name, file.bytes) }
    try zip.add("media/photo.jpg", [0xFF, 0xD8])
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "all.zip", bytes: zip.bytes)])
    #expect(survey.count == 2)
    #expect(try answers(survey, "social") == ["Yes", "No"])
    #expect(try answers(survey, "use/hours") == ["7", "[notShown]"])
    #expect(try answers(survey, "use/sites") == ["Facebook+Other", "[notShown]"])
    #expect(try answers(survey, "child[1]/nick") == ["Ann", "[notShown]"])
    #expect(
      survey.problems.first?.line
        == "all.zip: note: found 1 more file in it: media/photo.jpg, "
        + "expected an export, or an export with its structure file; they are no tables and are left out")
  }

  @Test func `an element that is not there though its question was shown stays unknown`() throws {
    let short = KoboFixtures.submission("<social>y</social><use><sites/></use>")
    let survey = try SurveyReader.read(sources: [short, KoboFixtures.xform])
    #expect(try answers(survey, "use/sites") == ["[seenNotAnswered]"])
    #expect(try answers(survey, "use/hours") == ["[unknownBlank]"])
  }

  @Test func `without a form every element is a column`() throws {
    let survey = try SurveyReader.read(sources: [Self.answered])
    #expect(survey.columns[survey.codebook.position(of: "use/sites") ?? 0].originalText(at: 0) == "fb other")
    #expect(survey.codebook["child[2]/nick"] != nil)
    #expect(try survey.column("child[2]/nick").column.missingReason(at: 0) == .notShown)
  }

  @Test func `a submission that does not say so is told by its form`() throws {
    let bare = source("<h id=\"habits\"><social>y</social><use><hours>3</hours></use></h>", name: "bare.xml")
    let survey = try SurveyReader.read(sources: [bare, KoboFixtures.xform])
    #expect(survey.provenance.evidence == "it stands beside form.xml")
    #expect(try answers(survey, "use/hours") == ["3"])
    let other = source("<feed id=\"x\"><entry/></feed>", name: "feed.xml")
    #expect(
      error([other, KoboFixtures.xform])?.description
        == "feed.xml: XML whose root is <feed>; expected a submission of form.xml, whose root is <h>\n"
        + "  mend: name the submissions that belong to the form")
  }

  @Test func `what is no form or another form's is refused`() throws {
    #expect(
      error([KoboFixtures.xform])?.description
        == "form.xml: an XForm alone, which holds no answers; expected a file with responses\n"
        + "  mend: name the data too: topline … submissions.csv form.xml")
    let hollow = source("<h:html xmlns:h='http://www.w3.org/2002/xforms'><h:head/></h:html>", name: "hollow.xml")
    #expect(
      error([Self.answered, hollow])?.description
        == "hollow.xml: an XForm without a model and its instance; expected a form's definition\n"
        + "  mend: export the form as XForm XML or as XLSForm")
    var zip = ZipWriter()
    for file in [Self.answered, KoboFixtures.submission("<x>1</x>", name: "c.xml", root: "k", id: "other")] {
      try zip.add(file.name, file.bytes)
    }
    #expect(
      error([SourceBytes(name: "all.zip", bytes: zip.bytes)])?.description
        == "all.zip: c.xml: a submission of another form than the first one's; expected submissions of one form\n"
        + "  mend: read each form's submissions for themselves")
  }

  @Test func `entities in a submission or a form are refused`() {
    let bomb = "<!DOCTYPE h [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
    let text = String(decoding: Self.answered.bytes, as: UTF8.self).replacing("<h id", with: bomb + "<h id")
    #expect(error([source(text, name: "a.xml")])?.found == "the XML declares the entity 'a'")
  }
}
