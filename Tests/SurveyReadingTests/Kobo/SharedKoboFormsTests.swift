import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

/// Real exports of KoboToolbox and Ona with their forms.
@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedKoboFormsTests {
  func read(_ files: String..., language: String? = nil) throws -> Survey {
    try SurveyReader.read(
      files.map { (SharedFiles.exports ?? "") + "/kobo_odk/" + $0 }, options: ReadingOptions(language: language))
  }

  @Test func `every blank of a real survey is explained by its form`() throws {
    let survey = try read("kobo_winter_codebook_xlsform.xlsx", "kobo_winter_xmlvalues.csv")
    #expect(survey.count == 240)
    #expect(survey.codebook.variables.count == 62)
    for (variable, column) in zip(survey.codebook.variables, survey.columns) where variable.role == .question {
      #expect(column.missingCounts[.unknownBlank] == nil, "\(variable.name)")
    }
    // 240 households, 133 of which burn waste: the others were not asked how.
    #expect(survey.columns[survey.codebook.position(of: "burn_often") ?? 0].missingCounts == [.notShown: 107])
    #expect(survey.codebook.multipleResponseSets.map(\.variables.count) == [13, 11])
    #expect(survey.codebook["disposal/3"]?.itemText == "Burning")
    #expect(survey.codebook["gender"]?.labels.map(\.label) == ["Male", "Female"])
    #expect(survey.problems.filter { $0.severity >= .warning } == [])
  }

  @Test func `with and without the form the cells are the same`() throws {
    let with = try read("ona_transportation.csv", "ona_transportation_form.xml")
    let without = try read("ona_transportation.csv")
    #expect(with.codebook.variables.map(\.name) == without.codebook.variables.map(\.name))
    for (one, other) in zip(with.columns, without.columns) {
      for row in 0..<with.count { #expect(one.originalText(at: row) == other.originalText(at: row)) }
    }
    #expect(with.codebook.multipleResponseSets.map(\.tickedCode) == ["True"])
    #expect(with.codebook.variables[2].itemText == "boat/canoe")
    for (variable, column) in zip(with.codebook.variables, with.columns) where variable.role != .metadata {
      #expect(column.missingCounts[.unknownBlank] == nil, "\(variable.name)")
    }
  }

  @Test func `a submission has the answers of the table's row`() throws {
    let survey = try read("ona_transportation_instance0.xml", "ona_transportation_form.xml")
    #expect(survey.provenance.format == "odk-submission")
    #expect(survey.count == 1)
    let question = "transport/available_transportation_types_to_referral_facility"
    #expect(try answers(survey, question) == ["ambulance+bicycle"])
    func frequency(_ means: String) -> String {
      "transport/loop_over_transport_types_frequency/\(means)/frequency_to_referral_facility"
    }
    #expect(try answers(survey, frequency("ambulance")) == ["Daily"])
    #expect(try answers(survey, frequency("bicycle")) == ["Weekly"])
    #expect(try answers(survey, frequency("taxi")) == ["[notShown]"])
  }

  @Test func `a translated form is read in the language that is asked for`() throws {
    let english = try read("ona_water_translated_instance.xml", "ona_water_translated_form.xml", language: "English")
    #expect(try answers(english, "used_today") == ["No"])
    #expect(english.codebook["pay_for_water"]?.labels.last?.missing == .dontKnow)
    let igbo = try read("ona_water_translated_instance.xml", "ona_water_translated_form.xml", language: "Igbo")
    #expect(try answers(igbo, "used_today") == ["Ekweghi"])
    // What one language shows to be "don't know" is so in all of them.
    #expect(igbo.codebook["pay_for_water"]?.labels.last?.missing == .dontKnow)
    #expect(igbo.codebook["gps"]?.personal == .technical)
  }

  @Test func `a repeated group's table is joined`() throws {
    let survey = try read("ona_childrens_survey.csv", "ona_children.csv")
    #expect(survey.count == 2)
    #expect(try (1...3).map { try answers(survey, "children[\($0)]/name")[0] } == ["Mike", "John", "Imora"])
    #expect(try answers(survey, "children[1]/fav_colors/red") == ["red", "[notShown]"])
    #expect(survey.codebook.multipleResponseSets.count == 6)
  }

  @Test(arguments: [
    "pyxform_widgets.xml", "pyxform_or_other.xml", "pyxform_xml_escaping.xml", "pyxform_table-list.xml",
    "ona_transportation_form.xml", "ona_water_translated_form.xml",
  ]) func `every form has its questions, and its answers`(_ file: String) throws {
    let path = (SharedFiles.exports ?? "") + "/kobo_odk/" + file
    let form = try XFormReader.read(try SourceBytes.open(path, wantsHash: false))
    #expect(form.questions.count > 3)
    for question in form.questions where question.kind == .selectOne { #expect(question.choices.count > 1) }
    for condition in form.questions.flatMap(\.conditions) { #expect(ODKExpression(condition.expression) != nil) }
    if file == "pyxform_table-list.xml" {
      #expect(form.questions.compactMap(\.table) == ["table_list_test2", "table_list_test2"])
    }
  }
}
