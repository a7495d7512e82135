import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

@Suite struct KoboFormTests {
  /// Three respondents: one who answers, one who does not use social media, one who passes over.
  static let text = """
    start,social,use/sites,use/sites/fb,use/sites/ig,use/sites/other,use/sites_other,use/hours,use/feel/lonely,use/feel/needed,child[1]/nick,child[1]/phone,child[1]/since,child[2]/nick,child[2]/phone,child[2]/since,why,score,_id,_uuid,_submission_time
    2024-05-01T10:00:00Z,y,fb other,1,0,1,a forum,7,3,9,Ann,y,2023-01-01,Bo,n,,,5,1,u1,2024-05-01T10:00:00
    2024-05-01T11:00:00Z,n,,,,,,,,,,,,,,,,,2,u2,2024-05-01T10:00:00
    2024-05-01T12:00:00Z,y,,0,0,0,,,,1,,y,,,,,,2,3,u3,2024-05-01T10:00:00

    """

  func read(
    _ text: String = KoboFormTests.text, form: SourceBytes = KoboFixtures.form, language: String? = nil
  ) throws -> Survey {
    try SurveyReader.read(sources: [source(text), form], options: ReadingOptions(language: language))
  }

  @Test func `texts and answers come from the form, blanks are told apart by its conditions`() throws {
    let survey = try read()
    #expect(survey.provenance.format == "kobo-csv")
    #expect(survey.provenance.files.map(\.format) == ["kobo-csv", "xlsform"])
    #expect(survey.codebook["social"]?.label == "Do you use social media?")
    #expect(try answers(survey, "social") == ["Yes", "No", "Yes"])
    #expect(try answers(survey, "use/hours") == ["7", "[notShown]", "[notShown]"])
    #expect(try answers(survey, "use/feel/lonely") == ["Agree", "[notShown]", "[seenNotAnswered]"])
    #expect(try answers(survey, "use/feel/needed") == ["[dontKnow]", "[notShown]", "Disagree"])
    #expect(survey.codebook["use/feel/lonely"]?.labels.map(\.code) == ["1", "2", "3", "9"])
    #expect(survey.codebook["use/feel/lonely"]?.level == .ordinal)
    #expect(survey.codebook.grids.map(\.variables) == [["use/feel/lonely", "use/feel/needed"]])
    #expect(survey.codebook.grids.map(\.label) == ["How do you feel?"])
    #expect(survey.codebook["use/hours"]?.kind == .numeric)
    #expect(survey.codebook["start"]?.role == .metadata)
  }

  @Test func `zeros beside blank codes are no answers`() throws {
    let survey = try read()
    let set = try #require(survey.codebook.multipleResponseSets.first)
    #expect(set.label == "Which ones?")
    #expect(set.tickedCode == "1")
    #expect(try answers(survey, "use/sites/fb") == ["Facebook / Meta", "[notShown]", "[seenNotAnswered]"])
    #expect(try answers(survey, "use/sites/ig") == ["Not selected", "[notShown]", "[seenNotAnswered]"])
    #expect(survey.columns[4].originalText(at: 2) == "0")
    #expect(survey.codebook["use/sites"]?.role == .metadata)
    #expect(survey.codebook["use/sites_other"]?.role == .otherText)
    #expect(try answers(survey, "use/sites_other") == ["a forum", "[notShown]", "[notShown]"])
  }

  @Test func `an entry that a repeated group does not have was not shown`() throws {
    let survey = try read()
    #expect(try answers(survey, "child[1]/nick") == ["Ann", "[notShown]", "[seenNotAnswered]"])
    #expect(try answers(survey, "child[2]/nick") == ["Bo", "[notShown]", "[notShown]"])
    #expect(survey.codebook["child[2]/phone"]?.label == "Has a phone? (2)")
    // The condition asks for the answer of the same entry.
    #expect(survey.columns[12].missingReason(at: 2) == .seenNotAnswered)
    #expect(survey.columns[15].missingReason(at: 0) == .notShown)
  }

  @Test func `a condition that cannot be followed leaves its blanks unknown and counts them`() throws {
    let survey = try read()
    #expect(try answers(survey, "why") == ["[notShown]", "[unknownBlank]", "[notShown]"])
    #expect(
      survey.problems.map(\.line) == [
        "data.csv: note: found 1 blank cell of questions whose condition is not followed: why, "
          + "expected conditions that compare answers of the same submission; they count as unknown"
      ])
  }

  @Test func `the language is the user's or the form's first`() throws {
    let danish = try read(language: "da")
    #expect(danish.codebook["social"]?.label == "Bruger du sociale medier?")
    #expect(try answers(danish, "social") == ["Ja", "Nej", "Ja"])
    #expect(danish.codebook["use/feel/lonely"]?.labels.last?.missing == .dontKnow)
    #expect(danish.provenance.guesses.allSatisfy { !$0.contains("language") })
    #expect(
      try read().provenance.guesses.last
        == "the language of the texts: English (en), of English (en), Dansk (da) "
        + "(the reading option 'language' overrules it)")
  }

  @Test func `an export with texts in place of names and codes is the same`() throws {
    let labels = """
      Do you use social media?;Which ones?;Which ones?/Facebook / Meta;Which ones?/Instagram;Which ones?/Other;Hours a week;It is lonely;_id;_uuid;_submission_time
      Yes;Facebook / Meta Other;1;0;1;7;Agree;1;u1;2024-05-01T10:00:00
      No;;;;;;;2;u2;2024-05-01T10:00:00

      """
    let survey = try read(labels)
    #expect(try answers(survey, "Do you use social media?") == ["Yes", "No"])
    #expect(survey.codebook["Do you use social media?"]?.key == "social")
    #expect(survey.codebook.multipleResponseSets.map(\.variables.count) == [3])
    #expect(try answers(survey, "Which ones?/Facebook / Meta") == ["Facebook / Meta", "[notShown]"])
    #expect(try answers(survey, "Hours a week") == ["7", "[notShown]"])
    #expect(try answers(survey, "It is lonely") == ["Agree", "[notShown]"])
    #expect(!survey.problems.contains { $0.found.contains("differ") })
  }

  @Test(arguments: ["%", ":", "|", "."]) func `groups and options may be parted by another sign`(_ sign: String) throws
  {
    let text = Self.text.replacing("use/", with: "use\(sign)").replacing("sites/", with: "sites\(sign)")
      .replacing("feel/", with: "feel\(sign)").replacing("]/", with: "]\(sign)")
    let survey = try read(text)
    #expect(survey.codebook.multipleResponseSets.map(\.variables.count) == [3])
    #expect(try answers(survey, "use\(sign)sites\(sign)fb") == ["Facebook / Meta", "[notShown]", "[seenNotAnswered]"])
    #expect(try answers(survey, "child[2]\(sign)nick") == ["Bo", "[notShown]", "[notShown]"])
  }

  @Test func `names as R writes them are understood`() throws {
    let text = """
      social,use.sites,use.sites.fb,use.sites.ig,use.hours,X_id,X_uuid,X_submission_time
      y,fb,TRUE,FALSE,7,1,u1,2024-05-01T10:00:00
      n,NA,NA,NA,NA,2,u2,2024-05-01T10:00:00

      """
    let survey = try read(text)
    #expect(survey.provenance.evidence == "headings _id, _uuid and _submission_time, as R writes them")
    #expect(try answers(survey, "use.sites.fb") == ["Facebook / Meta", "[notShown]"])
    #expect(survey.codebook.multipleResponseSets.map(\.tickedCode) == ["TRUE"])
    #expect(try answers(survey, "use.hours") == ["7", "[notShown]"])
    #expect(survey.codebook["X_uuid"]?.personal == .identifier)
    let alone = try SurveyReader.read(sources: [source(text)])
    #expect(alone.codebook.multipleResponseSets.map(\.variables) == [["use.sites.fb", "use.sites.ig"]])
    #expect(try answers(alone, "use.hours") == ["7", "[unknownBlank]"])
  }

  @Test func `joined codes without columns of options are one question`() throws {
    let text = """
      social,sites,_id,_uuid,_submission_time
      y,ig fb,1,u1,2024-05-01T10:00:00
      y,n/a,2,u2,2024-05-01T10:00:00

      """
    let survey = try read(text)
    #expect(survey.codebook["sites"]?.kind == .multipleResponse)
    #expect(try answers(survey, "sites") == ["Facebook / Meta+Instagram", "[seenNotAnswered]"])
  }

  @Test func `what form and data do not share is told`() throws {
    let text = """
      social,use/sites/fb,use/sites/tv,mood,_id,_uuid,_submission_time
      y,1,1,good,1,u1,2024-05-01T10:00:00
      y,0,1,good,2,u2,2024-05-01T10:00:00

      """
    let survey = try read(text)
    #expect(
      survey.problems.prefix(4).map(\.line) == [
        "data.csv: warning: found columns that the form does not have: mood, "
          + "expected the form as it was when the data was collected; their answers are found from the cells",
        "data.csv: warning: found options that the form does not have: use/sites/tv, "
          + "expected the options of the form; they are read as options under their codes",
        "form.xlsx: note: found questions that the data does not have: use/sites_other, use/hours, use/feel/lonely, "
          + "use/feel/needed, why, expected a column for each question; "
          + "they were added later, or left out of the export",
        "form.xlsx: note: found questions of repeated groups that the data does not have: child/nick, child/phone, "
          + "child/since, expected a table for each repeated group; "
          + "KoboToolbox leaves them out of a CSV export: name the repeated group's table too",
      ])
    #expect(survey.codebook.multipleResponseSets.map(\.variables) == [["use/sites/fb", "use/sites/tv"]])
  }

  @Test func `a form of other data is refused`() {
    let text = "mood,_id,_uuid,_submission_time\ngood,1,u1,2024-05-01T10:00:00\n"
    #expect(
      error([source(text), KoboFixtures.form])?.description
        == "form.xlsx: a form none of whose questions data.csv has; expected the form that the submissions belong to\n"
        + "  mend: export that form, or leave the file out")
  }

  @Test func `a form without questions and a list without answers are told`() {
    let empty = KoboFixtures.workbook([("survey", [["type", "name"], ["note"]]), ("choices", [])])
    #expect(
      error([source(Self.text), empty])?.description
        == "form.xlsx: a form's definition in a workbook (XLSForm) without questions; expected questions\n"
        + "  mend: export the form that the submissions belong to")
    let form = KoboFixtures.workbook([
      ("survey", [["type", "name"], ["select_one gone", "social"]]), ("choices", []),
    ])
    #expect(
      (try? read(form: form))?.problems.first?.line
        == "form.xlsx: warning: found the list 'gone', which the sheet 'choices' does not have, "
        + "expected the answers of every question; its answers are found from the cells")
  }

  @Test func `blanks of another version of the form stay unknown`() throws {
    let text = """
      social,use/hours,use/sites,_id,_uuid,_submission_time,__version__
      y,,fb,1,u1,2024-05-01T10:00:00,v1
      y,3,fb,2,u2,2024-05-01T10:00:00,v2
      y,,fb,3,u3,2024-05-01T10:00:00,v2

      """
    let survey = try read(text)
    #expect(try answers(survey, "use/hours") == ["[unknownBlank]", "3", "[seenNotAnswered]"])
    #expect(
      survey.problems.last?.line
        == "data.csv: note: found 1 blank cell that another version of the form may explain: use/hours, "
        + "expected submissions of one version of the form; they count as unknown: "
        + "the question may not have been there")
  }

  @Test func `ratings and rankings of KoboToolbox have their answers from above`() throws {
    let form = KoboFixtures.workbook([
      (
        "survey",
        [
          ["type", "name", "label", "kobo--score-choices", "kobo--rank-items"],
          ["begin_score", "rate", "Rate them", "agree", ""], ["score__row", "a", "First"],
          ["score__row", "b", "Second"],
          ["end_score"], ["begin_rank", "best", "Best", "", "sites"], ["rank__level", "r1", "1st choice"],
          ["rank__level", "r2", "2nd choice"], ["end_rank"],
        ]
      ), ("choices", KoboFixtures.choices),
    ])
    let text = """
      rate/a,rate/b,best/r1,best/r2,_id,_uuid,_submission_time
      1,3,fb,ig,1,u1,2024-05-01T10:00:00

      """
    let survey = try read(text, form: form)
    #expect(survey.codebook.grids.map(\.variables) == [["rate/a", "rate/b"]])
    #expect(try answers(survey, "rate/b") == ["Agree"])
    #expect(try answers(survey, "best/r1") == ["Facebook / Meta"])
  }
}

@Suite struct KoboRepeatsTests {
  static let parents = """
    name,children_count,_index,_parent_table_name,_parent_index,_id,_uuid,_submission_time
    Abe,2,1,,-1,11,u1,2024-05-01T10:00:00
    Eve,0,2,,-1,12,u2,2024-05-01T10:00:00

    """
  static let children = """
    child/nick,child/likes,child/likes/red,child/likes/blue,_index,_parent_table_name,_parent_index,_id,_uuid,_submission_time
    Mike,red blue,True,True,1,habits,1,,,
    John,,,,2,habits,1,,,

    """

  @Test func `a repeated group's table is joined to the respondents`() throws {
    let survey = try SurveyReader.read(sources: [
      source(Self.children, name: "child.csv"), source(Self.parents, name: "habits.csv"),
    ])
    #expect(survey.count == 2)
    #expect(survey.provenance.files.map(\.name) == ["habits.csv", "child.csv"])
    #expect(try answers(survey, "child[1]/nick") == ["Mike", "[notShown]"])
    #expect(try answers(survey, "child[2]/nick") == ["John", "[notShown]"])
    #expect(try answers(survey, "child[1]/likes/red") == ["red", "[notShown]"])
    #expect(try answers(survey, "child[2]/likes/red") == ["[unknownBlank]", "[notShown]"])
    #expect(survey.codebook.multipleResponseSets.map(\.name) == ["child[1]/likes", "child[2]/likes"])
    #expect(
      survey.problems.map(\.line) == [
        "child.csv: note: found 2 records of a repeated group of 'habits', expected a row for each respondent; "
          + "they are joined to habits.csv by _parent_index, in columns of their own"
      ])
  }

  @Test func `a repeated group's table alone says what a row is`() throws {
    let survey = try SurveyReader.read(sources: [source(Self.children, name: "child.csv")])
    #expect(survey.count == 2)
    #expect(
      survey.problems.first?.line
        == "child.csv: note: found records of a repeated group of 'habits', expected a row for each respondent; "
        + "a respondent may stand in several rows; name the respondents' table too to join them")
  }

  @Test func `records of no respondent are told, and tables without a common key are refused`() throws {
    let stray = Self.children + "Ann,,,,3,habits,9,,,\n"
    let survey = try SurveyReader.read(sources: [source(stray, name: "child.csv"), source(Self.parents)])
    #expect(
      survey.problems.last?.line
        == "child.csv: warning: found 1 record whose _parent_index no respondent has, expected an _index of data.csv; "
        + "they are left out; read the table alone to see them")
    let keyless = "name,_id,_uuid,_submission_time\nAbe,1,u1,2024-05-01T10:00:00\n"
    #expect(
      error([source(keyless), source(Self.children, name: "child.csv")])?.description
        == "child.csv: a repeated group's records without a common key: data.csv has no column '_index'; "
        + "expected the table of the respondents with its column _index\n"
        + "  mend: export both tables again, or read one of them alone")
  }
}
