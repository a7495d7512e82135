import SurveyModel
import SurveyPreparation
import Testing

@Suite struct VariableSelectionTests {
  private let codebook = Codebook(
    variables: ["Q4", "Q5_1", "Q5_2", "Q5_2_TEXT", "Q5_3", "Q6_1", "odd name", "T1", "T2", "9to5"].map { name in
      Variable(
        name: name, kind: name.hasSuffix("TEXT") ? .text : .categorical, level: .nominal,
        personal: name.hasSuffix("TEXT") ? .openText : .no, role: name.hasSuffix("TEXT") ? .otherText : .question)
    },
    grids: [Grid(name: "Q5", label: "", variables: ["Q5_1", "Q5_2", "Q5_3"])],
    multipleResponseSets: [MultipleResponseSet(name: "T", label: "", variables: ["T1", "T2"], tickedCode: "1")])

  @Test(arguments: [
    ("Q4", [0]), ("Q5_1..Q5_3,Q4", [1, 2, 4, 0]), ("Q5_*", [1, 2, 4]), ("Q5_2_TEXT", [3]), ("`odd name`,T1", [6, 7]),
    ("Q5", [1, 2, 4]), ("T", [7, 8]), ("*1", [1, 5, 7]), ("Q4, Q4 ,Q4..Q5_1", [0, 1]), ("9to5", [9]),
    ("Q5_2_TEXT..Q5_3", [3, 4]), ("Q*_2*", [2]),
  ])
  func `names, ranges, patterns, grids and sets are chosen in the order written`(text: String, expected: [Int]) throws {
    #expect(try VariableSelection(parsing: text).positions(in: codebook) == expected)
  }

  @Test func `a set stays a set where sets are asked for`() throws {
    #expect(try VariableSelection(parsing: "T,Q4").items(in: codebook) == [.set(0), .variable(0)])
  }

  @Test func `a selection prints itself back`() throws {
    #expect(try VariableSelection(parsing: "`odd name`, Q5_1 .. Q5_3,Q6_*").description == "`odd name`,Q5_1..Q5_3,Q6_*")
    #expect(try VariableSelection(names: ["odd name"]).positions(in: codebook) == [6])
  }

  @Test(arguments: [
    ("Q55_1", "no variable 'Q55_1'", "did you mean 'Q5_1'?"),
    ("Q5_3..Q5_1", "Q5_3..Q5_1, whose ends are in the wrong order", "write Q5_1..Q5_3"),
    ("Z*", "no variable like Z*", "'topline inspect'"), ("", "the end", "Q5_1..Q5_4"),
    ("Q4,,Q5_1", "','", "Q5_1..Q5_4"),
    ("Q4 Q5_1", "'Q5_1'", "commas"), ("Q4..", "the end", "Q5_1..Q5_4"),
    ("`Q4", "a back-tick that is opened", "close it"),
  ])
  func `what cannot be chosen is refused with the nearest`(text: String, found: String, remedy: String) throws {
    let error = try #require(
      Examples.mistake { _ = try VariableSelection(parsing: text).positions(in: codebook) })
    #expect(error.found.contains(found))
    #expect(error.remedy.contains(remedy))
    #expect(error.exitStatus == 64)
  }
}
