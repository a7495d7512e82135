import SurveyModel
import SurveyPreparation

/// Small exports of platforms, as their readers give them.
enum Platforms {
  /// A column that the platform records: texts, nil where blank.
  struct Recorded {
    var name: String
    var cells: [String?]
    var reason = MissingReason.unknownBlank
    var personal = PersonalData.no
    var role = VariableRole.metadata
    var kind = VariableKind.categorical
  }

  static func survey(_ format: String, _ columns: [Recorded], grids: [Grid] = []) -> Survey {
    Survey(
      codebook: Codebook(variables: columns.map(variable), grids: grids), columns: columns.map(column),
      count: columns.first?.cells.count ?? 0, provenance: Provenance(format: format, evidence: "made by a test"))
  }

  private static func variable(_ recorded: Recorded) -> Variable {
    let codes = distinct(recorded)
    return Variable(
      name: recorded.name, kind: recorded.kind, level: recorded.kind == .categorical ? .nominal : .scale,
      labels: recorded.kind == .categorical ? codes.map { ValueLabel(code: $0, label: $0) } : [],
      personal: recorded.personal, role: recorded.role)
  }

  private static func distinct(_ recorded: Recorded) -> [String] {
    var codes: [String] = []
    for case let cell? in recorded.cells where !codes.contains(cell) { codes.append(cell) }
    return codes
  }

  private static func column(_ recorded: Recorded) -> Column {
    switch recorded.kind {
    case .categorical:
      let codes = distinct(recorded)
      let entries =
        codes.enumerated().map { CategoricalColumn.Entry(text: $1, meaning: .label($0)) } + [
          .init(text: "", meaning: .missing(recorded.reason))
        ]
      return .categorical(
        CategoricalColumn(
          codes: recorded.cells.map { cell in UInt16(codes.firstIndex { $0 == cell } ?? codes.count) },
          entries: entries))
    case .numeric: return Examples.numbers(recorded.cells.map { $0.flatMap(Double.init) })
    case .datetime:
      var texts = TextColumn()
      for cell in recorded.cells { texts.append((cell ?? "").utf8) }
      return .datetime(
        DateTimeColumn(
          seconds: recorded.cells.map { $0.flatMap(Int.init) ?? 0 },
          missing: recorded.cells.map { $0 == nil ? recorded.reason.index : 0 }, originals: texts))
    case .text, .multipleResponse:
      var texts = TextColumn()
      for cell in recorded.cells {
        if let cell { texts.append(cell.utf8) } else { texts.append(missing: recorded.reason) }
      }
      return .text(texts)
    }
  }

  /// Who is taken out and what the report says of the rule.
  static func apply(_ rule: Exclusion.Rule, to survey: Survey) throws -> (
    out: [Int], rule: PreparationReport.Rule
  ) {
    let prepared = try Preparation(exclusions: [Exclusion(rule, why: "a test")]).apply(to: survey)
    return (prepared.selection.indices.filter { !prepared.selection[$0] }, prepared.report.rules[0])
  }

  /// The message with which a rule is refused.
  static func message(_ rule: Exclusion.Rule, _ survey: Survey) -> String? {
    Examples.mistake { _ = try apply(rule, to: survey) }?.description
  }
}
