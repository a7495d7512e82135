import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct DDILifecycleTests {
  /// A document of version 3.3 with its parts where an export of a study unit has them.
  static let instance = """
    <DDIInstance xmlns="ddi:instance:3_3" xmlns:r="ddi:reusable:3_3" xmlns:l="ddi:logicalproduct:3_3"
      xmlns:d="ddi:datacollection:3_3" xmlns:p="ddi:physicaldataproduct:3_3">
    <r:Citation><r:Title><r:String>A study</r:String></r:Title></r:Citation>
    <d:QuestionScheme>
      <d:QuestionItem><r:Agency>org.example</r:Agency><r:ID>q1</r:ID><r:Version>1</r:Version>
        <d:QuestionText xml:lang="en"><d:LiteralText><d:Text>Do you
          use it?</d:Text></d:LiteralText></d:QuestionText>
        <d:QuestionText xml:lang="da"><d:LiteralText><d:Text>Bruger du det?</d:Text></d:LiteralText></d:QuestionText>
      </d:QuestionItem>
      <d:QuestionItem><r:Agency>org.example</r:Agency><r:ID>q1</r:ID><r:Version>2</r:Version>
        <d:QuestionText><d:LiteralText><d:Text>Another edition</d:Text></d:LiteralText></d:QuestionText></d:QuestionItem>
      <d:QuestionGrid><r:Agency>org.example</r:Agency><r:ID>g</r:ID><r:Version>1</r:Version>
        <d:QuestionGridName><r:String>media</r:String></d:QuestionGridName>
        <d:QuestionText><d:LiteralText><d:Text>Which of these?</d:Text></d:LiteralText></d:QuestionText></d:QuestionGrid>
    </d:QuestionScheme>
    <l:CategoryScheme>
      <l:Category><r:ID>yes</r:ID><r:Label><r:Content xml:lang="en">Yes</r:Content>
        <r:Content xml:lang="da">Ja</r:Content></r:Label></l:Category>
      <l:Category><r:ID>no</r:ID><r:Label><r:Content xml:lang="en">No</r:Content>
        <r:Content xml:lang="da">Nej</r:Content></r:Label></l:Category>
      <l:Category isMissing="true"><r:ID>dk</r:ID><r:Label><r:Content>Don't know</r:Content></r:Label></l:Category>
      <l:Category><r:ID>gone</r:ID><r:Label><r:Content>Left out by the interviewer</r:Content></r:Label></l:Category>
    </l:CategoryScheme>
    <l:CodeListScheme>
      <l:CodeList><r:ID>yn</r:ID><l:Level levelNumber="1"><l:CategoryRelationship>Ordinal</l:CategoryRelationship></l:Level>
        <l:Code><r:ID>c1</r:ID><r:CategoryReference><r:ID>yes</r:ID></r:CategoryReference><r:Value>1</r:Value></l:Code>
        <l:Code><r:ID>c2</r:ID><r:CategoryReference><r:ID>no</r:ID></r:CategoryReference><r:Value>2</r:Value></l:Code>
        <l:Code><r:ID>c8</r:ID><r:CategoryReference><r:ID>dk</r:ID></r:CategoryReference><r:Value>8</r:Value></l:Code>
      </l:CodeList>
      <l:CodeList><r:ID>taken</r:ID><r:CodeListReference><r:ID>yn</r:ID></r:CodeListReference></l:CodeList>
      <l:CodeList><r:ID>none</r:ID>
        <l:Code><r:ID>c9</r:ID><r:CategoryReference><r:ID>gone</r:ID></r:CategoryReference><r:Value>9</r:Value></l:Code>
      </l:CodeList>
    </l:CodeListScheme>
    <r:ManagedRepresentationScheme><r:ManagedMissingValuesRepresentation><r:ID>mv</r:ID>
      <r:MissingCodeRepresentation><r:CodeListReference><r:ID>none</r:ID></r:CodeListReference></r:MissingCodeRepresentation>
      </r:ManagedMissingValuesRepresentation></r:ManagedRepresentationScheme>
    <l:VariableScheme>
      <l:Variable><r:ID>v1</r:ID><l:VariableName><r:String>use</r:String></l:VariableName>
        <r:Label><r:Content>Use</r:Content></r:Label>
        <r:QuestionReference><r:Agency>org.example</r:Agency><r:ID>q1</r:ID><r:Version>1</r:Version></r:QuestionReference>
        <l:VariableRepresentation><r:CodeRepresentation><r:CodeListReference><r:ID>taken</r:ID></r:CodeListReference>
          </r:CodeRepresentation><r:MissingValuesReference><r:ID>mv</r:ID></r:MissingValuesReference>
          </l:VariableRepresentation></l:Variable>
      <l:Variable><r:ID>v2</r:ID><l:VariableName><r:String>hours</r:String></l:VariableName>
        <r:Label><r:Content>Hours</r:Content></r:Label>
        <l:VariableRepresentation><r:NumericRepresentation missingValue="99 98"/></l:VariableRepresentation></l:Variable>
      <l:Variable><r:ID>v3</r:ID><l:VariableName><r:String>why</r:String></l:VariableName>
        <l:VariableRepresentation><r:TextRepresentation/></l:VariableRepresentation></l:Variable>
      <l:Variable><r:ID>v4</r:ID><l:VariableName><r:String>tv</r:String></l:VariableName>
        <r:Label><r:Content>Television</r:Content></r:Label>
        <r:QuestionReference><r:ID>g</r:ID></r:QuestionReference>
        <l:VariableRepresentation><r:CodeRepresentation><r:CodeSubsetInformation><r:IncludedCode><r:CodeReference>
          <r:ID>c1</r:ID></r:CodeReference></r:IncludedCode></r:CodeSubsetInformation></r:CodeRepresentation>
          </l:VariableRepresentation></l:Variable>
      <l:Variable><r:ID>v5</r:ID><l:VariableName><r:String>radio</r:String></l:VariableName>
        <r:Label><r:Content>Radio</r:Content></r:Label>
        <r:QuestionReference><r:ID>g</r:ID></r:QuestionReference>
        <l:VariableRepresentation><r:CodeRepresentation><r:CodeSubsetInformation><r:IncludedCode><r:CodeReference>
          <r:ID>c1</r:ID></r:CodeReference></r:IncludedCode></r:CodeSubsetInformation></r:CodeRepresentation>
          </l:VariableRepresentation></l:Variable>
      <l:Variable isWeight="true"><r:ID>v6</r:ID><l:VariableName><r:String>w</r:String></l:VariableName>
        <l:VariableRepresentation><r:NumericRepresentation/></l:VariableRepresentation></l:Variable>
    </l:VariableScheme>
    PHYSICAL
    </DDIInstance>
    """

  static func document(_ text: String = instance, physical: String = "") -> SourceBytes {
    source(text.split(separator: "PHYSICAL").joined(separator: physical), name: "study.xml")
  }

  static let data =
    "use,hours,why,tv,radio,w\n1,3.5,for fun,true,false,1.5\n8,99,,false,true,1\n9,4,42,,,0.5\n2,98,\"a, b\",true,true,1\n"

  @Test func `variables, questions, lists of codes and missing codes come by their references`() throws {
    let read = try SurveyReader.read(sources: [source(Self.data), Self.document()])
    #expect(read.provenance.format == "ddi-lifecycle")
    #expect(read.provenance.evidence == "the root element is DDIInstance")
    let use = try read.column("use").variable
    #expect(use.label == "Do you use it?" && use.key == "v1" && use.level == .ordinal)
    #expect(use.labels.map(\.code) == ["1", "2", "8", "9"])
    #expect(use.labels.map(\.missing) == [nil, nil, .dontKnow, .declared])
    #expect(try answers(read, "use") == ["Yes", "[dontKnow]", "[declared]", "No"])
    #expect(try answers(read, "hours") == ["3.5", "[declared]", "4", "[declared]"])
    #expect(try read.column("why").variable.kind == .text)
    #expect(try answers(read, "why") == ["for fun", "[systemMissing]", "42", "a, b"])
    #expect(try read.column("w").variable.role == .weight)
    #expect(read.problems.filter { $0.severity >= .warning } == [])
  }

  @Test func `boxes of one question are a set, true and false are their answers`() throws {
    let read = try SurveyReader.read(sources: [Self.document(), source(Self.data)])
    #expect(
      read.codebook.multipleResponseSets == [
        MultipleResponseSet(name: "media", label: "Which of these?", variables: ["tv", "radio"], tickedCode: "1")
      ])
    #expect(try answers(read, "tv") == ["selected", "not selected", "[systemMissing]", "selected"])
    #expect(try read.column("tv").column.originalText(at: 1) == "false")
    #expect(try read.column("tv").variable.label == "Which of these? - Television")
    #expect(try read.column("tv").variable.itemText == "Television")
  }

  @Test func `texts come in the language that is asked for`() throws {
    let read = try SurveyReader.read(
      sources: [source(Self.data), Self.document()], options: ReadingOptions(language: "da"))
    #expect(try read.column("use").variable.label == "Bruger du det?")
    #expect(try read.column("use").variable.labels.map(\.label).prefix(2) == ["Ja", "Nej"])
  }

  @Test func `a record layout says where the fields are`() throws {
    func item(_ id: String, _ start: Int, _ width: Int, _ more: String = "") -> String {
      "<p:DataItem><r:VariableReference><r:ID>\(id)</r:ID></r:VariableReference><p:PhysicalLocation>\(more)"
        + "<p:StartPosition>\(start)</p:StartPosition><p:Width>\(width)</p:Width></p:PhysicalLocation></p:DataItem>"
    }
    let decimals = "<p:DecimalPositions>1</p:DecimalPositions>"
    let layout =
      "<p:RecordLayout>" + item("v1", 1, 1) + item("v2", 2, 3, decimals) + item("v3", 5, 4) + item("v4", 9, 1)
      + item("v5", 10, 1) + item("v6", 11, 2, decimals) + "</p:RecordLayout>"
    let read = try SurveyReader.read(sources: [
      Self.document(physical: layout), source("1035why 1015\n8 99    0110\n", name: "study.dat"),
    ])
    #expect(try answers(read, "use") == ["Yes", "[dontKnow]"])
    #expect(try answers(read, "hours") == ["3.5", "9.9"])
    #expect(try answers(read, "why") == ["why", "[systemMissing]"])
    #expect(try answers(read, "radio") == ["not selected", "selected"])
    #expect(try answers(read, "w") == ["1.5", "1"])
  }

  @Test func `fragments, URNs and the names of version 3.1 are read alike`() throws {
    let fragments = """
      <ddi:FragmentInstance xmlns:ddi="ddi:instance:3_2" xmlns:r="ddi:reusable:3_2" xmlns:l="ddi:logicalproduct:3_2">
      <ddi:Fragment><l:Variable><r:URN>urn:ddi:org.example:v1:1.0.0</r:URN><r:Agency>org.example</r:Agency><r:ID>v1</r:ID>
        <r:Version>1.0.0</r:Version><l:VariableName><r:String>use</r:String></l:VariableName>
        <l:VariableRepresentation><r:CodeRepresentation><r:CodeListReference><r:URN>urn:ddi:org.example:yn:1.0.0</r:URN>
        </r:CodeListReference></r:CodeRepresentation></l:VariableRepresentation></l:Variable></ddi:Fragment>
      <ddi:Fragment><l:CodeList><r:Agency>org.example</r:Agency><r:ID>yn</r:ID><r:Version>1.0.0</r:Version>
        <l:Code><r:CategoryReference><r:URN>urn:ddi:org.example:yes:1.0.0</r:URN></r:CategoryReference><r:Value>1</r:Value>
        </l:Code></l:CodeList></ddi:Fragment>
      <ddi:Fragment><l:Category><r:Agency>org.example</r:Agency><r:ID>yes</r:ID><r:Version>1.0.0</r:Version>
        <r:Label><r:Content>Yes</r:Content></r:Label></l:Category></ddi:Fragment>
      </ddi:FragmentInstance>
      """
    let early = """
      <ddi:DDIInstance xmlns:ddi="ddi:instance:3_1" xmlns:r="ddi:reusable:3_1" xmlns:l="ddi:logicalproduct:3_1"
        xmlns:d="ddi:datacollection:3_1">
      <d:QuestionItem id="q1"><d:QuestionText><d:LiteralText><d:Text>Do you use it?</d:Text></d:LiteralText>
        </d:QuestionText></d:QuestionItem>
      <l:Category id="yes"><r:Label>Yes</r:Label></l:Category>
      <l:CodeScheme id="yn"><l:Code><l:CategoryReference><r:ID>yes</r:ID></l:CategoryReference><l:Value>1</l:Value></l:Code>
        </l:CodeScheme>
      <l:Variable id="v1"><l:VariableName>use</l:VariableName><l:QuestionReference><r:ID>q1</r:ID></l:QuestionReference>
        <l:Representation><l:CodeRepresentation classificationLevel="Nominal"><r:CodeSchemeReference><r:ID>yn</r:ID>
        </r:CodeSchemeReference></l:CodeRepresentation></l:Representation></l:Variable></ddi:DDIInstance>
      """
    for (text, label) in [(fragments, ""), (early, "Do you use it?")] {
      let read = try SurveyReader.read(sources: [source("use,x\n1,5\n1,6\n"), Self.document(text)])
      #expect(try answers(read, "use") == ["Yes", "Yes"])
      #expect(try read.column("use").variable.label == label)
      #expect(try read.column("use").variable.key == "v1")
    }
  }

  @Test func `a document without data is refused by name`() {
    let physical =
      "<PhysicalInstance><r:ID>p</r:ID><DataFileIdentification><DataFileURI>file:///data/People.csv</DataFileURI>"
      + "</DataFileIdentification></PhysicalInstance>"
    #expect(
      error([Self.document(physical: physical)])?.description
        == "study.xml: a DDI Lifecycle document whose data is not beside it; expected the data of People.csv\n"
        + "  mend: name the data too: topline … data.csv study.xml")
    #expect(
      error([source(Self.data), source("<DDIInstance><Instrument/></DDIInstance>", name: "study.xml")])?.description
        == "study.xml: a DDI Lifecycle document without variables; expected a VariableScheme, or fragments, with Variable "
        + "elements\n  mend: export the document with its variables; an instrument or a study alone describes no data")
  }

  // MARK: Lunatic

  static let units = """
    <Campaign><Id>C</Id><SurveyUnits>
    <SurveyUnit><Id>A1</Id><QuestionnaireModelId>M</QuestionnaireModelId><Data><COLLECTED>
      <tv><COLLECTED type="boolean">true</COLLECTED><EDITED type="null"/></tv>
      <why><COLLECTED><COLLECTED type="string">one</COLLECTED><COLLECTED type="string">two</COLLECTED></COLLECTED></why>
      <use><COLLECTED type="string">2</COLLECTED><EDITED type="string">1</EDITED></use>
      </COLLECTED><CALCULATED><total type="number">3</total></CALCULATED><EXTERNAL/></Data></SurveyUnit>
    <SurveyUnit><Id>A2</Id><QuestionnaireModelId>M</QuestionnaireModelId><Data><COLLECTED>
      <tv><COLLECTED type="boolean">false</COLLECTED></tv><use><COLLECTED type="null"/></use>
      <radio><COLLECTED type="null"/></radio></COLLECTED></Data></SurveyUnit>
    </SurveyUnits></Campaign>
    """

  @Test func `answers of INSEE's questionnaires are read with their document`() throws {
    let read = try SurveyReader.read(sources: [source(Self.units, name: "units.xml"), Self.document()])
    #expect(read.provenance.format == "lunatic-xml")
    #expect(read.provenance.files.map(\.format) == ["lunatic-xml", "ddi-lifecycle"])
    #expect(
      read.codebook.variables.map(\.name)
        == ["Id", "QuestionnaireModelId", "tv", "why_1", "why_2", "use", "total", "radio"])
    #expect(try answers(read, "tv") == ["selected", "not selected"])
    #expect(try answers(read, "use") == ["No", "[systemMissing]"])
    #expect(try answers(read, "why_2") == ["two", "[systemMissing]"])
    #expect(try read.column("why_2").variable.key == "v3_2")
    #expect(read.codebook["Id"]?.personal == .identifier && read.codebook["total"]?.role == .metadata)
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["tv", "radio"]])
    #expect(
      read.problems.map(\.line) == [
        "study.xml: warning: found variables that units.xml does not have: hours, w, expected the same variables in data "
          + "and codebook; they are left out",
        "units.xml: warning: found 1 value under EDITED, expected values that were collected; they are not read: what was "
          + "collected stands for itself",
      ])
  }

  @Test func `answers without their document are read as they are, and the document is asked for`() throws {
    let read = try SurveyReader.read(sources: [source(Self.units, name: "units.xml")])
    #expect(read.count == 2 && read.provenance.evidence == "the root element Campaign holds SurveyUnit")
    #expect(try read.column("use").column.originalText(at: 0) == "2")
    #expect(
      read.problems.map(\.line).last
        == "units.xml: note: found responses without the DDI document of their questionnaire, expected the DDI Lifecycle "
        + "document beside them, which has the questions and answers; name both: topline inspect units.xml ddi.xml")
  }

  @Test func `answers of another questionnaire are refused`() {
    let others = Self.units.split(separator: "\n").joined().split(separator: "tv").joined(separator: "t_v")
      .split(separator: "use").joined(separator: "u_e").split(separator: "why").joined(separator: "w_y")
      .split(separator: "radio").joined(separator: "r_o")
    #expect(
      error([source(others, name: "units.xml"), Self.document()])?.description
        == "study.xml: a document none of whose variables units.xml has; expected variables such as t_v, w_y_1, w_y_2 and "
        + "3 more\n  mend: name the DDI document of the questionnaire that the responses belong to")
    #expect(
      error([source("<Campaign><SurveyUnits><SurveyUnit></Campaign>", name: "u.xml")])?.code == .malformed)
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedDDILifecycleTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/ddi/" + file }

  @Test(arguments: [
    ("insee_data_diff_mcq.xml", "insee33_ddi_response_choix_multiple.xml", 14),
    ("insee_data_diff_ucq.xml", "insee33_ddi_response_choix_unique.xml", 6),
    ("insee_data_diff_table.xml", "insee33_ddi_tableau.xml", 17),
  ]) func `INSEE's answers are read with their documents, and every value is kept`(
    data: String, document: String, variables: Int
  ) throws {
    let survey = try SurveyReader.read([path(document), path(data)])
    #expect(survey.count == 1)
    #expect(survey.codebook.variables.count == variables)
    #expect(survey.provenance.files.map(\.format) == ["lunatic-xml", "ddi-lifecycle"])
    #expect(survey.problems.filter { $0.severity >= .warning }.map(\.line) == [])
    let alone = try SurveyReader.read([path(data)], options: ReadingOptions(findsPartners: false))
    #expect(alone.codebook.variables.map(\.name) == survey.codebook.variables.map(\.name))
    for position in survey.columns.indices {
      #expect(
        survey.columns[position].originalText(at: 0) ?? "" == alone.columns[position].originalText(at: 0) ?? "",
        "\(survey.codebook.variables[position].name)")
    }
  }

  @Test func `boxes to tick become a set and tables grids, with the words of their lists`() throws {
    let survey = try SurveyReader.read([
      path("insee_data_diff_mcq.xml"), path("insee33_ddi_response_choix_multiple.xml"),
    ])
    #expect(survey.codebook.multipleResponseSets.map(\.name) == ["QUESTIONCH"])
    #expect(survey.codebook.multipleResponseSets.first?.label == "Question à choix multiples - Booléen")
    #expect(try answers(survey, "QUESTIONCH2") == ["selected"])
    #expect(try survey.column("QUESTIONCH2").column.originalText(at: 0) == "true")
    #expect(try answers(survey, "QUESTIONCH1") == ["[systemMissing]"])
    #expect(survey.codebook.grids.map(\.variables.count) == [3, 3, 3])
    let labels = try survey.column("MCQCODELIST1").variable.labels
    #expect(labels.map(\.code) == ["0", "1", "2"])
    #expect(labels.map(\.label) == ["Ne sais pas", "Oui", "Non"])
  }

  @Test func `a document alone is refused by name`() {
    let error = #expect(throws: ReadingError.self) { try SurveyReader.read([path("insee33_ddi_tableau.xml")]) }
    #expect(error?.found == "a DDI Lifecycle document whose data is not beside it")
  }
}
