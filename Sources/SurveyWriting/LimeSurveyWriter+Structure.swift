public import SurveyModel
internal import TextFormats

extension LimeSurveyWriter {
  /// The structure.
  ///
  /// - Throws: ``WritingError`` as ``files(_:options:)``.
  public static func structure(_ survey: Survey, options: WritingOptions) throws(WritingError) -> [UInt8] {
    let layout = try LimeSurveyLayout(survey.codebook)
    let texts =
      [(options.language, options.title, survey.codebook)]
      + options.translations.map { ($0.language, $0.title, $0.codebook) }
    var xml = XMLWriter(isIndented: true)
    xml.open("document")
    xml.element("LimeSurveyDocType", plain: "Survey")
    xml.element("DBVersion", plain: "\(schema)")
    languages(options, &xml)
    let answers = answers(layout, survey.codebook)
    xml.table("answers", ["aid", "qid", "code", "sortorder", "assessment_value", "scale_id"], answers.rows)
    xml.table(
      "answer_l10ns", ["id", "aid", "answer", "language"],
      numbered(texts.flatMap { language, _, codebook in answers.texts(codebook).map { [$0.0, $0.1, language] } }))
    let group = "\(groupNumber)"
    let number = "\(surveyNumber)"
    xml.table(
      "groups", ["gid", "sid", "group_order", "randomization_group", "grelevance"], [[group, number, "1", "", "1"]])
    xml.table(
      "group_l10ns", ["id", "gid", "group_name", "description", "language"],
      numbered(texts.map { [group, options.markedTitle($0.1, of: survey), "", $0.0] }))
    xml.table("questions", questionFields, layout.questions.map { questionRow($0) })
    let rows = layout.questions.flatMap { question in
      question.rows.enumerated().map { subquestionRow($1.number, $1.title, of: question, order: $0 + 1) }
    }
    xml.table("subquestions", questionFields, rows)
    xml.table(
      "question_l10ns", ["id", "qid", "question", "help", "script", "language"],
      numbered(texts.flatMap { language, _, codebook in questionTexts(layout, codebook, language) }))
    xml.table(
      "question_attributes", ["qid", "attribute", "value"],
      layout.questions.compactMap {
        guard case .recorded = $0.content else { return nil }
        return ["\($0.number)", "hidden", "1"]
      })
    xml.table(
      "surveys",
      ["sid", "gsid", "anonymized", "format", "savetimings", "language", "additional_languages", "datestamp"],
      [
        [
          number, "1", "Y", "G", "N", options.language,
          options.translations.map(\.language).joined(separator: " "), "N",
        ]
      ])
    xml.table(
      "surveys_languagesettings", ["surveyls_survey_id", "surveyls_language", "surveyls_title"],
      texts.map { [number, $0.0, options.markedTitle($0.1, of: survey)] })
    xml.close("document")
    return xml.bytes
  }

  private static func numbered(_ rows: [[String]]) -> [[String]] {
    rows.enumerated().map { ["\($0 + 1)"] + $1 }
  }

  private static let questionFields = [
    "qid", "parent_qid", "sid", "gid", "type", "title", "other", "mandatory", "question_order", "scale_id", "relevance",
  ]

  private static func questionRow(_ question: LimeSurveyLayout.Question) -> [String] {
    [
      "\(question.number)", "0", "\(surveyNumber)", "\(groupNumber)", question.type, question.title, "N", "N",
      "\(question.number)", "0", "1",
    ]
  }

  private static func subquestionRow(
    _ number: Int, _ title: String, of question: LimeSurveyLayout.Question, order: Int
  ) -> [String] {
    [
      "\(number)", "\(question.number)", "\(surveyNumber)", "\(groupNumber)", "T", title, "N", "N", "\(order)", "0",
      "1",
    ]
  }

  private static func questionTexts(
    _ layout: LimeSurveyLayout, _ codebook: Codebook, _ language: String
  ) -> [[String]] {
    layout.questions.flatMap { question -> [[String]] in
      switch question.content {
      case .single(let position), .recorded(let position):
        return [["\(question.number)", codebook.variables[position].label, "", "", language]]
      case .grid(let grid, _):
        return [["\(question.number)", codebook.grids[grid].label, "", "", language]]
          + question.rows.map { ["\($0.number)", codebook.variables[$0.position].itemText, "", "", language] }
      }
    }
  }

  private struct Answers {
    var rows: [[String]] = []
    var places: [(number: String, position: Int, label: Int)] = []

    func texts(_ codebook: Codebook) -> [(String, String)] {
      places.map { ($0.number, codebook.variables[$0.position].labels[$0.label].label) }
    }
  }

  private static func answers(_ layout: LimeSurveyLayout, _ codebook: Codebook) -> Answers {
    var answers = Answers()
    for question in layout.questions {
      guard let position = question.content.positions.first else { continue }
      let variable = codebook.variables[position]
      guard variable.kind == .categorical else { continue }
      for (index, label) in variable.labels.enumerated() {
        let number = "\(answers.rows.count + 1)"
        let value = label.value.map { Column.text($0) } ?? "0"
        answers.rows.append([number, "\(question.number)", label.code, "\(index + 1)", value, "0"])
        answers.places.append((number, position, index))
      }
    }
    return answers
  }
}
