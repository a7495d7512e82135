import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct REDCapTests {
  static let dictionary = source(
    """
    "Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"
    record_id,about,,text,"Record ID",,,,,,,,,,,,,
    sex,about,,radio,"Are you, all in all","1, Male, or so | 2, Female | 99, Prefer not to say",,,,,,,,,,,,
    kids,about,,yesno,"Any children?",,,,,,,"[sex] = '2'",,,,,,
    use,about,,checkbox,"Which do you use?","1, Facebook | -1, None",,,,,,,,,,,,
    hours,usage,,text,"Hours a day",,,number_comma_decimal,,,,"[use(1)] = '1' and [sex] <> '1'",,,,,,
    easy,usage,,radio,"Easy","1, No | 2, Yes",,,,,,,,,,mood,,
    good,usage,,radio,"Good","1, No | 2, Yes",,,,,,,,,,mood,,
    why,usage,,notes,"Why?",,,,,,,"sum([easy],[good]) > 2",,,,,,

    """, name: "dictionary.csv")

  static let data = source(
    """
    record_id,sex,kids,use___1,use____1,about_complete,hours,easy,good,why,usage_complete
    1,2,1,1,0,2,"1,5",1,2,because,2
    2,1,,1,0,2,,2,,,1
    3,,,0,0,0,,,,,0
    4,99,,0,1,2,,,,,

    """)

  @Test func `codes, labels, checkboxes, matrices and decimal commas come from the dictionary`() throws {
    let read = try SurveyReader.read(sources: [Self.data, Self.dictionary])
    #expect(read.provenance.format == "redcap-csv")
    #expect(read.codebook["sex"]?.labels.map(\.label) == ["Male, or so", "Female", "Prefer not to say"])
    #expect(try answers(read, "sex") == ["Female", "Male, or so", "[notShown]", "[refused]"])
    #expect(try answers(read, "hours")[0] == "1.5")
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["use___1", "use____1"]])
    #expect(read.codebook["use____1"]?.itemText == "None")
    #expect(read.codebook.grids.map(\.variables) == [["easy", "good"]])
    #expect(read.codebook["why"]?.personal == .openText)
    #expect(read.codebook["record_id"]?.personal == .identifier)
    #expect(read.codebook["about_complete"]?.labels.map(\.label) == ["Incomplete", "Unverified", "Complete"])
  }

  @Test func `a blank is not shown where its form was not opened or its logic is false`() throws {
    let read = try SurveyReader.read(sources: [Self.data, Self.dictionary])
    #expect(try answers(read, "kids") == ["Yes", "[notShown]", "[notShown]", "[notShown]"])
    #expect(try answers(read, "hours") == ["1.5", "[notShown]", "[notShown]", "[notShown]"])
    #expect(try answers(read, "good") == ["Yes", "[seenNotAnswered]", "[notShown]", "[notShown]"])
    #expect(try answers(read, "use___1") == ["Facebook", "Facebook", "[notShown]", "Not selected"])
    #expect(read.columns[3].originalText(at: 2) == "0")
    #expect(try answers(read, "why") == ["because", "[unknownBlank]", "[notShown]", "[notShown]"])
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 1 field with branching logic that is not followed, "
          + "expected comparisons of fields of the same row, joined by and, or; their blanks count as unknown"
      ])
  }

  @Test(
    arguments: [
      ("[a] = '1'", true), ("[a]<>'1'", false), ("[b] > 17 and [b] <= 18", true),
      ("[a]='2' or ([b]=18 and [a]=\"1\")", true),
      ("[c(x)] = '1'", true), ("[missing] = '1'", nil), ("[b] != 18", false),
    ] as [(String, Bool?)]) func `branching logic is followed`(text: String, expected: Bool?) throws
  {
    let values = ["a": "1", "b": "18", "c___x": "1"]
    let logic = try #require(REDCapLogic(text))
    #expect(logic.holds { values[$0] } == expected)
  }

  @Test(arguments: ["sum([a],[b]) > 2", "[event][a] = '1'", "[a] = ", "[a] = '1' and", "", "not [a]"])
  func `logic of other kinds is left`(text: String) { #expect(REDCapLogic(text) == nil) }

  static func project(_ data: String, items: String = "") -> SourceBytes {
    source(
      """
      <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:redcap="https://projectredcap.org"><Study><GlobalVariables>
      <redcap:MissingDataCodes>NI, No information | RF, Refused</redcap:MissingDataCodes></GlobalVariables>
      <MetaDataVersion><FormDef OID="Form.about" redcap:FormName="about"><ItemGroupRef ItemGroupOID="g"/></FormDef>
      <ItemGroupDef OID="g"><ItemRef ItemOID="record_id"/><ItemRef ItemOID="sex"/><ItemRef ItemOID="note"/></ItemGroupDef>
      <ItemDef OID="record_id" Name="record_id" redcap:Variable="record_id" redcap:FieldType="text"/>
      <ItemDef OID="sex" Name="sex" redcap:Variable="sex" redcap:FieldType="radio"><Question><TranslatedText>Sex</TranslatedText></Question>
      <CodeListRef CodeListOID="sex.choices"/></ItemDef>
      <ItemDef OID="note" Name="note" redcap:Variable="note" redcap:FieldType="textarea"/>
      <CodeList OID="sex.choices"><CodeListItem CodedValue="1"><Decode><TranslatedText>Male</TranslatedText></Decode></CodeListItem>
      <CodeListItem CodedValue="2"><Decode><TranslatedText>Female</TranslatedText></Decode></CodeListItem></CodeList>
      </MetaDataVersion></Study><ClinicalData>\(data)</ClinicalData></ODM>
      """, name: "project.xml")
  }

  @Test func `a project in ODM holds its records, codes for missing and line breaks`() throws {
    let records = """
      <SubjectData SubjectKey="1" redcap:RecordIdField="record_id"><FormData FormOID="Form.about" FormRepeatKey="1">
      <ItemGroupData><ItemData ItemOID="sex" Value="2"/><ItemData ItemOID="note" Value="two
      lines"/></ItemGroupData></FormData></SubjectData>
      <SubjectData SubjectKey="2" redcap:RecordIdField="record_id"><FormData FormOID="Form.about" FormRepeatKey="1">
      <ItemGroupData><ItemData ItemOID="sex" Value="RF"/></ItemGroupData></FormData></SubjectData>
      """
    let read = try SurveyReader.read(sources: [Self.project(records)])
    #expect(read.provenance.format == "redcap-odm")
    #expect(try answers(read, "sex") == ["Female", "[refused]"])
    #expect(read.columns[2].originalText(at: 0) == "two\nlines")
    #expect(try answers(read, "note")[1] == "[seenNotAnswered]")
    #expect(
      read.problems.first?.line
        == "project.xml: note: found 1 line break in attributes, expected references, without which XML makes them "
        + "spaces; they are kept as line breaks")
  }

  @Test func `line breaks are touched in attributes alone`() {
    let text = "<?xml a='\n'?><!-- a='\n' --><a b='x\ny' c=\"\r\n\">t\n<![CDATA[a='\n']]></a>"
    let (bytes, count) = AttributeLineBreaks.kept(Array(text.utf8))
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "<?xml a='\n'?><!-- a='\n' --><a b='x&#10;y' c=\"&#13;&#10;\">t\n<![CDATA[a='\n']]></a>")
    #expect(count == 3)
  }

  @Test func `an item without a definition keeps its answers`() throws {
    let records = """
      <SubjectData SubjectKey="1" redcap:RecordIdField="record_id"><FormData FormOID="Form.about" FormRepeatKey="1">
      <ItemGroupData><ItemData ItemOID="sex" Value="2"/><ItemData ItemOID="later" Value="7"/>
      <ItemData ItemOID="mood" Value="good"/></ItemGroupData></FormData></SubjectData>
      """
    var project = Self.project(records)
    project.bytes = Array(
      String(decoding: project.bytes, as: UTF8.self)
        .replacing("<ItemRef ItemOID=\"note\"/>", with: "<ItemRef ItemOID=\"mood\"/><ItemRef ItemOID=\"note\"/>").utf8)
    let read = try SurveyReader.read(sources: [project])
    #expect(read.codebook.variables.map(\.name) == ["record_id", "sex", "mood", "note", "later"])
    #expect(try answers(read, "mood") + answers(read, "later") == ["good", "7"])
    #expect(
      read.problems.map(\.line) == [
        "project.xml: warning: found items without a definition: mood, later, expected an ItemDef for every item; "
          + "their kinds and answers are found from the cells"
      ])
  }

  @Test func `a code of missing data among the options is none`() throws {
    let data = source(
      """
      record_id,sex,use___1,use____1,use___ni,about_complete
      1,2,1,0,0,2
      2,1,0,0,1,2
      3,1,0,0,0,2

      """)
    let read = try SurveyReader.read(sources: [data, Self.dictionary])
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["use___1", "use____1"]])
    #expect(read.codebook["use___ni"]?.role == .metadata)
    #expect(read.codebook["use___ni"]?.itemText == "No information")
    #expect(try answers(read, "use___1") == ["Facebook", "[declared]", "Not selected"])
    #expect(
      read.problems.map(\.line).first
        == "dictionary.csv: warning: found fields that the records do not have: kids, hours, easy, good, why, expected "
        + "the fields of the export; they are left out; export all fields to have them")
    #expect(
      read.problems.map(\.line).last
        == "data.csv: note: found ticks under codes that are no options: use___ni, expected the choices of the "
        + "dictionary; they count as codes of missing answers, and who ticked one gave no answer")
    // Without the dictionary a code that every checkbox has beside its own options is the project's.
    let alone = try SurveyReader.read(sources: [
      source("record_id,a___1,a___2,a___unk,b___x,b___unk,f_complete\n1,1,0,0,0,1,2\n2,0,0,1,1,0,2\n")
    ])
    #expect(alone.codebook.multipleResponseSets.map(\.variables) == [["a___1", "a___2"], ["b___x"]])
    #expect(try answers(alone, "a___1") == ["1", "[dontKnow]"])
    let question = try SurveyReader.read(sources: [
      source("record_id,a___na,a___unk,b___x,b___unk,f_complete\n1,1,0,0,1,2\n")
    ])
    #expect(question.codebook.multipleResponseSets.map(\.variables) == [["a___na"], ["b___x"]])
    let none = try SurveyReader.read(sources: [source("record_id,a___na,a___unk,f_complete\n1,1,0,2\n")])
    #expect(none.codebook.multipleResponseSets.map(\.variables) == [["a___na", "a___unk"]])
  }

  @Test func `zeros of a checkbox whose logic is not followed are unknown, but beside a tick they are answers`() throws
  {
    var dictionary = Self.dictionary
    dictionary.bytes = Array(
      String(decoding: dictionary.bytes, as: UTF8.self)
        .replacing("\"1, Facebook | -1, None\",,,,,,", with: "\"1, Facebook | -1, None\",,,,,,\"datediff([a]) > 1\"")
        .utf8)
    let data = source("record_id,sex,use___1,use____1,about_complete\n1,2,0,0,2\n2,1,1,0,2\n3,,0,0,0\n")
    let read = try SurveyReader.read(sources: [data, dictionary])
    #expect(try answers(read, "use____1") == ["[unknownBlank]", "Not selected", "[notShown]"])
  }

  static let labelled = source(
    """
    "Record ID","Are you, all in all","Any children?","Which do you use? (choice=Facebook)",\
    "Which do you use? (choice=None)",Complete?,"Hours a day",Easy,Good,Why?,Complete?
    1,Female,Yes,Checked,Unchecked,Complete,"1,5",No,Yes,because,Complete
    2,"Male, or so",,Checked,Unchecked,Complete,,Yes,,,Unverified
    3,,,Unchecked,Unchecked,Incomplete,,,,,Incomplete
    4,"Prefer not to say",,Unchecked,Checked,Complete,,,,,

    """)

  @Test func `an export of labels is the export of codes in other words`() throws {
    let read = try SurveyReader.read(sources: [Self.labelled, Self.dictionary])
    let coded = try SurveyReader.read(sources: [Self.data, Self.dictionary])
    #expect(read.provenance.format == "redcap-csv")
    #expect(
      read.provenance.evidence == "options '(choice=' above Checked and Unchecked, as in exports of labels")
    #expect(read.codebook.variables.map(\.name) == coded.codebook.variables.map(\.name))
    #expect(read.codebook.multipleResponseSets == coded.codebook.multipleResponseSets)
    #expect(read.codebook["sex"]?.originalName == "Are you, all in all")
    for name in coded.codebook.variables.map(\.name) {
      #expect(try answers(read, name) == answers(coded, name), "\(name)")
    }
  }

  @Test func `without the dictionary an export of labels keeps its texts`() throws {
    let read = try SurveyReader.read(sources: [Self.labelled])
    #expect(
      read.codebook.variables.map(\.name) == [
        "Record ID", "Are you, all in all", "Any children?", "Which do you use?___Facebook", "Which do you use?___None",
        "form1_complete", "Hours a day", "Easy", "Good", "Why?", "form2_complete",
      ])
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["Which do you use?"])
    #expect(
      try answers(read, "Which do you use?___Facebook") == ["Facebook", "Facebook", "[notShown]", "Not selected"])
    #expect(read.codebook["form1_complete"]?.role == .metadata)
  }

  @Test(arguments: [
    ("id,name,task_complete\n1,a,yes\n2,b,no\n", "csv", "no sign of a survey platform in its headings"),
    ("id,task_complete,owner\n1,1,a\n2,0,b\n", "csv", "no sign of a survey platform in its headings"),
    ("id,age,done_complete\n1,30,1\n2,40,0\n", "csv", "no sign of a survey platform in its headings"),
    ("Task,Owner,Complete?\na,b,Complete\nc,d,Incomplete\n", "csv", "no sign of a survey platform in its headings"),
    ("id,age,about_complete\n1,30,2\n2,40,0\n", "redcap-csv", "the last heading about_complete above the state 2"),
    ("id,a,a_complete,b,b_complete\n1,3,1,4,0\n", "redcap-csv", "headings a_complete and b_complete"),
    ("id,a,f_timestamp,f_complete\n1,3,,1\n", "redcap-csv", "headings f_timestamp and f_complete"),
    ("subject,use___1,f_complete\n1,1,1\n", "redcap-csv", "headings use___1 and f_complete"),
    ("record_id,a,f_complete\n1,1,1\n", "redcap-csv", "headings record_id and f_complete"),
    ("record_id,redcap_event_name,a\n1,e,1\n", "redcap-csv", "the key column redcap_event_name"),
    (
      "Study ID,Age,Complete?\n1,30,Complete\n", "redcap-csv",
      "the heading 'Complete?' above forms' states, as in exports of labels"
    ),
  ])
  func `what is REDCap's is told by more than one heading`(_ text: String, _ format: String, _ evidence: String) throws
  {
    let read = try survey(text)
    #expect(read.provenance.format == format)
    #expect(read.provenance.evidence == evidence)
  }

  @Test func `what cannot be read says why`() {
    #expect(
      error([Self.dictionary])?.description
        == "dictionary.csv: a REDCap data dictionary alone, which holds no answers; expected a file with responses\n"
        + "  mend: name the records too: topline … data.csv dictionary.csv")
    let foreign = source("key,other,x_complete,redcap_event_name\n1,2,2,e\n")
    #expect(
      error([foreign, Self.dictionary])?.description
        == "dictionary.csv: a dictionary none of whose fields data.csv has; "
        + "expected the dictionary of the project that the records belong to\n"
        + "  mend: export that project's dictionary, or leave the file out")
    #expect(
      error([Self.project("")])?.description
        == "project.xml: a REDCap project without records; expected ClinicalData with SubjectData\n"
        + "  mend: export metadata and data, or name the project beside its records in CSV")
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedREDCapTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/redcap/" + file }

  @Test(arguments: [
    ("arm-multiple-delete", 56), ("blank-for-gray-status", 6), ("checkboxes-1", 4), ("clinical-trial-1", 500),
    ("decimal-comma", 4), ("potentially-problematic-values", 2), ("repeating-instruments", 6), ("simple", 5),
  ]) func `projects in ODM are read, and their metadata is that of their dictionary`(name: String, rows: Int) throws {
    let read = try SurveyReader.read([path(name + "__project.xml")])
    #expect(read.provenance.format == "redcap-odm")
    #expect(read.count == rows)
    let project = try REDCapProject.read(try SourceBytes.open(path(name + "__project.xml"), wantsHash: false))
    let file = try RecognizedFile.recognize(
      try SourceBytes.open(path(name + "__dictionary.csv"), wantsHash: false), options: ReadingOptions())
    let dictionary = try REDCapDictionary.read(file, options: ReadingOptions())
    for field in dictionary.fields {
      let twin = project.dictionary[field.name]
      #expect(twin != nil, "\(field.name)")
      #expect(twin?.form == field.form)
      if !field.choices.isEmpty { #expect(twin?.choices.map(\.code) == field.choices.map(\.code), "\(field.name)") }
    }
  }

  @Test func `a Cyrillic project with a byte order mark is read`() throws {
    let read = try SurveyReader.read([path("russian__project.xml")])
    #expect(read.count > 0)
    #expect(read.codebook.variables.contains { $0.label.unicodeScalars.contains { ("а"..."я").contains($0) } })
  }

  @Test func `a survey with its dictionary tells what was not shown`() throws {
    let read = try SurveyReader.read([path("survey__data.csv"), path("survey__dictionary.csv")])
    #expect(read.count == 2)
    #expect(read.codebook.variables.count == 33)
    #expect(try read.column("first_name").column.missingReason(at: 0) == .notShown)
    #expect(try read.column("has_diabetes").variable.labels.map(\.label) == ["True", "False"])
  }

  @Test func `events are rows, and it is said`() throws {
    let read = try SurveyReader.read([path("longitudinal__data.csv"), path("longitudinal__dictionary.csv")])
    #expect(read.count == 18)
    #expect(read.problems.contains { $0.found.hasSuffix("records in 18 rows") })
  }
}
