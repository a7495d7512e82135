internal import TextFormats

/// Numbers, one per respondent, with the reason where there is none.
public struct NumericColumn: Sendable, Hashable {
  /// The numbers; NaN where missing.
  public var values: [Double]
  /// 0 where there is a number, else the ``MissingReason/index`` of the reason.
  public var missing: [UInt8]
  /// With how many digits after the point the column writes its numbers; nil where each is written as short as it is.
  public var decimals: Int?
  /// The text of cells whose text is not what the number prints as ("01", "3,5", an unreadable word), by respondent.
  public var originals: [Int: String]

  /// Creates a column of numbers.
  public init(values: [Double], missing: [UInt8], decimals: Int? = nil, originals: [Int: String] = [:]) {
    self.values = values
    self.missing = missing
    self.decimals = decimals
    self.originals = originals
  }

  /// The text of the respondent's cell as the file has it; "" where it is blank.
  public func text(at respondent: Int) -> String {
    if let original = originals[respondent] { return original }
    return missing[respondent] == 0 ? written(values[respondent]) : ""
  }

  /// A number as the column writes it.
  public func written(_ value: Double) -> String {
    decimals.map { FixedDecimals.string(value, decimals: $0) } ?? Column.text(value)
  }
}

/// Texts, all in one buffer of UTF-8 bytes, with the reason where there is none.
///
/// Texts that recur are kept once: then ``codes`` says for each respondent which of the distinct texts is theirs, and a
/// respondent costs three bytes. Two columns are equal when they are kept the same way and hold the same.
public struct TextColumn: Sendable, Hashable {
  /// All texts, or all distinct texts, one after the other.
  @usableFromInline var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  @usableFromInline var ends: [Int] = []
  /// For each respondent the position of the text among the distinct ones; nil where every text is kept.
  @usableFromInline var codes: [UInt16]?
  /// 0 where there is a text, else the ``MissingReason/index`` of the reason.
  public internal(set) var missing: [UInt8] = []

  /// Creates a column without respondents.
  public init() {}

  /// Creates a column of texts that recur.
  ///
  /// - Parameters:
  ///   - codes: For each respondent the position of the text among the distinct ones.
  ///   - bytes: The distinct texts one after the other.
  ///   - ends: Where each distinct text ends.
  ///   - reasons: For each distinct text why it counts as missing, or nil where it is a text.
  public init(codes: [UInt16], bytes: [UInt8], ends: [Int], reasons: [MissingReason?]) {
    self.codes = codes
    self.bytes = bytes
    self.ends = ends
    let indices = reasons.map { $0?.index ?? 0 }
    missing =
      indices.allSatisfy { $0 == 0 }
      ? [UInt8](repeating: 0, count: codes.count) : codes.map { indices[Int($0)] }
  }

  /// How many respondents there are.
  @inlinable
  public var count: Int { missing.count }

  /// Adds a respondent's text.
  public mutating func append(_ text: some Collection<UInt8>) {
    keepEveryText()
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
    keepEveryText()
    let shift = bytes.count - start
    unsafe bytes.append(contentsOf: texts)
    unsafe self.ends.append(contentsOf: ends.lazy.map { $0 + shift })
    missing.append(contentsOf: repeatElement(0, count: ends.count))
  }

  /// Adds a respondent without a text, keeping what the cell held.
  public mutating func append(missing reason: MissingReason, text: some Collection<UInt8> = EmptyCollection<UInt8>()) {
    append(text)
    missing[missing.count - 1] = reason.index
  }

  /// Says of some texts that they are none, by a rule on their bytes.
  ///
  /// - Complexity: O(texts kept), and O(respondents) where some recur.
  public mutating func markMissing(_ reason: (ArraySlice<UInt8>) -> MissingReason?) {
    guard let codes else {
      var start = 0
      for (respondent, end) in ends.enumerated() {
        if missing[respondent] == 0, let found = reason(bytes[start..<end]) { missing[respondent] = found.index }
        start = end
      }
      return
    }
    let found = ends.indices.map { reason(bytes[range($0)])?.index ?? 0 }
    guard found.contains(where: { $0 != 0 }) else { return }
    for (respondent, code) in codes.enumerated() where missing[respondent] == 0 {
      missing[respondent] = found[Int(code)]
    }
  }

  /// The bytes of the respondent's text as the file has it, missing or not.
  public func utf8(at respondent: Int) -> ArraySlice<UInt8> {
    bytes[range(codes.map { Int($0[respondent]) } ?? respondent)]
  }

  /// Hands over the bytes of the respondent's text without copying them.
  @inlinable
  public func withUTF8<Result>(at respondent: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let range = range(codes.map { Int($0[respondent]) } ?? respondent)
    return unsafe bytes.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Hands over the bytes of each respondent's text in order without copying them.
  @inlinable
  public func forEach(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      for respondent in 0..<count {
        let range = range(codes.map { Int($0[respondent]) } ?? respondent)
        unsafe body(respondent, UnsafeBufferPointer(rebasing: bytes[range]))
      }
    }
  }

  /// The respondent's text as the file has it, missing or not.
  public func text(at respondent: Int) -> String { String(decoding: utf8(at: respondent), as: UTF8.self) }

  @inlinable
  func range(_ text: Int) -> Range<Int> { (text == 0 ? 0 : ends[text - 1])..<ends[text] }

  private mutating func keepEveryText() {
    guard let codes else { return }
    var flat: [UInt8] = []
    var flatEnds: [Int] = []
    flatEnds.reserveCapacity(codes.count + 1)
    for code in codes {
      flat += bytes[range(Int(code))]
      flatEnds.append(flat.count)
    }
    (bytes, ends, self.codes) = (flat, flatEnds, nil)
  }
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
