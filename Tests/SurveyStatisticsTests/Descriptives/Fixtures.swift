import SurveyAggregation
import SurveyModel
import SurveyStatistics
import TestSupport
import TextFormats

/// Small surveys that the tests of descriptions speak of.
enum DescriptiveFixtures {
  /// Labels with the codes 1, 2, … and numbers, and after them codes that count as missing.
  static func labels(_ names: [String], missing: [(code: String, label: String, reason: MissingReason)] = [])
    -> [ValueLabel]
  {
    names.enumerated().map { ValueLabel(code: "\($0 + 1)", label: $1, value: Double($0 + 1)) }
      + missing.map { ValueLabel(code: $0.code, label: $0.label, missing: $0.reason) }
  }

  /// A categorical column from codes; 0 is "not shown", -1 is blank.
  static func column(_ codes: [Int], _ labels: [ValueLabel]) -> Column {
    var entries = labels.enumerated().map { index, label in
      CategoricalColumn.Entry(
        text: label.code, meaning: label.missing.map { .residual(label: index, $0) } ?? .label(index))
    }
    entries.append(.init(text: nil, meaning: .missing(.notShown)))
    entries.append(.init(text: "", meaning: .missing(.unknownBlank)))
    let cells = codes.map { code -> UInt16 in
      if code == 0 { return UInt16(labels.count) }
      return UInt16(labels.firstIndex { $0.code == String(code) } ?? labels.count + 1)
    }
    return .categorical(CategoricalColumn(codes: cells, entries: entries))
  }

  static func numeric(_ values: [Double]) -> Column {
    .numeric(
      NumericColumn(
        values: values, missing: values.map { $0.isNaN ? MissingReason.seenNotAnswered.index : 0 }))
  }

  static func survey(_ columns: [(Variable, Column)], sets: [MultipleResponseSet] = []) -> Survey {
    Survey(
      codebook: Codebook(variables: columns.map(\.0), multipleResponseSets: sets), columns: columns.map(\.1),
      count: columns.first?.1.count ?? 0, provenance: Provenance(format: "csv", evidence: "made by a test"))
  }

  static func question(_ name: String, _ codes: [Int], _ labels: [ValueLabel], level: MeasurementLevel = .ordinal)
    -> (Variable, Column)
  {
    (Variable(name: name, kind: .categorical, level: level, labels: labels), column(codes, labels))
  }

  static func number(_ name: String, _ values: [Double]) -> (Variable, Column) {
    (Variable(name: name, kind: .numeric, level: .scale), numeric(values))
  }

  /// A data frame of the reference values as a survey: numbers as numbers, words as nominal answers.
  static func golden(_ name: String) throws -> Survey? {
    guard let folder = SharedFiles.golden else { return nil }
    let text = String(decoding: try FileSystem.contents(of: "\(folder)/\(name)"), as: UTF8.self)
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
        String(cell.filter { $0 != "\"" && $0 != "\r" })
      }
    }
    let rows = lines.dropFirst()
    return survey(
      lines[0].enumerated().map { column, name in
        let cells = rows.map { $0[column] }
        let numbers = cells.map { Double($0) }
        if zip(cells, numbers).allSatisfy({ $0.isEmpty || $1 != nil }) {
          return number(name, numbers.map { $0 ?? .nan })
        }
        let words = Array(Set(cells)).sorted()
        let labels = words.map { ValueLabel(code: $0, label: $0) }
        let entries = words.indices.map { CategoricalColumn.Entry(text: words[$0], meaning: .label($0)) }
        let codes = cells.map { UInt16(words.firstIndex(of: $0) ?? 0) }
        return (
          Variable(name: name, kind: .categorical, level: .nominal, labels: labels),
          .categorical(CategoricalColumn(codes: codes, entries: entries))
        )
      })
  }

  /// The reference values of complex samples.
  static func goldenValues() throws -> JSONValue? {
    guard let folder = SharedFiles.golden else { return nil }
    return try JSONValue(parsing: try FileSystem.contents(of: "\(folder)/survey.json"))
  }

  static func mistake(_ work: () throws -> Void) -> StatisticsError? {
    do { try work() } catch let error as StatisticsError { return error } catch { return nil }
    return nil
  }

  static func isNear(_ a: Double?, _ b: Double?, _ tolerance: Double) -> Bool {
    guard let a, let b else { return false }
    return abs(a - b) <= tolerance * max(1, abs(b))
  }

}
