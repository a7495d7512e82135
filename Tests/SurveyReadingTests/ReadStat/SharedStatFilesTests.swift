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

  @Test func `every file is read or refused with a reason`() throws {
    for folder in ["spss_stata", "ddi"] {
      for name in try FileSystem.list(path(folder)) where name.hasSuffix("sav") || name.hasSuffix("dta") {
        do {
          let survey = try SurveyReader.read([path(folder + "/" + name)])
          print(
            name, survey.count, survey.codebook.variables.map { "\($0.name):\($0.kind.rawValue):\($0.level.rawValue)" },
            survey.problems.map(\.line))
        } catch {
          print(name, error)
        }
      }
    }
  }
}
