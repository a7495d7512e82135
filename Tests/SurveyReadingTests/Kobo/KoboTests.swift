import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct KoboTests {
  static let text = """
    start;age;use;use/fb;use/ig;home;_id;_uuid;_submission_time
    2023-06-05T10:07:45.856+02:00;34;fb ig;1;1;55.67 12.56 0 5;1;u-1;2023-06-05T08:15:00
    2023-06-05T11:07:45.856+02:00;n/a;ig;0;1;55.68 12.57 0 5;2;u-2;2023-06-05T09:15:00
    2023-06-05T12:07:45.856+02:00;51;;;;55.69 12.58 0 5;3;u-3;2023-06-05T10:15:00

    """

  @Test func `joined codes and option columns are one question, places and ids are personal`() throws {
    let read = try survey(Self.text)
    #expect(read.provenance.format == "kobo-csv")
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["use/fb", "use/ig"]])
    #expect(try answers(read, "use/fb") == ["fb", "Not selected", "[unknownBlank]"])
    #expect(read.codebook["use"]?.role == .metadata)
    #expect(read.codebook["home"]?.personal == .technical)
    #expect(read.codebook["_uuid"]?.personal == .identifier)
    #expect(try answers(read, "age")[1] == "[unknownBlank]")
    #expect(read.problems == [])
  }

  @Test func `joined codes that the options contradict are told`() throws {
    let read = try survey(Self.text.replacing("fb ig;1;1", with: "fb ig;1;0"))
    #expect(
      read.problems.map(\.line) == [
        "data.csv, record 1, use: warning: found 1 record whose joined codes and ticked options differ, "
          + "expected the same options in both; the columns of the options are read"
      ])
  }

  @Test func `a record of tags below the headings is no respondent`() throws {
    let tagged = Self.text.replacing(
      "_submission_time\n", with: "_submission_time\n#date;#age;#use;#use+fb;#use+ig;#geo;#id;#meta;#date+sub\n")
    let read = try survey(tagged)
    #expect(read.count == 3)
    #expect(read.provenance.evidence.hasSuffix("HXL tags below"))
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedKoboTests {
  @Test func `the ways of disposal are counted as the study's own notes have them`() throws {
    let read = try SurveyReader.read([(SharedFiles.exports ?? "") + "/kobo_odk/kobo_winter_xmlvalues.csv"])
    #expect(read.count == 240)
    func count(_ name: String) throws -> Int {
      let (variable, column) = try read.column(name)
      guard case .categorical(let cells) = column else { return -1 }
      return (0..<read.count).count { cells.label(at: $0).map { variable.labels[$0].value == 1 } ?? false }
    }
    #expect(try count("disposal/2") == 165)
    #expect(try count("disposal/3") == 133)
    #expect(try count("disposal/10") == 53)
    #expect(try count("disposal/11") == 29)
    #expect(!read.problems.contains { $0.column == "disposal" })
  }
}
