import PaperGraphics
import Testing

@Suite struct ColourTests {
  @Test func `a colour is read from and written as six digits`() {
    #expect(Color(hex: "#99310D")?.hex == "#99310D")
    #expect(Color(hex: "#99310D") == Color(red: 0x99, green: 0x31, blue: 0x0D))
    #expect(Color(hex: "99310D") == nil)
    #expect(Color(hex: "#99310") == nil)
    #expect(Color(hex: "#GG310D") == nil)
  }

  @Test func `contrast is that of the accessibility guidelines`() {
    #expect((Color.white.contrast(with: .black) - 21).magnitude < 1e-9)
    #expect((Color(0x777777).contrast(with: .white) - 4.478).magnitude < 0.001)
    #expect((Color(0x0072B2).contrast(with: .white) - 5.19).magnitude < 0.01)
    #expect(Color.secondaryInk.contrast(with: .white) > 7)
  }

  @Test(arguments: 2...11)
  func `labels can be read on every step of every diverging palette`(count: Int) {
    let colors = Palette.diverging(count)
    #expect(colors.count == count)
    #expect(Set(colors).count == count)
    for color in colors { #expect(color.labelInk.contrast(with: color) >= 4.5, "\(color.hex)") }
  }

  @Test func `the five steps are those that were searched for`() {
    #expect(Palette.diverging(5).map(\.hex) == ["#99310D", "#DA9165", "#D9D9D9", "#64A3DD", "#185D9C"])
    #expect(Palette.diverging(4).map(\.hex) == ["#99310D", "#DA9165", "#64A3DD", "#185D9C"])
    #expect(
      Palette.diverging(7).map(\.hex) == [
        "#99310D", "#C46A3C", "#E3B08F", "#D9D9D9", "#9FC4E6", "#5B98D0", "#185D9C",
      ])
  }

  @Test func `mixing keeps the ends and passes between them`() {
    let (a, b) = (Color(0x99310D), Color(0xE3B08F))
    #expect(a.mixed(with: b, share: 0) == a)
    #expect(a.mixed(with: b, share: 1) == b)
    let middle = a.mixed(with: b, share: 0.5).luminance
    #expect(middle > a.luminance && middle < b.luminance)
  }
}
