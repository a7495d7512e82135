import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct AnswerScalesTests {
  @Test(
    arguments: [
      (["Third Year", "Fourth year", "Second Year", "First year"], [3, 4, 2, 1]),
      (["drittes Semester", "erstes Semester", "zweites Semester"], [3, 1, 2]),
      (["First year", "Second term", "Third year"], nil), (["First year", "Second year"], nil),
      (
        [
          "Once a year or less", "A few times per month", "Never", "Every night", "Once a month or less",
          "A few times per week",
        ],
        [2, 5, 1, 8, 4, 7]
      ),
      (
        ["Several times a week", "Almost constantly", "Several times a day", "About once a day", "Less often"],
        [4, 7, 6, 5, 2]
      ),
      (["Almost constantly", "Several times a day", "About once a day or less often"], [7, 6, 5]),
      (["täglich", "nie", "wöchentlich", "seltener"], [5, 1, 4, 2]), (["dagligt", "sjældnere", "aldrig"], [5, 2, 1]),
      (["Very favourably", "Somewhat unfavourably", "Very unfavourably"], [5, 2, 1]),
      (["Mostly favorable", "Very favorable", "Mostly unfavorable", "Very unfavorable"], [4, 5, 2, 1]),
      (["eher positiv", "sehr positiv", "eher negativ", "sehr negativ"], [4, 5, 2, 1]),
      (["meget positivt", "negativt", "hverken/eller"], [5, 2, 3]),
      (["No", "Sometimes", "Yes"], [1, 2, 3]), (["ja", "nej", "delvist"], [3, 1, 2]),
      (["teilweise", "ja", "nein"], [2, 3, 1]),
      (["Too much", "About right", "Too little"], [3, 2, 1]), (["zu viel", "zu wenig", "genau richtig"], [3, 1, 2]),
      (["Medium rare", "Rare", "Medium", "Medium Well", "Well"], [2, 1, 3, 4, 5]),
      (
        ["Tens", "Under ten", "Thousands", "Hundreds", "Tens of thousands", "Hundreds of thousands or more"],
        [2, 1, 4, 3, 5, 6]
      ),
      (["Critical to me", "Somewhat useful", "Not relevant for me"], [5, 3, 1]),
      (
        [
          "Some college", "College graduate", "Post graduate degree", "High school or G.E.D.",
          "Did not complete high school", "Associate's degree",
        ], [3, 5, 6, 2, 1, 4]
      ),
      (["Some college", "College or more", "Post graduate degree", "High school or less"], [2, 3, 4, 1]),
      (
        [
          "Graduated from a four-year college", "Less than a high school diploma",
          "High school degree or equivalent (e.g., GED)", "Some college (including two-year college)", "Postgraduate",
        ], [5, 1, 2, 3, 6]
      ),
      (["Abitur", "Promotion", "Hauptschulabschluss", "Mittlere Reife"], [5, 8, 2, 3]),
      (["Faglært", "Folkeskole", "Lang videregående uddannelse"], [3, 1, 7]),
      (["South Atlantic", "Pacific", "Mountain"], nil), (["Full-Time", "Part-Time", "Other"], nil),
    ] as [([String], [Int]?)])
  func `answers that any survey person would order are a scale`(_ labels: [String], _ positions: [Int]?) {
    #expect(AnswerScales.positions(of: labels) == positions)
  }

  @Test(
    arguments: [
      ("Unfamiliar", ["Very favorable", "Unfamiliar"], MissingReason.notApplicable),
      ("Unfamiliar", ["Very familiar", "Somewhat familiar", "Unfamiliar"], nil),
      ("Never heard of them", ["Favorable", "Never heard of them"], .notApplicable),
      ("Never heard of", ["Heard of", "Never heard of", "Use it"], nil),
      ("Never heard of", ["Good", "Bad", "Never heard of", "Don't know"], .notApplicable),
      ("Kender ikke", ["Meget positiv", "Kender ikke"], .notApplicable),
      ("Kender ikke", ["Kender godt", "Kender ikke"], nil),
      ("Kenne ich nicht", ["gut", "schlecht", "Kenne ich nicht"], .notApplicable), ("Weet niet", [], .dontKnow),
      ("Ne sait pas / sans réponse", [], .dontKnow), ("No contesta", [], .refused), ("Sans objet", [], .notApplicable),
      ("Can't rate", [], .notApplicable), ("Not relevant for me", [], nil), ("Unbekannter Absender", [], nil),
    ] as [(String, [String], MissingReason?)])
  func `an answer that says nothing of the question is none`(
    _ label: String, _ others: [String], _ reason: MissingReason?
  ) {
    #expect(ResidualWording.reason(label, among: others) == reason)
  }

  @Test func `ranges stand in order in a plain table too`() throws {
    let read = try survey("age,g\n65 and up,a\n18 - 34,b\n35 - 64,a\n18 - 34,b\n")
    #expect(read.codebook["age"]?.labels.map(\.label) == ["18 - 34", "35 - 64", "65 and up"])
    #expect(read.codebook["age"]?.level == .ordinal)
    #expect(read.provenance.guesses.contains("the order of the answers, from their wording: age"))
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedAnswerScalesTests {
  @Test(arguments: [
    ("surveymonkey/steak-risk-survey.csv", ["Rare", "Medium rare", "Medium", "Medium Well", "Well"]),
    (
      "surveymonkey/StarWars.csv",
      [
        "Very unfavorably", "Somewhat unfavorably", "Neither favorably nor unfavorably (neutral)", "Somewhat favorably",
        "Very favorably", "Unfamiliar (N/A)",
      ]
    ),
    (
      "surveymonkey/sleeping-alone-data.csv",
      [
        "Never", "Once a year or less", "Once a month or less", "A few times per month", "A few times per week",
        "Every night",
      ]
    ),
    ("surveymonkey/masculinity_numeric_codes_weighted.csv", ["18 - 34", "35 - 64", "65 and up"]),
    (
      "surveymonkey/masculinity_numeric_codes_weighted.csv",
      [
        "Did not complete high school", "High school or G.E.D.", "Some college", "Associate's degree",
        "College graduate", "Post graduate degree",
      ]
    ),
    (
      "surveymonkey/comma-survey.csv",
      [
        "Very unimportant", "Somewhat unimportant", "Neither important nor unimportant (neutral)",
        "Somewhat important", "Very important",
      ]
    ),
    ("google_forms/dask2021_comma_multi.csv", ["Not relevant for me", "Somewhat useful", "Critical to me"]),
    ("google_forms/hotdog_sp24_us_dates.csv", ["First year", "Second Year", "Third Year", "Fourth year"]),
    (
      "other_platforms/alchemer_surveygizmo_jupyter2015.csv",
      ["Under ten", "Tens", "Hundreds", "Thousands", "Tens of thousands", "Hundreds of thousands or more"]
    ),
    (
      "qualtrics/AI_attitudes_excel_resaved_1row.csv",
      [
        "Less than a high school diploma", "High school degree or equivalent (e.g., GED)",
        "Some college (including two-year college)", "Graduated from a four-year college", "Postgraduate",
      ]
    ),
    (
      "qualtrics/AI_attitudes_excel_resaved_1row.csv",
      ["Less than $30,000", "$30,000 - $70,000", "$70,000 - $100,000", "More than $100,000", "Prefer not to say"]
    ),
  ])
  func `scales of real exports stand in order`(file: String, labels: [String]) throws {
    let read = try SurveyReader.read(["\(SharedFiles.exports ?? "")/\(file)"])
    let found = read.codebook.variables.filter { variable in
      Set(variable.labels.map { TextMatching.normalized($0.label) }).isSuperset(of: labels)
    }
    #expect(!found.isEmpty)
    for variable in found {
      let written = variable.labels.map { TextMatching.normalized($0.label) }.filter { $0 != "No answer" }
      #expect(variable.level == .ordinal && written == labels, "\(variable.name)")
    }
  }
}
