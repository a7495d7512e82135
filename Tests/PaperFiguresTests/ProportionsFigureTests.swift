import PaperFigures
import PaperGraphics
import Testing
import TextFormats

@Suite struct ProportionsFigureTests {
  private func texts(_ figure: Figure) -> [String] { figure.scene.texts.map(\.text) }

  @Test func `each share stands with its interval as mark and as text`() throws {
    let figure = try Samples.proportions.figure()
    #expect(texts(figure).contains("71% [67, 75]"))
    #expect(figure.note.contains("95% Wilson intervals."))
    let whiskers = figure.scene.marks.compactMap { mark -> LineMark? in
      if case .lines(let lines) = mark, lines.stroke.width == 1.2, lines.segments.count == 5 { lines } else { nil }
    }
    #expect(whiskers.count == 2)
  }

  @Test func `the reference line is labelled and no text stands on it`() throws {
    for width in Samples.widths {
      let figure = try Samples.proportions.figure(width: width.width)
      #expect(texts(figure).contains("50%: half of respondents"))
      expectClean(figure)
    }
  }

  @Test func `groups differ by shape, not by colour alone`() throws {
    let marks = try Samples.proportions.figure().scene.marks
    let circles = marks.compactMap { if case .circles(let mark) = $0 { mark.centres.count } else { nil } }
    let squares = marks.compactMap { mark -> Int? in
      if case .rectangles(let squares) = mark, squares.fill == .white { squares.boxes.count } else { nil }
    }
    #expect(circles == [1, 5])
    #expect(squares == [1, 5])
  }

  @Test func `shares of nought and one, none, and many groups are clean`() throws {
    let rows = (0..<6).flatMap { group in
      [0.0, 1, 0.5, 0.004].map { share in
        ProportionRow(
          label: "Share \(share)", group: "Group \(group)", estimate: share, lower: max(0, share - 0.1),
          upper: min(1, share + 0.1), respondents: 12 * group)
      }
    }
    let none = ProportionRow(label: "Nobody", group: "Group 0", estimate: nil, lower: nil, upper: nil, respondents: 0)
    for reference in [nil, 0, 0.5, 1] as [Double?] {
      let figure = ProportionsFigure(
        rows: rows + [none], reference: reference, referenceLabel: "a rather long label of the reference line",
        interval: "95% Clopper–Pearson intervals", words: FigureWords(title: "Many groups"))
      for width in Samples.widths {
        let drawn = try figure.figure(width: width.width)
        expectClean(drawn, "\(width.name) \(String(describing: reference))")
        #expect(texts(drawn).contains("no answers"))
        #expect(texts(drawn).contains("12†"))
      }
    }
  }

  @Test func `small shares get an axis of their own unless the whole scale is wanted`() throws {
    var figure = ProportionsFigure(
      rows: [ProportionRow(label: "Rare", estimate: 0.02, lower: 0.01, upper: 0.04, respondents: 900)],
      interval: "95% Wilson intervals", decimals: 1, words: FigureWords(title: "Rare"))
    #expect(texts(try figure.figure()).contains("5%"))
    #expect(texts(try figure.figure()).contains("2.0% [1.0, 4.0]"))
    figure.showsWholeScale = true
    #expect(texts(try figure.figure()).contains("100%"))
  }

  @Test func `percentages in place of shares are refused`() {
    var figure = Samples.proportions
    figure.rows = [ProportionRow(label: "x", estimate: 55, lower: 50, upper: 60, respondents: 10)]
    #expect(throws: FigureError.self) { try figure.figure() }
    figure = Samples.proportions
    figure.reference = 50
    #expect(throws: FigureError.self) { try figure.figure() }
    figure.rows = []
    #expect(throws: FigureError.self) { try figure.figure() }
  }
}
