internal import CReadStat
internal import SurveyModel

/// A value of a statistics package's file: a number, a text, or one of its kinds of missing.
enum StatValue: Sendable, Hashable {
  case number(Double)
  case text(String)
  /// Stata's `.a` to `.z`, SAS's `.A` to `.Z`.
  case tagged(UInt8)
  case systemMissing
}

/// A variable as a statistics package's file describes it.
struct StatVariable: Sendable {
  /// What the package knows of the level of measurement.
  enum Measure: Sendable { case unknown, nominal, ordinal, scale }

  var name: String
  var label: String
  /// The package's format for printing, such as "DATE11" or "%td".
  var format: String
  var isText: Bool
  var measure: Measure
  /// The name of the set of value labels that it uses.
  var labelSet: String
  /// What the file declares as missing: single values and ranges.
  var missing: [(low: StatValue, high: StatValue)]

  /// Whether the file declares a value as missing.
  func declaresMissing(_ value: StatValue) -> Bool {
    missing.contains { low, high in
      switch (value, low, high) {
      case (.number(let number), .number(let low), .number(let high)): number >= low && number <= high
      case (.text(let text), .text(let low), .text): text == low
      default: false
      }
    }
  }
}

/// What a statistics package's file holds, as ReadStat reads it.
struct StatFile: Sendable {
  /// Which of ReadStat's readers takes the file.
  enum Kind: Sendable { case sav, por, dta, sas7bdat }

  var variables: [StatVariable] = []
  /// For each variable its cells: numbers as written by ``Column/text(_:)``, tagged missings as ".a".
  var columns: [StatColumn] = []
  /// The value labels by the name of their set, in the file's order.
  var labels: [String: [(value: StatValue, label: String)]] = [:]
  var notes: [String] = []
  var fileLabel = ""
  /// The name of the variable with the weights.
  var weight: String?
  /// How many respondents there are.
  var count = 0
}

/// The cells of one variable, with each distinct value once.
struct StatColumn: Sendable {
  /// The cells' texts.
  var cells = RawColumn()
  /// The distinct values, in order of first occurrence, as long as they are few enough to be told apart.
  private(set) var distinct: [StatValue] = []
  /// The beginning of each distinct number's text.
  private var known: [UInt64: [UInt8]] = [:]
  private var seen: Set<StatValue> = []

  /// Adds a cell.
  mutating func append(_ value: StatValue) {
    switch value {
    case .systemMissing: cells.appendAbsent(.systemMissing)
    case .tagged(let letter):
      note(value)
      cells.append([UInt8(ascii: "."), letter])
    case .text(let text):
      note(value)
      cells.append(text)
    case .number(let number):
      if let text = known[number.bitPattern] {
        cells.append(text)
        return
      }
      note(value)
      let text = Array(Column.text(number).utf8)
      if known.count < RawColumn.mostDistinct { known[number.bitPattern] = text }
      cells.append(text)
    }
  }

  private mutating func note(_ value: StatValue) {
    guard distinct.count < RawColumn.mostDistinct, seen.insert(value).inserted else { return }
    distinct.append(value)
  }
}

extension StatValue {
  /// The value as the cell's text and the label's code have it; nil for system-missing.
  var text: String? {
    switch self {
    case .number(let number): Column.text(number)
    case .text(let text): text
    case .tagged(let letter): "." + String(Character(Unicode.Scalar(letter)))
    case .systemMissing: nil
    }
  }

  /// The number, where it is one.
  var number: Double? { if case .number(let number) = self { number } else { nil } }
}
