import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct RawColumnTests {
  @Test func `every cell is given back as it was put in`() {
    var generator = SeededGenerator(state: 7)
    var column = RawColumn()
    var expected: [String?] = []
    for _ in 0..<5000 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        column.appendAbsent(.notShown)
        expected.append(nil)
      case 1:
        column.append("")
        expected.append("")
      default:
        let text = "answer \(Int.random(in: 0..<400, using: &generator))"
        column.append(text)
        expected.append(text)
      }
    }
    #expect(column.count == 5000)
    #expect((0..<5000).map { column.text(ofCell: $0) } == expected)
    #expect(column.tallies.reduce(0, +) == 5000)
    #expect(column.distinctCount <= 402)
    #expect(column.spilled == nil)
  }

  @Test func `an empty cell and one that is left out are never the same`() {
    var column = RawColumn()
    column.appendAbsent(.notShown)
    column.append("")
    column.appendAbsent(.notShown)
    column.append("")
    #expect(column.codes == [0, 1, 0, 1])
    #expect(column.absence(at: 0) == .notShown)
    #expect(column.absence(at: 1) == nil)
  }

  @Test func `the 65,537th distinct text turns the column into one buffer and loses nothing`() {
    var column = RawColumn()
    column.appendAbsent(.notShown)
    for number in 0..<70_000 { column.append(String(number)) }
    column.appendAbsent(.seenNotAnswered)
    #expect(column.spilled != nil)
    #expect(column.codes.isEmpty)
    #expect(column.count == 70_002)
    #expect(column.spilled?.count == 70_002)
    #expect(column.text(ofCell: 0) == nil)
    #expect(column.text(ofCell: 1) == "0")
    #expect(column.text(ofCell: 65_537) == "65536")
    #expect(column.text(ofCell: 70_000) == "69999")
    #expect(column.text(ofCell: 70_001) == nil)
  }

  @Test func `exactly 65,536 distinct texts stay interned`() {
    var column = RawColumn()
    for number in 0..<65_536 { column.append(String(number)) }
    for number in 0..<65_536 { column.append(String(number)) }
    #expect(column.spilled == nil)
    #expect(column.distinctCount == 65_536)
    #expect(column.text(ofCell: 131_071) == "65535")
  }

  @Test func `cells can be cut off at the end`() {
    var column = RawColumn()
    for text in ["a", "b", "a", ""] { column.append(text) }
    column.truncate(to: 2)
    #expect(column.count == 2)
    #expect((0..<2).map { column.text(ofCell: $0) } == ["a", "b"])
  }
}
