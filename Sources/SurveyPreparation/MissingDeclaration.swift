internal import TextFormats
public import SurveyModel

/// A code that counts as missing, and why.
public struct MissingDeclaration: Sendable, Hashable {
  /// The code as the file writes it.
  public var code: String
  /// Why it counts as missing.
  public var reason: MissingReason
  /// The variables that it holds for; nil for all.
  public var variables: VariableSelection?

  /// Creates a declaration.
  public init(code: String, reason: MissingReason, variables: VariableSelection? = nil) {
    self.code = code
    self.reason = reason
    self.variables = variables
  }

  /// Creates a declaration from the reason as a study file writes it, such as `dont-know` or `skipped`.
  ///
  /// - Throws: ``PreparationError`` with the nearest known reason.
  public init(code: String, reasonNamed name: String, variables: VariableSelection? = nil) throws(PreparationError) {
    guard let reason = Self.reasons.first(where: { $0.name == name || $0.reason.rawValue == name })?.reason else {
      let known = Self.reasons.map(\.name)
      let nearest = EditDistance.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
      throw PreparationError(
        .argument, place: Place(column: "missing"), found: "the reason '\(name)' for code \(code)",
        expected: "a reason for missing", remedy: nearest ?? "choose one of \(known.joined(separator: ", "))")
    }
    self.init(code: code, reason: reason, variables: variables)
  }

  private static let reasons: [(name: String, reason: MissingReason)] = [
    ("dont-know", .dontKnow), ("refused", .refused), ("not-applicable", .notApplicable),
    ("skipped", .seenNotAnswered), ("seen-not-answered", .seenNotAnswered), ("not-shown", .notShown),
    ("not-asked", .notShown), ("declared", .declared), ("missing", .declared), ("redacted", .redacted),
    ("unreadable", .unreadable), ("system-missing", .systemMissing), ("unknown-blank", .unknownBlank),
  ]

  /// Applies the declaration and returns how many cells it made missing.
  func apply(to survey: inout Survey) throws(PreparationError) -> Int {
    let positions = try variables?.positions(in: survey.codebook) ?? Array(survey.codebook.variables.indices)
    var count = 0
    for position in positions {
      switch survey.columns[position] {
      case .categorical: survey.update(at: position) { count += applyToAnswers(&$0, &$1) }
      case .numeric: survey.update(at: position) { count += applyToNumbers(&$1) }
      case .text, .datetime, .multipleResponse: break
      }
    }
    return count
  }

  private func applyToAnswers(_ variable: inout Variable, _ column: inout Column) -> Int {
    guard case .categorical(var categorical) = column else { return 0 }
    let found = variable.labels.indices.filter {
      variable.labels[$0].code == code && variable.labels[$0].missing == nil
    }
    guard !found.isEmpty else { return 0 }
    // Missing answers stand last in a codebook, so the positions of those after them change.
    let order = variable.labels.indices.filter { !found.contains($0) } + found
    var moved = [Int](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { moved[old] = new }
    var tally = [Int](repeating: 0, count: categorical.entries.count)
    for code in categorical.codes { tally[Int(code)] += 1 }
    var count = 0
    for index in categorical.entries.indices {
      switch categorical.entries[index].meaning {
      case .label(let label) where found.contains(label):
        categorical.entries[index].meaning = .residual(label: moved[label], reason)
        count += tally[index]
      case .label(let label): categorical.entries[index].meaning = .label(moved[label])
      case .residual(let label, let reason): categorical.entries[index].meaning = .residual(label: moved[label], reason)
      case .missing: break
      }
    }
    for index in found { variable.labels[index].missing = reason }
    variable.labels = order.map { variable.labels[$0] }
    column = .categorical(categorical)
    return count
  }

  private func applyToNumbers(_ column: inout Column) -> Int {
    guard case .numeric(var numeric) = column, let number = Double(code), number.isFinite else { return 0 }
    var count = 0
    for index in numeric.values.indices where numeric.values[index] == number {
      // The text stays reachable: without it a missing cell would print as blank.
      if numeric.originals[index] == nil { numeric.originals[index] = numeric.written(number) }
      numeric.values[index] = .nan
      numeric.missing[index] = reason.index
      count += 1
    }
    if count > 0 { column = .numeric(numeric) }
    return count
  }
}
