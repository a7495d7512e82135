import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

/// Real exports beside the project: the right format, the right number of respondents, every cell accounted for.
@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedDelimitedExportsTests {
  struct Expected: Sendable, CustomTestStringConvertible {
    var file: String
    var format: String
    /// Records as the notes on the samples count them, headings included.
    var records: Int
    var headings: Int
    var fields: Int
    var testDescription: String { file }
  }

  static let files: [Expected] = [
    ("qualtrics/AI_attitudes_3row.csv", "qualtrics-csv", 35, 3, 50),
    ("qualtrics/AI_attitudes_excel_resaved_1row.csv", "qualtrics-csv", 26, 1, 53),
    ("qualtrics/qualtRics_sample_de_3row.csv", "qualtrics-csv", 4, 3, 20),
    ("qualtrics/qualtRics_sample_legacy_2row.csv", "qualtrics-csv-legacy", 3, 2, 16),
    ("qualtrics/QT_many_types_insights.csv", "qualtrics-csv", 8, 3, 190),
    ("qualtrics/QT_many_types_legacy.csv", "qualtrics-csv-legacy", 7, 2, 190),
    ("qualtrics/QT_matrix_single_insights.csv", "qualtrics-csv", 8, 3, 30),
    ("qualtrics/QT_matrix_single_legacy.csv", "qualtrics-csv-legacy", 7, 2, 30),
    ("qualtrics/QT_mc_multi_insights.csv", "qualtrics-csv", 8, 3, 36),
    ("qualtrics/QT_mc_multi_legacy.csv", "qualtrics-csv-legacy", 7, 2, 36),
    ("qualtrics/QT_no_basis_insights.csv", "qualtrics-csv", 18, 3, 49),
    ("qualtrics/QT_no_basis_legacy.csv", "qualtrics-csv-legacy", 17, 2, 49),
    ("qualtrics/QT_text_entry.csv", "qualtrics-csv", 18, 3, 40),
    ("google_forms/dask2021_comma_multi.csv", "google-forms-csv", 248, 1, 43),
    ("google_forms/hotdog_sp24_us_dates.csv", "google-forms-csv", 92, 1, 7),
    ("ms_forms/hotdog_fa24.csv", "ms-forms-csv", 188, 1, 8),
    ("surveymonkey/steak-risk-survey.csv", "surveymonkey-csv", 552, 2, 15),
    ("other_platforms/alchemer_surveygizmo_jupyter2015.csv", "alchemer-csv", 1707, 1, 37),
    ("prolific_mturk/prolific_AI_survey_demographic.csv", "prolific-csv", 26, 1, 19),
    ("prolific_mturk/amt_reduced_1.csv", "mturk-csv", 28, 1, 7),
    ("prolific_mturk/amt_reduced_2.csv", "mturk-csv", 64, 1, 7),
    ("prolific_mturk/crowdflower_reduced_1.csv", "mturk-csv", 28, 1, 7),
    ("surveymonkey/poll_of_pollsters_anonymous_3_cr_only_mojibake.tsv", "surveymonkey-csv", 18, 2, 68),
    ("surveymonkey/comma-survey.csv", "surveymonkey-csv", 1130, 1, 13),
    ("surveymonkey/food-world-cup-data_macroman.csv", "surveymonkey-csv", 1374, 1, 48),
    ("surveymonkey/masculinity_numeric_codes_weighted.csv", "csv", 1616, 1, 98),
    ("surveymonkey/StarWars.csv", "surveymonkey-csv", 1188, 2, 38),
    ("surveymonkey/sleeping-alone-data.csv", "surveymonkey-csv", 1095, 2, 31),
    ("redcap/survey__data.csv", "redcap-csv", 3, 1, 33),
    ("redcap/longitudinal__data.csv", "redcap-csv", 19, 1, 125),
    ("kobo_odk/kobo_winter_xmlvalues.csv", "kobo-csv", 241, 1, 62),
    ("kobo_odk/ona_transportation.csv", "kobo-csv", 5, 1, 23),
    ("kobo_odk/ona_tutorial_w_repeats.csv", "kobo-csv", 2, 1, 28),
    ("kobo_odk/ona_geolocation.csv", "kobo-csv", 5, 1, 16),
    ("kobo_odk/ona_childrens_survey.csv", "kobo-csv", 3, 1, 22),
    ("kobo_odk/ona_children.csv", "kobo-csv", 4, 1, 22),
    ("triple_s/example2.csv", "csv", 4, 1, 12),
    ("ddi/insee_paper_hash_delimited.csv", "csv", 3, 1, 5),
    ("sosci/snscomments_cp1252_R_resaved.csv", "sosci-csv", 643, 1, 63),
    ("derived/efs_csv_from_xml.csv", "efs-csv", 21, 1, 56),
    ("derived/limesurvey_vv_981966.csv", "limesurvey-vv", 0, 2, 0),
    ("redcap/survey__dictionary.csv", "redcap-dictionary", 0, 1, 0),
    ("spss_stata/pyreadstat_sample.sav", "spss-sav", 0, 0, 0),
    ("spss_stata/pyreadstat_sample.dta", "stata-dta", 0, 0, 0),
    ("spss_stata/haven_types.dta", "stata-dta", 0, 0, 0),
    ("limesurvey/survey_archive_265831.lsa", "limesurvey-lsa", 0, 0, 0),
    ("kobo_odk/kobo_winter_codebook_xlsform.xlsx", "xlsx", 0, 0, 0),
    ("triple_s/example1.sss", "triple-s", 0, 0, 0),
    ("ddi/ihsn_ihsn-popstan-mics-2000.xml", "ddi-codebook", 0, 0, 0),
    ("redcap/simple__project.xml", "redcap-odm", 0, 0, 0),
    ("kobo_odk/pyxform_widgets.xml", "xform", 0, 0, 0),
    ("limesurvey/survey_981966_responses.lsr", "limesurvey-lsr", 0, 0, 0),
    ("limesurvey/ls205_sample_survey_english.lss", "limesurvey-lss", 0, 0, 0),
    ("qualtrics/sp_testsurvey_responses.xml", "qualtrics-xml", 0, 0, 0),
    ("qualtrics/sp_testsurvey.qsf", "qsf", 0, 0, 0),
  ].map { Expected(file: $0.0, format: $0.1, records: $0.2, headings: $0.3, fields: $0.4) }

  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/" + file }

  @Test(arguments: files) func `the format is recognised`(_ expected: Expected) throws {
    let source = try SourceBytes.open(path(expected.file), wantsHash: false)
    let file = try RecognizedFile.recognize(source, options: ReadingOptions())
    #expect(file.detected.format.rawValue == expected.format)
    #expect(!file.detected.evidence.isEmpty)
    #expect(expected.headings == 0 || file.detected.headingCount == expected.headings)
  }

  @Test(arguments: files.filter { $0.records > 0 }) func `no respondent and no cell is lost`(
    _ expected: Expected
  ) throws {
    let source = try SourceBytes.open(path(expected.file), wantsHash: false)
    let file = try RecognizedFile.recognize(source, options: ReadingOptions())
    let text = try #require(file.text)
    let all = try #require(ReferenceParser.records(Array(text.bytes[text.start...]), delimiter: text.delimiter))
    let records = all.filter { $0.cells.count > 1 || $0.cells.first?.isEmpty == false }
    #expect(records.count == expected.records)
    #expect(records.first?.cells.count == expected.fields)
    guard file.detected.format.isRead else { return }
    // The table by itself: a file beside it may make other columns of its cells.
    let read = try SurveyReader.read([path(expected.file)], options: ReadingOptions(findsPartners: false))
    #expect(read.count == expected.records - expected.headings)
    #expect(read.provenance.format == expected.format)
    #expect(Set(read.codebook.variables.map(\.name)).count == read.codebook.variables.count)
    for (row, record) in records.dropFirst(expected.headings).enumerated() {
      for (position, cell) in record.cells.enumerated() {
        guard position < read.columns.count else {
          #expect(cell.isEmpty, "a cell beyond the last column is lost")
          continue
        }
        let kept = read.columns[position].originalText(at: row)
        let written = String(decoding: cell, as: UTF8.self)
        if kept != written {
          Issue.record("record \(row + 1), column \(position + 1): '\(written)' became '\(kept ?? "nothing")'")
          return
        }
      }
    }
  }

  @Test(arguments: [
    "many_types", "matrix_single", "mc_multi", "no_basis",
  ]) func `both old layouts with their questionnaire give the same answers`(_ name: String) throws {
    let questionnaire = path("qualtrics/QT_\(name).qsf")
    let current = try SurveyReader.read([path("qualtrics/QT_\(name)_insights.csv"), questionnaire])
    let legacy = try SurveyReader.read([questionnaire, path("qualtrics/QT_\(name)_legacy.csv")])
    #expect(current.count == legacy.count)
    let byKey = Dictionary(
      legacy.codebook.variables.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    var compared = 0
    for (position, variable) in current.codebook.variables.enumerated() where variable.key.hasPrefix("QID") {
      guard let other = byKey[variable.key] else {
        Issue.record("the legacy layout lacks \(variable.key) (\(variable.name))")
        continue
      }
      let twin = legacy.codebook.variables[other]
      #expect(twin.labels == variable.labels, "\(variable.key)")
      #expect(twin.kind == variable.kind, "\(variable.key)")
      let cells = (0..<current.count).map { current.columns[position].originalText(at: $0) }
      #expect(cells == (0..<legacy.count).map { legacy.columns[other].originalText(at: $0) }, "\(variable.key)")
      compared += 1
    }
    #expect(compared > 15)
    #expect(current.codebook.multipleResponseSets.count == legacy.codebook.multipleResponseSets.count)
    #expect(current.codebook.grids.count == legacy.codebook.grids.count)
  }

  @Test func `no basis for evaluation counts as missing and stays an answer that was offered`() throws {
    let read = try SurveyReader.read([path("qualtrics/QT_no_basis_insights.csv"), path("qualtrics/QT_no_basis.qsf")])
    let (variable, column) = try read.column("Q4_1")
    #expect(
      variable.labels.map(\.label) == ["Like", "Neither like nor dislike", "Dislike", "No Opinion", "Never tried it"])
    #expect(variable.labels.map(\.missing) == [nil, nil, nil, .dontKnow, .notApplicable])
    #expect(variable.labels.map(\.value) == [1, 2, 3, nil, nil])
    #expect((column.missingCounts[.notApplicable] ?? 0) > 0)
    #expect(read.codebook.grids.map(\.name) == ["Q3", "Q4"])
    #expect(read.codebook.multipleResponseSets.map(\.variables.count) == [5, 3, 3, 3, 4, 4, 4])
    #expect(read.problems.filter { $0.severity >= .warning } == [])
  }

  @Test func `previews are counted and personal columns are marked in the survey on artificial intelligence`() throws {
    let read = try SurveyReader.read([path("qualtrics/AI_attitudes_3row.csv")])
    #expect(read.count == 32)
    #expect(read.problems.contains { $0.found == "7 records of previews or tests" })
    for name in ["IPAddress", "ResponseId", "LocationLatitude", "LocationLongitude", "Q34", "RecipientEmail"] {
      #expect(read.codebook[name]?.personal.isPersonal == true, "\(name)")
    }
    #expect(read.codebook["Q16"]?.kind == .categorical)
    #expect(read.codebook.grids.map(\.variables.count) == [7, 6])
    #expect(read.codebook["Q10"]?.labels.contains { $0.missing == .refused } == true)
  }

  @Test func `the questionnaire of many languages is read in any of them`() throws {
    let file = "qualtrics/sp_testsurvey.qsf"
    let questionnaire = try QuestionnaireReader.read(SourceBytes.open(path(file), wantsHash: false))
    #expect(questionnaire.questions.count > 10)
    #expect(questionnaire.questions.allSatisfy { !$0.id.isEmpty && !$0.tag.isEmpty })
  }
}
