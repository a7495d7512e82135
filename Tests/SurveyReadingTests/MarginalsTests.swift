import SurveyModel
import Synchronization
import Testing
import TextFormats

@testable import SurveyReading

/// A long table's marginals, counted as it is scanned, against those of the survey with all of its records.
@Suite struct MarginalsTests {
  private static func withFile(_ content: String, _ body: (String) throws -> Void) throws {
    let folder = "/tmp/topline-marginals-\(FileSystem.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder) }
    try FileSystem.write(Array(content.utf8), to: folder + "/data.csv")
    try body(folder + "/data.csv")
  }

  /// Long enough to be read as it is recognised.
  private static let filler = String(repeating: "so it goes, ", count: 40)

  private static func table(records: Int, _ columns: [(name: String, cell: (Int) -> String)]) -> String {
    var content = (columns.map(\.name) + ["filler"]).joined(separator: ",") + "\n"
    for record in 0..<records {
      content += columns.map { $0.cell(record) }.joined(separator: ",") + ",\"\(record % 3) \(filler)\"\n"
    }
    return content
  }

  /// What is counted of a column: its meanings with how many respondents have each.
  private static func counts(_ survey: Survey, _ position: Int) -> [String: Int] {
    var counts: [String: Int] = [:]
    let column = survey.columns[position]
    for cell in 0..<column.count {
      let count = survey.counts?[position]?[cell] ?? 1
      let meaning: String
      switch column {
      case .numeric(let numbers) where numbers.missing[cell] == 0: meaning = "\(numbers.values[cell])"
      case .datetime(let dates) where dates.missing[cell] == 0: meaning = "\(dates.seconds[cell])"
      case .categorical(let answers) where answers.label(at: cell) != nil: meaning = "\(answers.label(at: cell) ?? -1)"
      case .multipleResponse(let answers) where answers.missing[cell] == 0: meaning = "\(answers.ticked[cell])"
      // Texts of which most are distinct are counted together.
      default: meaning = column.missingReason(at: cell).map(\.rawValue) ?? "text"
      }
      counts[meaning, default: 0] += count
    }
    return counts
  }

  private static func expectSame(_ path: String, isCounted: Bool, _ options: ReadingOptions = ReadingOptions()) throws {
    let survey = try SurveyReader.read([path], options: options)
    let marginals = try SurveyReader.marginals([path], options: options)
    #expect((marginals.survey.counts != nil) == isCounted)
    #expect(marginals.codebook == survey.codebook)
    #expect(marginals.count == survey.count)
    #expect(marginals.problems == survey.problems)
    #expect(marginals.provenance == survey.provenance)
    for position in survey.columns.indices {
      #expect(Self.counts(marginals.survey, position) == Self.counts(survey, position), "\(position)")
    }
  }

  @Test func `answers, numbers, dates, ids, comments and several answers in one cell are counted as in the survey`()
    throws
  {
    let answers = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", ""]
    let options = ["\"Facebook, Instagram\"", "Facebook", "\"Instagram, TikTok\"", "TikTok", ""]
    let content = Self.table(
      records: 12_000,
      [
        ("ResponseId", { "R_\($0)" }), ("StartDate", { "2016-03-\(10 + $0 % 20) 10:00:0\($0 % 10)" }),
        ("Q1", { ["1", "2", "3", "4", "5", "", "\"5\"", " "][($0 * 7) % 8] }),
        ("agree", { answers[($0 * 11) % 6] }), ("platforms", { options[$0 % 5] }),
        ("weight", { $0 % 50 == 3 ? "" : "\(Double($0 * 37 % 11_999) / 1000)" }), ("age", { "\(16 + $0 % 64)" }),
        ("comment", { $0 % 3 == 0 ? "" : "\"text \($0), and so on\"" }),
        ("late", { $0 < 6_000 ? "1" : "\($0)" }), ("code", { $0 == 11_000 ? "x" : "\($0 % 7)" }),
      ])
    try Self.withFile(content) { path in
      try Self.expectSame(path, isCounted: true)
      var options = ReadingOptions()
      options.missing = [DeclaredCode(code: "5", reason: .dontKnow)]
      // Among comments that were not told apart some may be declared to be none.
      try Self.expectSame(path, isCounted: false, options)
    }
  }

  @Test func `what cannot be told from counts is read with its records`() throws {
    let columns: [(name: String, cell: (Int) -> String)] = [
      // The records are numbered.
      ("", { "\($0 + 1)" }), ("time", { "2016-03-01 10:00:00.\($0)" }), ("amount", { "\"\($0),5\"" }),
    ]
    for column in columns {
      let content = Self.table(records: 12_000, [column, ("Q1", { "\($0 % 5)" })])
      try Self.withFile(content) { path in try Self.expectSame(path, isCounted: false) }
    }
    let ticks = Self.table(
      records: 12_000,
      [
        ("Q1_1", { $0 % 2 == 0 ? "selected" : "not selected" }),
        ("Q1_2", { $0 % 3 == 0 ? "selected" : "not selected" }),
      ])
    try Self.withFile(ticks) { path in
      try Self.expectSame(path, isCounted: false)
      #expect(try SurveyReader.marginals([path]).codebook.multipleResponseSets.count == 1)
    }
    let blank = Self.table(records: 12_000, [("Q1", { "\($0 % 5)" })]) + ",\n"
    try Self.withFile(blank) { path in try Self.expectSame(path, isCounted: false) }
  }

  /// How often a text was read.
  private final class Readings: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
  }

  @Test func `chosen variables have the records of the survey, read once where headings name them`() throws {
    let content = Self.table(
      records: 12_000,
      [
        ("id", { "r\($0)" }), ("Q1", { ["1", "2", "", "4"][($0 * 7) % 4] }), ("Q2", { "\($0 % 6)" }),
        ("weight", { "\(Double($0 * 37 % 11_999) / 1000)" }),
      ])
    try Self.withFile(content) { path in
      let whole = try SurveyReader.read([path])
      let wanted = ["Q1", "weight"]
      for isGuessed in [true, false] {
        let readings = Readings()
        let survey = try SurveyReader.read(
          [path],
          likely: { headings in
            readings.add()
            return isGuessed ? Set(wanted.compactMap { headings.firstIndex(of: $0) }) : []
          }, keeping: { codebook in Set(wanted.compactMap { codebook.position(of: $0) }) })
        #expect(survey.counts == nil && survey.count == whole.count)
        #expect(survey.codebook.variables.map(\.name) == wanted)
        for name in wanted { #expect(try survey.column(name).column == whole.column(name).column) }
        #expect(survey.problems == whole.problems && survey.provenance == whole.provenance)
        #expect(readings.value == 1)
      }
      let all = try SurveyReader.read([path], likely: { _ in [1] }, keeping: { _ in nil })
      #expect(all.columns == whole.columns && all.codebook == whole.codebook)
    }
  }

  @Test func `a short table is read with its records`() throws {
    try Self.withFile("id,Q1\n1,2\n2,3\n") { path in try Self.expectSame(path, isCounted: false) }
  }

  @Test func `the variables that are chosen keep their records, the same as in the whole survey`() throws {
    let answers = ["Strongly disagree", "Disagree", "Agree", "Strongly agree", ""]
    let content = Self.table(
      records: 12_000,
      [
        ("ResponseId", { "R_\($0)" }), ("Q1", { ["1", "2", "3", "", "\"5\""][($0 * 7) % 5] }),
        ("agree", { answers[($0 * 11) % 5] }), ("amount", { "\($0).25" }), ("age", { "\(16 + $0 % 64)" }),
      ])
    try Self.withFile(content) { path in
      let whole = try SurveyReader.read([path])
      let part = try SurveyReader.read([path]) { codebook in
        Set(["age", "agree", "amount"].compactMap(codebook.position(of:)))
      }
      #expect(part.codebook.variables.map(\.name) == ["agree", "amount", "age"])
      #expect(part.count == whole.count)
      #expect(part.problems == whole.problems)
      for variable in part.codebook.variables {
        let (mine, column) = try part.column(variable.name)
        let (other, expected) = try whole.column(variable.name)
        #expect(mine == other)
        #expect(column == expected)
      }
    }
  }
}
