import PaperFigures
import PaperGraphics
import Testing
import TextFormats

@Suite struct MosaicFigureTests {
  private func texts(_ figure: Figure) -> [String] { figure.scene.texts.map(\.text) }

  @Test func `the area of a tile is its count`() throws {
    let figure = try Samples.paradox.figure()
    let boxes = figure.scene.marks.flatMap { mark -> [Box] in
      if case .rectangles(let tiles) = mark, tiles.fill != nil { tiles.boxes } else { [] }
    }.filter { $0.width > 20 }
    let areas = boxes.map { $0.width * $0.height }.sorted()
    let total = areas.reduce(0, +)
    #expect(zip(areas, [160.0, 240, 280, 520]).allSatisfy { ($0 / total - $1 / 1200).magnitude < 1e-9 })
  }

  @Test func `residuals are the adjusted ones, told by arrow as well as colour`() throws {
    let figure = try Samples.paradox.figure()
    // For a fourfold table the adjusted residual is the root of the uncorrected chi-square of all four cells.
    let difference: Double = 520 * 240 - 160 * 280
    let margins: Double = 680 * 520 * 800 * 400
    let expected = (1200 * difference * difference / margins).squareRoot()
    let residual = try #require(figure.sidecar["cells"]?[0]?["residual"]?.number)
    #expect((residual - expected).magnitude < 1e-9)
    #expect(texts(figure).contains("43% ▲▲"))
    #expect(texts(figure).contains("13% ▼▼"))
    #expect(figure.description.contains("Anti-social 43% (far more than expected)"))
  }

  @Test func `the outlined cell is explained`() throws {
    let figure = try Samples.paradox.figure()
    #expect(figure.note.contains("Outlined: both anti-social and necessary, 43.3% [40.6, 46.1] of respondents."))
    let outlines = figure.scene.marks.filter { mark in
      if case .rectangles(let tiles) = mark { tiles.fill == nil && tiles.stroke?.width == 1.5 } else { false }
    }
    #expect(outlines.count == 1)
  }

  @Test func `the test is written as papers write it`() throws {
    #expect(
      try Samples.mosaic.figure().note.contains("χ²(15, N = 1,200) = 14.10, p = .518, Cramér’s V = .06."))
  }

  @Test func `columns without room for their name get a letter that the footer explains`() throws {
    let figure = MosaicFigure(
      columnVariable: "platform", rowVariable: "age",
      columns: ["A platform with a very long name", "Uncommunicativeness", "C"], rows: ["old", "young"],
      counts: [[500, 4, 300], [400, 3, 200]], words: FigureWords(title: "Narrow"))
    for width in Samples.widths {
      let drawn = try figure.figure(width: width.width)
      expectClean(drawn, width.name == "89" ? "89" : nil)
      #expect(texts(drawn).contains("B"))
      #expect(drawn.note.contains("B: Uncommunicativeness (n = 7)"))
    }
  }

  @Test func `empty columns, empty rows, empty cells and many categories are clean`() throws {
    let empty = MosaicFigure(
      columnVariable: "a", rowVariable: "b", columns: ["x", "nobody", "z"], rows: ["p", "never", "q"],
      counts: [[10, 0, 5], [0, 0, 0], [0, 0, 12]], words: FigureWords(title: "Empty"))
    let many = MosaicFigure(
      columnVariable: "a", rowVariable: "b", columns: (0..<20).map { "Column \($0)" },
      rows: (0..<20).map { "Row \($0)" },
      counts: (0..<20).map { row in (0..<20).map { Double(($0 * 7 + row * 3) % 11) } },
      words: FigureWords(title: "Many"))
    for width in Samples.widths {
      let drawn = try empty.figure(width: width.width)
      expectClean(drawn, "\(width.name)")
      #expect(drawn.note.contains("Nobody: nobody."))
      expectClean(try many.figure(width: width.width), "\(width.name)")
      #expect(try many.figure(width: width.width).note.contains("too small for a label"))
    }
  }

  @Test func `what cannot be drawn is refused`() {
    func error(_ change: (inout MosaicFigure) -> Void) -> FigureError? {
      var figure = Samples.paradox
      change(&figure)
      do throws(FigureError) { _ = try figure.figure() } catch { return error }
      return nil
    }
    #expect(error { $0.counts = [[1, 2]] }?.codeName == "figure.shape")
    #expect(error { $0.counts = [[0, 0], [0, 0]] }?.codeName == "figure.empty")
    #expect(error { $0.counts = [[-1, 0], [0, 0]] }?.codeName == "figure.number")
  }
}
