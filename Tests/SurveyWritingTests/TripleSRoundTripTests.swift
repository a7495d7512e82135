import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading
@testable import SurveyWriting

/// What is written in Triple-S is read again, and is the same survey or listed as lost.
@Suite struct TripleSRoundTripTests {
  /// A survey with every kind of column, made in memory.
  struct Sample {
    var random: RandomSurvey

    static let words = [
      "plain", "to linjer\nog\r\nmere", "æøå \"citat\"", "a, b; c\td", "🌍 e\u{301}", "0042", "<b>&amp;</b>", "'", "1e5",
    ]

    private mutating func pick<Value>(_ values: [Value]) -> Value {
      values[random.below(values.count)]
    }

    private mutating func categorical(_ codes: [String], _ count: Int) -> Column {
      var entries = codes.indices.map { CategoricalColumn.Entry(text: codes[$0], meaning: .label($0)) }
      entries.append(.init(text: "", meaning: .missing(.unknownBlank)))
      let positions = Array(entries.indices)
      return .categorical(
        CategoricalColumn(codes: (0..<count).map { _ in UInt16(pick(positions)) }, entries: entries))
    }

    mutating func make() -> Survey {
      let count = 1 + random.below(12)
      var variables: [Variable] = []
      var columns: [Column] = []
      for (number, codes) in [["1", "2", "3"], ["01", "1"], ["A", "b b", "R&D"], ["-1", "0"]].enumerated() {
        let scored = number == 0
        variables.append(
          Variable(
            name: "c\(number)", label: pick(["Is <b> & \"x\" < 3?", "Why &amp; how", "Å"]), kind: .categorical,
            level: scored ? .ordinal : .nominal,
            labels: codes.enumerated().map {
              ValueLabel(code: $1, label: "<\($1)> & \"\($1)\"", value: scored ? Double($0) / 4 - 1 : nil)
            }))
        columns.append(categorical(codes, count))
      }
      for codes in [["1", "2", "3"], ["3", "1", "9"], ["x", "y"], ["0", "1"]] {
        variables.append(
          Variable(
            name: "m\(variables.count)", label: "Many", kind: .multipleResponse, level: .nominal,
            labels: codes.map { ValueLabel(code: $0, label: "Option \($0)") }))
        var cells = MultipleResponseColumn(ticked: [], missing: [], originals: TextColumn())
        for _ in 0..<count {
          let isMissing = random.below(2) == 0
          cells.ticked.append(isMissing ? 0 : UInt64(random.below(1 << codes.count)))
          cells.missing.append(isMissing ? MissingReason.unknownBlank.index : 0)
          cells.originals.append("".utf8)
        }
        columns.append(.multipleResponse(cells))
      }
      variables.append(Variable(name: "n", label: "Number", kind: .numeric, level: .scale))
      let numbers = (0..<count).map { _ in pick([0, 1, -7, 2.5, -0.001, 1e-7, 1e21, 123_456_789, 6.02e23, .nan, .pi]) }
      columns.append(
        .numeric(
          NumericColumn(values: numbers, missing: numbers.map { $0.isNaN ? MissingReason.unknownBlank.index : 0 })))
      variables.append(Variable(name: "t", label: "Text", kind: .text, level: .nominal, personal: .openText))
      var texts = TextColumn()
      for _ in 0..<count {
        if random.below(2) == 0 {
          texts.append(pick(Self.words).utf8)
        } else {
          texts.append(missing: .unknownBlank)
        }
      }
      columns.append(.text(texts))
      // Somebody answers at the end: a record of blanks there is listed as lost, below.
      variables.append(Variable(name: "id", kind: .numeric, level: .scale, personal: .identifier, role: .metadata))
      columns.append(
        .numeric(NumericColumn(values: (0..<count).map(Double.init), missing: Array(repeating: 0, count: count))))
      return Survey(
        codebook: Codebook(variables: variables), columns: columns, count: count,
        provenance: Provenance(format: "test", evidence: ""))
    }
  }

  /// The codes of a respondent's answer, or the reason why there is none.
  static func told(_ survey: Survey, _ name: String, _ respondent: Int) throws -> String {
    let (variable, column) = try survey.column(name)
    if let reason = column.missingReason(at: respondent) { return "[\(reason.rawValue)]" }
    switch column {
    case .categorical(let cells): return cells.label(at: respondent).map { variable.labels[$0].code } ?? "?"
    case .numeric(let cells): return "\(cells.values[respondent])"
    case .text(let cells): return cells.text(at: respondent)
    case .datetime(let cells): return "\(cells.seconds[respondent])"
    case .multipleResponse(let cells):
      return variable.labels.indices.filter { cells.ticked[respondent] >> UInt64($0) & 1 == 1 }
        .map { variable.labels[$0].code }.joined(separator: "+")
    }
  }

  static func expectSame(_ survey: Survey, _ back: Survey) throws {
    #expect(back.count == survey.count)
    #expect(back.codebook.variables.map(\.name) == survey.codebook.variables.map(\.name))
    #expect(back.problems.filter { $0.severity >= .warning } == [])
    for variable in survey.codebook.variables {
      let other = try back.column(variable.name).variable
      #expect(other.kind == variable.kind, "\(variable.name)")
      #expect(other.label == variable.label, "\(variable.name)")
      #expect(other.labels == variable.labels, "\(variable.name)")
      #expect(other.level == variable.level, "\(variable.name)")
      // Open texts are told to be personal by there being any.
      let isEmpty = try survey.column(variable.name).column.missingCounts.values.reduce(0, +) == survey.count
      #expect(other.role == variable.role && (isEmpty || other.personal == variable.personal), "\(variable.name)")
      for respondent in 0..<survey.count {
        let (one, two) = (try told(survey, variable.name, respondent), try told(back, variable.name, respondent))
        #expect(Array(one.utf8) == Array(two.utf8), "\(variable.name) of \(respondent)")
      }
    }
  }

  @Test(arguments: 1...150) func `random surveys come back: codes, labels, ticks, numbers, texts byte for byte`(
    seed: Int
  ) throws {
    var sample = Sample(random: RandomSurvey(seed: UInt64(seed)))
    let survey = sample.make()
    let written = TripleSWriter.write(survey, title: "A <title> & more")
    try Self.expectSame(survey, try TripleSWriterTests.read(written.files))
    #expect(written.losses == [])
  }

  @Test(.enabled(if: TripleSWriterTests.dtd != nil, "skipped: xmllint or the standard's DTD is not on this machine"))
  func `their definitions are valid by the standard's own DTD`() throws {
    let path = "/tmp/topline-triple-s-round-\(FileSystem.processIdentifier).sss"
    defer { try? FileSystem.remove(path) }
    for seed in 1...20 {
      var sample = Sample(random: RandomSurvey(seed: UInt64(seed)))
      try FileSystem.write(TripleSWriter.write(sample.make(), title: "A <title> & more").files[0].bytes, to: path)
      #expect(TripleSWriterTests.isValid(path), "seed \(seed)")
    }
  }

  @Test(
    .enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: ["example1", "example2", "householddata", "persondata", "tripdata"])
  func `the standard's examples come back`(name: String) throws {
    let survey = try SurveyReader.read(["\(SharedFiles.exports ?? "")/triple_s/\(name).sss"])
    let written = TripleSWriter.write(survey, name: name)
    let back = try TripleSWriterTests.read(written.files)
    #expect(back.count == survey.count)
    for variable in survey.codebook.variables {
      let other = try back.column(variable.name).variable
      #expect(other.label == variable.label && other.kind == variable.kind && other.labels == variable.labels)
      for respondent in 0..<survey.count {
        let one = try Self.told(survey, variable.name, respondent)
        let two = try Self.told(back, variable.name, respondent)
        // A filter is lost, and with it why a cell is blank: that is listed.
        #expect(two == one || one == "[notShown]" && two == "[unknownBlank]", "\(variable.name) of \(respondent)")
      }
    }
    guard name.hasPrefix("example") else { return }
    #expect(
      written.losses.map(\.found) == [
        "variables that are no questions: Q1.b, Q3.a", "reasons for missing answers: 1 × not shown, 1 × refused",
      ])
  }

  @Test(arguments: [
    (1e-7, "0.0000001"), (1.5e-5, "0.000015"), (-2.25e-7, "-0.000000225"), (1e21, "1000000000000000000000"),
    (6.02e23, "602000000000000000000000"), (1.2345678901234567e18, "1234567890123456800"), (0.5, "0.5"), (-3, "-3"),
  ]) func `numbers are written without exponents`(value: Double, text: String) throws {
    let survey = Survey(
      codebook: Codebook(variables: [
        Variable(name: "n", kind: .numeric, level: .scale), Variable(name: "m", kind: .numeric, level: .scale),
      ]),
      columns: [
        .numeric(NumericColumn(values: [value], missing: [0])), .numeric(NumericColumn(values: [1], missing: [0])),
      ], count: 1, provenance: Provenance(format: "test", evidence: ""))
    let written = TripleSWriter.write(survey)
    #expect(String(decoding: written.files[1].bytes, as: UTF8.self) == "n,m\r\n\(text),1\r\n")
    #expect(try TripleSWriterTests.read(written.files).numbers(at: 0) == [value])
  }

  @Test func `what is lost is listed`() throws {
    var texts = TextColumn()
    texts.append("x".utf8)
    texts.append(missing: .redacted, text: "DATA_EXPIRED".utf8)
    texts.append(missing: .unknownBlank)
    func ticks(_ texts: [String?]) -> Column {
      .categorical(
        CategoricalColumn(
          codes: texts.map { $0 == "1" ? 0 : $0 == "0" ? 1 : 2 },
          entries: [
            .init(text: "1", meaning: .label(0)), .init(text: "0", meaning: .label(1)),
            .init(text: "", meaning: .missing(.unknownBlank)),
          ]))
    }
    let tick = [ValueLabel(code: "1", label: "selected"), ValueLabel(code: "0", label: "not selected")]
    let survey = Survey(
      codebook: Codebook(
        variables: [
          Variable(
            name: "o", kind: .categorical, level: .ordinal,
            labels: [ValueLabel(code: "1", label: "low"), ValueLabel(code: "99", label: "99", missing: .dontKnow)]),
          Variable(name: "t", kind: .text, level: .nominal, role: .otherText),
          Variable(name: "u_a", label: "A", kind: .categorical, level: .nominal, labels: tick),
          Variable(name: "u_b", label: "B", kind: .categorical, level: .nominal, labels: tick),
          Variable(name: "d", kind: .datetime, level: .scale, role: .metadata),
          Variable(name: "d_time", kind: .numeric, level: .scale),
          Variable(name: "u", kind: .numeric, level: .scale),
        ],
        grids: [Grid(name: "g", label: "", variables: ["o"])],
        multipleResponseSets: [.init(name: "u", label: "Used", variables: ["u_a", "u_b"], tickedCode: "1")]),
      columns: [
        .categorical(
          CategoricalColumn(
            codes: [0, 1, 2],
            entries: [
              .init(text: "1", meaning: .label(0)), .init(text: "99", meaning: .residual(label: 1, .dontKnow)),
              .init(text: "", meaning: .missing(.notShown)),
            ])),
        .text(texts), ticks(["1", "0", nil]), ticks([nil, "0", nil]),
        .datetime(
          DateTimeColumn(
            seconds: [3600, 0, 0], missing: [0, 10, 10],
            originals: {
              var texts = TextColumn()
              for _ in 0..<3 { texts.append("".utf8) }
              return texts
            }())),
        .numeric(NumericColumn(values: [5, .nan, .nan], missing: [0, 8, 10], originals: [1: "five"])),
        .numeric(NumericColumn(values: [7, 1, .nan], missing: [0, 0, 10])),
      ], count: 3, provenance: Provenance(format: "test", evidence: ""))
    let written = TripleSWriter.write(survey, name: "out")
    #expect(
      String(decoding: written.files[1].bytes, as: UTF8.self)
        == "o,t,u_,d,d_time_,d_time,u\r\n1,x,10,19700101,010000,5,7\r\n99,,00,,,,1\r\n,,,,,,\r\n")
    #expect(
      written.losses.map(\.line) == [
        "out.sss, o: note: found codes declared missing: 99, expected what Triple-S describes; they are written as "
          + "answers with their labels",
        "out.sss, u_: note: found the variables of 'u', expected what Triple-S describes; its options are numbered from "
          + "1, in their order",
        "out.sss, u_: note: found 1 option without an answer beside answered ones, expected what Triple-S describes; "
          + "they are written as not ticked",
        "out.sss, d: note: found a date with a time of day, expected what Triple-S describes; it is written as a date "
          + "and a time, 'd_time_'",
        "out.sss: note: found 1 grid, expected what Triple-S describes; their rows are written one by one",
        "out.sss: note: found answers in order without numbers: o, expected what Triple-S describes; they are written "
          + "in their order, as names",
        "out.sss: note: found variables that are no questions: t, d, expected what Triple-S describes; they are written "
          + "as questions are",
        "out.sss: note: found 1 respondent at the end without any answer, expected what Triple-S describes; records of "
          + "blanks are written, which programs leave out",
        "out.sss: note: found reasons for missing answers: 1 × not shown, 1 × redacted, 1 × unreadable, expected reasons "
          + "that Triple-S can hold; the cells are written as blank; LimeSurvey's format keeps the reasons",
      ])
  }
}
