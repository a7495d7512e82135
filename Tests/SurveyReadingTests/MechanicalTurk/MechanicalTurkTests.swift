import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct MechanicalTurkTests {
  @Test func `true and false columns are one question`() throws {
    let text = """
      "HITId","AssignmentId","WorkerId","AssignmentStatus","AcceptTime","Answer.use.facebook","Answer.use.twitter","Answer.age","Answer.tools"
      "h","a1","w1","Approved","Wed Jan 24 09:48:10 PST 2018","true","false","34","R|Python"
      "h","a2","w1","Rejected","Wed Jan 24 09:49:10 PST 2018","false","false","34","R"
      "h","a3","w2","Approved","Thu Jun 07 09:50:10 PDT 2018","true","true","51","Python"
      "h","a4","w3","Approved","Thu Jun 07 09:50:10 PDT 2018","true","true","27","R|Python"

      """
    let read = try survey(text)
    #expect(read.provenance.format == "mturk-csv")
    #expect(read.codebook["WorkerId"]?.personal == .identifier)
    #expect(
      read.codebook.multipleResponseSets == [
        MultipleResponseSet(
          name: "Answer.use", label: "use", variables: ["Answer.use.facebook", "Answer.use.twitter"],
          tickedCode: "true")
      ])
    #expect(try answers(read, "Answer.use.facebook") == ["facebook", "Not selected", "facebook", "facebook"])
    #expect(try answers(read, "Answer.tools") == ["R+Python", "R", "Python", "R+Python"])
    #expect(try answers(read, "AcceptTime") == ["1516787290", "1516787350", "1528365010", "1528365010"])
    #expect(try read.column("AcceptTime").column.originalText(at: 0) == "Wed Jan 24 09:48:10 PST 2018")
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 1 assignment that was rejected, expected respondents; they are kept; leave them out "
          + "with --exclude rejected",
        "data.csv: note: found 1 worker with several assignments, expected one record per person; every assignment is "
          + "a record; leave repeated ones out with --exclude duplicates",
      ])
  }

  @Test func `one true in every record is a single choice`() throws {
    var text = "HITId,AssignmentId,WorkerId,Answer.mood.bad,Answer.mood.good\n"
    for number in 0..<12 { text += "h,a\(number),w\(number),\(number % 3 == 0),\(number % 3 != 0)\n" }
    let read = try survey(text)
    #expect(read.codebook.multipleResponseSets == [])
    #expect(try answers(read, "Answer.mood").prefix(4) == ["bad", "good", "good", "bad"])
    #expect(read.codebook["Answer.mood.bad"]?.role == .metadata)
    #expect(
      read.provenance.guesses.contains(
        "Answer.mood is a single choice, for every record has one true among its columns"))
  }

  @Test func `CrowdFlower's batches are known by their own ids`() throws {
    let text = """
      "_unit_id","_id","_worker_id","_started_at","_created_at","_ip","_trust","mood","mood:confidence"
      "1",11,"w1","7/13/2014 01:55:25","7/12/2014 01:55:49","192.0.2.1","0.9","good","1.0"
      "1",12,"w2","7/12/2014 02:15:56","7/12/2014 02:16:11","192.0.2.2","0.8","bad","0.5"
      "2",13,"w1","7/12/2014 00:03:21","7/12/2014 00:03:39","192.0.2.1","0.9","good","1.0"

      """
    let read = try survey(text)
    #expect(read.provenance.format == "mturk-csv")
    #expect(read.codebook["_ip"]?.personal == .technical)
    #expect(read.codebook["_worker_id"]?.personal == .identifier)
    #expect(read.codebook.variables.filter { $0.role == .question }.map(\.name) == ["mood"])
    // One column decides the order of day and month for the file.
    #expect(try answers(read, "_created_at")[0] == "1405130149")
    #expect(read.problems.map(\.found) == ["1 worker with several assignments"])
  }
}
