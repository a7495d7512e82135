import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

/// Real files of SPSS and Stata: the right format, the right number of respondents, and the cells of their twins in CSV.
@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedStatFilesTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/" + file }

  @Test(arguments: [
    ("spss_stata/pyreadstat_sample.sav", "spss-sav", 5, 7), ("spss_stata/pyreadstat_sample.zsav", "spss-sav", 5, 7),
    ("spss_stata/pyreadstat_sample.dta", "stata-dta", 5, 7), ("ddi/ihsn_Household.sav", "spss-sav", 500, 46),
    ("ddi/ihsn_Women.sav", "spss-sav", 664, 101),
  ]) func `respondents and variables are all there`(file: String, format: String, count: Int, variables: Int) throws {
    let survey = try SurveyReader.read([path(file)])
    #expect(survey.provenance.format == format)
    #expect(survey.count == count)
    #expect(survey.codebook.variables.count == variables)
  }

  @Test(arguments: [
    ("dataverse_dct.sav", 3045, 3), ("dataverse_frequency-test.sav", 3045, 3), ("haven_labelled-num-na.sav", 2, 1),
    ("haven_umlauts.sav", 4, 1), ("haven_tagged-na-double.dta", 8, 1), ("haven_tagged-na-int.dta", 8, 1),
    ("haven_types.dta", 2, 8), ("ona_childrens_survey.sav", 2, 22), ("ona_childrens_survey_sw.sav", 2, 22),
    ("pyreadstat_hebrews.sav", 99, 1), ("pyreadstat_tegulu.sav", 1, 2),
    ("dataverse_stata14-auto-withstrls.dta", 74, 13),
  ]) func `every sample is read`(file: String, count: Int, variables: Int) throws {
    let survey = try SurveyReader.read([path("spss_stata/" + file)])
    #expect(survey.count == count)
    #expect(survey.codebook.variables.count == variables)
  }

  @Test func `one data set in three formats gives the same answers`() throws {
    let sav = try SurveyReader.read([path("spss_stata/pyreadstat_sample.sav")])
    let zsav = try SurveyReader.read([path("spss_stata/pyreadstat_sample.zsav")])
    let dta = try SurveyReader.read([path("spss_stata/pyreadstat_sample.dta")])
    let csv = try SurveyReader.read([path("spss_stata/pyreadstat_sample.csv")])
    for (one, other) in zip(sav.columns, zsav.columns) {
      #expect((0..<5).map(one.originalText(at:)) == (0..<5).map(other.originalText(at:)))
    }
    for name in ["mychar", "mynum", "mydate", "dtime"] {
      for respondent in 0..<5 {
        let text = try sav.column(name).column.originalText(at: respondent)
        #expect(try dta.column(name).column.originalText(at: respondent) == text)
        let plain = try csv.column(name).column.originalText(at: respondent) ?? ""
        // The twin writes a "T" between date and time, and fractions of seconds.
        let date = plain.prefix(19).map { $0 == "T" ? " " : $0 }
        #expect((name == "dtime" ? String(date) : plain) == text ?? "")
      }
    }
    #expect(try sav.column("mylabl").variable.labels.map(\.label) == ["Male", "Female"])
    #expect(try sav.column("myord").variable.labels.map(\.label) == ["low", "medium", "high"])
  }

  @Test(arguments: ["Household", "Women"]) func `an SPSS file has the cells of its CSV twin`(name: String) throws {
    let sav = try SurveyReader.read([path("ddi/ihsn_\(name).sav")])
    let csv = try SurveyReader.read([path("ddi/ihsn_\(name).csv")])
    #expect(sav.count == csv.count)
    var compared = 0
    var absent = 0
    for (position, variable) in csv.codebook.variables.enumerated() {
      let twin = sav.columns[position]
      #expect(sav.codebook.variables[position].name.lowercased() == variable.name.lowercased())
      for respondent in 0..<csv.count {
        let text = csv.columns[position].originalText(at: respondent) ?? ""
        if let number = Double(text), number > 1e300 {
          #expect(twin.missingReason(at: respondent) == .systemMissing)
          absent += 1
        } else if let number = Double(text) {
          let other = Double(twin.originalText(at: respondent) ?? "") ?? .nan
          if abs(other - number) > 1e-9 * max(1, abs(number)) {
            Issue.record("\(variable.name), respondent \(respondent): \(text) is \(other)")
            return
          }
          compared += 1
        }
      }
    }
    #expect(absent == (name == "Household" ? 543 : 44_676))
    #expect(compared > 20_000)
  }

  @Test func `tagged missings keep their letter and label`() throws {
    let survey = try SurveyReader.read([path("spss_stata/haven_tagged-na-double.dta")])
    let column = survey.columns[0]
    let texts = (0..<8).map { column.originalText(at: $0) }
    #expect(texts.compactMap { $0 }.filter { $0.hasPrefix(".") } == [".a", ".h", ".z"])
    #expect((0..<8).filter { column.missingReason(at: $0) != nil }.count == 3)
  }

  @Test func `multiple-response sets of both kinds are one question each`() throws {
    let survey = try SurveyReader.read([path("spss_stata/pyreadstat_simple_alltypes.sav")])
    let set = try #require(survey.codebook.multipleResponseSets.first)
    #expect(set.name == "mymrset")
    #expect(set.tickedCode == "1")
    #expect(set.variables == ["bool1", "bool2", "bool3"])
    let (variable, column) = try survey.column("categorical_array")
    #expect(variable.kind == .multipleResponse)
    #expect(column.count == 6)
  }
}
