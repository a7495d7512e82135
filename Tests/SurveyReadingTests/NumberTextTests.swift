import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct NumberTextTests {
  @Test(arguments: [
    ("1", 1), ("-3.50", -3.5), ("0.1", 0.1), (".5", 0.5), ("1e3", 1000),
    ("123456789012345678", 123_456_789_012_345_680),
    (" 7 ", 7), ("-0", 0), ("0.000001", 0.000001),
  ]) func `plain numbers are read`(text: String, value: Double) {
    #expect(NumberText.value(text) == value)
  }

  @Test(arguments: ["", "-", ".", "1.", "01", "+5", "3-4", "1,2,3", "nan", "inf", "1e", "1.2.3", "0x10", "1 2"])
  func `what is not plainly a number is none`(text: String) { #expect(NumberText.value(text) == nil) }

  @Test func `a decimal comma is a point only where it is allowed`() {
    #expect(NumberText.value("3,5") == nil)
    #expect(NumberText.value("3,5", decimalComma: true) == 3.5)
    #expect(NumberText.value("3.5", decimalComma: true) == nil)
  }

  @Test func `a number read from its digits is the nearest one, as the standard library's`() {
    var random = SplitMix(seed: 3)
    for _ in 0..<200_000 {
      let whole = random.below(4) == 0 ? 0 : random.below(100_000_000)
      let decimals = random.below(7)
      var fraction = String(random.below(1_000_000))
      while fraction.count < decimals { fraction = "0" + fraction }
      let text =
        (random.below(3) == 0 ? "-" : "") + String(whole) + (decimals > 0 ? "." + fraction.suffix(decimals) : "")
      if NumberText.value(text)?.bitPattern != Double(text)?.bitPattern {
        Issue.record("\(text)")
        return
      }
    }
  }

  @Test func `the text of every cell of a column of numbers stays reachable, however it was written`() throws {
    var random = SplitMix(seed: 8)
    for round in 0..<60 {
      let usual = random.below(5)
      var texts: [String] = []
      let count = round == 0 ? 70_000 : 200
      for _ in 0..<count {
        let decimals = random.below(6) == 0 ? random.below(7) : usual
        var fraction = String(random.below(1_000_000))
        while fraction.count < decimals { fraction = "0" + fraction }
        var text = String(random.below(1000)) + (decimals > 0 ? "." + fraction.suffix(decimals) : "")
        switch random.below(40) {
        case 0: text = "-" + text
        case 1: text = " " + text
        case 2: text = ""
        case 3: text = "1e" + String(random.below(4))
        case 4: text = "0.00000" + String(random.below(10))
        default: break
        }
        texts.append(text)
      }
      let read = try survey("n,row\n" + texts.enumerated().map { "\($1),\($0)\n" }.joined())
      guard read.codebook.variables[0].kind == .numeric else { continue }
      for (row, text) in texts.enumerated() where read.columns[0].originalText(at: row) != text {
        Issue.record("'\(text)' became '\(read.columns[0].originalText(at: row) ?? "nothing")'")
        return
      }
    }
  }
}
