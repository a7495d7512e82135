import Testing

@testable import SurveyReading

@Suite struct MojibakeTests {
  @Test(arguments: [
    ("caf\u{C3}\u{A9}", "\u{C3}\u{A9}"), ("it\u{E2}\u{20AC}\u{2122}s", "\u{E2}\u{20AC}"),
    ("state\u{D5}s", "e\u{D5}s"), ("didn?t", "n?t"), ("It?s right", "t?s"), ("a\u{FFFD}b", "\u{FFFD}"),
    ("Universe?\u{E5}\u{CA}", "\u{E5}\u{CA}"), ("caf\u{221A}\u{A9}", "\u{221A}\u{A9}"),
  ]) func `certain signs are found`(text: String, sign: String) {
    #expect(Mojibake.sign(in: text.utf8) == sign)
  }

  @Test(arguments: [
    "café", "Ærø", "ÅRHUS", "Straße", "Why? Because", "who?them", "a?s=1", "SÃO PAULO", "naïve", "5 € and â", "Île",
  ]) func `sound texts have none`(text: String) {
    #expect(Mojibake.sign(in: text.utf8) == nil)
  }
}
