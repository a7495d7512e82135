import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct ProlificTests {
  @Test func `ages stay numbers although some were taken out again`() throws {
    let text = """
      Submission id,Participant id,Status,Started at,Age,Sex
      a1,b1,APPROVED,2023-07-02T21:03:30.827000Z,62,Female
      a2,b2,RETURNED,2023-07-02T21:04:30.827000Z,DATA_EXPIRED,Male
      a3,b3,APPROVED,2023-07-02T21:05:30.827000Z,30,CONSENT_REVOKED
      a4,b4,APPROVED,2023-07-02T21:05:30.827000,Prefer not to say,Male

      """
    let read = try survey(text)
    #expect(read.provenance.format == "prolific-csv")
    #expect(read.codebook["Age"]?.kind == .numeric)
    #expect(try answers(read, "Age") == ["62", "[redacted]", "30", "[refused]"])
    #expect(try read.column("Age").column.originalText(at: 1) == "DATA_EXPIRED")
    #expect(try answers(read, "Sex")[2] == "[redacted]")
    #expect(read.codebook["Participant id"]?.personal == .identifier)
    #expect(try read.column("Started at").column.missingCounts == [:])
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 1 submission that was returned, timed out or rejected, expected respondents; "
          + "they are kept; leave them out with --exclude unfinished,rejected"
      ])
  }

  @Test func `the older headings are known too`() throws {
    let text = """
      session_id,participant_id,status,started_datetime,completed_date_time,time_taken,age,num_approvals,entered_code
      s1,p1,APPROVED,2019-07-02 21:03:30.827000,2019-07-02 21:13:30.827000,600.5,62,10,ABC
      s2,p2,TIMED-OUT,2019-07-02 21:03:30.827000,,,DATA_EXPIRED,11,NOCODE

      """
    let read = try survey(text)
    #expect(read.provenance.format == "prolific-csv")
    #expect(read.provenance.evidence == "headings session_id, participant_id and status")
    #expect(try answers(read, "age") == ["62", "[redacted]"])
    #expect(try answers(read, "time_taken") == ["600.5", "[unknownBlank]"])
    #expect(read.codebook["completed_date_time"]?.kind == .datetime)
    #expect(["session_id", "participant_id"].allSatisfy { read.codebook[$0]?.personal == .identifier })
  }
}
