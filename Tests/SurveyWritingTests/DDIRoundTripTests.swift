import SurveyModel
import TestSupport
import Testing
import TextFormats

#if canImport(Glibc)
  import Glibc
#endif

@testable import SurveyReading
@testable import SurveyWriting

/// Surveys written as a DDI Codebook with its data and read again.
@Suite struct DDIRoundTripTests {
  static let title = "A survey & its <title>"

  static func read(_ written: WrittenSurvey) throws -> Survey {
    try SurveyReader.read(sources: written.files.map { SourceBytes(name: $0.name, bytes: $0.bytes) })
  }

  /// Where two surveys differ in what a reader of either would see.
  static func differences(_ a: Survey, _ b: Survey) -> [String] {
    var differences: [String] = []
    if a.count != b.count { return ["\(a.count) respondents became \(b.count)"] }
    let (first, second) = (a.codebook.variables, b.codebook.variables)
    if first.map(\.name) != second.map(\.name) {
      return ["variables \(first.map(\.name)) became \(second.map(\.name))"]
    }
    for (x, y) in zip(first, second) where x != y { differences.append("\(x) became \(y)") }
    if a.codebook.grids != b.codebook.grids { differences.append("\(a.codebook.grids) became \(b.codebook.grids)") }
    if a.codebook.multipleResponseSets != b.codebook.multipleResponseSets {
      differences.append("\(a.codebook.multipleResponseSets) became \(b.codebook.multipleResponseSets)")
    }
    for (position, variable) in first.enumerated() where differences.count < 10 {
      for row in 0..<a.count {
        let (x, y) = (cell(a, position, row), cell(b, position, row))
        if x != y { differences.append("\(variable.name), record \(row + 1): \(x) became \(y)") }
      }
    }
    return differences
  }

  private static func cell(_ survey: Survey, _ position: Int, _ row: Int) -> String {
    let column = survey.columns[position]
    if let reason = column.missingReason(at: row) {
      var text = "[\(reason.rawValue)]"
      if case .categorical(let column) = column, let label = column.label(at: row) { text += "\(label)" }
      return text
    }
    switch column {
    case .categorical(let column): return column.label(at: row).map { "label \($0)" } ?? "?"
    case .numeric(let column): return "\(column.values[row])"
    case .text(let column): return Array(column.text(at: row).utf8).description
    case .datetime(let column): return "\(column.seconds[row])"
    case .multipleResponse(let column): return "\(column.ticked[row])"
    }
  }

  @Test(arguments: 1...150) func `any survey comes back: codes, labels, reasons, sets, texts byte for byte`(
    seed: Int
  ) throws {
    let survey = DDISample(seed: UInt64(seed)).survey()
    let written = DDIWriter.write(survey, title: Self.title)
    #expect(written.losses.map(\.line) == [])
    let back = try Self.read(written)
    #expect(Self.differences(survey, back) == [])
    // What was no number before is none again, and is told again.
    let told = back.problems.filter { $0.severity >= .warning && !$0.remedy.hasPrefix("the cells count as unreadable") }
    #expect(told.map(\.line) == [])
    #expect(back.problems.contains { $0.found.contains("published statistics agree") && $0.remedy == "nothing to do" })
    #expect(back.provenance.format == "ddi-codebook")
    #expect(DDIWriter.write(back, title: Self.title) == written)
  }

  @Test(arguments: 1...150) func `a survey that was read from CSV comes back with all of its codebook`(seed: Int) throws
  {
    var random = RandomSurvey(seed: UInt64(seed))
    let survey = try random.make()
    let written = try SurveyConversion.write(survey, as: .xml, name: "out", includePersonal: true)
    #expect(written.files.map(\.name) == ["out.xml", "out.csv"])
    #expect(written.losses.map(\.line) == [])
    let back = try Self.read(written)
    #expect(back.codebook == survey.codebook)
    #expect(Self.differences(survey, back) == [])
    for (one, other) in zip(survey.columns, back.columns) {
      for respondent in 0..<survey.count {
        #expect(one.originalText(at: respondent) ?? "" == other.originalText(at: respondent) ?? "")
      }
    }
  }

  @Test func `the files of an example are these`() throws {
    let variables = [
      Variable(
        name: "use", label: "Do you use it?", kind: .categorical, level: .nominal,
        labels: [
          ValueLabel(code: "1", label: "Yes", value: 1), ValueLabel(code: "2", label: "No", value: 2),
          ValueLabel(code: "9", label: "Don’t know", missing: .dontKnow),
        ]), Variable(name: "w", kind: .numeric, level: .scale, role: .weight),
    ]
    let use = CategoricalColumn(
      codes: [0, 1, 2, 3],
      entries: [
        .init(text: "1", meaning: .label(0)), .init(text: "9", meaning: .residual(label: 2, .dontKnow)),
        .init(text: "", meaning: .missing(.unknownBlank)), .init(text: nil, meaning: .missing(.notShown)),
      ])
    let survey = Survey(
      codebook: Codebook(variables: variables),
      columns: [.categorical(use), .numeric(NumericColumn(values: [0.5, 1, 1.25, 1], missing: [0, 0, 0, 0]))], count: 4,
      provenance: Provenance(format: "csv", evidence: "", isSynthetic: true))
    let written = DDIWriter.write(survey, name: "use", title: "Use (synthetic)")
    let files = written.files
    #expect(written.losses == [])
    #expect(files.map(\.name) == ["use.xml", "use.csv"])
    #expect(String(decoding: files[1].bytes, as: UTF8.self) == "use,w\r\n1,0.5\r\n9,1\r\n,1.25\r\n.notShown,1\r\n")
    #expect(
      String(decoding: files[0].bytes, as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <codeBook xmlns="ddi:codebook:2_5" version="2.5">
         <docDscr>
          <citation>
           <titlStmt>
            <titl>Use (synthetic)</titl>
           </titlStmt>
           <prodStmt>
            <software>Topline</software>
           </prodStmt>
          </citation>
         </docDscr>
         <stdyDscr>
          <citation>
           <titlStmt>
            <titl>Use (synthetic)</titl>
           </titlStmt>
          </citation>
         </stdyDscr>
         <fileDscr ID="F1">
          <fileTxt>
           <fileName>use.csv</fileName>
           <dimensns>
            <caseQnty>4</caseQnty>
            <varQnty>2</varQnty>
           </dimensns>
           <fileType charset="UTF-8">comma-separated values with one heading record</fileType>
          </fileTxt>
         </fileDscr>
         <dataDscr>
          <var ID="V1" name="use" wgt-var="V2" files="F1" intrvl="discrete" nature="nominal" representationType="code">
           <labl>Do you use it?</labl>
           <qstn>
            <qstnLit>Do you use it?</qstnLit>
           </qstn>
           <invalrng>
            <item VALUE=".notShown"/>
            <notes type="topline:absent" subject=".notShown">notShown</notes>
           </invalrng>
           <sumStat type="vald">1</sumStat>
           <sumStat type="invd">3</sumStat>
           <sumStat wgtd="wgtd" type="vald">0.5</sumStat>
           <sumStat wgtd="wgtd" type="invd">3.25</sumStat>
           <catgry>
            <catValu>1</catValu>
            <labl>Yes</labl>
            <catStat type="freq">1</catStat>
            <catStat wgtd="wgtd" type="freq">0.5</catStat>
           </catgry>
           <catgry>
            <catValu>2</catValu>
            <labl>No</labl>
            <catStat type="freq">0</catStat>
            <catStat wgtd="wgtd" type="freq">0</catStat>
           </catgry>
           <catgry missing="Y" missType="dontKnow">
            <catValu>9</catValu>
            <labl>Don’t know</labl>
            <catStat type="freq">1</catStat>
            <catStat wgtd="wgtd" type="freq">1</catStat>
           </catgry>
           <varFormat type="numeric"/>
           <notes type="topline:kind">categorical</notes>
           <notes type="topline:level">nominal</notes>
           <notes type="topline:role">question</notes>
           <notes type="topline:personal">no</notes>
           <notes type="topline:values">1 2 -</notes>
           <notes type="topline:blank">unknownBlank</notes>
          </var>
          <var ID="V2" name="w" wgt="wgt" files="F1" intrvl="contin" nature="interval" representationType="numeric">
           <sumStat type="vald">4</sumStat>
           <sumStat type="invd">0</sumStat>
           <sumStat type="min">0.5</sumStat>
           <sumStat type="max">1.25</sumStat>
           <sumStat type="mean">0.9375</sumStat>
           <sumStat type="stdev">0.3145764348029479</sumStat>
           <varFormat type="numeric"/>
           <notes type="topline:kind">numeric</notes>
           <notes type="topline:level">scale</notes>
           <notes type="topline:role">weight</notes>
           <notes type="topline:personal">no</notes>
          </var>
         </dataDscr>
        </codeBook>

        """)
    let back = try Self.read(written)
    #expect(Self.differences(survey, back) == [])
    #expect(back.provenance.isSynthetic)
  }

  @Test func `respondents without any answer at the end stay, and of one column too`() throws {
    let entries: [CategoricalColumn.Entry] = [
      .init(text: "1", meaning: .label(0)), .init(text: nil, meaning: .missing(.unknownBlank)),
      .init(text: nil, meaning: .missing(.notShown)),
    ]
    let labels = [ValueLabel(code: "1", label: "one", value: 1)]
    for names in [["a"], ["a", "b"]] {
      let survey = Survey(
        codebook: Codebook(
          variables: names.map { Variable(name: $0, kind: .categorical, level: .nominal, labels: labels) }),
        columns: names.map { _ in .categorical(CategoricalColumn(codes: [1, 0, 2, 1, 1], entries: entries)) }, count: 5,
        provenance: Provenance(format: "csv", evidence: ""))
      let written = DDIWriter.write(survey)
      #expect(written.losses == [])
      let back = try Self.read(written)
      #expect(Self.differences(survey, back) == [])
      #expect(back.problems.filter { $0.found.contains("at the end") } == [])
    }
  }

  @Test func `one column whose answers are blank cannot keep its records, and says so`() throws {
    let survey = Survey(
      codebook: Codebook(variables: [
        Variable(
          name: "a", kind: .categorical, level: .nominal,
          labels: [ValueLabel(code: "Y", label: "yes"), ValueLabel(code: "", label: "no")])
      ]),
      columns: [
        .categorical(
          CategoricalColumn(
            codes: [1, 0], entries: [.init(text: "Y", meaning: .label(0)), .init(text: "", meaning: .label(1))]))
      ], count: 2, provenance: Provenance(format: "csv", evidence: ""))
    #expect(
      DDIWriter.write(survey).losses.map(\.line) == [
        "responses.xml: note: found 1 respondent whose one answer is blank, expected records that are not blank; "
          + "programs leave such records out"
      ])
  }

  @Test func `ticked options keep their codes, and texts beside them are told`() throws {
    var originals = TextColumn()
    for text in ["Red, Blue, Green-ish", "Blue", "", "Red,Blue"] { originals.append(text.utf8) }
    let survey = Survey(
      codebook: Codebook(variables: [
        Variable(
          name: "m", label: "Which?", kind: .multipleResponse, level: .nominal,
          labels: [
            ValueLabel(code: "r", label: "Red"), ValueLabel(code: "b", label: "Blue"),
            ValueLabel(code: "n", label: "None", missing: .notApplicable),
          ]), Variable(name: "m_r", kind: .numeric, level: .scale),
      ]),
      columns: [
        .multipleResponse(
          MultipleResponseColumn(
            ticked: [3, 2, 0, 3], missing: [0, 0, MissingReason.notShown.index, 0], originals: originals)),
        .numeric(NumericColumn(values: [1, 2, 3, 4], missing: [0, 0, 0, 0])),
      ], count: 4, provenance: Provenance(format: "csv", evidence: ""))
    let written = DDIWriter.write(survey)
    #expect(
      String(decoding: written.files[1].bytes, as: UTF8.self)
        == "m_r_,m_b,m_n,m_r\r\n1,1,0,1\r\n0,1,0,2\r\n,,,3\r\n1,1,0,4\r\n")
    #expect(
      written.losses.map(\.line) == [
        "responses.xml, m: note: found 1 cell with more text than options have, expected ticked options; "
          + "the options alone are written"
      ])
    #expect(Self.differences(survey, try Self.read(written)) == [])
  }

  @Test func `what the files cannot hold is listed`() throws {
    var texts = TextColumn()
    for text in [" ", "a\u{0}b", "DATA_EXPIRED", "kept"] { texts.append(text.utf8) }
    var dates = TextColumn()
    for text in ["13/01/2024", "14/01/2024", "", ""] { dates.append(text.utf8) }
    let variables = [
      Variable(
        name: "text", label: "\u{1}", kind: .text, level: .nominal, labels: [ValueLabel(code: "1", label: "one")],
        personal: .openText), Variable(name: "number", kind: .numeric, level: .scale),
      Variable(
        name: "answer", kind: .categorical, level: .nominal,
        labels: [ValueLabel(code: "1", label: "one"), ValueLabel(code: "1", label: "two")]),
      Variable(name: "day", kind: .datetime, level: .scale),
    ]
    let entries: [CategoricalColumn.Entry] = [
      .init(text: "1", meaning: .label(0)), .init(text: "two", meaning: .missing(.redacted)),
    ]
    let survey = Survey(
      codebook: Codebook(variables: variables),
      columns: [
        .text(texts),
        .numeric(
          NumericColumn(
            values: [.infinity, 1, 2, .nan], missing: [0, 0, 0, MissingReason.declared.index], originals: [3: "2"])),
        .categorical(CategoricalColumn(codes: [0, 0, 1, 1], entries: entries)),
        .datetime(
          DateTimeColumn(
            seconds: [1_705_104_000, 1_705_190_400, 0, 0], missing: [0, 0, 10, 10], originals: dates)),
      ], count: 4, provenance: Provenance(format: "csv", evidence: ""))
    #expect(
      DDIWriter.write(survey, title: Self.title).losses.map(\.line) == [
        "responses.xml, text: note: found 1 answer of white space alone, expected answers; they are read as blank cells",
        "responses.xml, text: note: found 1 answer with a NUL character, expected text; it is left out in reading",
        "responses.xml, text: note: found 1 answer worded as Prolific marks withdrawn ones, expected answers; they are "
          + "read as redacted",
        "responses.xml, text: note: found labels of a variable without answers to choose from, expected labels of "
          + "answers; they are left out",
        "responses.xml, number: note: found 1 infinite number, expected numbers that end; the cells are written as blank",
        "responses.xml, number: note: found 1 cell whose text could be taken for an answer, expected other texts where "
          + "there is no answer; the reason is kept and the text is not",
        "responses.xml, answer: note: found the code '1' for two answers, expected a code for each; both are read as "
          + "the first of them",
        "responses.xml, answer: note: found 2 cells whose text could be taken for an answer, expected other texts where "
          + "there is no answer; the reason is kept and the text is not",
        "responses.xml, day: note: found dates in another order than year, month, day, expected dates as ISO 8601 has "
          + "them; they are written so",
        "responses.xml, text: note: found 2 characters that XML does not allow, expected text; they are left out of "
          + "the codebook",
      ])
    let back = try Self.read(DDIWriter.write(survey, title: Self.title))
    #expect((0..<4).map { Self.cell(back, 3, $0) } == ["1705104000", "1705190400", "[unknownBlank]", "[unknownBlank]"])
    #expect((0..<4).map { Self.cell(back, 1, $0) } == ["[declared]", "1.0", "2.0", "[declared]"])
  }

  /// The real exports that can be read, each with the structure file beside it.
  static func realSurveys() throws -> [(name: String, survey: Survey)] {
    let root = SharedFiles.exports ?? ""
    var surveys: [(String, Survey)] = []
    for folder in try FileSystem.list(root) where FileSystem.isDirectory(root + "/" + folder) {
      for file in try FileSystem.list(root + "/" + folder) {
        let path = root + "/" + folder + "/" + file
        if let survey = try? SurveyReader.read([path]) { surveys.append((folder + "/" + file, survey)) }
      }
    }
    let codebook = root + "/ddi/ihsn_ihsn-popstan-mics-2000.xml"
    for name in ["Household", "Women"] {
      surveys.append((name, try SurveyReader.read(["\(root)/ddi/ihsn_\(name).csv", codebook])))
    }
    return surveys
  }

  @Test(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
  func `real surveys come back the same`() throws {
    let surveys = try Self.realSurveys()
    #expect(surveys.count >= 80)
    for (name, survey) in surveys {
      let written = DDIWriter.write(survey, title: Self.title)
      let back = try Self.read(written)
      let differences = Self.differences(survey, back)
      #expect(differences == [], "\(name)")
      #expect(back.problems.filter { $0.found.hasSuffix(", published") }.map(\.line) == [], "\(name)")
      // The texts of "other" among ticked options are open answers, which no file that is passed on should hold unasked;
      // REDCap writes 0 into boxes that were not shown, where 0 is an answer too.
      let known =
        ["more text than options", "dates in another order"]
        + (name.hasPrefix("redcap/") ? ["text could be taken for an answer"] : [])
      let losses = written.losses.filter { loss in !known.contains { loss.found.contains($0) } }
      #expect(losses.map(\.line) == [], "\(name)")
    }
  }

  @Test func `damaged codebooks and data are refused or read, never a crash`() throws {
    var random = RandomSurvey(seed: 4)
    for seed in 1...6 {
      let written = DDIWriter.write(DDISample(seed: UInt64(seed)).survey(), title: Self.title)
      for _ in 0..<60 {
        var damaged = written
        let file = random.below(2)
        for _ in 0...random.below(4) {
          let place = random.below(damaged.files[file].bytes.count)
          switch random.below(3) {
          case 0: damaged.files[file].bytes[place] = UInt8(random.below(256))
          case 1: damaged.files[file].bytes.removeSubrange(place..<min(place + 9, damaged.files[file].bytes.count))
          default: damaged.files[file].bytes.insert(UInt8(ascii: "9"), at: place)
          }
        }
        _ = try? Self.read(damaged)
      }
    }
  }

  @Test(.enabled(if: XMLLint.isThere, "skipped: xmllint is not on this machine"))
  func `xmllint finds the codebook well-formed and its elements in the order of the schema`() throws {
    for seed in 1...20 {
      let files = DDIWriter.write(DDISample(seed: UInt64(seed)).survey(), title: Self.title).files
      let lint = try XMLLint(codebook: files[0].bytes)
      #expect(lint.status == 0, "\(lint.messages)")
    }
    let disordered = "<codeBook xmlns=\"ddi:codebook:2_5\"><dataDscr/><stdyDscr/></codeBook>"
    #expect(try XMLLint(codebook: Array(disordered.utf8)).status != 0)
  }
}

/// Runs xmllint with a schema of those elements of DDI Codebook 2.5 that the writer uses, in the standard's order.
struct XMLLint {
  static let isThere = system("xmllint --version > /dev/null 2>&1") == 0
  let status: Int32
  let messages: String

  init(codebook: [UInt8]) throws {
    let folder = "/tmp/topline-ddi-\(FileSystem.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
    try FileSystem.createDirectory(folder)
    try FileSystem.write(codebook, to: folder + "/codebook.xml")
    try FileSystem.write(DDISchema.text, to: folder + "/ddi.xsd")
    try FileSystem.write(DDISchema.xmlNamespace, to: folder + "/xml.xsd")
    status = system("cd \(folder) && xmllint --nonet --noout --schema ddi.xsd codebook.xml 2> messages")
    messages = String(decoding: (try? FileSystem.contents(of: folder + "/messages")) ?? [], as: UTF8.self)
    for name in ["codebook.xml", "ddi.xsd", "xml.xsd", "messages"] { try FileSystem.remove(folder + "/" + name) }
    rmdir(folder)
  }
}
