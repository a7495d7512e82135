import SurveyModel
import SurveyPreparation

/// Small surveys that the tests speak of.
enum Examples {
  /// Six respondents: age with one missing, a five-point item, region by name, status by code, a set in one column,
  /// a date, an open text and a duration.
  static let survey: Survey = {
    let variables = [
      Variable(name: "age", kind: .numeric, level: .scale),
      Variable(name: "Q1", label: "Annoying", kind: .categorical, level: .ordinal, labels: agree),
      Variable(
        name: "region", kind: .categorical, level: .nominal,
        labels: [ValueLabel(code: "N", label: "North"), ValueLabel(code: "S", label: "South's end")]),
      Variable(
        name: "Q7", kind: .multipleResponse, level: .nominal,
        labels: ["Facebook", "X", "Mastodon"].enumerated().map { ValueLabel(code: "\($0 + 1)", label: $1) }),
      Variable(name: "started", kind: .datetime, level: .scale, role: .metadata),
      Variable(name: "comment", kind: .text, level: .nominal, personal: .openText),
      Variable(name: "Duration (in seconds)", kind: .numeric, level: .scale, role: .metadata),
    ]
    var times = TextColumn()
    var comments = TextColumn()
    for _ in 0..<6 { times.append("".utf8) }
    for text in ["a", "b", "", "a", "c", "d"] {
      if text.isEmpty { comments.append(missing: .unknownBlank) } else { comments.append(text.utf8) }
    }
    let day = 86_400
    return Survey(
      codebook: Codebook(variables: variables),
      columns: [
        numbers([17, 18, 29, 30, nil, 70]), answers([1, 2, 5, nil, 9, 4], labels: agree),
        .categorical(
          CategoricalColumn(
            codes: [0, 1, 0, 1, 0, 2],
            entries: [
              .init(text: "N", meaning: .label(0)), .init(text: "S", meaning: .label(1)),
              .init(text: "", meaning: .missing(.notShown)),
            ])),
        .multipleResponse(
          MultipleResponseColumn(
            ticked: [0b001, 0b011, 0, 0b100, 0b111, 0], missing: [0, 0, 0, 0, 0, MissingReason.notShown.index],
            originals: times)),
        .datetime(
          DateTimeColumn(
            seconds: [0, day, 2 * day, 3 * day, 4 * day, 0],
            missing: [0, 0, 0, 0, 0, MissingReason.unknownBlank.index], originals: times)),
        .text(comments), numbers([300, 600, 60, 900, 620, nil]),
      ], count: 6, provenance: Provenance(format: "csv", evidence: "made by a test"))
  }()

  /// Five steps of agreement with numbers, and "don't know" as code 9.
  static let agree: [ValueLabel] =
    ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"].enumerated().map {
      ValueLabel(code: "\($0 + 1)", label: $1, value: Double($0 + 1))
    } + [ValueLabel(code: "9", label: "Don't know", missing: .dontKnow)]

  /// A column of numbers, nil where seen and not answered.
  static func numbers(_ values: [Double?]) -> Column {
    .numeric(
      NumericColumn(
        values: values.map { $0 ?? .nan }, missing: values.map { $0 == nil ? MissingReason.seenNotAnswered.index : 0 }))
  }

  /// A column of answers by code, nil where seen and not answered.
  static func answers(_ codes: [Int?], labels: [ValueLabel]) -> Column {
    var entries = labels.enumerated().map { index, label in
      CategoricalColumn.Entry(
        text: label.code, meaning: label.missing.map { .residual(label: index, $0) } ?? .label(index))
    }
    entries.append(.init(text: "", meaning: .missing(.seenNotAnswered)))
    return .categorical(
      CategoricalColumn(
        codes: codes.map { code in
          UInt16(labels.firstIndex { $0.code == code.map(String.init) ?? "none" } ?? entries.count - 1)
        }, entries: entries))
  }

  /// A survey of items with the same answers, one column of codes each.
  static func items(_ columns: [(name: String, codes: [Int?])], labels: [ValueLabel] = agree) -> Survey {
    Survey(
      codebook: Codebook(
        variables: columns.map { Variable(name: $0.name, kind: .categorical, level: .ordinal, labels: labels) }),
      columns: columns.map { answers($0.codes, labels: labels) }, count: columns.first?.codes.count ?? 0,
      provenance: Provenance(format: "csv", evidence: "made by a test"))
  }

  /// The error that a piece of work throws.
  static func mistake(_ work: () throws -> Void) -> PreparationError? {
    do { try work() } catch let error as PreparationError { return error } catch { return nil }
    return nil
  }
}
