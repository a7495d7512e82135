import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct GoogleFormsTests {
  @Test(arguments: [";", ", "]) func `ticked options are told apart although options hold commas`(
    separator: String
  ) throws {
    let options = ["IO (read_*, to_*)", "GroupBy", "Plotting"]
    var text = "Timestamp,Which parts do you use?,Age\n"
    let ticks = [[0, 1], [0], [1, 2], [0, 1, 2], [2], [0, 2], [1], [0, 1]]
    for (number, tick) in ticks.enumerated() {
      let cell = tick.map { options[$0] }.joined(separator: separator) + (number == 3 ? separator + "my own tool" : "")
      text += "2019/08/0\(number + 1) 10:01:25,\"\(cell)\",\(20 + number)\n"
    }
    let read = try survey(text)
    #expect(read.provenance.format == "google-forms-csv")
    #expect(read.codebook["Which parts do you use?"]?.labels.map(\.label) == options + ["Other"])
    #expect(
      try answers(read, "Which parts do you use?")
        == ticks.enumerated().map { number, tick in
          (tick.map { options[$0] } + (number == 3 ? ["Other"] : [])).joined(separator: "+")
        })
    #expect(
      read.problems.map(\.line) == [
        "data.csv, Which parts do you use?: note: found 1 different text beside the options, in 1 cell, expected "
          + "options, found from the cells themselves; they are counted as 'Other'; the cells keep their texts"
      ])
    #expect(read.codebook["Timestamp"]?.role == .metadata)
    #expect(read.codebook["Timestamp"]?.kind == .datetime)
  }

  @Test func `grids and checkbox grids are told apart by their cells`() throws {
    let text = """
      Zeitstempel;"Wie oft? [Lesen]";"Wie oft? [Schreiben]";"Wann? [Mo]";"Wann? [Di]"
      01.02.2024 10:00:00;Oft;Nie;Morgens, Abends;Abends
      02.02.2024 10:00:00;Nie;Oft;Morgens;Morgens, Abends
      03.02.2024 10:00:00;Oft;Oft;;Morgens, Abends
      14.02.2024 10:00:00;Nie;Oft;Abends;Abends

      """
    let read = try survey(text)
    #expect(read.provenance.format == "google-forms-csv")
    #expect(read.provenance.evidence == "the heading Zeitstempel above dates with times")
    #expect(
      read.codebook.grids.map(\.variables) == [
        ["Wie oft? [Lesen]", "Wie oft? [Schreiben]"], ["Wann? [Mo]", "Wann? [Di]"],
      ])
    #expect(read.codebook["Wie oft? [Lesen]"]?.itemText == "Lesen")
    #expect(read.codebook["Wie oft? [Lesen]"]?.label == "Wie oft? - Lesen")
    #expect(read.codebook["Wie oft? [Lesen]"]?.labels.map(\.label) == ["Nie", "Oft"])
    #expect(try answers(read, "Wann? [Mo]") == ["Morgens+Abends", "Morgens", "[unknownBlank]", "Abends"])
    #expect(read.codebook["Wann? [Di]"]?.labels.map(\.label) == ["Morgens", "Abends"])
  }

  @Test func `points of a quiz are numbers`() throws {
    let text = """
      "Timestamp","Username","Total score","How many?","How many? [Score]","How many? [Feedback]"
      "2024/08/06 10:01:25 AM GMT+2","a@example.org","5 / 10","3","1.00 / 1","--"
      "2024/08/06 1:01:25 PM GMT+2","b@example.org","10 / 10","4","0.00 / 1","--"

      """
    let read = try survey(text)
    #expect(read.codebook["Username"]?.personal == .contact)
    #expect(try answers(read, "Total score") == ["5", "10"])
    #expect(try read.column("Total score").column.originalText(at: 0) == "5 / 10")
    #expect(read.codebook["Total score"]?.role == .metadata)
    #expect(try answers(read, "How many? [Score]") == ["1", "0"])
    #expect(read.codebook["How many? [Feedback]"]?.role == .metadata)
    #expect(read.codebook.grids == [])
    #expect(try answers(read, "Timestamp") == ["1722938485", "1722949285"])
  }

  static let orders: [(cells: [String], first: Int, problems: Int)] = [
    (["1/2/2024 10:00:00", "13/2/2024 10:00:00"], 1_706_781_600, 0),
    (["1/2/2024 10:00:00", "2/13/2024 10:00:00"], 1_704_189_600, 0),
    // Records stand in the order in which they were sent.
    (["1/2/2024 10:00:00", "2/2/2024 10:00:00", "1/3/2024 10:00:00"], 1_706_781_600, 0),
    (["1/2/2024 10:00:00", "1/2/2024 11:00:00"], 1_704_189_600, 1),
  ]

  @Test(arguments: orders.indices) func `the order of day and month rests on evidence`(index: Int) throws {
    let (cells, first, problems) = Self.orders[index]
    let rows = cells.map { "\($0),Good,Why not\n" }.joined()
    let read = try survey("Timestamp,How are you?,Why?\n" + rows)
    #expect(try answers(read, "Timestamp").first == String(first))
    #expect(read.problems.count == problems)
    #expect(
      problems == 0
        || read.problems.map(\.line) == [
          "data.csv, Timestamp: warning: found dates whose day and month could change places in every cell, expected "
            + "some day after the 12th; they are read as month/day/year"
        ])
  }

  @Test(arguments: ["Timestamp,Price,Volume\n2024-01-01 10:00:00,1,2\n", "Timestamp,A b,C\n2024-01-01,1,2\n"])
  func `a price series is no form`(text: String) throws {
    #expect(try survey(text).provenance.format == "csv")
  }
}
