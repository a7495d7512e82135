import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct MicrosoftFormsTests {
  @Test func `German headings, ticks that end with a semicolon, rows behind a dot`() throws {
    let text = """
      Id;Startzeit;Fertigstellungszeit;E-Mail;Name;Welche?;Wie fanden Sie es. Sagen Sie es.Tempo;\
      Wie fanden Sie es. Sagen Sie es.Inhalt z. B. Folien
      1;13.05.2024 10:00:01;13.05.2024 10:05:00;anonymous;;"Frontend;AI;";Gut;Schlecht
      2;14.05.2024 10:00:01;14.05.2024 10:05:00;anonymous;;"AI;";Schlecht;Gut
      3;15.05.2024 10:00:01;15.05.2024 10:05:00;anonymous;;"Frontend;";Gut;Gut
      4;16.05.2024 10:00:01;16.05.2024 10:05:00;anonymous;;"Frontend;AI;Kochen;";Gut;Schlecht

      """
    let read = try survey(text)
    #expect(read.provenance.format == "ms-forms-csv")
    #expect(read.provenance.evidence == "headings Id and Startzeit")
    #expect(read.codebook["Id"]?.personal == .identifier)
    #expect(read.codebook["E-Mail"]?.personal == .contact)
    #expect(read.codebook["Name"]?.personal == .contact)
    #expect(try answers(read, "Welche?") == ["Frontend+AI", "AI", "Frontend", "Frontend+AI+Other"])
    #expect(read.codebook.grids.map(\.label) == ["Wie fanden Sie es. Sagen Sie es"])
    #expect(
      read.codebook.variables.suffix(2).map(\.itemText) == ["Tempo", "Inhalt z. B. Folien"])
    #expect(
      read.problems.map(\.line) == [
        "data.csv, Welche?: note: found 1 different text beside the options, in 1 cell, expected options, found from the "
          + "cells themselves; they are counted as 'Other'; the cells keep their texts"
      ])
  }

  @Test func `a ranking becomes one column of ranks per item`() throws {
    let text = """
      ID,Start time,Completion time,Email,Name,Rank them,Colour?
      1,5/13/24 10:00:01,5/13/24 10:05:00,anonymous,,A;B;C;,Red
      2,5/14/24 10:00:01,5/14/24 10:05:00,anonymous,,C;A;B;,Blue
      3,5/15/24 10:00:01,5/15/24 10:05:00,anonymous,,,Red

      """
    let read = try survey(text)
    #expect(
      read.codebook.variables.map(\.name).suffix(5) == [
        "Rank them", "Rank them - A", "Rank them - B", "Rank them - C", "Colour?",
      ])
    #expect(read.codebook.grids.map(\.variables) == [["Rank them - A", "Rank them - B", "Rank them - C"]])
    #expect(try answers(read, "Rank them - A") == ["1", "2", "[unknownBlank]"])
    #expect(read.codebook["Rank them - C"]?.level == .ordinal)
    #expect(read.codebook["Rank them"]?.role == .metadata)
    #expect(try read.column("Rank them").column.originalText(at: 1) == "C;A;B;")
  }

  @Test func `points and feedback of a quiz are no questions, whatever their language`() throws {
    let text = """
      ID,Start time,Completion time,Email,Name,Last modified time,Total points,Quiz feedback,\
      How many?,Points - How many?,Feedback - How many?,How many?2
      1,5/13/24 10:00:01,5/13/24 10:05:00,a@example.org,A,,3,,4,3,well done,1
      2,5/14/24 10:00:01,5/14/24 10:05:00,b@example.org,B,,0,,5,0,,1

      """
    for (points, feedback) in [("Points", "Feedback"), ("Punkte", "Rückmeldung")] {
      let read = try survey(
        text.replacing("Points - ", with: points + " - ").replacing("Feedback - ", with: feedback + " - "))
      #expect(
        read.codebook.variables.filter { $0.role == .question }.map(\.name) == ["How many?", "How many?2"])
      #expect(try answers(read, points + " - How many?") == ["3", "0"])
      #expect(read.codebook[feedback + " - How many?"]?.personal == .openText)
      #expect(read.codebook["Total points"]?.kind == .numeric)
    }
  }

  @Test func `no-break spaces and line breaks in headings and titles do no harm`() throws {
    let text = """
      ID,Start time,Completion time,"Which\u{A0}of
      them?",Why?
      1,5/13/24 10:00:01,5/13/24 10:05:00,One\u{A0}thing;Other thing;,x
      2,5/14/24 10:00:01,5/14/24 10:05:00,One thing;,y
      3,5/15/24 10:00:01,5/15/24 10:05:00,Other thing;,z

      """
    let read = try survey(text)
    #expect(read.codebook["Which of them?"]?.labels.map(\.label) == ["One thing", "Other thing"])
    #expect(try answers(read, "Which of them?") == ["One thing+Other thing", "One thing", "Other thing"])
    #expect(read.codebook["Which of them?"]?.originalName == "Which\u{A0}of\nthem?")
  }
}
