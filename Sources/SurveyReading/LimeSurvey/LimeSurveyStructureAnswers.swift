internal import SurveyModel

/// The answers of LimeSurvey's question types: fixed ones, and the author's as labels with level and values.
enum LimeSurveyAnswers {
  static let ticked = [
    ValueLabel(code: "Y", label: "selected", value: 1), ValueLabel(code: "", label: "not selected", value: 0),
  ]
  static let yesNo = [ValueLabel(code: "Y", label: "Yes"), ValueLabel(code: "N", label: "No")]
  static let gender = [ValueLabel(code: "F", label: "Female"), ValueLabel(code: "M", label: "Male")]
  static let yesNoUncertain = [
    ValueLabel(code: "Y", label: "Yes"), ValueLabel(code: "U", label: "Uncertain"), ValueLabel(code: "N", label: "No"),
  ]
  /// In scale order, so that a positive mean says that more want more.
  static let change = [
    ValueLabel(code: "D", label: "Decrease", value: -1), ValueLabel(code: "S", label: "Same", value: 0),
    ValueLabel(code: "I", label: "Increase", value: 1),
  ]

  static func points(_ count: Int) -> [ValueLabel] {
    (1...count).map { ValueLabel(code: String($0), label: String($0), value: Double($0)) }
  }

  /// An author's answers.
  ///
  /// - Parameter isScale: Whether the type is meant for scales (arrays); other answers are ordered only where their
  ///   wording says so.
  static func labels(_ answers: [LimeSurveyAnswer], isScale: Bool) -> (labels: [ValueLabel], level: MeasurementLevel) {
    AnswerLists.labels(answers.map { ($0.code, $0.text) }, isScale: isScale)
  }
}
