import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct LimeSurveyRelevanceTests {
  typealias Fixture = LimeSurveyXMLFixture

  static func question(
    _ id: Int, _ code: String, _ type: String, _ relevance: String = "1", group: Int = 7,
    subquestions: [Fixture.Item] = [], answers: [Fixture.Item] = [], attributes: [(String, String)] = []
  ) -> Fixture.Question {
    var item = Fixture.item(id, code, "Text of \(code)")
    item.relevance = relevance
    return Fixture.Question(
      item: item, type: type, subquestions: subquestions, answers: answers, attributes: attributes, group: group)
  }

  static let uses = [Fixture.item(31, "fb", "Facebook"), Fixture.item(32, "ig", "Instagram")]
  static let rows = [Fixture.item(51, "fb", "Facebook"), Fixture.item(52, "ig", "Instagram")]

  /// Whether one uses it, how many hours, which, why not, how good each is; a group for those with children.
  static let fixture = Fixture(
    questions: [
      question(1, "use", "Y"), question(2, "hours", "N", "use.NAOK == \"Y\""),
      question(3, "which", "M", "((123456X7X1.NAOK == \"Y\"))", subquestions: uses),
      question(4, "whynot", "T", "use.NAOK == 'N'"),
      question(
        5, "good", "F", "use == 'Y'", group: 8, subquestions: rows,
        answers: [Fixture.item(53, "A1", "Bad"), Fixture.item(54, "A2", "Good")],
        attributes: [("array_filter", "which")]
      ),
      question(6, "kids", "N", group: 9), question(7, "names", "T", "kids > 0", group: 9),
      question(8, "secret", "S", attributes: [("hidden", "1")]),
    ], groupRelevance: [9: "hours.NAOK >= 2"])

  static let csv = """
    "id","submitdate","lastpage","startlanguage","use","hours","which[fb]","which[ig]","whynot","good[fb]","good[ig]",\
    "kids","names","secret"
    "1","2024-05-01 10:00:00","3","en","Y","3","Y","","","A2","","2","",""
    "2","2024-05-01 10:00:00","3","en","N","","","","","","","","",""
    "3","2024-05-01 10:00:00","3","en","Y","","","","","","","","",""
    "4","","1","en","Y","1","","Y","","","","","",""
    "5","2024-05-01 10:00:00","3","en","Y","5","Y","Y","","","A1","0","",""

    """

  static func read(_ fixture: Fixture = fixture, _ text: String = csv) throws -> Survey {
    try SurveyReader.read(sources: [source(text), fixture.structure(inline: false)])
  }

  @Test func `blanks of a CSV are not shown where the equation is false, and passed over where it is true`() throws {
    let read = try Self.read()
    #expect(
      try answers(read, "whynot") == ["[notShown]", "[seenNotAnswered]"] + Array(repeating: "[notShown]", count: 3))
    #expect(try answers(read, "hours") == ["3", "[notShown]", "[seenNotAnswered]", "1", "5"])
    #expect(read.problems.map(\.line) == [])
  }

  @Test func `options that were shown and are blank were not ticked`() throws {
    let read = try Self.read()
    #expect(
      try answers(read, "which_fb") == ["selected", "[notShown]", "Not selected", "Not selected", "selected"])
    #expect(
      try answers(read, "which_ig") == ["Not selected", "[notShown]", "Not selected", "selected", "selected"])
  }

  @Test func `rows that a filter takes out are not shown`() throws {
    let read = try Self.read()
    #expect(
      try answers(read, "good_fb") == ["Good", "[notShown]", "[notShown]", "[notShown]", "[seenNotAnswered]"])
    #expect(
      try answers(read, "good_ig") == ["[notShown]", "[notShown]", "[notShown]", "[unknownBlank]", "Bad"])
  }

  @Test func `a group's equation counts for its questions, and a page not reached stays unknown`() throws {
    let read = try Self.read()
    #expect(try answers(read, "kids") == ["2", "[notShown]", "[notShown]", "[notShown]", "0"])
    #expect(
      try answers(read, "names") == ["[seenNotAnswered]", "[notShown]", "[notShown]", "[notShown]", "[notShown]"])
    #expect(try answers(read, "secret") == Array(repeating: "[notShown]", count: 5))
    var open = Self.fixture
    open.groupRelevance = [:]
    // The fourth left before that page; the second has no answer that the equation could ask for.
    #expect(
      try answers(Self.read(open), "kids") == ["2", "[seenNotAnswered]", "[seenNotAnswered]", "[unknownBlank]", "0"])
  }

  @Test func `a page was there where a later one holds an answer, but not where pages come in any order`() throws {
    let text = """
      "id","submitdate","lastpage","startlanguage","a","b","c"
      "1","","2","en","","x",""

      """
    var fixture = Fixture(questions: [
      Self.question(1, "a", "T"), Self.question(2, "b", "T", group: 8), Self.question(3, "c", "T", group: 9),
    ])
    let read = try Self.read(fixture, text)
    #expect(try answers(read, "a") + answers(read, "c") == ["[seenNotAnswered]", "[unknownBlank]"])
    fixture.settings = [("questionindex", "2")]
    #expect(try answers(Self.read(fixture, text), "a") == ["[unknownBlank]"])
    fixture.settings = [("format", "A")]
    #expect(try answers(Self.read(fixture, text), "c") == ["[seenNotAnswered]"])
    fixture.settings = [("format", "S")]
    #expect(try answers(Self.read(fixture, text), "c") == ["[unknownBlank]"])
  }

  @Test func `a NULL of a number's column is a blank where its question was shown`() throws {
    let fields = ["id", "submitdate", "123456X7X1", "123456X7X2", "123456X7X4"]
    let read = try SurveyReader.read(sources: [
      Fixture.responses(
        fields,
        [
          ["1", "2024-05-01 10:00:00", "Y", nil, nil], ["2", "2024-05-01 10:00:00", "N", nil, ""],
          ["3", nil, nil, nil, nil], ["4", "2024-05-01 10:00:00", "Y", "2", ""],
        ]), Self.fixture.structure(inline: true),
    ])
    #expect(try answers(read, "hours") == ["[seenNotAnswered]", "[notShown]", "[notShown]", "2"])
    // A column that has an empty text tells it from a NULL, as files of other programs do.
    let told = try SurveyReader.read(sources: [
      Fixture.responses(
        fields, [["1", "2024-05-01 10:00:00", "Y", nil, nil], ["2", "2024-05-01 10:00:00", "Y", "", nil]]),
      Self.fixture.structure(inline: true),
    ])
    #expect(try answers(told, "hours") == ["[notShown]", "[seenNotAnswered]"])
    // An empty element of a question that is not put to the respondent in the end.
    #expect(try answers(read, "whynot") == ["[notShown]", "[seenNotAnswered]", "[notShown]", "[notShown]"])
  }

  @Test func `a variable that is not applicable decides only where server and browser agree`() throws {
    let questions = [
      Self.question(1, "use", "Y"), Self.question(2, "hours", "N", "use == 'Y'"),
      Self.question(3, "little", "T", "hours < 2"), Self.question(4, "much", "T", "hours > 5"),
      Self.question(5, "none", "T", "is_empty(hours.NAOK)"),
    ]
    let text = """
      "id","submitdate","lastpage","startlanguage","use","hours","little","much","none"
      "1","2024-05-01 10:00:00","3","en","N","","","",""
      "2","2024-05-01 10:00:00","3","en","Y","1","","",""

      """
    let read = try Self.read(Fixture(questions: questions), text)
    #expect(try answers(read, "little") == ["[unknownBlank]", "[seenNotAnswered]"])
    #expect(try answers(read, "much") == ["[notShown]", "[notShown]"])
    #expect(try answers(read, "none") == ["[seenNotAnswered]", "[notShown]"])
  }

  @Test func `what is not followed is told once with its place, and leaves blanks unknown`() throws {
    let questions = [
      Self.question(1, "use", "Y"), Self.question(2, "a", "T", "regexMatch('/x/', use)"),
      Self.question(3, "b", "T", "regexMatch('/x/', use)"), Self.question(4, "c", "T", "use == 'Y' && usse == 'N'"),
      Self.question(5, "d", "T", "use = 'Y'"), Self.question(6, "e", "L", "use.value == 'Y' and e.value == 1"),
    ]
    let text = """
      "id","submitdate","lastpage","startlanguage","use","a","b","c","d","e"
      "1","2024-05-01 10:00:00","3","en","N","","","","",""
      "2","2024-05-01 10:00:00","3","en","Y","","","","",""

      """
    let read = try Self.read(Fixture(questions: questions), text)
    for name in ["a", "b", "d"] { #expect(try answers(read, name) == ["[unknownBlank]", "[unknownBlank]"]) }
    for name in ["c", "e"] { #expect(try answers(read, name) == ["[notShown]", "[unknownBlank]"]) }
    #expect(
      read.problems.map(\.line) == [
        "survey.lss, a: note: found an equation that is not followed, 'regexMatch('/x/', use)': the function "
          + "'regexMatch' at character 1, expected the functions abs, ceil, count, countif, countifop, floor, if, iff, "
          + "intval, is_empty, is_numeric, max, min, round, strlen, strtolower, strtoupper, sum, trim; where it decides, "
          + "blanks of a, b count as unknown",
        "survey.lss, c: note: found an equation that is not followed, 'use == 'Y' && usse == 'N'': the name 'usse' at "
          + "character 15, expected the code of a question that the responses have; did you mean 'use'? where it "
          + "decides, blanks of c count as unknown",
        "survey.lss, d: note: found an equation that is not followed, 'use = 'Y'': '=' at character 5, expected "
          + "comparisons of answers, joined by and, or; where it decides, blanks of d count as unknown",
        "survey.lss, e: note: found an equation that is not followed, 'use.value == 'Y' and e.value == 1': an "
          + "assessment's value of 'e' at character 22, expected the answer's code; where it decides, blanks of e count "
          + "as unknown",
      ])
  }

  @Test func `answers in words are compared by their codes`() throws {
    let questions = [
      Self.question(
        1, "how", "L", answers: [Fixture.item(11, "A1", "Never"), Fixture.item(12, "A2", "Often")]),
      Self.question(2, "why", "T", "how.NAOK == 'A2' and how.shown == 'Often'"),
    ]
    let text = """
      "id","submitdate","lastpage","startlanguage","how","why"
      "1","2024-05-01 10:00:00","1","en","Never",""
      "2","2024-05-01 10:00:00","1","en","Often",""

      """
    #expect(try answers(Self.read(Fixture(questions: questions), text), "why") == ["[notShown]", "[seenNotAnswered]"])
  }

  @Test func `the two scales of a row have the numbers 0 and 1 in equations and in VV files`() throws {
    let questions = [
      Self.question(
        1, "dual", "1", subquestions: [Fixture.item(11, "a", "One")],
        answers: [Fixture.item(12, "x", "Low"), Fixture.item(13, "y", "High", scale: 1)]),
      Self.question(2, "why", "T", "dual_a_1.NAOK == 'y'"),
    ]
    let text =
      "id\tsubmitdate\tlastpage\tstartlanguage\tA\tB\tWhy\nid\tsubmitdate\tlastpage\tstartlanguage\tdual_a_0\tdual_a_1\twhy\n"
      + "1\t2024-05-01 10:00:00\t1\ten\tx\ty\t\n2\t2024-05-01 10:00:00\t1\ten\tx\t\t{question_not_shown}\n"
    let read = try SurveyReader.read(sources: [
      source(text, name: "vv.csv"), Fixture(questions: questions).structure(inline: false),
    ])
    #expect(read.codebook.variables.map(\.name).suffix(3) == ["dual_a_1", "dual_a_2", "why"])
    #expect(try answers(read, "dual_a_2") == ["High", "[seenNotAnswered]"])
    #expect(try answers(read, "why") == ["[seenNotAnswered]", "[notShown]"])
  }

  @Test func `an item's own equation and conditions without an equation are heeded`() throws {
    var items = Self.uses
    items[1].relevance = "use.NAOK == 'Y'"
    var fixture = Fixture(questions: [
      Self.question(1, "use", "Y"), Self.question(3, "which", "M", subquestions: items),
    ])
    let text = """
      "id","submitdate","lastpage","startlanguage","use","which[fb]","which[ig]"
      "1","2024-05-01 10:00:00","1","en","N","Y",""
      "2","2024-05-01 10:00:00","1","en","Y","Y",""

      """
    #expect(try answers(Self.read(fixture, text), "which_ig") == ["[notShown]", "Not selected"])
    fixture = Fixture(questions: [Self.question(1, "use", "Y"), Self.question(2, "hours", "N", "")])
    let structure = String(decoding: fixture.structure(inline: true).bytes, as: UTF8.self)
      .replacing("<groups>", with: "<conditions><rows><row><qid>2</qid></row></rows></conditions><groups>")
    let old = try SurveyReader.read(sources: [
      source("\"id\",\"submitdate\",\"lastpage\",\"use\",\"hours\"\n1,2024-05-01 10:00:00,1,Y,\n"),
      source(structure, name: "survey.lss"),
    ])
    #expect(try answers(old, "hours") == ["[unknownBlank]"])
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedLimeSurveyRelevanceTests {
  @Test(arguments: ["ls205_sample_survey_english.lss", "limesurvey_survey_981966.lss"])
  func `the equations of real questionnaires are followed`(file: String) throws {
    let path = "\(SharedFiles.exports ?? "")/limesurvey/\(file)"
    let structure = try LimeSurveyStructureReader.read(SourceBytes.open(path, wantsHash: false))
    let names = Set(
      LimeSurveyFieldMap(structure: structure).fields().map { $0.nameInEquations ?? $0.template.variable.name })
    let equations = Set(structure.questions.map(\.relevance) + structure.groupRelevance.values)
      .subtracting(["", "1"])
    #expect(equations.count == (file.hasPrefix("ls205") ? 46 : 2))
    for equation in equations {
      try LimeSurveyExpression(equation).forEach { node in
        if case .reference(let reference, _) = node { #expect(names.contains(reference.name), "\(equation)") }
        if case .call(let name, _, _) = node { #expect(LimeSurveyDialect.functions[name] != nil, "\(equation)") }
      }
    }
  }
}
