import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

/// Real exports of forms and panels: what a survey manager would look for in them.
@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedFormsTests {
  func read(_ file: String) throws -> Survey { try SurveyReader.read([(SharedFiles.exports ?? "") + "/" + file]) }

  @Test func `the Star Wars survey is a set of films, a ranking and a grid`() throws {
    let read = try read("surveymonkey/StarWars.csv")
    #expect(read.codebook.multipleResponseSets.map(\.variables.count) == [6])
    #expect(read.codebook.grids.map(\.variables.count) == [6, 14])
    #expect(read.codebook["Q4_1"]?.labels.map(\.code) == ["1", "2", "3", "4", "5", "6"])
    // 835 of 1186 ticked a film; who ticked none leaves all six blank.
    let seen = try read.column("Q3_1").column
    #expect(seen.missingCounts == [.unknownBlank: 351])
    #expect(try answers(read, "Q3_1").count { $0 == "Not selected" } == 835 - 673)
    #expect(read.codebook["Q5_1"]?.level == .ordinal)
    #expect(read.codebook["Q5_1"]?.labels.first?.label == "Very unfavorably")
    #expect(read.codebook["Q5_1"]?.labels.last?.missing == .notApplicable)
    #expect(read.codebook["Q11"]?.labels.map(\.label) == ["18-29", "30-44", "45-60", "> 60"])
    #expect(read.codebook["Q13"]?.level == .ordinal)
    #expect(read.problems.contains { $0.found.contains("letters of another encoding") })
  }

  @Test func `the survey on sleeping alone keeps what people wrote beside other`() throws {
    let read = try read("surveymonkey/sleeping-alone-data.csv")
    #expect(read.codebook.multipleResponseSets.map(\.variables.count) == [11])
    #expect(
      read.codebook.variables.filter { $0.role == .otherText }.map(\.name) == ["Q4_other", "Q5_other", "Q11_other"])
    #expect(read.codebook["StartDate"]?.kind == .datetime)
    #expect(read.problems.contains { $0.found == "times without seconds" })
  }

  @Test func `the survey on masculinity is sets, a grid and a weight`() throws {
    let read = try read("surveymonkey/masculinity_numeric_codes_weighted.csv")
    #expect(
      read.codebook.multipleResponseSets.map(\.name) == [
        "q0004", "q0008", "q0010", "q0011", "q0012", "q0019", "q0020", "q0021", "q0025",
      ])
    #expect(read.codebook.grids.map(\.name) == ["q0007"])
    #expect(read.codebook["weight"]?.role == .weight)
    #expect(read.codebook["row_number"]?.role == .metadata)
    #expect(try read.column("q0010_0001").column.missingCounts == [.systemMissing: 735])
    #expect(try answers(read, "q0004_0001").count { $0 == "Father or father figure(s)" } == 1109)
    #expect(read.codebook["q0002"]?.labels.last?.missing == .refused)
  }

  @Test func `the poll of pollsters, with carriage returns alone, keeps its questions`() throws {
    let read = try read("surveymonkey/poll_of_pollsters_anonymous_3_cr_only_mojibake.tsv")
    #expect(read.count == 16)
    #expect(read.codebook.multipleResponseSets.map(\.variables.count) == [10])
    #expect(read.codebook.variables.count { $0.role == .otherText } == 2)
    #expect(read.problems.contains { $0.found.contains("letters of another encoding") })
  }

  @Test func `the steak survey loses its markup, the comma survey has no sets`() throws {
    let steak = try read("surveymonkey/steak-risk-survey.csv")
    #expect(steak.codebook["Q1"]?.label.contains("<br>") == false)
    #expect(steak.codebook["Q1"]?.labels.count == 2)
    let comma = try read("surveymonkey/comma-survey.csv")
    #expect(comma.codebook.multipleResponseSets == [])
    #expect(comma.codebook.variables.count { $0.kind == .categorical } == 12)
  }

  @Test func `the Dask survey's ticked options have the counts of an independent reading`() throws {
    let read = try read("google_forms/dask2021_comma_multi.csv")
    let formats = try #require(read.codebook["What file formats do you typically work with?"])
    #expect(formats.kind == .multipleResponse)
    #expect(formats.labels.prefix(3).map(\.label) == ["parquet", "csv", "JSON"])
    // Pieces counted by splitting at ", ", which is right for options without commas.
    let files = try answers(read, formats.name).map { $0.split(separator: "+").map(String.init) }
    for (option, count) in [("csv", 161), ("parquet", 128), ("JSON", 86), ("HDF5", 72), ("Zarr", 42)] {
      #expect(files.count { $0.contains(option) } == count)
    }
    let launches = try #require(read.codebook["If you use a cluster, how do you launch Dask?"])
    let ways = try answers(read, launches.name)
    for (option, count) in [
      ("HPC resource manager (SLURM, PBS, SGE, LSF or similar)", 64),
      ("I don't know, someone else does this for me", 14),
      ("SSH", 80), ("Kubernetes", 59),
    ] {
      #expect(ways.count { $0.split(separator: "+").contains { $0 == option } } == count)
    }
    #expect(read.codebook["Interactive or Batch?"]?.kind == .multipleResponse)
    #expect(read.codebook["Interactive or Batch?"]?.labels.count == 2)
    #expect(read.codebook.grids.map(\.variables.count) == [11])
    #expect(read.codebook["What are some other libraries that you often use with Dask?"]?.kind != .multipleResponse)
    #expect(read.codebook["How else can Dask improve?"]?.kind == .text)
  }

  @Test func `hot dogs in two forms have dates in order`() throws {
    let google = try read("google_forms/hotdog_sp24_us_dates.csv")
    #expect(google.problems.map(\.found) == ["times without seconds"])
    let microsoft = try read("ms_forms/hotdog_fa24.csv")
    #expect(microsoft.codebook["Id"]?.personal == .identifier)
    #expect(microsoft.codebook["Is a hotdog a sandwich"]?.labels.count == 2)
  }

  @Test func `Alchemer's 927 partial answers are counted, its lists of texts are no grids`() throws {
    let read = try read("other_platforms/alchemer_surveygizmo_jupyter2015.csv")
    #expect(read.problems.contains { $0.found == "927 respondents who did not finish (Status is not Complete)" })
    #expect(read.codebook.grids == [])
    #expect(read.codebook.variables.filter { $0.role == .otherText }.count == 2)
    #expect(read.codebook["Select all the words that best describe Jupyter Notebook."]?.kind == .multipleResponse)
  }

  @Test func `Prolific's members have ages, Turk's answers have times`() throws {
    let members = try read("prolific_mturk/prolific_AI_survey_demographic.csv")
    #expect(members.codebook["Age"]?.kind == .numeric)
    #expect(members.codebook["Employment status"]?.kind == .categorical)
    #expect(
      members.columns.reduce(0) { $0 + ($1.missingCounts[.redacted] ?? 0) } == 33)
    #expect(members.problems == [])
    let batch = try read("prolific_mturk/amt_reduced_2.csv")
    #expect(batch.codebook["AcceptTime"]?.kind == .datetime)
    #expect(batch.codebook["Answer.output"]?.labels.count == 5)
    #expect(try read("prolific_mturk/crowdflower_reduced_1.csv").provenance.format == "mturk-csv")
  }
}
