import SurveyAggregation
import SurveyModel

/// Small surveys that the tests speak of.
enum Samples {
  /// A survey of numeric columns.
  static func numeric(_ columns: [(name: String, values: [Double])]) -> Survey {
    Survey(
      codebook: Codebook(variables: columns.map { Variable(name: $0.name, kind: .numeric, level: .scale) }),
      columns: columns.map { column in
        .numeric(
          NumericColumn(
            values: column.values, missing: column.values.map { $0.isNaN ? MissingReason.unknownBlank.index : 0 }))
      }, count: columns.first?.values.count ?? 0, provenance: Provenance(format: "csv", evidence: "made by a test"))
  }

  /// A variable with answers "a", "b", "c", and the code 9 for "don't know"; nil is not shown.
  static func answers(_ name: String, _ codes: [Int?]) -> (Variable, Column) {
    var labels = ["a", "b", "c"].enumerated().map { ValueLabel(code: "\($0)", label: $1, value: Double($0)) }
    labels.append(ValueLabel(code: "9", label: "don't know", missing: .dontKnow))
    // Entries in another order than the labels, and one answer written in two ways, as files have it.
    let entries: [CategoricalColumn.Entry] = [
      .init(text: "2", meaning: .label(2)), .init(text: "0", meaning: .label(0)), .init(text: "1", meaning: .label(1)),
      .init(text: "9", meaning: .residual(label: 3, .dontKnow)), .init(text: "", meaning: .missing(.notShown)),
      .init(text: "02", meaning: .label(2)),
    ]
    let entryOfCode: [Int: UInt16] = [2: 0, 0: 1, 1: 2, 9: 3, 22: 5]
    let column = CategoricalColumn(codes: codes.map { $0.flatMap { entryOfCode[$0] } ?? 4 }, entries: entries)
    return (Variable(name: name, kind: .categorical, level: .nominal, labels: labels), .categorical(column))
  }

  static func survey(_ columns: [(Variable, Column)], sets: [MultipleResponseSet] = []) -> Survey {
    Survey(
      codebook: Codebook(variables: columns.map(\.0), multipleResponseSets: sets), columns: columns.map(\.1),
      count: columns.first?.1.count ?? 0, provenance: Provenance(format: "csv", evidence: "made by a test"))
  }

  static func mistake(_ work: () throws -> Void) -> AggregationError? {
    do { try work() } catch let error as AggregationError { return error } catch { return nil }
    return nil
  }
}
