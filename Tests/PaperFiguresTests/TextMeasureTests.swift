import PaperGraphics
import Testing
import TextFormats

@Suite struct TextMeasureTests {
  /// Measured with `getComputedTextLength` in Chromium, Arial (Liberation Sans) at 1,000 px.
  static let chromium: [(text: String, regular: Double, bold: Double)] = [
    ("AVATAR", 3704.11, 3869.64), ("YouTube", 3929.69, 4128.91), ("Strongly disagree", 7782.23, 8446.78),
    ("I understand how recommendations are chosen", 21123.55, 22727.06),
    ("Rødgrød med fløde på Ærø", 12281.25, 12888.67), ("n = 1,200", 4198.25, 4252.94),
    ("0.11 [−0.01, 0.22]", 7812.02, 7922.38), ("To Wa. Te, Yo", 6059.58, 6277.84), ("100%", 2557.63, 2557.63),
    ("“Neither” – 4½", 6391.61, 6947.27), ("χ²(15) = 14.10", 6278.33, 6329.11), ("p < .001", 3642.09, 3696.78),
    ("Αλφα Ты", 3938.97, 4325.69),
  ]

  @Test(arguments: chromium.indices)
  func `widths agree with a browser to a hundredth of a per cent`(index: Int) {
    let sample = Self.chromium[index]
    let regular = TextMeasure.width(sample.text, size: 1000)
    let bold = TextMeasure.width(sample.text, size: 1000, weight: .bold)
    #expect((regular / sample.regular - 1).magnitude < 1e-4, "\(sample.text): \(regular)")
    #expect((bold / sample.bold - 1).magnitude < 1e-4, "\(sample.text): \(bold)")
  }

  @Test func `characters that the font lacks are estimated and said to be`() {
    #expect(TextMeasure.width("漢字", size: 10) == 20)
    #expect(TextMeasure.width("😀", size: 10) > 12)
    #expect(TextMeasure.width("e\u{301}", size: 10) == TextMeasure.width("e", size: 10))
    #expect(TextMeasure.isExact("Ærlig – talt"))
    #expect(!TextMeasure.isExact("漢"))
  }

  @Test(
    .enabled(if: Tools.pythonWithFontTools != nil, "no Python with fontTools: set TOPLINE_PYTHON to one that has it"))
  func `the tables are what the script makes of the fonts`() throws {
    let python = try #require(Tools.pythonWithFontTools)
    let root = FileSystem.parent(of: FileSystem.parent(of: FileSystem.parent(of: #filePath)))
    let folder = root + "/Sources/PaperGraphics/FontMetrics"
    let output = Tools.temporaryFile("metrics.swift")
    try #require(try Tools.run(python, [folder + "/generate.py", "--output", output]) == 0)
    let made = try FileSystem.contents(of: output)
    try FileSystem.remove(output)
    #expect(made == (try FileSystem.contents(of: folder + "/LiberationSansMetrics.swift")))
  }
}

@Suite struct TextWrapTests {
  @Test func `lines are of even length rather than full`() {
    let wrapped = TextWrap.balanced("Moderation decisions are explained clearly", width: 110, size: 7)
    #expect(wrapped.lines == ["Moderation decisions", "are explained clearly"])
    #expect(!wrapped.isCut)
    #expect(wrapped.width <= 110)
  }

  @Test func `a last line of one short word is avoided`() {
    let text = "I trust the platform with all of my personal data"
    for width in stride(from: 60.0, through: 160, by: 5) {
      let lines = TextWrap.balanced(text, width: width, size: 7, maximumLines: 6).lines
      #expect(lines.count == 1 || lines.last?.contains(" ") == true, "\(width): \(lines)")
      #expect(lines.joined(separator: " ") == text)
    }
  }

  @Test func `what does not fit ends in an ellipsis within the width`() {
    let text = String(repeating: "a rather long statement about platforms ", count: 10)
    let wrapped = TextWrap.balanced(text, width: 80, size: 7, maximumLines: 3)
    #expect(wrapped.isCut)
    #expect(wrapped.lines.count == 3)
    #expect(wrapped.lines.last?.hasSuffix("…") == true)
    #expect(wrapped.lines.allSatisfy { TextMeasure.width($0, size: 7) <= 80 })
  }

  @Test func `a word longer than the line is broken and nothing is lost`() {
    let word = String(repeating: "Speciallægepraksisplanlægning", count: 3)
    let wrapped = TextWrap.balanced(word, width: 60, size: 7, maximumLines: 20)
    #expect(wrapped.lines.joined() == word)
    #expect(wrapped.lines.allSatisfy { TextMeasure.width($0, size: 7) <= 60 })
  }

  @Test func `an empty text has no lines`() {
    #expect(TextWrap.balanced("  ", width: 50, size: 7).lines == [])
    #expect(TextWrap.greedy("", width: 50, size: 7).lines == [])
  }
}

@Suite struct SafeTextTests {
  @Test func `forbidden controls become a replacement character and are counted`() {
    let cleaned = SafeText.clean("a\u{0}b\u{8}c\u{FFFE}d\te\r\nf")
    #expect(cleaned.text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d e  f")
    #expect(cleaned.replaced == 3)
  }

  @Test func `direction controls are dropped and right-to-left text is isolated`() {
    #expect(SafeText.clean("a\u{202E}b\u{2066}c\u{200F}").text == "abc")
    #expect(SafeText.clean("שלום").text == "\u{2068}שלום\u{2069}")
    #expect(SafeText.clean(SafeText.clean("שלום").text).text == "\u{2068}שלום\u{2069}")
  }

  @Test func `the characters of markup are written as references`() {
    #expect(
      SafeText.escaped("<script>alert(\"&'\")</script>]]>")
        == "&lt;script&gt;alert(&quot;&amp;&#39;&quot;)&lt;/script&gt;]]&gt;")
  }
}

@Suite struct NumberStyleTests {
  @Test func `a minus is a true minus and zero has none`() {
    #expect(NumberStyle.fixed(-0.014, decimals: 2) == "−0.01")
    #expect(NumberStyle.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberStyle.fixed(-0.35, decimals: 2, leadingZero: false) == "−.35")
    #expect(NumberStyle.fixed(1.5, decimals: 1, leadingZero: false) == "1.5")
    #expect(NumberStyle.fixed(.nan, decimals: 1) == "–")
  }

  @Test func `a probability has three decimals, no leading zero and is never zero or one`() {
    #expect(NumberStyle.probability(0.0004) == "< .001")
    #expect(NumberStyle.probability(0) == "< .001")
    #expect(NumberStyle.probability(0.001) == ".001")
    #expect(NumberStyle.probability(0.0312) == ".031")
    #expect(NumberStyle.probability(0.99999) == "> .999")
    #expect(NumberStyle.probabilityPhrase(0.05) == "p = .050")
    #expect(NumberStyle.probabilityPhrase(1e-9) == "p < .001")
  }

  @Test func `a percentage is rounded half away from zero on the exact ratio`() {
    #expect(NumberStyle.percent(1, of: 8) == "13%")
    #expect(NumberStyle.percent(1, of: 8, decimals: 1, sign: false) == "12.5")
    #expect(NumberStyle.percent(1.25, of: 10, decimals: 1) == "12.5%")
    #expect(NumberStyle.percent(3, of: 0) == "–")
  }

  @Test func `thousands are set apart by a comma`() {
    #expect(NumberStyle.count(1_234_567) == "1,234,567")
    #expect(NumberStyle.count(999) == "999")
    #expect(NumberStyle.count(-1000) == "−1,000")
  }
}
