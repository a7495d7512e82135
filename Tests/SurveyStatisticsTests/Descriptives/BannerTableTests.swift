import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing
import TextFormats

@Suite struct BannerTableTests {
  typealias Fixtures = DescriptiveFixtures

  private static let agree = Fixtures.labels(["No", "Rather no", "Rather yes", "Yes"])
  private static let groups = Fixtures.labels(["First", "Second", "Third", "Fourth"])

  /// A survey of a question with two answers and of a group, from how many of how many in each group say yes.
  private func survey(_ groups: [(yes: Int, of: Int)]) -> Survey {
    var answers: [Int] = []
    var group: [Int] = []
    for (index, (yes, total)) in groups.enumerated() {
      answers += (0..<total).map { $0 < yes ? 2 : 1 }
      group += [Int](repeating: index + 1, count: total)
    }
    return Fixtures.survey([
      Fixtures.question("Q", answers, Fixtures.labels(["No", "Yes"]), level: .nominal),
      Fixtures.question("G", group, Array(Self.groups.prefix(groups.count)), level: .nominal),
    ])
  }

  private func banner(
    _ survey: Survey, _ rows: String = "Q", _ columns: String = "G", _ options: BannerOptions = BannerOptions(),
    design: SurveyDesign? = nil
  ) throws -> BannerTable {
    try BannerTable.make(
      survey: survey, rows: try VariableSelection(parsing: rows), columns: try VariableSelection(parsing: columns),
      design: design, options: options)
  }

  private func letters(_ table: BannerTable, row: Int = 1, block: Int = 0) -> [String] {
    table.blocks[block].rows[row].cells.map(\.letters)
  }

  @Test func `counts, column percentages and bases stand under the total and each answer`() throws {
    let table = try banner(survey([(60, 100), (40, 80)]))
    #expect(table.columns.map(\.label) == ["Total", "First", "Second"])
    #expect(table.columns.map(\.letter) == [nil, "A", "B"])
    let block = table.blocks[0]
    #expect(block.bases.map(\.count) == [180, 100, 80])
    #expect(block.rows[1].cells.map(\.count) == [100, 60, 40])
    #expect(block.rows[1].cells.map(\.share) == [100.0 / 180, 0.6, 0.5])
  }

  @Test func `a cell carries the letters of columns with a lower share`() throws {
    // z = .2 / √(.5 · .5 · 2/100) = 2.83, p = .0047.
    let table = try banner(survey([(60, 100), (40, 100)]))
    #expect(letters(table) == ["", "B", ""])
    #expect(letters(table, row: 0) == ["", "", "A"])
    #expect(table.note.contains("pooled z tests"))
    #expect(table.note.contains("Holm"))
  }

  @Test func `Holm's adjustment is over the pairs of the row and question`() throws {
    // First against second: z = .16 / √(.44 · .56 · .02) = 2.28, p = .023; times three pairs .068.
    let three = survey([(52, 100), (36, 100), (45, 100)])
    #expect(letters(try banner(three)) == ["", "b", "", ""])
    #expect(letters(try banner(three, "Q", "G", BannerOptions(adjustment: PAdjustment.none))) == ["", "B", "", ""])
    // Two pairs: .0227 stays the smallest and is multiplied by one where there is no third column.
    #expect(letters(try banner(survey([(52, 100), (36, 100)]))) == ["", "B", ""])
    // Holm multiplies the second smallest p by less than Bonferroni does: .0094 · 3 = .028; .0227 · 2 = .045.
    let strong = survey([(55, 100), (37, 100), (39, 100)])
    #expect(letters(try banner(strong)) == ["", "BC", "", ""])
    #expect(letters(try banner(strong, "Q", "G", BannerOptions(adjustment: .bonferroni))) == ["", "Bc", "", ""])
  }

  @Test func `columns with a base under thirty are marked and not tested`() throws {
    let small = survey([(29, 29), (0, 100), (50, 100)])
    let table = try banner(small)
    #expect(table.blocks[0].isSmall == [false, true, false, false])
    #expect(letters(table) == ["", "", "", "B"])
    #expect(table.json["blocks"]?[0]?["bases"]?[1]?["small"]?.bool == true)
    let spss = try banner(small, "Q", "G", BannerOptions(convention: .spss))
    #expect(letters(spss) == ["", "", "", ""])
    #expect(spss.note.contains("Bonferroni"))
    let tested = try banner(survey([(20, 29), (20, 100)]), "Q", "G", BannerOptions(convention: .spss))
    #expect(letters(tested) == ["", "B", ""])
  }

  @Test func `each question across is lettered afresh and compared within itself`() throws {
    var two = survey([(60, 100), (40, 100)])
    let half = (0..<200).map { $0 % 2 + 1 }
    let (variable, column) = Fixtures.question("H", half, Fixtures.labels(["Odd", "Even"]), level: .nominal)
    _ = two.append(variable, column)
    let table = try banner(two, "Q", "G,H")
    #expect(table.columns.map(\.letter) == [nil, "A", "B", "A", "B"])
    #expect(letters(table) == ["", "B", "", "", ""])
    #expect(table.blocks[0].tests.map(\.columns) == ["G", "H"])
  }

  @Test func `a block's test is the chi-squared test of its counts`() throws {
    // Party by gender, Agresti (2007), An Introduction to Categorical Data Analysis, p. 39: X² = 30.07, df = 2.
    let counts = [[762, 327, 468], [484, 239, 477]]
    var answers: [Int] = []
    var group: [Int] = []
    for row in 0..<2 {
      for column in 0..<3 {
        answers += [Int](repeating: column + 1, count: counts[row][column])
        group += [Int](repeating: row + 1, count: counts[row][column])
      }
    }
    let party = Fixtures.survey([
      Fixtures.question("Q", answers, Fixtures.labels(["Democrat", "Independent", "Republican"]), level: .nominal),
      Fixtures.question("G", group, Fixtures.labels(["Female", "Male"]), level: .nominal),
    ])
    let test = try #require(try banner(party).blocks[0].tests[0].result)
    #expect(abs(test.statistic - 30.070149) < 1e-6)
    #expect(test.degreesOfFreedom == [2])
    #expect(try banner(party).json["blocks"]?[0]?["tests"]?[0]?["test"]?["id"]?.string == "chi-square")
  }

  @Test func `nets are made of raw counts by the answers' numbers`() throws {
    let item = Fixtures.survey([
      Fixtures.question("Q", [1, 1, 2, 3, 4, 4, 4, 0], Self.agree),
      Fixtures.question("G", [1, 1, 1, 1, 2, 2, 2, 2], Array(Self.groups.prefix(2)), level: .nominal),
    ])
    let nets = try BannerOptions.nets(parsing: "top-2,bottom-1")
    let rows = try banner(item, "Q", "G", BannerOptions(nets: nets)).blocks[0].rows
    #expect(rows.map(\.code) == ["1", "2", "3", "4", "top-2", "bottom-1", "mean", "sd"])
    #expect(rows[4].cells.map(\.count) == [4, 1, 3])
    #expect(rows[4].cells[0].share == 4.0 / 7)
    #expect(rows[5].cells.map(\.count) == [2, 2, 0])
    #expect(rows[6].cells.map(\.value) == [19.0 / 7, 1.75, 4])
    #expect(rows[7].cells[2].value == 0)
  }

  @Test(arguments: ["", "top", "top-0", "upper-2", "top-2,,"]) func `nets that are none are refused`(text: String)
    throws
  {
    let error = try #require(Fixtures.mistake { _ = try BannerOptions.nets(parsing: text) })
    #expect(error.remedy == "write such as: --nets top-2,bottom-2")
  }

  @Test func `means are lettered by Welch's test`() throws {
    // Two columns whose Welch p is .0333 and whose Student p is .0003: only Welch's counts the unequal spread.
    let first = (0..<100).map { 10 + Double($0 % 5) / 10 }
    let second = (0..<30).map { 9.3 + 4 * (Double($0 % 3) - 1) / 2.2 }
    let numbers = Fixtures.survey([
      Fixtures.number("x", first + second),
      Fixtures.question(
        "G", first.map { _ in 1 } + second.map { _ in 2 }, Array(Self.groups.prefix(2)), level: .nominal),
    ])
    let welch = try #require(try TTest.welch(first, second).p)
    let table = try banner(numbers, "x")
    let expected = welch < 0.05 ? "B" : (welch < 0.1 ? "b" : "")
    #expect(!expected.isEmpty)
    #expect(letters(table, row: 0) == ["", expected, ""])
    #expect(letters(table, row: 1) == ["", "", ""])
    #expect(table.blocks[0].rows.map(\.kind) == [.mean, .sd])
    #expect(table.blocks[0].tests[0].note?.contains("anova-welch") == true)
    #expect(table.blocks[0].bases.map(\.count) == [130, 100, 30])
  }

  @Test func `columns that share respondents count their covariance`() throws {
    // All 200 read the web; 180 of them print as well, and only those who do not print say yes less often. The pooled
    // z of .50 against .5556 is 1.08; with the 180 shared respondents the difference is far beyond chance.
    let count = 200
    let ticks = (0..<count).map { UInt64($0 < 180 ? 0b11 : 0b01) }
    var texts = TextColumn()
    for _ in 0..<count { texts.append("".utf8) }
    let survey = Fixtures.survey([
      Fixtures.question("Q", (0..<count).map { $0 < 100 ? 2 : 1 }, Fixtures.labels(["No", "Yes"]), level: .nominal),
      (
        Variable(name: "M", kind: .multipleResponse, level: .nominal, labels: Fixtures.labels(["Web", "Print"])),
        .multipleResponse(
          MultipleResponseColumn(ticked: ticks, missing: [UInt8](repeating: 0, count: count), originals: texts))
      ),
    ])
    let table = try banner(survey, "Q", "M")
    #expect(table.blocks[0].rows[1].cells.map(\.share) == [0.5, 0.5, 100.0 / 180])
    #expect(letters(table) == ["", "", "A"])
    #expect(table.note.contains("count the respondents whom columns share"))
    #expect(table.blocks[0].tests[0].note == "no chi-squared test: respondents stand in several cells")
    let down = try banner(survey, "M", "Q")
    #expect(down.blocks[0].rows.map(\.label) == ["Web", "Print"])
    #expect(down.blocks[0].rows[1].cells.map(\.count) == [180, 80, 100])
    #expect(letters(down) == ["", "", "A"])
    let frequency = SurveyDesign(
      count: count, weights: try Weights(kind: .frequency, name: "w", values: [Double](repeating: 1, count: count)))
    #expect(
      Fixtures.mistake { _ = try banner(survey, "Q", "M", design: frequency) }?.found
        == "frequency weights with columns that share respondents")
  }

  @Test func `weights make design-based contrasts and weighted bases`() throws {
    let plain = survey([(60, 100), (40, 100)])
    let ones = SurveyDesign(count: 200, weights: try Weights(name: "w", values: [Double](repeating: 1, count: 200)))
    let table = try banner(plain, design: ones)
    #expect(letters(table) == ["", "B", ""])
    #expect(table.note.contains("design-based"))
    let test = try #require(table.blocks[0].tests[0].result)
    #expect(test.method.hasPrefix("Rao and Scott"))
    #expect(Fixtures.isNear(test.details.first?.value, 8, 1e-14))
    // Weights that vary without order widen the error: the effective base is a third, and nothing is certain any more.
    let weights = (0..<200).map { $0 % 10 == 0 ? 20.0 : 1.0 }
    let wide = SurveyDesign(count: 200, weights: try Weights(name: "w", values: weights))
    let weighted = try banner(plain, design: wide)
    #expect(letters(weighted) == ["", "", ""])
    let base = weighted.blocks[0].bases[1]
    #expect(base == Base(count: 100, weighted: 290, effective: 290.0 * 290 / 4090))
    #expect(weighted.blocks[0].rows[1].cells[1].count == 60)
    #expect(weighted.blocks[0].rows[1].cells[1].weighted == 174)
    #expect(weighted.blocks[0].rows[1].cells[1].share == 0.6)
    #expect(weighted.json["design"]?.string?.contains("sampling weights w") == true)
  }

  @Test func `frequency weights letter as repeated records do`() throws {
    let plain = survey([(13, 30), (6, 30)])
    let tripled = survey([(39, 90), (18, 90)])
    let design = SurveyDesign(
      count: 60, weights: try Weights(kind: .frequency, name: "w", values: [Double](repeating: 3, count: 60)))
    #expect(letters(try banner(plain, design: design)) == letters(try banner(tripled)))
    #expect(letters(try banner(tripled)) == ["", "B", ""])
    let test = try banner(plain, design: design).blocks[0].tests[0].result
    #expect(test?.statistic == (try banner(tripled).blocks[0].tests[0].result?.statistic))
  }

  @Test func `an offered answer is a row on base answered and none on base substantive`() throws {
    let labels = Fixtures.labels(["No", "Yes"], missing: [("8", "Don't know", .dontKnow), ("9", "Gone", .declared)])
    let survey = Fixtures.survey([
      Fixtures.question("Q", [1, 2, 2, 8, 9, -1, 0], labels, level: .nominal),
      Fixtures.question("G", [1, 1, 1, 1, 2, 2, 2], Array(Self.groups.prefix(2)), level: .nominal),
    ])
    let answered = try banner(survey).blocks[0]
    #expect(answered.rows.map(\.label) == ["No", "Yes", "Don't know"])
    #expect(answered.bases.map(\.count) == [4, 4, 0])
    #expect(answered.rows[0].cells[2].share == nil)
    let substantive = try banner(survey, "Q", "G", BannerOptions(base: .substantive)).blocks[0]
    #expect(substantive.rows.map(\.label) == ["No", "Yes"])
    #expect(substantive.bases.map(\.count) == [3, 3, 0])
    #expect(substantive.rows[1].cells[1].share == 2.0 / 3)
  }

  @Test func `the letters can be left out`() throws {
    let table = try banner(survey([(60, 100), (40, 100)]), "Q", "G", BannerOptions(letters: false))
    #expect(letters(table) == ["", "", ""])
    #expect(table.note == "No column letters.")
  }

  @Test func `the JSON holds counts, column percentages, letters, bases and tests`() throws {
    let json = try banner(survey([(60, 100), (40, 100)])).json
    #expect(json.object?.names == ["columns", "rows", "blocks", "note", "design", "respondents"])
    let cell = try #require(json["rows"]?[1]?["cells"]?[1])
    #expect(cell.serialized(compact: true) == #"{"count":60,"weighted":null,"columnPercent":60,"letters":"B"}"#)
    #expect(json["columns"]?[1]?["letter"]?.string == "A")
    #expect(json["blocks"]?[0]?["bases"]?[1]?["n"]?.integer == 100)
    #expect(json["blocks"]?[0]?["tests"]?[0]?["columns"]?.string == "G")
  }

  @Test func `personal and unanswerable variables are refused`() throws {
    var texts = TextColumn()
    for _ in 0..<4 { texts.append("secret".utf8) }
    let survey = Fixtures.survey([
      Fixtures.question("Q", [1, 2, 1, 2], Fixtures.labels(["No", "Yes"])),
      (Variable(name: "mail", kind: .text, level: .nominal, personal: .contact), .text(texts)),
      (Variable(name: "note", kind: .text, level: .nominal), .text(texts)), Fixtures.number("x", [1, 2, 3, 4]),
    ])
    #expect(Fixtures.mistake { _ = try banner(survey, "mail", "Q") }?.found == "a personal variable")
    #expect(Fixtures.mistake { _ = try banner(survey, "note", "Q") }?.found == "a text or date down the table")
    let across = try #require(Fixtures.mistake { _ = try banner(survey, "Q", "x") })
    #expect(across.found == "a variable without set answers across the table")
    #expect(across.remedy.contains("from: x, cut"))
    #expect(Fixtures.mistake { _ = try banner(survey, "QQ", "Q") }?.remedy == "did you mean 'Q'?")
  }
}
