import Testing

@testable import SurveyReading

@Suite struct RTokensTests {
  static let texts: [(script: String, text: String)] = [
    (#""plain""#, "plain"), (#"'single "inside"'"#, #"single "inside""#),
    (#""a \"quoted\" word""#, #"a "quoted" word"#),
    (#""back\\slash""#, #"back\slash"#), (#""tab\tline\nend""#, "tab\tline\nend"), (#""\x41\x6a""#, "Aj"),
    (#""\u00fc and \u{e9}""#, "ü and é"), (#""\U0001F600""#, "😀"), (#""\101\60""#, "A0"), (#""it\'s""#, "it's"),
    (#"r"(raw \n text)""#, #"raw \n text"#), (#"R"--[a)b]--""#, "a)b"), (##""# no comment""##, "# no comment"),
    (#""æøå – ’""#, "æøå – ’"), (#""\ud800""#, "\u{FFFD}"), (#""open"#, "open"),
  ]

  @Test(arguments: texts.indices) func `a text is read with R's escapes`(index: Int) {
    let (script, text) = Self.texts[index]
    #expect(RTokens(Array(script.utf8)).tokens == [.text(text)], "\(script)")
  }

  @Test func `names, numbers, assignments and signs are told apart, comments are left out`() {
    let script = """
      # data$X = "no"
      d1_raw$AB01 <- factor(c(-9, 1.5)) # rest
      `[.avector` = x == 3 - 9
      """
    let read = RTokens(Array(script.utf8))
    func sign(_ character: Unicode.Scalar) -> RToken { .sign(UInt8(character.value)) }
    #expect(
      read.tokens == [
        .name("d1_raw"), sign("$"), .name("AB01"), .assign, .name("factor"), sign("("), .name("c"), sign("("),
        .number("-9"), sign(","), .number("1.5"), sign(")"), sign(")"), .name("[.avector"), .assign, .name("x"),
        sign("="), sign("="), .number("3"), sign("-"), .number("9"),
      ])
    #expect(read.lines.first == 2)
    #expect(read.lines.last == 3)
  }

  @Test func `no script cut short or changed at random crashes the parser`() {
    var generator = SeededGenerator(state: 5)
    let whole = Array(SoSciFixtures.script.utf8)
    for length in stride(from: 0, to: whole.count, by: 7) {
      _ = try? SoSciImportScript.read(SourceBytes(name: "i.r", bytes: Array(whole.prefix(length))))
    }
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? SoSciImportScript.read(SourceBytes(name: "i.r", bytes: bytes))
    }
  }
}
