import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct PlainTicksTests {
  @Test func `R's tables with "Not selected", NA, row numbers and weights come out as a survey`() throws {
    let text = """
      "",StartDate,q1_1,q1_2,q2_1,q2_2,weight
      1,5/10/18 4:01,Not selected,Friends,NA,NA,0.5
      2,5/13/18 4:01,Family,Friends,Not selected,Boss,1.25
      3,5/10/18 4:01,Family,Not selected,Not selected,Not selected,0.75

      """
    let read = try survey(text)
    #expect(read.provenance.format == "csv")
    #expect(read.codebook.variables.map(\.name).first == "row_number")
    #expect(read.codebook["row_number"]?.role == .metadata)
    #expect(read.codebook["StartDate"]?.role == .metadata)
    #expect(read.codebook["weight"]?.role == .weight)
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["q1_1", "q1_2"], ["q2_1", "q2_2"]])
    #expect(read.codebook["q1_1"]?.itemText == "Family")
    #expect(read.codebook["q1_1"]?.labels.map(\.code) == ["1", "Not selected"])
    #expect(try answers(read, "q1_1") == ["Not selected", "Family", "Family"])
    #expect(try answers(read, "q2_2") == ["[systemMissing]", "Boss", "Not selected"])
    #expect(
      read.provenance.guesses.contains(
        "cells 'NA' hold no value, for a first column without a name that numbers the records is how R and pandas write "
          + "tables"))
    #expect(read.problems == [])
  }

  @Test func `options under one beginning are a set, ones and zeros are not`() throws {
    let text = """
      Which? - A,Which? - B,dummy_1,dummy_2
      A,B,1,0
      A,,0,1
      ,,1,1

      """
    let read = try survey(text)
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["Which?"])
    #expect(try answers(read, "Which? - B") == ["B", "Not selected", "[unknownBlank]"])
    #expect(read.codebook.grids.map(\.name) == ["dummy"])
  }

  @Test(arguments: [";", "|", ","]) func `several answers in a cell are found where they are beyond doubt`(
    separator: String
  ) throws {
    let ticks = ["A", "A/B", "B", "A/B/C", "C", "A/C", "B/C", "A"]
    let rows = ticks.map { "\"\($0.replacing("/", with: separator))\",x\n" }.joined()
    let read = try survey("which,why\n" + rows)
    #expect(try answers(read, "which") == ticks.map { $0.replacing("/", with: "+") })
  }

  @Test func `decimal commas are no options`() throws {
    let read = try survey("a;b\n3,5;x\n2,5;y\n3,5;x\n2,25;x\n")
    #expect(read.codebook["a"]?.kind == .numeric)
  }
}
