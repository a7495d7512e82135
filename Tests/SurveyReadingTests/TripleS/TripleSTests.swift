import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

@Suite struct TripleSTests {
  static func definition(_ variables: String, version: String = "2.0", record: String = "") -> SourceBytes {
    source(
      "<sss version=\"\(version)\"><survey><title>A survey</title><record ident=\"A\" \(record)>\(variables)</record>"
        + "</survey></sss>", name: "definition.sss")
  }

  static func read(
    _ variables: String, _ data: String, version: String = "2.0", record: String = "",
    options: ReadingOptions = ReadingOptions()
  ) throws -> Survey {
    try SurveyReader.read(
      sources: [definition(variables, version: version, record: record), source(data, name: "data.asc")],
      options: options)
  }

  static let values =
    "<values><value code=\"1\">Red</value><value code=\"2\">Blue</value><value code=\"5\">Other</value></values>"

  @Test func `strings of bits stand by code, codes one after the other by their width`() throws {
    let read = try Self.read(
      "<variable ident='1' type='multiple'><name>bits</name><label>Bits</label><position start='1' finish='5'/>\(Self.values)</variable>"
        + "<variable ident='2' type='multiple'><name>list</name><label>List</label><position start='6' finish='9'/><spread subfields='2' width='2'/>\(Self.values)</variable>",
      "100010105\n0000002  \n         \n00000\n11000 1 2\n")
    #expect(read.count == 5)
    #expect(try answers(read, "bits") == ["Red+Other", "", "[unknownBlank]", "", "Red+Blue"])
    #expect(try answers(read, "list") == ["Red+Other", "Blue", "[unknownBlank]", "[unknownBlank]", "Red+Blue"])
    #expect(read.columns[0].originalText(at: 0) == "10001")
  }

  @Test func `a filter tells who was not asked`() throws {
    let read = try Self.read(
      "<variable ident='7' type='logical'><name>uses</name><label>Uses it</label><position start='1'/></variable>"
        + "<variable ident='8' type='single'><name>colour</name><label>Colour</label><position start='2'/><filter>7</filter>\(Self.values)</variable>",
      "11\n0 \n1 \n")
    #expect(try answers(read, "colour") == ["Red", "[notShown]", "[seenNotAnswered]"])
    #expect(try answers(read, "uses") == ["Yes", "No", "Yes"])
  }

  @Test func `numbers, dates, weights, serials, scores and texts are read by their types`() throws {
    let variables = """
      <variable ident='1' type='quantity' use='serial'><name>id</name><label>Id</label><position start='1' finish='3'/></variable>
      <variable ident='2' type='date'><name>day</name><label>Day</label><position start='4' finish='11'/></variable>
      <variable ident='3' type='quantity'><name>miles</name><label>Miles</label><position start='12' finish='14'/>
        <values><range from='1' to='499'/><value code='999'>Not stated</value></values></variable>
      <variable ident='4' type='quantity' use='weight'><name>wt</name><label>Weight</label><position start='15' finish='18'/></variable>
      <variable ident='5' type='single' format='literal'><name>when</name><label>When</label><position start='19'/>
        <values><value code='A' score='-1'>Soon<br/>or late</value><value code='B' score='1'>Never</value></values></variable>
      <variable ident='6' type='character'><name>why</name><label>Why</label><position start='20' finish='25'/></variable>
      """
    let read = try Self.read(variables, "00120050504 251.13Abecaus\n00220050506999 .50BX\n003        5001.00\n")
    #expect(read.codebook["id"]?.personal == .identifier)
    #expect(read.codebook["wt"]?.role == .weight)
    #expect(read.columns[1].originalText(at: 0) == "20050504")
    #expect(try answers(read, "miles") == ["25", "[refused]", "500"])
    #expect(read.codebook["when"]?.labels.map(\.value) == [-1, 1])
    #expect(read.codebook["when"]?.labels[0].label == "Soon or late")
    #expect(try answers(read, "why") == ["becaus", "X", "[unknownBlank]"])
    #expect(
      read.problems.map(\.line) == [
        "data.asc, record 2: note: found 2 records ending early, the first behind column 20, expected records of 25 "
          + "columns; what is not there is blank",
        "data.asc, record 3, miles: warning: found '500' in 1 cell, expected 1 to 499, or a value that is listed; they "
          + "are read as they are",
      ])
  }

  @Test func `texts are chosen by language, and for analysis`() throws {
    let variables = """
      <variable ident='1' type='single'><name>q</name><label>Besucht?<text xml:lang='en'>Visited?</text></label>
      <position start='1'/><values><value code='1'><text mode='interview'>Have you?</text><text mode='analysis'>Yes</text></value>
      <value code='2'>Nein<text xml:lang='en'>No</text></value></values></variable>
      """
    let own = try Self.read(variables, "1\n2\n")
    #expect(own.codebook["q"]?.label == "Besucht?")
    #expect(own.codebook["q"]?.labels.map(\.label) == ["Yes", "Nein"])
    var options = ReadingOptions()
    options.language = "en"
    let english = try Self.read(variables, "1\n2\n", options: options)
    #expect(english.codebook["q"]?.label == "Visited?")
    #expect(english.codebook["q"]?.labels.map(\.label) == ["Yes", "No"])
  }

  @Test func `positions may count bytes or characters`() throws {
    let variables =
      "<variable ident='1' type='character'><name>a</name><label>A</label><position start='1' finish='4'/></variable>"
      + "<variable ident='2' type='single'><name>b</name><label>B</label><position start='5'/>\(Self.values)</variable>"
    let characters = try Self.read(variables, "bl\u{E5} 1\nred 2\n")
    #expect(try answers(characters, "b") == ["Red", "Blue"])
    #expect(characters.columns[0].originalText(at: 0) == "bl\u{E5}")
    let bytes = try Self.read(variables, "bl\u{E5}1\nred 2\n")
    #expect(try answers(bytes, "b") == ["Red", "Blue"])
    #expect(bytes.columns[0].originalText(at: 0) == "bl\u{E5}")
  }

  @Test func `a code that is in no list is read as an answer and told`() throws {
    let read = try Self.read(
      "<variable ident='1' type='single'><name>q</name><label>Q</label><position start='1' finish='2'/>\(Self.values)</variable>",
      "01\n 2\n07\n")
    #expect(try answers(read, "q") == ["Red", "Blue", "07"])
    #expect(read.problems.first?.found == "'07' in 1 cell")
  }

  @Test func `what cannot be read says why`() {
    let alone = error([
      Self.definition("<variable ident='1' type='single'><name>q</name><position start='1'/></variable>")
    ])
    #expect(
      alone?.description
        == "definition.sss: a Triple-S definition whose data is not beside it; "
        + "expected definition.asc or definition.dat or definition.txt or definition.csv\n"
        + "  mend: name the data too: topline … data.asc definition.sss")
    let hierarchy = source(
      "<sss version='2.0'><hierarchy><level ident='a' href='a.sss'/><level ident='b' href='b.sss'/></hierarchy></sss>",
      name: "h.sss")
    #expect(
      error([hierarchy])?.description
        == "h.sss: a hierarchy of 2 surveys; expected the definition of one level\n  mend: name one of them: a.sss, b.sss"
    )
    #expect(
      error([source("<sss version='2.0'><survey/></sss>", name: "d.sss")])?.description
        == "d.sss: a Triple-S document without a record; expected survey, record and its variables\n"
        + "  mend: export the definition again")
    let position = Self.definition("<variable ident='1' type='single'><name>q</name><position start='x'/></variable>")
    #expect(
      error([position, source("1\n", name: "data.asc")])?.description
        == "definition.sss: q: a variable without a position; expected start and finish in characters, from 1\n"
        + "  mend: export the definition again")
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedTripleSTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/triple_s/" + file }

  @Test func `the standard's example gives the same answers in fixed positions and in CSV`() throws {
    let fixed = try SurveyReader.read([path("example1.sss"), path("example1.asc")])
    let csv = try SurveyReader.read([path("example2.csv"), path("example2.sss")])
    #expect(fixed.provenance.format == "triple-s")
    #expect(fixed.count == 3)
    #expect(
      fixed.codebook.variables.map(\.name) == [
        "RESPONDENT_ID", "Q1.a", "Q1.b", "Q2", "Q3", "Q3.a", "Q4", "Q5", "Q6", "Q7", "Q8", "WT",
      ])
    for name in fixed.codebook.variables.map(\.name) {
      #expect(try answers(fixed, name) == answers(csv, name), "\(name)")
    }
    #expect(try answers(fixed, "Q6") == ["25", "100", "[refused]"])
    #expect(fixed.codebook["Q2"]?.label == "Visited before")
    #expect(fixed.codebook["Q4"]?.labels.map(\.value) == [2, 1, 0, -1, -2, nil])
    #expect(fixed.codebook["Q3.a"]?.role == .otherText)
    #expect(fixed.codebook == csv.codebook)
    #expect(fixed.problems + csv.problems == [])
    #expect(try fixed.column("WT").column.originalText(at: 0) == " 1.1310")
    #expect(try fixed.column("RESPONDENT_ID").column.originalText(at: 0) == "520001")
    #expect(try answers(fixed, "Q8") == ["Within 3 months", "[notShown]", "More than 1 years time"])
    #expect(try answers(fixed, "Q3")[0] == "Sherwood Forest+\"Friar Tuck\" Restaurant+Mining museum+Other")
    #expect(
      try answers(fixed, "Q5")
        == ["Mining museum+Sherwood Forest", "Nottingham Castle", "Other+Nottingham Castle"].map { text in
          let order = ["Sherwood Forest", "Nottingham Castle", "Mining museum", "Other"]
          return order.filter { text.split(separator: "+").map(String.init).contains($0) }.joined(separator: "+")
        })
  }

  @Test(arguments: [("householddata", 3), ("persondata", 6), ("tripdata", 12)])
  func `the levels of a hierarchy are read one by one, their data found beside them`(name: String, count: Int) throws {
    let read = try SurveyReader.read([path(name + ".sss")])
    #expect(read.count == count)
    #expect(read.provenance.guesses.contains("the data, found beside the definition: \(name).asc"))
  }

  @Test func `every column of every record is reachable`() throws {
    for name in ["example1", "householddata", "persondata", "tripdata"] {
      let read = try SurveyReader.read([path(name + ".sss")])
      let source = try SourceBytes.open(path(name + ".sss"), wantsHash: false)
      let lines = try FileSystem.contents(of: path(name + ".asc")).split(separator: 0x0A)
      #expect(lines.count == read.count)
      for (position, field) in try TripleSDefinition.read(source, language: nil).variables.enumerated() {
        for (row, line) in lines.enumerated() {
          let bytes = line.dropFirst(field.start - 1).prefix(field.finish - field.start + 1)
          let cell = String(decoding: bytes, as: UTF8.self)
          let kept = read.columns[position].originalText(at: row) ?? ""
          #expect(
            kept == cell || cell.trimmed.isEmpty && kept.isEmpty || (field.type == "character" && kept == cell.trimmed))
        }
      }
    }
  }

  @Test func `a level of a hierarchy tells how it hangs together with the others`() throws {
    let persons = try SurveyReader.read([path("persondata.sss")])
    #expect(
      persons.problems.map(\.line) == [
        "persondata.sss: note: found the level 'person' of the hierarchy in hierarchyDefinition.sss, expected a survey "
          + "that stands by itself; every record is one person; 'hnumber' leads to the hhold it belongs to; 'pnumber' "
          + "is what each trip is linked by"
      ])
    #expect(try answers(persons, "hnumber") == ["10001", "10001", "10002", "10002", "10002", "10003"])
    #expect(try persons.column("hnumber").variable.personal == .identifier)
    #expect(try persons.column("pnumber").column.originalText(at: 0) == "01000101")
    #expect(
      error([try SourceBytes.open(path("hierarchyDefinition.sss"), wantsHash: false)])?.found
        == "a hierarchy of 3 surveys")
  }
}
