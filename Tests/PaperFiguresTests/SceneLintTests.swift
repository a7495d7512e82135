import PaperGraphics
import Testing

/// Each rule of the lint is shown to find what it is for, because a lint that finds nothing proves nothing.
@Suite struct SceneLintTests {
  private func rules(_ marks: (inout Scene) -> Void, minimumSize: Double = 5) -> [LintFinding.Rule] {
    var scene = Scene(width: 100, height: 50)
    marks(&scene)
    return scene.lint(minimumSize: minimumSize).map(\.rule)
  }

  @Test func `a clean picture has no findings`() {
    #expect(rules { $0.add(TextMark("Hello", x: 10, baseline: 20, size: 7)) } == [])
  }

  @Test func `a text that leaves the canvas is found`() {
    #expect(rules { $0.add(TextMark("Hello there", x: 80, baseline: 20, size: 7)) } == [.canvas])
    #expect(rules { $0.add(TextMark("Hello", x: 10, baseline: 3, size: 7)) } == [.canvas])
  }

  @Test func `a mark that leaves the canvas is found`() {
    #expect(rules { $0.add(CircleMark([Point(x: 99, y: 10)], radius: 4, fill: .ink)) } == [.canvas])
  }

  @Test func `two texts that overlap are found`() {
    let found = rules {
      $0.add(TextMark("Hello", x: 10, baseline: 20, size: 7))
      $0.add(TextMark("there", x: 22, baseline: 22, size: 7))
    }
    #expect(found == [.overlap])
  }

  @Test func `a text across a line is found, and none behind a bar that holds the text`() {
    let line = LineMark([.vertical(x: 20, from: 0, to: 50)], stroke: Stroke(.grid, width: 0.5))
    let text = TextMark("Hello", x: 12, baseline: 20, size: 7)
    #expect(
      rules {
        $0.add(line)
        $0.add(text)
      } == [.crossing])
    #expect(
      rules {
        $0.add(line)
        $0.add(RectangleMark([Box(x: 8, y: 10, width: 40, height: 14)], fill: Palette.neutral))
        $0.add(text)
      } == [])
  }

  @Test func `a line left open for the texts passes`() {
    let text = TextMark("Hello", x: 12, baseline: 20, size: 7)
    let found = rules {
      $0.add(
        LineMark(
          Scene.verticalLine(at: 20, from: 0, to: 50, clearOf: [text]), stroke: Stroke(.grid, width: 0.5)))
      $0.add(text)
    }
    #expect(found == [])
  }

  @Test func `a text over the edge of a bar is found`() {
    let found = rules {
      $0.add(RectangleMark([Box(x: 0, y: 10, width: 20, height: 14)], fill: Palette.neutral))
      $0.add(TextMark("Hello", x: 12, baseline: 20, size: 7))
    }
    #expect(found == [.crossing])
  }

  @Test func `a text under a later mark is found`() {
    let found = rules {
      $0.add(TextMark("Hello", x: 12, baseline: 20, size: 7))
      $0.add(RectangleMark([Box(x: 0, y: 0, width: 60, height: 40)], fill: Palette.neutral))
    }
    #expect(found == [.crossing])
  }

  @Test func `faint ink and small type are found`() {
    #expect(rules { $0.add(TextMark("Hello", x: 10, baseline: 20, size: 7, fill: Color(0xAAAAAA))) } == [.contrast])
    let onDark = rules {
      $0.add(RectangleMark([Box(x: 0, y: 0, width: 60, height: 40)], fill: Color(0x185D9C)))
      $0.add(TextMark("Hello", x: 10, baseline: 20, size: 7))
    }
    #expect(onDark == [.contrast])
    #expect(rules({ $0.add(TextMark("Hello", x: 10, baseline: 20, size: 7)) }, minimumSize: 8) == [.size])
  }
}

@Suite struct SVGWriterTests {
  @Test func `numbers have at most two decimals and never minus zero`() {
    #expect(SVGWriter.number(1.005) == "1")
    #expect(SVGWriter.number(-0.001) == "0")
    #expect(SVGWriter.number(12.5) == "12.5")
    #expect(SVGWriter.number(-3.456) == "-3.46")
    #expect(SVGWriter.number(.nan) == "0")
  }

  @Test func `texts of one kind share their attributes and shapes of one kind their path`() {
    var scene = Scene(width: 100, height: 50)
    scene.add(RectangleMark([Box(x: 0, y: 0, width: 5, height: 5), Box(x: 10, y: 0, width: 5, height: 5)], fill: .ink))
    scene.add(TextMark("a", x: 10, baseline: 20, size: 8, weight: .bold))
    scene.add(TextMark("b", x: 20, baseline: 20, size: 8, weight: .bold))
    let svg = SVGWriter.document(scene, title: "t", description: "d")
    #expect(svg.contains("<path d=\"M0,0h5v5h-5zM10,0h5v5h-5z\" fill=\"#1A1A1A\"/>"))
    #expect(
      svg.contains(
        "<g font-size=\"8\" font-weight=\"bold\"><text x=\"10\" y=\"20\">a</text><text x=\"20\" y=\"20\">b</text></g>"))
    #expect(SVGProfile.violations(in: svg) == [])
  }

  @Test func `ids differ between figures and agree between runs`() {
    let scene = Scene(width: 100, height: 50)
    let first = SVGWriter.document(scene, title: "one", description: "d")
    #expect(first == SVGWriter.document(scene, title: "one", description: "d"))
    func id(_ svg: String) -> Substring? { svg.split(separator: "aria-labelledby=\"").last?.prefix(15) }
    #expect(id(first) != id(SVGWriter.document(scene, title: "two", description: "d")))
  }

  @Test func `markup in texts stays text`() {
    var scene = Scene(width: 300, height: 50)
    scene.add(TextMark("<script>alert(1)</script>\u{1}", x: 10, baseline: 20, size: 7))
    let svg = SVGWriter.document(scene, title: "\"/><script>", description: "]]>&\u{202E}")
    #expect(!svg.contains("<script"))
    #expect(SVGProfile.violations(in: svg) == [])
  }

  @Test(arguments: [
    ("<svg><script>1</script></svg>", "“script”"), ("<svg><g style=\"fill:red\"></g></svg>", "“style”"),
    ("<svg><rect x=\"-0\"/></svg>", "not plain"), ("<svg><rect x=\"1.234\"/></svg>", "two decimals"),
    ("<svg><rect fill=\"red\"/></svg>", "#RRGGBB"), ("<svg><g></svg>", "closes what is not open"),
    ("<svg><rect onclick=\"x\"/></svg>", "“onclick”"), ("<svg><text>\u{202E}</text></svg>", "U+202E"),
    ("<svg><!-- x --></svg>", "not part"), ("<svg><rect d=\"M1e5,0\"/></svg>", "not plain"),
    ("<svg role=\"img\"></svg>", "aria-labelledby"),
  ])
  func `what is against the profile is found`(svg: String, message: String) {
    let found = SVGProfile.violations(in: svg)
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }
}
