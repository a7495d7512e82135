internal import SurveyModel

/// Values of a REDCap project's records that have no cell of their own, so that none is lost without a word.
struct REDCapLosses {
  private var undefined: [String: Int] = [:]
  private var order: [String] = []
  private var repeated = 0
  private var taken = 0

  /// A value that gets its cell.
  mutating func take(_ value: String) {
    if !RawColumn.isBlank(value.utf8) { taken += 1 }
  }

  /// A value of an item that the project does not define, or under a name that REDCap keeps for itself.
  mutating func addUndefined(_ item: String, _ value: String) {
    guard !RawColumn.isBlank(value.utf8) else { return }
    taken += 1
    if undefined[item] == nil { order.append(item) }
    undefined[item, default: 0] += 1
  }

  /// A value whose cell gets another one.
  mutating func addRepeated(_ value: String, beside other: String) {
    if value != other, !RawColumn.isBlank(value.utf8) { repeated += 1 }
  }

  /// What is to be told of values that are not read.
  ///
  /// - Parameter all: All values in the document.
  func problems(of all: [String], file: String) -> [Problem] {
    var problems: [Problem] = []
    func tell(_ count: Int, _ what: String, _ expected: String, _ remedy: String) {
      problems.append(
        Problem(
          .warning, file: file, found: "\(count) value\(count == 1 ? "" : "s") \(what)", expected: expected,
          remedy: remedy + "; export the project again"))
    }
    if !order.isEmpty {
      tell(
        undefined.values.reduce(0, +), "of items that the project does not define: \(SurveyAssembly.list(order))",
        "an ItemDef in a form for each", "they are not read")
    }
    if repeated > 0 {
      tell(
        repeated, "beside another one of the same field and record", "each field once in a record",
        "the last one is read")
    }
    let outside = all.count { !RawColumn.isBlank($0.utf8) } - taken
    if outside > 0 {
      tell(outside, "outside of forms", "FormData in SubjectData or in its events", "they are not read")
    }
    return problems
  }
}
