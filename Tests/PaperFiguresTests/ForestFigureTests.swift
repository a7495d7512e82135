import PaperFigures
import PaperGraphics
import SurveyModel
import Testing
import TextFormats

@Suite struct ForestFigureTests {
  private func texts(_ figure: Figure) -> [String] { figure.scene.texts.map(\.text) }

  @Test func `numbers stand as the field writes them`() throws {
    let figure = try Samples.forest.figure()
    #expect(texts(figure).contains("0.11 [−0.01, 0.22]"))
    #expect(texts(figure).contains("< .001"))
    #expect(texts(figure).contains(".069"))
    #expect(!texts(figure).contains { $0.contains("-0") || $0.contains("0.000") })
  }

  @Test func `marks tell the decision by their filling and shape`() throws {
    let figure = try Samples.forest.figure()
    let circles = figure.scene.marks.compactMap { if case .circles(let mark) = $0 { mark } else { nil } }
    #expect(circles.first { $0.fill == .ink }?.centres.count == 6)
    #expect(circles.first { $0.fill == .white }?.centres.count == 1)
    #expect(figure.note.contains("Filled circle: supported; open circle: undecided."))
  }

  @Test func `estimates stand above their numbers on the axis`() throws {
    let figure = try Samples.forest.figure()
    let zero = try #require(figure.scene.texts.first { $0.text == "0.0" }).x
    let two = try #require(figure.scene.texts.first { $0.text == "0.2" }).x
    let circles = figure.scene.marks.compactMap { if case .circles(let mark) = $0 { mark } else { nil } }
    let first = try #require(circles.first?.centres.first)
    #expect((first.x - (zero + (two - zero) * 0.24 / 0.2)).magnitude < 0.01)
  }

  @Test func `claims on several scales share the axis of their distance from the threshold`() throws {
    let figure = try Samples.thesis.figure()
    #expect(texts(figure).contains("43.3% [40.5, 46.1]"))
    #expect(texts(figure).contains("50.0%"))
    #expect(texts(figure).contains("56.7% [53.9, ∞]"))
    #expect(texts(figure).contains("threshold"))
    #expect(figure.note.contains("An arrow marks an interval that goes on beyond the axis."))
    #expect(figure.note.contains("–: not estimable."))
    #expect(figure.description.contains("C1, A majority finds social media both anti-social and necessary: 43.3%"))
    #expect(figure.sidecar["rows"]?[1]?["upper"] == .null)
  }

  @Test func `one row, no interval, no p and no verdict is still a figure`() throws {
    let figure = ForestFigure(
      rows: [ForestRow(id: "H1", text: "", estimate: 2, lower: nil, upper: nil, verdict: "", decision: .undecided)],
      words: FigureWords(title: "One"))
    for width in Samples.widths { expectClean(try figure.figure(width: width.width), "\(width.name)") }
  }

  @Test func `nothing estimable is still a figure`() throws {
    let figure = ForestFigure(
      rows: [
        ForestRow(
          id: "H1", text: "Nothing", estimate: nil, lower: nil, upper: nil, verdict: "not estimable",
          decision: .undecided)
      ], words: FigureWords(title: "None"))
    expectClean(try figure.figure())
  }

  @Test func `thirty long claims in families are clean at every width`() throws {
    let rows = (0..<30).map { index in
      ForestRow(
        id: "C\(index + 1)",
        text: String(
          repeating: "Those who post more often feel that the talk on platforms is getting worse ", count: 1 + index % 3
        ),
        family: "Family \(index / 10 + 1): what people do and what they think of it", estimate: Double(index - 15) / 10,
        lower: Double(index - 17) / 10, upper: Double(index - 12) / 10, equivalence: Double(1 + index % 2) / 10,
        p: Double(index) / 30, verdict: index % 3 == 0 ? "supported, size not determined" : "undecided",
        decision: ForestDecision.allCases[index % 3])
    }
    let figure = ForestFigure(
      rows: rows, referenceLabel: "no difference", lowerLabel: "a rather long name of the lower direction",
      upperLabel: "a rather long name of the upper direction", words: FigureWords(title: "Thirty"))
    for theme in [FigureTheme.topline, .plos] {
      for width in Samples.widths {
        let drawn = try figure.figure(theme: theme, width: width.width)
        #expect(drawn.lint().filter { $0.rule != .height } == [], "\(theme.name) \(width.name)")
      }
    }
  }

  @Test func `what cannot be drawn is refused`() {
    func error(_ figure: ForestFigure) -> FigureError? {
      do throws(FigureError) { _ = try figure.figure() } catch { return error }
      return nil
    }
    var figure = Samples.forest
    figure.rows = []
    #expect(error(figure)?.codeName == "figure.empty")
    figure.rows = [Samples.hypothesis("H1", "x", 0.1, 0.4, 0.2, 0.5)]
    #expect(error(figure)?.place.column == "forest: H1")
    figure.rows = [Samples.hypothesis("H1", "x", .nan, 0.1, 0.2, 0.5)]
    #expect(error(figure)?.codeName == "figure.number")
    figure.rows = [Samples.hypothesis("H1", "x", 0.15, 0.1, 0.2, 0.5)]
    figure.scale = .differenceFromThreshold
    #expect(error(figure)?.found == "no threshold")
  }
}
