import PaperFigures
import PaperGraphics
import Testing
import TextFormats

/// Texts as respondents and platforms really send them.
@Suite struct HostileTextTests {
  static let texts = [
    "<script>alert(\"1\")</script> & ' ]]> <![CDATA[", "a\u{0}b\u{8}\u{B}c\u{1B}[31m", "\u{202E}desrever\u{202C} text",
    "שלום עולם, this is mixed", "مرحبا بالعالم", "😀👩‍👩‍👧‍👦🏳️‍🌈 emoji", "漢字かな交じり文", String(repeating: "W", count: 400),
    String(repeating: "long words in a long statement ", count: 40), "e\u{301}\u{301}\u{301}\u{301}", "",
    "line\nbreak\r\nand\ttab", "javascript:alert(1)\" onload=\"x", "${jndi:ldap://x} {{7*7}} %s %n", "\u{FFFE}\u{FEFF}",
  ]

  private func figures(_ text: String, _ width: FigureWidth) throws -> [Figure] {
    let words = FigureWords(
      title: "Title \(text)", question: text, respondents: 3, weighting: nil, source: text, notes: [text])
    let likert = LikertFigure(
      categories: ["No \(text)", "Perhaps", "Yes \(text)"],
      rows: [
        LikertRow(item: text, group: "G \(text)", counts: [1, 2, 3]),
        LikertRow(item: "B" + text, group: "H", counts: [3, 2, 1]),
      ], negativeName: text, positiveName: text, words: words)
    let forest = ForestFigure(
      rows: [
        ForestRow(
          id: "H1", text: text, family: text, estimate: 0.1, lower: -0.2, upper: 0.4, p: 0.5, verdict: text,
          decision: .supported)
      ], referenceLabel: text, lowerLabel: text, upperLabel: text, words: words)
    let proportions = ProportionsFigure(
      rows: [
        ProportionRow(label: text, group: "G \(text)", estimate: 0.4, lower: 0.3, upper: 0.6, respondents: 40),
        ProportionRow(label: text, group: "H", estimate: 0.5, lower: 0.4, upper: 0.7, respondents: 50),
      ], reference: 0.5, referenceLabel: text, interval: "95% intervals", words: words)
    let mosaic = MosaicFigure(
      columnVariable: text, rowVariable: text, columns: ["A \(text)", "B"], rows: ["C \(text)", "D"],
      counts: [[5, 6], [7, 9]], emphasis: MosaicCell(column: 0, row: 0), emphasisLabel: text, words: words)
    return [
      try likert.figure(width: width), try forest.figure(width: width), try proportions.figure(width: width),
      try mosaic.figure(width: width),
    ]
  }

  @Test(arguments: texts.indices, Samples.widths.map(\.name))
  func `no text breaks a figure`(index: Int, width: String) throws {
    let millimetres = try #require(Samples.widths.first { $0.name == width }).width
    for figure in try figures(Self.texts[index], millimetres) {
      expectClean(figure, "\(figure.kind)")
      let svg = figure.svg()
      #expect(!svg.contains("<script"))
      #expect(!svg.contains("onload=\""))
      #expect(!figure.sidecar.serialized().unicodeScalars.contains { $0.value < 32 && $0.value != 10 })
    }
  }

  @Test(.enabled(if: Tools.path("xmllint") != nil, "xmllint is not installed"))
  func `another reader finds every hostile figure well-formed`() throws {
    let program = try #require(Tools.path("xmllint"))
    var paths: [String] = []
    for (index, text) in Self.texts.enumerated() {
      for figure in try figures(text, .double) {
        let path = Tools.temporaryFile("hostile-\(index)-\(figure.kind).svg")
        try FileSystem.write(figure.svg(), to: path)
        paths.append(path)
      }
    }
    #expect(paths.count == 4 * Self.texts.count)
    #expect(try Tools.run(program, ["--noout", "--nonet"] + paths) == 0)
    for path in paths { try FileSystem.remove(path) }
  }
}
