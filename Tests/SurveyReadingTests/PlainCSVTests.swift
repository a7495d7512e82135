import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct PlainCSVTests {
  static let data = """
    id,sex,Q1_1,Q1_2,use,w,note
    1,1,4,2,"chat;news",0.5,hello
    2,2,1,99,,1.5,
    3,1,,3,news,1,bye

    """

  static let codebook = """
    variable,label,item,kind,level,role,personal,group,group_kind,group_label,separator,code,value,code_label,missing
    id,,,text,,metadata,identifier,,,,,,,,
    sex,Sex,,categorical,nominal,,,,,,,,,,
    sex,,,,,,,,,,,1,,Female,
    sex,,,,,,,,,,,2,,Male,
    Q1_1,Agree? - A,A,categorical,ordinal,,,Q1,grid,Agree?,,,,,
    Q1_1,,,,,,,,,,,1,1,Low,
    Q1_1,,,,,,,,,,,2,2,Middle,
    Q1_1,,,,,,,,,,,3,3,High,
    Q1_1,,,,,,,,,,,4,4,Highest,
    Q1_2,Agree? - B,B,categorical,ordinal,,,Q1,grid,Agree?,,,,,
    Q1_2,,,,,,,,,,,2,2,Middle,
    Q1_2,,,,,,,,,,,3,3,High,
    Q1_2,,,,,,,,,,,99,,No idea,dontKnow
    use,What do you use?,,multiple-response,,,,,,,;,,,,
    use,,,,,,,,,,,chat,,Chat,
    use,,,,,,,,,,,news,,News,
    w,Weight,,numeric,scale,weight,,,,,,,,,
    note,Notes,,text,,,,,,,,,,,

    """

  @Test func `a table with its codebook is read as the codebook says, in either order`() throws {
    let files = [source(Self.data), source(Self.codebook, name: "codebook.csv")]
    let read = try SurveyReader.read(sources: files)
    #expect(read == (try SurveyReader.read(sources: files.reversed())))
    #expect(read.provenance.format == "csv")
    #expect(read.provenance.files.map(\.format) == ["csv", "codebook-csv"])
    #expect(try answers(read, "sex") == ["Female", "Male", "Female"])
    #expect(try answers(read, "Q1_2") == ["Middle", "[dontKnow]", "High"])
    #expect(read.codebook["Q1_2"]?.labels.map(\.value) == [2, 3, nil])
    #expect(read.codebook.grids == [Grid(name: "Q1", label: "Agree?", variables: ["Q1_1", "Q1_2"])])
    #expect(read.codebook["Q1_1"]?.itemText == "A")
    #expect(try answers(read, "use") == ["Chat+News", "[unknownBlank]", "News"])
    #expect(read.codebook["w"]?.role == .weight)
    #expect(read.codebook["note"]?.personal == .openText)
    #expect(read.codebook["id"]?.personal == .identifier)
    #expect(read.problems == [])
  }

  @Test func `codebook and table that differ are compared by name`() throws {
    let codebook = "variable,label,kind,code,code_label\nsexx,Sex,categorical,,\nsexx,,,1,Female\nid,,numeric,,\n"
    let read = try SurveyReader.read(sources: [source(Self.data), source(codebook, name: "codebook.csv")])
    #expect(
      read.problems.filter { $0.file == "codebook.csv" }.map(\.line) == [
        "codebook.csv, sexx: warning: found a variable that the data does not have, expected a column of that name; "
          + "did you mean 'sex'?",
        "codebook.csv: note: found nothing on the columns sex, Q1_1, Q1_2, use, w, note, "
          + "expected a row for every column; their kinds and answers are found from the cells",
      ])
  }

  @Test func `a misspelt kind in a codebook is reported with the nearest one`() throws {
    let codebook = "variable,label,kind,code,code_label\nsex,Sex,categoricl,,\n"
    let read = try SurveyReader.read(sources: [source(Self.data), source(codebook, name: "codebook.csv")])
    #expect(
      read.problems.first?.line
        == "codebook.csv, record 1, kind: warning: found 'categoricl', "
        + "expected one of categorical, numeric, text, datetime, multiple-response; did you mean 'categorical'?")
  }

  @Test func `NA among numbers means no value, everywhere in the file`() throws {
    let read = try survey("age,town\n18,Roskilde\nNA,NA\n44,Roskilde\n33,Aarhus\n21,Aarhus\n")
    #expect(try answers(read, "age") == ["18", "[systemMissing]", "44", "33", "21"])
    #expect(try answers(read, "town")[1] == "[systemMissing]")
    #expect(read.provenance.guesses.contains("cells 'NA' hold no value, for they stand among numbers"))
  }

  @Test func `semicolons let a decimal comma be concluded`() throws {
    let read = try survey("a;b\n1,5;x\n2,25;y\n")
    #expect(try answers(read, "a") == ["1.5", "2.25"])
    #expect(
      read.provenance.guesses == ["the delimiter is the semicolon: 100 % of the first records have 2 cells"])
  }

  @Test func `the user's word on delimiter and format is obeyed`() throws {
    let read = try survey("a;b\n1;2\n", options: ReadingOptions(delimiter: 0x2C))
    #expect(read.codebook.variables.map(\.name) == ["a;b"])
    let plain = try survey(QualtricsFixtures.current, options: ReadingOptions(format: .csv))
    #expect(plain.provenance.format == "csv")
    #expect(plain.count == 5)
  }

  @Test func `a column of the name synthetic makes the survey say so`() throws {
    #expect(try survey("a,synthetic\n1,yes\n2,yes\n").provenance.isSynthetic)
    #expect(try !survey("a,synthetic\n1,yes\n2,no\n").provenance.isSynthetic)
  }

  @Test func `a numeric column called weight is a weight`() throws {
    #expect(try survey("weight,a\n0.5,1\n1.5,2\n").codebook["weight"]?.role == .weight)
    #expect(try survey("weight,a\nheavy,1\nlight,2\n").codebook["weight"]?.role == .question)
  }

  @Test func `formats and encodings go by their names, and a misspelt one is refused`() throws {
    #expect(try SurveyFormat(named: "qualtrics-csv") == .qualtricsCSV)
    #expect(try TextEncoding(named: "CP1252") == .windows1252)
    for name in ["latin-1", "Latin1", "ISO-8859-1"] { #expect(try TextEncoding(named: name) == .latin1) }
    do {
      _ = try SurveyFormat(named: "qualtrics-cvs")
      Issue.record("known")
    } catch {
      #expect(error.remedy == "did you mean 'qualtrics-csv'?")
      #expect(error.exitStatus == 64)
    }
    do {
      _ = try TextEncoding(named: "klingon")
      Issue.record("known")
    } catch {
      #expect(
        error.description
          == "--encoding: 'klingon'; expected one of utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, macintosh\n"
          + "  mend: leave --encoding out to let the file speak for itself")
    }
  }

  @Test func `ISO 8859-1 is not Windows-1252 where the two differ`() throws {
    let bytes = Array("a;b\n".utf8) + [0x78, 0x80, 0x92, 0x3B, 0xE9, 0x0A]
    func cells(_ encoding: TextEncoding) throws -> [String?] {
      let read = try SurveyReader.read(
        sources: [SourceBytes(name: "data.csv", bytes: bytes)], options: ReadingOptions(encoding: encoding))
      #expect(read.provenance.encoding == encoding.rawValue)
      return read.columns.map { $0.originalText(at: 0) }
    }
    #expect(try cells(.latin1) == ["x\u{80}\u{92}", "é"])
    #expect(try cells(.windows1252) == ["x€’", "é"])
  }

  @Test(arguments: [
    ("PROLIFIC_PID", PersonalData.identifier), ("ResponseId", .identifier), ("E-Mail", .contact), ("email", .contact),
    ("Phone number", .contact), ("Name", .contact), ("ip_address", .technical), ("latitude", .technical), ("age", .no),
    ("Name of the brand you like", .no), ("What is your Prolific ID?", .identifier), ("Q1_1", .no), ("idea", .no),
  ]) func `personal data is known by the names of columns`(name: String, kind: PersonalData) {
    #expect(PersonalNames.kind(name: name) == kind)
  }

  @Test func `rows of a grid are found by their names and share their answers`() throws {
    let read = try survey("Mood [At home],Mood [At work],n\nGood,Bad,1\nBad,Bad,2\nGood,Good,30\nGood,Bad,4\n")
    #expect(read.codebook.grids.map(\.variables) == [["Mood [At home]", "Mood [At work]"]])
    #expect(read.codebook["Mood [At work]"]?.itemText == "At work")
  }
}
