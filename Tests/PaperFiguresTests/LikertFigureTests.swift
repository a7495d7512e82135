import PaperFigures
import PaperGraphics
import SurveyModel
import Testing
import TextFormats

@Suite struct LikertFigureTests {
  private func texts(_ figure: Figure) -> [String] { figure.scene.texts.map(\.text) }

  private func single(_ counts: [Int], categories: [String] = Samples.categories, missing: Int = 0) -> LikertFigure {
    LikertFigure(
      categories: categories, rows: [LikertRow(item: "An item", counts: counts, missing: missing)],
      words: FigureWords(title: "A title"))
  }

  @Test func `sums of the sides come from the counts, not from the printed parts`() throws {
    // 14.5 + 14.5 = 29: printed 15 and 15, but 29 together.
    let figure = try single([29, 29, 42, 60, 40]).figure()
    #expect(texts(figure).filter { $0 == "15" }.count == 2)
    #expect(texts(figure).contains("29%"))
    #expect(figure.note.contains("Printed shares may not add up"))
  }

  @Test func `the rounding note stands only where a reader can see a difference`() throws {
    let figure = try single([10, 20, 30, 20, 20]).figure()
    #expect(!figure.note.contains("may not add up"))
  }

  @Test func `items stand in the order of their net, groups together`() throws {
    let figure = try Samples.likert.figure()
    let labels = texts(figure)
    let order = ["I feel part", "Moderation", "I trust", "I understand", "I would pay"]
      .compactMap { start in labels.firstIndex { $0.hasPrefix(start) } }
    #expect(order.count == 5)
    #expect(order == order.sorted())
    #expect(figure.sidecar["rows"]?[0]?["item"]?.string == "I feel part of a community")
    var given = Samples.likert
    given.order = .asGiven
    #expect(try given.figure().sidecar["rows"]?[0]?["item"]?.string == Samples.likert.rows[0].item)
  }

  @Test func `legend, stack and data keep the order of the scale`() throws {
    let figure = try Samples.likert.figure()
    let legend = figure.scene.texts.filter { Samples.categories.contains($0.text) }
    #expect(legend.map(\.text) == Samples.categories)
    #expect(legend.map(\.x) == legend.map(\.x).sorted())
    #expect(figure.sidecar["categories"] == .strings(Samples.categories))
  }

  @Test func `each row tells its n, and the footer tells base, missing and weighting`() throws {
    let figure = try Samples.likert.figure()
    for row in Samples.likert.rows { #expect(texts(figure).contains(String(row.respondents))) }
    #expect(figure.note.contains("N = 1,200, unweighted."))
    #expect(figure.note.contains("n excludes item non-response (0.9% to 3.0%)."))
    var weighted = Samples.likert
    weighted.words.weighting = "weighted by age"
    #expect(try weighted.figure().note.contains("N = 1,200, weighted by age."))
    #expect(try weighted.figure().subtitle.contains("Weighted share"))
  }

  @Test func `the description holds every number and the data raw shares`() throws {
    let figure = try single([29, 29, 42, 60, 40]).figure()
    let expected =
      "An item: Strongly disagree 15%, Disagree 15%, Neither 21%, Agree 30%, Strongly agree 20%; "
      + "50% “Agree” to “Strongly agree”, 29% “Strongly disagree” to “Disagree” (n = 200)."
    #expect(figure.description.contains(expected))
    #expect(figure.sidecar["rows"]?[0]?["percent"]?[0]?.number == 14.5)
    #expect(figure.sidecar["rows"]?[0]?["negativePercent"]?.number == 29)
  }

  @Test func `weighted counts give weighted shares and an unweighted n`() throws {
    let figure = try LikertFigure(
      categories: ["No", "Yes"],
      rows: [LikertRow(item: "An item", counts: [10.25, 30.75], respondents: 37)],
      words: FigureWords(title: "A title", weighting: "weighted by age")
    ).figure()
    #expect(texts(figure).contains("75%"))
    #expect(texts(figure).contains("37"))
    expectClean(figure)
  }

  @Test(arguments: 2...11, LikertStyle.allCases)
  func `scales of two to eleven answers are clean in every style`(count: Int, style: LikertStyle) throws {
    let categories = (0..<count).map { "Answer \($0)" }
    let rows = (0..<4).map { item in
      LikertRow(item: "Statement number \(item)", counts: (0..<count).map { ($0 * 7 + item * 13) % 23 })
    }
    let figure = LikertFigure(
      categories: categories, rows: rows, style: style, words: FigureWords(title: "\(count) answers"))
    for width in Samples.widths { expectClean(try figure.figure(width: width.width), "\(width.name)") }
  }

  @Test(arguments: LikertStyle.allCases)
  func `shares of nought and a hundred per cent and rows without answers are clean`(style: LikertStyle) throws {
    var rows = (0..<5).map { full in
      LikertRow(item: "All gave answer \(full)", counts: (0..<5).map { $0 == full ? 40 : 0 })
    }
    rows.append(LikertRow(item: "Nobody was asked", counts: [0, 0, 0, 0, 0]))
    rows.append(LikertRow(item: "Few answered", counts: [1, 2, 0, 3, 1], missing: 93))
    let figure = LikertFigure(
      categories: Samples.categories, rows: rows, style: style, words: FigureWords(title: "Extremes"))
    for width in Samples.widths {
      let drawn = try figure.figure(width: width.width)
      expectClean(drawn, "\(width.name)")
      #expect(texts(drawn).contains("no answers"))
      #expect(texts(drawn).contains("7†"))
      #expect(texts(drawn).contains("100%"))
      #expect(drawn.note.contains("† Fewer than 30 respondents."))
      #expect(drawn.description.contains("Nobody was asked: no answers (n = 0)."))
    }
  }

  @Test func `only rows without answers are still a figure`() throws {
    for style in LikertStyle.allCases {
      var figure = single([0, 0, 0, 0, 0], missing: 12)
      figure.style = style
      expectClean(try figure.figure())
    }
  }

  @Test func `thirty items with long Danish texts are clean at every width`() throws {
    let text = "Jeg føler, at de sociale medier både hjælper og ødelægger måden, vi taler sammen på i hverdagen"
    let rows = (0..<30).flatMap { item in
      ["Ældre", "Yngre på arbejdsmarkedet"].map { group in
        LikertRow(
          item: "\(item + 1). \(String(text.prefix(20 + item * 3)))", group: group,
          counts: [item, 30 - item, 12, 40, 18 + item])
      }
    }
    let figure = LikertFigure(
      categories: ["Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig"], rows: rows,
      words: FigureWords(title: "Mange udsagn", question: "Hvor enig er du i følgende?"))
    for width in Samples.widths {
      let drawn = try figure.figure(width: width.width)
      expectClean(drawn, "\(width.name)")
      #expect(drawn.description.count > Figure.descriptionLimit)
      #expect(drawn.shortDescription.hasSuffix("The remaining rows are in the data file."))
    }
  }

  @Test func `a figure higher than the journal allows is reported`() throws {
    let rows = (0..<40).map { LikertRow(item: "Item \($0)", counts: [1, 2, 3, 4, 5]) }
    let figure = try LikertFigure(
      categories: Samples.categories, rows: rows, words: FigureWords(title: "Forty items")
    ).figure(theme: .nature)
    #expect(figure.lint().map(\.rule) == [.height])
  }

  @Test func `a figure without title is reported`() throws {
    var figure = single([1, 2, 3, 4, 5])
    figure.words.title = " "
    #expect(try figure.figure().lint().map(\.rule) == [.name])
  }

  @Test func `the middle can be set where the scale does not have it in the middle`() throws {
    var figure = single([10, 20, 30, 40])
    figure.categories = ["Never", "Rarely", "Sometimes", "Often"]
    figure.rows = [LikertRow(item: "An item", counts: [10, 20, 30, 40])]
    figure.middle = .neutral(at: 2)
    #expect(try figure.figure().sidecar["rows"]?[0]?["positivePercent"]?.number == 40)
    figure.middle = .between(after: 1)
    #expect(try figure.figure().sidecar["rows"]?[0]?["positivePercent"]?.number == 90)
    expectClean(try figure.figure())
  }

  @Test func `what cannot be drawn is refused with a remedy`() {
    func error(_ figure: LikertFigure, width: FigureWidth = .double) -> FigureError? {
      do throws(FigureError) { _ = try figure.figure(width: width) } catch { return error }
      return nil
    }
    var empty = Samples.likert
    empty.rows = []
    #expect(error(empty)?.codeName == "figure.empty")
    #expect(error(single([1, 2, 3]))?.description.contains("3 counts; expected 5, one per category") == true)
    #expect(error(single([1, 2, 3, 4, -1]))?.codeName == "figure.number")
    #expect(
      error(single([1], categories: ["Yes"]))?.description.contains("1 answer categories; expected 2 to 11") == true)
    var odd = single([1, 2, 3, 4, 5])
    odd.middle = .neutral(at: 0)
    #expect(error(odd)?.found == "a middle at the end of the scale")
    #expect(error(single([1, 2, 3, 4, 5]), width: FigureWidth(millimetres: 20))?.codeName == "figure.width")
    #expect(error(empty)?.exitStatus == 65)
  }
}
