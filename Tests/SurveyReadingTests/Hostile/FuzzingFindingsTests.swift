import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

/// What fuzzing and reading with hostile eyes found, each as the smallest input that showed it.
@Suite struct FuzzingFindingsTests {
  // MARK: Crashes

  @Test func `a label that stands in no variable of EFS is no variable's`() throws {
    let text = """
      <export><missings numeric="-77"/><variables><variabla name="x"><label>stray</label></variabla>\
      <variable name="v_1" type="text"><label>Why?</label></variable><strange><label>other</label></strange></variables>\
      <data><row><v_1>so</v_1></row></data></export>
      """
    let read = try survey(text, name: "project.xml")
    #expect(read.codebook.variables.map(\.label) == ["Why?"])
  }

  @Test func `a row beyond every sheet's end is the next row`() throws {
    func row(_ number: String, _ text: String) -> String {
      "<row\(number)><c t='inlineStr'><is><t>\(text)</t></is></c></row>"
    }
    let sheet =
      row(" r='9223372036854775807'", "Q1") + row("", "yes") + row(" r='-9223372036854775808'", "no") + row("", "so")
    let read = try SurveyReader.read(sources: [Self.workbook(sheet)])
    #expect(try answers(read, "Q1") == ["yes", "no", "so"])
  }

  static func workbook(_ rows: String) -> SourceBytes {
    var zip = ZipWriter()
    for (name, text) in [
      ("xl/workbook.xml", "<workbook xmlns:r='urn:r'><sheets><sheet name='A' r:id='a'/></sheets></workbook>"),
      ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Target='a.xml'/></Relationships>"),
      ("xl/a.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
    ] { try? zip.add(name, Array(text.utf8)) }
    return SourceBytes(name: "book.xlsx", bytes: zip.bytes)
  }

  @Test(arguments: ["\u{10FFFF}", "é", "+AGEAYg-"])
  func `bytes that cannot be decoded do not end a document without a word`(text: String) {
    // The parser stops where its decoder does, and lets the document pass as if it were whole.
    let document =
      "<?xml version=\"1.0\" encoding=\"UTF-7\"?><Responses><Response><QID1>1</QID1></Response><Response><QID1>2</QID1>"
      + "<QID2>\(text) so \\&amp; so</QID2></Response></Responses>"
    guard let found = error([source(document, name: "responses.xml")]) else { return }
    #expect([.malformed, .truncated].contains(found.code), "\(found.description)")
  }

  @Test func `a document whose encoding breaks in the middle is refused`() {
    let document =
      "<?xml version=\"1.0\" encoding=\"UTF-7\"?><Responses><Response><QID1>1</QID1></Response><Response><QID1/>"
      + "<QID3>so \\&amp; so</QID3></Response></Responses>\n"
    #expect(
      error([source(document, name: "responses.xml")])?.description.hasSuffix(
        "the bytes are not text in the encoding that the file declares; expected UTF-8, or the encoding of the first line\n"
          + "  mend: name the real encoding in the first line, as in <?xml version=\"1.0\" encoding=\"windows-1252\"?>")
        == true)
  }

  @Test(arguments: ["-9223372036854775808", "9223372036854775807", "-1"])
  func `a column where no record reaches is refused in a codebook`(start: String) {
    let variables =
      "<var name='a'><location StartPos='\(start)' width='2'/></var><var name='b'><location width='1'/></var>"
    let found = error([DDITests.codebook(variables), source("12 4\n", name: "data.dat")])
    #expect(
      found?.description
        == "codebook.xml: a: a variable without a width, beside data without headings; "
        + "expected where it stands in a record\n  mend: export the data as CSV with the variables' names")
  }

  @Test(arguments: [
    String(repeating: "(", count: 100_000), String(repeating: "(", count: 100_000) + "[a] = '1'",
  ]) func `logic that is deeper than anybody writes is not followed`(text: String) {
    #expect(REDCapLogic(text) == nil)
  }

  @Test(arguments: [
    String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1",
    String(repeating: "not(", count: 100_000),
  ]) func `an expression that is deeper than anybody writes is not followed`(text: String) {
    #expect(ODKExpression(text) == nil)
  }

  @Test func `logic of ninety-nine brackets and of any number of terms is followed`() throws {
    let deep = String(repeating: "(", count: 99) + "[a] = '1'" + String(repeating: ")", count: 99)
    #expect(try #require(REDCapLogic(deep)).holds { _ in "1" } == true)
    let long = "[a] = '1'" + String(repeating: " and [a] = '1'", count: 99_999)
    #expect(try #require(REDCapLogic(long)).holds { _ in "1" } == true)
    let sum = try #require(ODKExpression("1" + String(repeating: " + 1", count: 99_999) + " = 100000"))
    #expect(sum.holds { _ in nil } == true)
  }

  // MARK: Hangs, and memory beyond all measure

  @Test(.timeLimit(.minutes(5))) func `texts full of tags that never end are stripped at once`() {
    let text = String(repeating: "<a \"", count: 100_000)
    #expect(PlainText.stripping(text).utf8.count == text.utf8.count)
    #expect(PlainText.stripping(String(repeating: "<b", count: 100_000) + ">x") == "x")
    #expect(PlainText.stripping("a <img alt='>' src=\"<x>\"> b < c <i>d") == "a b < c d")
  }

  @Test(.timeLimit(.minutes(5))) func `a flow that repeats a long block a thousand times shows it once`() throws {
    let ids = (0..<2000).map { "QID\($0)" }
    let block = ids.map { "{\"QuestionID\":\"\($0)\"}" }.joined(separator: ",")
    let flow = [String](repeating: "{\"ID\":\"BL_1\"}", count: 20_000).joined(separator: ",")
    let questions = ids.reversed().map {
      "{\"Element\":\"SQ\",\"Payload\":{\"QuestionID\":\"\($0)\",\"QuestionType\":\"TE\",\"QuestionText\":\"x\"}}"
    }
    let text = """
      {"SurveyEntry":{},"SurveyElements":[{"Element":"BL","Payload":[{"ID":"BL_1","BlockElements":[\(block)]}]},
      {"Element":"FL","Payload":{"Flow":[\(flow)]}},\(questions.joined(separator: ","))]}
      """
    #expect(try QuestionnaireReader.read(source(text, name: "q.qsf")).questions.map(\.id) == ids)
  }

  @Test(.timeLimit(.minutes(5))) func `a number of a billion decimals is read as it is written`() throws {
    let variables = "<var name='a' dcml='1000000000'><location width='2'/></var>"
    let read = try SurveyReader.read(sources: [DDITests.codebook(variables), source("12\n 7\n", name: "data.dat")])
    #expect(try answers(read, "a") == ["12", "7"])
    #expect(
      read.problems.map(\.line) == [
        "codebook.xml, a: warning: found numbers of 1000000000 decimals, expected at most 40; "
          + "they are read as they are written"
      ])
  }

  @Test(.timeLimit(.minutes(5))) func `a wide heading above a hundred thousand short records is refused`() {
    let heading = (0..<90_000).map { "q\($0)" }.joined(separator: ",")
    let found = error([source(heading + "\n" + String(repeating: "1,2\n", count: 100_000))])
    #expect(
      found?.description == "data.csv:277: a table of 90000 columns whose records leave almost all cells out; "
        + "expected records that write their cells\n"
        + "  mend: no survey platform writes such a file: check where it comes from")
    #expect(found?.exitStatus == ExitStatus.data)
  }

  @Test(.timeLimit(.minutes(5))) func `XML whose every record has elements of its own is refused`() {
    var text = "<Responses>"
    for record in 0..<8_000 { text += "<Response><Q\(record)>1</Q\(record)></Response>" }
    let found = error([source(text + "</Responses>", name: "responses.xml")])
    #expect(found?.code == .limit)
    #expect(found?.found.hasSuffix("columns whose records leave almost all cells out") == true)
  }

  @Test(.timeLimit(.minutes(5))) func `records of fixed width that end at once are refused where fields are many`() {
    let fields = (1...5000).map {
      "<variable ident='\($0)' type='character'><name>v\($0)</name><position start='\($0)'/></variable>"
    }
    let definition = "<sss version='1.2'><survey><record ident='A'>\(fields.joined())</record></survey></sss>"
    let found = error([
      source(definition, name: "data.sss"), source(String(repeating: "1\n", count: 5_000), name: "data.asc"),
    ])
    #expect(found?.found == "a table of 5000 columns whose records leave almost all cells out")
  }

  @Test(.timeLimit(.minutes(5))) func `very many columns of one name are told apart at once`() throws {
    let heading = [String](repeating: "q", count: 8000).joined(separator: ",")
    let read = try survey("id," + heading + "\n1" + String(repeating: ",2", count: 8000) + "\n")
    #expect(read.codebook.variables.last?.name == "q__8000")
    #expect(read.codebook["q__7"]?.originalName == "q")
  }

  @Test(.timeLimit(.minutes(5))) func `very many options in joined cells are learnt without looking at every pair`() {
    var cells = RawColumn()
    for row in 0..<2000 { cells.append((0..<20).map { "option \((row * 7 + $0) % 1500)" }.joined(separator: ";")) }
    let found = JoinedOptions.learn([cells], separator: ";", caution: .none)
    #expect(found?.options.count == 1500)
    #expect(Set(found?.options ?? []) == Set((0..<1500).map { "option \($0)" }))
  }

  @Test(.timeLimit(.minutes(5))) func `a cell of very many pieces is looked at in little time`() {
    var cells = RawColumn()
    for _ in 0..<3 { cells.append((0..<40_000).map { "o\($0 % 20_000)" }.joined(separator: ";")) }
    cells.append("o1;o2")
    cells.append("o3;o4")
    _ = JoinedOptions.learn([cells], separator: ";", caution: .great)
  }

  @Test(.timeLimit(.minutes(5))) func `thousands of answers for very many records stay in one cell of text`() throws {
    let definition =
      "<sss version='1.2'><survey><record ident='A'><variable ident='1' type='multiple'><name>m</name>"
      + "<position start='1' finish='9999'/><values><range from='1' to='9999'/></values></variable></record></survey></sss>"
    let read = try SurveyReader.read(sources: [
      source(definition, name: "data.sss"), source(String(repeating: "1\n", count: 7000), name: "data.asc"),
    ])
    #expect(read.columns.count == 1)
    #expect(
      read.problems.map(\.line).contains(
        "data.sss, m: warning: found 9999 answers for each of 7000 records, "
          + "expected a question with several answers, and how they are stored; the cells are read as text"))
  }

  @Test func `a table with few short records is read as ever`() throws {
    let heading = (0..<20_000).map { "q\($0)" }.joined(separator: ",")
    let read = try survey(heading + "\n" + String(repeating: "1,2\n", count: 50))
    #expect(read.count == 50)
    #expect(read.columns.count == 20_000)
  }

  @Test func `one long text in very many cells of a sheet is refused`() throws {
    var sheet = WorkbookSheet(
      strings: [String(repeating: "x", count: 100)], formats: [], countsFrom1904: false, mostBytes: 950)
    let rows = String(repeating: "<row><c t='s'><v>0</v></c></row>", count: 9)
    sheet = try XMLPushParser.read(Array("<a>\(rows)</a>".utf8), file: "sheet.xml", into: sheet)
    #expect(sheet.rows.count == 9)
    let more = Array("<a>\(rows)</a>".utf8)
    let found = #expect(throws: ReadingError.self) { try XMLPushParser.read(more, file: "sheet.xml", into: sheet) }
    #expect(found?.found == "cells of more than 950 bytes together")
    #expect(found?.code == .limit)
  }

  // MARK: Cells that were lost without a word

  @Test func `elements beside the responses are told`() throws {
    let read = try survey(
      "<Responses><Response><QID1>1</QID1></Response><Respons><QID1>2</QID1></Respons><Respons/></Responses>",
      name: "responses.xml")
    #expect(
      read.problems.map(\.line).contains(
        "responses.xml: warning: found elements beside the responses: 2 <Respons>, expected responses alone; "
          + "what is in them is not read; export the responses again"))
  }

  @Test func `EFS's elements beside the rows are told, and are no part of the next row`() throws {
    let text = """
      <export><missings numeric="-77"/><variables><variable name="v_1" type="text"/></variables>\
      <data><raw><v_1>lost</v_1></raw><row><v_1>so</v_1></row></data></export>
      """
    let read = try survey(text, name: "project.xml")
    #expect(try answers(read, "v_1") == ["so"])
    #expect(
      read.problems.map(\.line).contains(
        "project.xml: warning: found elements beside the responses: 1 <raw>, expected responses alone; "
          + "what is in them is not read; export the responses again"))
  }

  @Test func `an answer of EFS goes on behind an element that stands within it`() throws {
    let text = """
      <export><missings numeric="-77"/><variables><variable name="v_1" type="text"/></variables>\
      <data><row><v_1>one <b>two</b> three</v_1></row><row><v_1>so</v_1></row></data></export>
      """
    #expect(try answers(try survey(text, name: "project.xml"), "v_1") == ["one two three", "so"])
  }

  @Test func `values of REDCap's projects that have no cell of their own are told`() throws {
    let text = """
      <ODM><Study><MetaDataVersion><FormDef FormName="a"><ItemGroupRef ItemGroupOID="g"/></FormDef>\
      <ItemGroupDef OID="g"><ItemRef ItemOID="record_id"/><ItemRef ItemOID="sex"/></ItemGroupDef>\
      <ItemDef OID="record_id" Name="record_id" Variable="record_id"/><ItemDef OID="sex" Name="sex" Variable="sex"/>\
      </MetaDataVersion></Study><ClinicalData><SubjectData SubjectKey="1"><FormData FormOID="Form.a">\
      <ItemData ItemOID="record_id" Value="2"/><ItemData ItemOID="sex" Value="1"/><ItemData ItemOID="sex" Value="0"/>\
      <ItemData ItemOID="age" Value="34"/><ItemData ItemOID="age" Value=""/></FormData>\
      <ItemData ItemOID="sex" Value="1"/></SubjectData></ClinicalData></ODM>
      """
    let read = try survey(text, name: "project.xml")
    #expect(try answers(read, "sex") == ["0"])
    #expect(
      read.problems.filter { $0.severity == .warning }.map(\.line) == [
        "project.xml: warning: found 3 values beside another one of the same field and record, "
          + "expected each field once in a record; the last one is read; export the project again",
        "project.xml: warning: found 1 value outside of forms, "
          + "expected FormData in SubjectData or in its events; they are not read; export the project again",
        "project.xml: warning: found items without a definition: age, "
          + "expected an ItemDef for every item; their kinds and answers are found from the cells",
      ])
  }

  @Test func `text in columns of no variable is told beside a codebook`() throws {
    let variables =
      "<var name='a'><location StartPos='1' width='2'/></var><var name='b'><location StartPos='5' width='1'/></var>"
    let read = try SurveyReader.read(sources: [
      DDITests.codebook(variables), source("12  4\n13xx5\n14  6   9\n", name: "data.dat"),
    ])
    #expect(
      read.problems.map(\.line) == [
        "data.dat, record 2: warning: found text in columns of no variable in 2 records, "
          + "expected a variable for every column that holds text; "
          + "it is not read; check that the codebook belongs to the data"
      ])
  }
}
