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
