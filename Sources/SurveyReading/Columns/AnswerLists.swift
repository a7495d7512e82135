internal import SurveyModel

/// Lists of answers that a questionnaire gives, in the form that codebooks have.
enum AnswerLists {
  /// The labels with their reasons and numbers, and the level of measurement.
  ///
  /// - Parameters:
  ///   - answers: Codes and texts in the questionnaire's order.
  ///   - isScale: Whether the questionnaire says that the answers are a scale (the scale points of a matrix).
  ///   - negativeIsResidual: Whether a negative code means an answer outside the scale, as Qualtrics's authors use it.
  static func labels(
    _ answers: [(code: String, text: String)], isScale: Bool, negativeIsResidual: Bool = false
  ) -> (labels: [ValueLabel], level: MeasurementLevel) {
    let texts = answers.map(\.text)
    var labels = answers.map { answer -> ValueLabel in
      var label = ValueLabel(code: answer.code, label: answer.text.isEmpty ? answer.code : answer.text)
      label.missing = ResidualWording.reason(answer.text, among: texts)
      return label
    }
    if negativeIsResidual { markNegatives(&labels) }
    let substantive = labels.filter { $0.missing == nil }
    let words = substantive.map(\.label)
    let isOrdinal = isScale || AnswerScales.positions(of: words) != nil || leadingNumbers(of: words) != nil
    let numbers = substantive.map { NumberText.value($0.code) }
    let areNumbers = numbers.allSatisfy { $0 != nil } && Set(numbers).count == numbers.count
    var place = 0.0
    for index in labels.indices where labels[index].missing == nil {
      place += 1
      labels[index].value = areNumbers ? NumberText.value(labels[index].code) : isOrdinal ? place : nil
    }
    return (labels, isOrdinal ? .ordinal : .nominal)
  }

  /// The numbers that all of some answers begin with ("1 – not at all", "2", "7 – very much"); nil where they do not.
  static func leadingNumbers(of labels: [String]) -> [Int]? {
    guard labels.count >= 2 else { return nil }
    var numbers: [Int] = []
    for label in labels {
      let text = label.trimmed
      let sign = text.hasPrefix("-") ? "-" : ""
      let digits = text.dropFirst(sign.count).prefix { $0.isASCII && $0.isNumber }
      let rest = text.dropFirst(sign.count + digits.count).drop { $0 == " " || $0 == "\u{A0}" }
      // "01" is a code.
      guard digits.count <= 3, digits.count == 1 || digits.first != "0", let number = Int(sign + digits),
        rest.first.map({ "–—-=:.)(".contains($0) }) ?? true,
        // "18-29 years" begins with a number and is a range, not a point of a scale.
        !(rest.dropFirst().first?.isNumber ?? false)
      else { return nil }
      numbers.append(number)
    }
    return Set(numbers).count == numbers.count ? numbers : nil
  }

  // -1, -2 beside positive codes: answers taken out of the scale; a scale from -2 to 2 has as many on either side.
  private static func markNegatives(_ labels: inout [ValueLabel]) {
    let numbers = labels.filter { $0.missing == nil }.compactMap { NumberText.value($0.code) }
    let negatives = numbers.filter { $0 < 0 }
    let positives = numbers.filter { $0 > 0 }
    guard !negatives.isEmpty, negatives.count < positives.count, negatives.map(\.magnitude) != positives else { return }
    let isBipolar = Set(negatives.map(\.magnitude)) == Set(positives)
    guard !isBipolar else { return }
    for index in labels.indices where labels[index].missing == nil {
      if let number = NumberText.value(labels[index].code), number < 0 { labels[index].missing = .notApplicable }
    }
  }
}
