internal import SurveyModel

/// Tells which pages of a LimeSurvey questionnaire a respondent has been on.
///
/// A response that was submitted has been through all of them. In one that was not, a page was there where something of
/// it, or of a later one, is stored.
struct LimeSurveyPages {
  private let pageOfQuestion: [Int]
  private let comeInOrder: Bool
  private var isComplete: [Bool]
  /// The last page of which something is stored, -1 for none.
  private var last: [Int]
  /// Where pages come in any order, for each whether something of it is stored.
  private var isTouched: [[Bool]]

  init(_ fields: [LimeSurveyField], _ structure: LimeSurveyStructure, _ survey: Survey) {
    var pages: [String: Int] = [:]
    pageOfQuestion = structure.questions.enumerated().map { place, question in
      switch structure.paging {
      case .whole: return 0
      case .questions: return place
      case .groups:
        let page = pages[question.group] ?? pages.count
        pages[question.group] = page
        return page
      }
    }
    comeInOrder = structure.pagesComeInOrder
    isComplete = Array(repeating: false, count: survey.count)
    last = Array(repeating: -1, count: survey.count)
    let count = comeInOrder ? 0 : (pageOfQuestion.max() ?? -1) + 1
    isTouched = Array(repeating: Array(repeating: false, count: survey.count), count: count)
    for (place, field) in fields.enumerated() {
      if field.name == "submitdate" {
        for row in 0..<survey.count {
          let reason = survey.columns[place].missingReason(at: row)
          if reason == nil || reason == .redacted { isComplete[row] = true }
        }
      }
      guard let number = field.question, !structure.questions[number].isFilledUnseen else { continue }
      touch(pageOfQuestion[number], survey.columns[place])
    }
  }

  private mutating func touch(_ page: Int, _ column: Column) {
    for row in isComplete.indices where !isComplete[row] && (!comeInOrder || last[row] < page) {
      switch column.missingReason(at: row) {
      case .notShown, .unknownBlank, .systemMissing: continue
      default: break
      }
      last[row] = max(last[row], page)
      if !comeInOrder { isTouched[page][row] = true }
    }
  }

  /// Whether the respondent in a row has been on the page of a question.
  func isReached(_ question: Int, _ row: Int) -> Bool {
    let page = pageOfQuestion[question]
    return isComplete[row] || (comeInOrder ? page <= last[row] : isTouched[page][row])
  }
}

extension LimeSurveyQuestion {
  /// Whether the question is never put to anybody.
  var isHidden: Bool { attributes["hidden"] == "1" }

  /// Whether its cells may be filled before, or without, the respondent's being on its page.
  var isFilledUnseen: Bool { isHidden || type == "*" || type == "X" || type == "I" }

  /// Whether the database keeps a blank as NULL, since the column holds numbers or dates.
  var hasNullForBlank: Bool { type == "N" || type == "K" || type == "D" }
}
