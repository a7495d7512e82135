import Testing
import TextFormats

@Suite struct FixedDecimalsTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (0.005, 2, "0.01"), (1.005, 2, "1.00"), (2.5, 0, "3"), (-2.5, 0, "-3"),
    (0.125, 2, "0.13"), (-1.5, 1, "-1.5"), (1234567.891, 1, "1234567.9"), (0.999, 2, "1.00"), (Double.nan, 2, "–"),
  ])
  func `a number is rounded half away from zero on its exact value`(value: Double, decimals: Int, text: String) {
    #expect(FixedDecimals.string(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (1, 8, 1, "12.5"), (1, 8, 0, "13"), (1, 3, 1, "33.3"), (2, 3, 0, "67"), (0, 5, 0, "0"), (5, 5, 0, "100"),
    (1, 200, 0, "1"), (1, 201, 0, "0"), (3, 0, 0, "–"), (29, 40, 0, "73"), (145, 1000, 0, "15"),
  ])
  func `a percentage is rounded on the exact ratio of the counts`(count: Int, base: Int, decimals: Int, text: String) {
    #expect(FixedDecimals.percent(count, of: base, decimals: decimals) == text)
  }
}

@Suite struct CivilDateTests {
  @Test func `a date goes to seconds and back for every day of two centuries`() throws {
    var expected = try #require(CivilDateTime(year: 1900, month: 1, day: 1)).seconds
    #expect(expected == -2_208_988_800)
    for _ in 0..<73_000 {
      let (year, month, day) = CivilDateTime(seconds: expected).date
      #expect(CivilDateTime(year: year, month: month, day: day)?.seconds == expected)
      expected += 86_400
    }
  }

  @Test func `dates that do not exist are refused`() {
    #expect(CivilDateTime(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDateTime(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilDateTime(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDateTime(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilDateTime(year: 2024, month: 1, day: 1, hour: 24) == nil)
  }

  @Test func `a point in time prints as it is written`() {
    #expect(CivilDateTime(seconds: 0).iso8601 == "1970-01-01 00:00:00")
    #expect(CivilDateTime(seconds: -1).iso8601 == "1969-12-31 23:59:59")
  }
}

@Suite struct EditDistanceTests {
  @Test func `the classic pair is three apart`() {
    // Levenshtein's own example in most textbooks: kitten, sitting.
    #expect(EditDistance.between("kitten", "sitting") == 3)
  }

  @Test func `the nearest name is found and a far one is not`() {
    #expect(EditDistance.nearest(to: "Q1O", among: ["Q9", "Q10", "age"]) == "Q10")
    #expect(EditDistance.nearest(to: "Reverse", among: ["items", "reverse"]) == "reverse")
    #expect(EditDistance.nearest(to: "gender", among: ["Q1", "weight_of_all"]) == nil)
    #expect(EditDistance.nearest(to: "3", among: ["1", "2"]) == nil)
    #expect(EditDistance.nearest(to: "q", among: ["Q", "age"]) == "Q")
    #expect(EditDistance.nearest(to: "Q", among: ["Q1"]) == "Q1")
  }
}
