import PaperFigures
import PaperGraphics
import Testing
import TextFormats

/// Every kind of figure at the three widths, byte for byte.
///
/// `TOPLINE_RECORD=1` writes the files anew; a missing file is written and the test fails, so that it is looked at.
@Suite struct SnapshotTests {
  static let folder = FileSystem.parent(of: #filePath) + "/Snapshots"

  @Test(arguments: Samples.kinds.map(\.name), Samples.widths.map(\.name))
  func `a figure is drawn as it was when it was last looked at`(kind: String, width: String) throws {
    let draw = try #require(Samples.kinds.first { $0.name == kind }).draw
    let millimetres = try #require(Samples.widths.first { $0.name == width }).width
    let figure = try draw(.topline, millimetres)
    expectClean(figure)
    let svg = figure.svg()
    let path = Self.folder + "/\(kind)-\(width).svg"
    if Tools.environment["TOPLINE_RECORD"] == "1" {
      try FileSystem.write(svg, to: path)
      return
    }
    guard FileSystem.exists(path) else {
      try FileSystem.write(svg, to: path)
      Issue.record("\(kind)-\(width).svg was missing and has been written: look at it and commit it")
      return
    }
    let kept = String(decoding: try FileSystem.contents(of: path), as: UTF8.self)
    #expect(svg == kept, "the figure changed; look at it, then record it with TOPLINE_RECORD=1")
  }

  @Test(arguments: Samples.kinds.map(\.name), FigureTheme.all.map(\.name))
  func `every preset is clean at every width`(kind: String, theme: String) throws {
    let draw = try #require(Samples.kinds.first { $0.name == kind }).draw
    let preset = try #require(FigureTheme.named(theme))
    for width in Samples.widths {
      let figure = try draw(preset, width.width)
      expectClean(figure, "\(kind), \(theme), \(width.name) mm")
      #expect(figure.theme.titleInFigure == figure.scene.texts.contains { figure.title.hasPrefix($0.text) })
    }
  }

  @Test(arguments: Samples.kinds.map(\.name))
  func `synthetic data are called so in picture, name, description and data`(kind: String) throws {
    let draw = try #require(Samples.kinds.first { $0.name == kind }).draw
    for theme in FigureTheme.all {
      let figure = try draw(theme, .double)
      #expect(figure.scene.texts.contains { $0.text.hasPrefix("Synthetic data") })
      #expect(figure.title.contains("synthetic data"))
      #expect(figure.description.hasPrefix("Synthetic data."))
      #expect(figure.shortDescription.hasPrefix("Synthetic data."))
      #expect(figure.sidecar["synthetic"]?.bool == true)
      #expect(figure.note.contains("Synthetic data"))
    }
  }

  @Test(.enabled(if: Tools.path("xmllint") != nil, "xmllint is not installed"))
  func `figures are well-formed XML to another reader`() throws {
    let program = try #require(Tools.path("xmllint"))
    for kind in Samples.kinds {
      let path = Tools.temporaryFile("\(kind.name).svg")
      try FileSystem.write(try kind.draw(.topline, .double).svg(), to: path)
      #expect(try Tools.run(program, ["--noout", path]) == 0, "\(kind.name)")
      try FileSystem.remove(path)
    }
  }

  @Test func `the width on paper is that of the preset to a hundredth of a millimetre`() throws {
    let svg = try Samples.likert.figure(width: .single).svg()
    #expect(svg.contains(" width=\"89mm\" "))
    #expect(svg.contains(" viewBox=\"0 0 252.28 "))
    #expect(svg.contains("role=\"img\" aria-labelledby=\"f"))
  }
}
