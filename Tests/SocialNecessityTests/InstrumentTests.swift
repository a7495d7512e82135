import SocialNecessity
import SurveyModel
import Testing

@Suite struct InstrumentTests {
  let instrument = Instrument.socialNecessity

  @Test func `every item has a name of its own`() {
    let names = instrument.items.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count > 50)
  }

  @Test func `two of four items are reversed in each core scale`() {
    let antisocial = instrument.items(measuring: .antisocial).filter { $0.name != "a5" }
    let necessity = instrument.items(measuring: .necessity)
    #expect(antisocial.filter(\.isReversed).map(\.name) == ["a1", "a4"])
    #expect(necessity.filter(\.isReversed).map(\.name) == ["n3", "n4"])
    #expect(antisocial.count == 4)
    #expect(necessity.count == 4)
  }

  @Test func `the cuts of a seven-point item are four and five`() throws {
    let item = try #require(instrument["a1"])
    #expect(item.midpoint == 4)
    #expect(item.firstAgreeing == 5)
    let five = InstrumentItem(
      "x", Wording("X", "X"), .anchored(points: 5, low: Wording("a", "a"), high: Wording("b", "b")),
      construct: .trust, facet: "x")
    #expect(five.midpoint == 3)
    #expect(five.firstAgreeing == 4)
  }

  @Test func `don't know is offered apart and is not a value`() throws {
    let labels = try #require(instrument["n2"]).variable(in: .english).labels
    #expect(labels.count == 8)
    #expect(labels.last == ValueLabel(code: "99", label: "Don't know", missing: .dontKnow))
    #expect(labels.first?.label == "1 – nothing")
    #expect(labels.prefix(7).map(\.value) == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test func `both languages have the same codes and different words`() {
    let english = instrument.codebook(in: .english)
    let danish = instrument.codebook(in: .danish)
    #expect(english.variables.map(\.name) == danish.variables.map(\.name))
    for (a, b) in zip(english.variables, danish.variables) {
      #expect(a.labels.map(\.code) == b.labels.map(\.code))
      #expect(a.label != b.label)
    }
    #expect(danish["n1"]?.label == "At undvære alle sociale medier i et år ville være …")
  }

  @Test func `grids hold their rows in order`() {
    let codebook = instrument.codebook()
    #expect(codebook.grids.map(\.name) == ["ad4", "ad5", "ba", "bs", "bf", "p5"])
    #expect(codebook.grids.first { $0.name == "bs" }?.variables == ["bs_1", "bs_2", "bs_3", "bs_4", "bs_5"])
    #expect(codebook["ad4_4"]?.label == "How far do you trust … - posts by people I know")
    #expect(codebook["ad4_4"]?.itemText == "posts by people I know")
  }

  @Test func `the questionnaire names every item with its key`() {
    let page = instrument.questionnaire(in: .danish)
    for item in instrument.items { #expect(page.contains("`\(item.name)`")) }
    #expect(page.contains("[1 slet ikke – 7 helt og holdent] · 99 Ved ikke (tilbydes særskilt) *(omvendt kodet)*"))
  }
}
