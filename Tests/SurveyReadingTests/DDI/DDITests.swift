import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct DDITests {
  static func codebook(_ variables: String, files: String = "") -> SourceBytes {
    source(
      "<codeBook xmlns='ddi:codebook:2_5'><stdyDscr/>\(files)<dataDscr>\(variables)</dataDscr></codeBook>",
      name: "codebook.xml")
  }

  static let variables = """
    <var ID="V1" name="sex" intrvl="discrete"><labl>Sex</labl><qstn><qstnLit>Are you
      male or female?</qstnLit></qstn>
      <sumStat type="vald">3</sumStat>
      <catgry><catValu> 1 </catValu><labl>Male</labl><catStat type="freq">1</catStat></catgry>
      <catgry><catValu>2</catValu><labl>Female</labl><catStat type="freq">2</catStat></catgry>
      <catgry missing="Y"><catValu>9</catValu><labl>Code of the interviewer</labl></catgry><varFormat type="numeric"/></var>
    <var ID="V2" name="hours" intrvl="contin" wgt-var="V3"><labl>Hours a day</labl>
      <invalrng><item VALUE="99"/></invalrng><sumStat type="mean">2.5</sumStat><sumStat wgtd="wgtd" type="mean">3.0</sumStat>
      <sumStat type="stdev">2.12</sumStat></var>
    <var ID="V3" name="w" wgt="wgt"><labl>Weight</labl></var>
    """

  @Test func `codes, declared missing, weights and questions come from the codebook`() throws {
    let read = try SurveyReader.read(sources: [
      source("SEX,hours,w\n01,1,1\n2,4,2\n2.0,99,1\n9,1.79769313486232E+308,1\n"), Self.codebook(Self.variables),
    ])
    #expect(read.provenance.format == "ddi-codebook")
    #expect(read.codebook["sex"]?.label == "Are you male or female?")
    #expect(try answers(read, "sex") == ["Male", "Female", "Female", "[declared]"])
    #expect(try answers(read, "hours") == ["1", "4", "[declared]", "[systemMissing]"])
    #expect(read.codebook["w"]?.role == .weight)
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found numbers beyond 1e300 in hours (1), expected values; "
          + "they are the mark of some programs for no value, and read as system missing",
        "codebook.xml: note: found 6 of 6 published statistics agree with the data, expected all of them; nothing to do",
      ])
  }

  @Test func `variables of one question are told apart by their labels`() throws {
    func variable(_ name: String, _ label: String) -> String {
      "<var ID='\(name)' name='\(name)'><labl>\(label)</labl><qstn><qstnLit>How often?</qstnLit></qstn></var>"
    }
    let read = try SurveyReader.read(sources: [
      source("a,b,c\n1,2,3\n2,1,4\n"),
      Self.codebook(variable("a", "Radio") + variable("b", "") + "<var ID='c' name='c'><labl>Age</labl></var>"),
    ])
    #expect(read.codebook.variables.map(\.label) == ["How often? - Radio", "How often?", "Age"])
    #expect(read.codebook.variables.map(\.itemText) == ["Radio", "How often?", "Age"])
  }

  @Test func `a published statistic that the data does not give is told`() throws {
    let read = try SurveyReader.read(sources: [
      source("sex,hours,w\n1,1,1\n1,4,2\n2,99,1\n9,5,1\n"), Self.codebook(Self.variables),
    ])
    let told = read.problems.filter { $0.severity == .warning }.map(\.line)
    #expect(
      told.first
        == "codebook.xml, sex: warning: found frequency of 1 1, published, expected 2, computed from the data; "
        + "look whether data and codebook are of the same edition")
  }

  @Test func `fixed positions follow one another, with points that are not written`() throws {
    let variables =
      "<var ID='A' name='a'><location width='2'/></var><var ID='B' name='b' dcml='2'><location width='4'/></var>"
      + "<var ID='C' name='c'><location StartPos='7' width='1'/><varFormat type='character'/></var>"
    let read = try SurveyReader.read(sources: [
      Self.codebook(variables), source("12 150x\n 7 -25y\n   1.5 \n", name: "data.dat"),
    ])
    #expect(try answers(read, "b") == ["1.5", "-0.25", "1.5"])
    #expect(try answers(read, "c") == ["x", "y", "[systemMissing]"])
  }

  @Test func `what codebook and data do not share is told`() throws {
    let read = try SurveyReader.read(sources: [
      source("sex,hours,extra\n1,2,3\n2,1,4\n"), Self.codebook(Self.variables),
    ])
    #expect(
      read.problems.prefix(2).map(\.line) == [
        "data.csv: warning: found columns that codebook.xml does not describe: extra, "
          + "expected the same variables in data and codebook; their kinds are found from the cells",
        "codebook.xml: warning: found variables that data.csv does not have: w, "
          + "expected the same variables in data and codebook; they are left out",
      ])
  }

  @Test func `what cannot be read says why`() {
    #expect(
      error([source("<codeBook><stdyDscr/></codeBook>", name: "c.xml")])?.description
        == "c.xml: a DDI Codebook without variables; expected dataDscr with var elements\n"
        + "  mend: export the codebook with its variables; without them it describes no data")
    let files = "<fileDscr ID='F1'><fileTxt><fileName>People.dat</fileName></fileTxt></fileDscr>"
    #expect(
      error([Self.codebook(Self.variables, files: files)])?.description
        == "codebook.xml: a DDI Codebook whose data is not beside it; expected the data of People.dat\n"
        + "  mend: name the data too: topline … data.csv codebook.xml")
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedDDITests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/ddi/" + file }

  @Test(arguments: [("Household", 500, 46), ("Women", 664, 101)])
  func `every statistic that a codebook publishes is found again in its data`(
    name: String, count: Int, variables: Int
  ) throws {
    let read = try SurveyReader.read([path("ihsn_\(name).csv"), path("ihsn_ihsn-popstan-mics-2000.xml")])
    #expect(read.provenance.format == "ddi-codebook")
    #expect(read.count == count)
    #expect(read.codebook.variables.count == variables)
    let codebook = try DDICodebook.read(
      try SourceBytes.open(path("ihsn_ihsn-popstan-mics-2000.xml"), wantsHash: false), language: nil)
    let own = read.codebook.variables.compactMap { variable in codebook.variables.first { $0.id == variable.key } }
    let check = DDIStatisticsCheck(read, own, file: "codebook")
    let expected =
      name == "Household"
      ? [
        "vald": 46, "weighted vald": 45, "invd": 46, "weighted invd": 45, "min": 46, "max": 46, "mean": 18,
        "weighted mean": 17, "stdev": 18, "weighted stdev": 17, "frequency": 115, "weighted frequency": 115,
      ]
      : [
        "vald": 101, "weighted vald": 98, "invd": 101, "weighted invd": 98, "min": 15, "max": 15, "mean": 10,
        "weighted mean": 4, "stdev": 7, "weighted stdev": 4, "frequency": 426, "weighted frequency": 426,
      ]
    for (kind, compared) in expected {
      #expect(check.agreement[kind]?.compared == compared, "\(kind)")
      #expect(check.agreement[kind]?.agreed == compared, "\(kind)")
    }
    #expect(Set(check.agreement.keys) == Set(expected.keys))
    #expect(check.problems.map(\.line).filter { $0.contains("warning") } == [])
  }

  @Test func `a codebook without variables is refused`() throws {
    let error = #expect(throws: ReadingError.self) { try SurveyReader.read([path("dataverse_dataset-finch1.xml")]) }
    #expect(error?.found == "a DDI Codebook without variables")
  }
}
