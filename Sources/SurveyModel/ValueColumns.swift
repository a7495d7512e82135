/// Numbers, one per respondent, with the reason where there is none.
public struct NumericColumn: Sendable, Hashable {
  /// The numbers; NaN where missing.
  public var values: [Double]
  /// 0 where there is a number, else the ``MissingReason/index`` of the reason.
  public var missing: [UInt8]
  /// The text of cells whose text is not what the number prints as ("01", "3,5", an unreadable word), by respondent.
  public var originals: [Int: String]

  /// Creates a column of numbers.
  public init(values: [Double], missing: [UInt8], originals: [Int: String] = [:]) {
    self.values = values
    self.missing = missing
    self.originals = originals
  }
}

/// Texts, all in one buffer of UTF-8 bytes, with the reason where there is none.
public struct TextColumn: Sendable, Hashable {
  /// All texts one after the other.
  public private(set) var bytes: [UInt8] = []
  /// For each respondent, where the text ends in ``bytes``.
  public private(set) var ends: [Int] = []
  /// 0 where there is a text, else the ``MissingReason/index`` of the reason.
  public private(set) var missing: [UInt8] = []

  /// Creates a column without respondents.
  public init() {}

  /// Adds a respondent's text.
  public mutating func append(_ text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    missing.append(0)
  }

  /// Adds the texts of many respondents, which stand one after the other.
  ///
  /// - Parameters:
  ///   - texts: All their bytes.
  ///   - ends: Where each text ends.
  ///   - start: Where the first begins, in the same numbering.
  public mutating func append(_ texts: UnsafeBufferPointer<UInt8>, ends: UnsafeBufferPointer<Int>, from start: Int) {
    let shift = unsafe bytes.count - start
    unsafe bytes.append(contentsOf: texts)
    unsafe self.ends.append(contentsOf: ends.lazy.map { $0 + shift })
    unsafe missing.append(contentsOf: repeatElement(0, count: ends.count))
  }

  /// Adds a respondent without a text, keeping what the cell held.
  public mutating func append(missing reason: MissingReason, text: some Collection<UInt8> = EmptyCollection<UInt8>()) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    missing.append(reason.index)
  }

  /// The respondent's text as the file has it, missing or not.
  public func text(at respondent: Int) -> String {
    let start = respondent == 0 ? 0 : ends[respondent - 1]
    return String(decoding: bytes[start..<ends[respondent]], as: UTF8.self)
  }

  /// How many respondents there are.
  public var count: Int { ends.count }
}

/// Dates and times as written, one per respondent, with the reason where there is none.
public struct DateTimeColumn: Sendable, Hashable {
  /// Seconds of civil time since 1970-01-01; 0 where missing.
  public var seconds: [Int]
  /// 0 where there is a date, else the ``MissingReason/index`` of the reason.
  public var missing: [UInt8]
  /// The cells' texts.
  public var originals: TextColumn

  /// Creates a column of dates.
  public init(seconds: [Int], missing: [UInt8], originals: TextColumn) {
    self.seconds = seconds
    self.missing = missing
    self.originals = originals
  }
}

/// Ticked options of a question kept in one column, one bit per option and respondent.
public struct MultipleResponseColumn: Sendable, Hashable {
  /// For each respondent, bit k set where the option at position k of the variable's `labels` is ticked.
  public var ticked: [UInt64]
  /// 0 where the question was answered, else the ``MissingReason/index`` of the reason.
  public var missing: [UInt8]
  /// The cells' texts.
  public var originals: TextColumn

  /// Creates a column of ticked options; there are at most 64 options.
  public init(ticked: [UInt64], missing: [UInt8], originals: TextColumn) {
    self.ticked = ticked
    self.missing = missing
    self.originals = originals
  }
}
