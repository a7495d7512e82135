internal import CByteMasks
internal import SurveyModel

/// The cells of a column of which most are distinct, counted and not kept: numbers as numbers, the other texts each once
/// as long as there are few of them, and of the rest how many there are.
///
/// One thread writes it; others read it when that thread has ended.
struct ManyCells {
  /// The most texts that are told apart beside the numbers.
  static let mostTexts = 1024

  private(set) var numbers: UnsafeMutablePointer<Double>?
  private(set) var numberCount = 0
  private var room = 0
  /// Of very many numbers the distinct ones with how often each occurs, rising; ``numbers`` are those since.
  private(set) var runs = NumberRuns()
  /// So many numbers are put together before they are counted by their values.
  private let mostNumbers: Int

  init(mostNumbers: Int) { self.mostNumbers = mostNumbers }
  /// The texts that are no numbers and were told apart, with how often each occurs.
  private(set) var texts = CellDictionary(isFiltered: true)
  /// How many further texts there are.
  private(set) var uncounted = 0
  /// One of those, for what must be known of the column's look.
  private(set) var firstUncounted: (place: UInt64, text: [UInt8])?
  /// The first number as it is written, and where.
  private(set) var firstNumber: (place: UInt64, text: [UInt8])?
  /// Whether some number is written with an exponent.
  private(set) var hasExponents = false

  /// Counts a cell.
  ///
  /// Sixteen bytes from its start are read, whatever its length.
  mutating func count(_ text: UnsafeBufferPointer<UInt8>, at place: UInt64) {
    if let first = text.first, first < 0x3A, let written = NumberText.written(text) {
      append(written.value)
      if !written.isFixed { hasExponents = hasExponents || text.contains { $0 | 0x20 == 0x65 } }
      if firstNumber == nil { firstNumber = (place, Array(text)) }
      return
    }
    guard let cell = text.baseAddress else { return }
    if let slot = texts.find(cell, text.count) {
      slot.pointee.count += 1
    } else if texts.count < Self.mostTexts
      || (texts.count < CellDictionary.most && topline_must_be_known(cell, text.count))
    {
      _ = texts.add(cell, text.count, content: text, count: 1, at: place)
    } else {
      uncounted += 1
      if firstUncounted == nil { firstUncounted = (place, Array(text)) }
    }
  }

  /// Counts the cells of a column in records, as long as they need no thought; returns the record of the first that does.
  ///
  /// - Parameter quotes: Takes how many quotation marks the cells hold.
  mutating func count(_ cells: topline_cells, _ column: Int, _ range: Range<Int>, _ quotes: inout Int) -> Int {
    let left = max(0, min(room, mostNumbers) - numberCount)
    let isFull = texts.count >= Self.mostTexts && firstUncounted != nil
    let (record, many) = withUnsafePointer(to: texts.table) { table in
      var many = topline_many_cells(
        table: table, is_full: isFull, numbers: numbers?.advanced(by: numberCount), numbers_left: left, uncounted: 0,
        quotes: 0)
      let record = withUnsafePointer(to: cells) {
        topline_count_many($0, column, range.lowerBound, range.upperBound, &many)
      }
      return (record, many)
    }
    numberCount += left - many.numbers_left
    uncounted += many.uncounted
    quotes += many.quotes
    return record
  }

  private mutating func append(_ number: Double) {
    if numberCount == mostNumbers {
      runs.add(UnsafeMutableBufferPointer(start: numbers, count: numberCount))
      numberCount = 0
    }
    if numberCount == room {
      room = max(1 << 12, room * 2)
      let new = UnsafeMutablePointer<Double>.allocate(capacity: room)
      if let numbers { new.update(from: numbers, count: numberCount) }
      numbers?.deallocate()
      numbers = new
    }
    numbers?[numberCount] = number
    numberCount += 1
  }

  /// Frees the numbers.
  mutating func releaseNumbers() {
    numbers?.deallocate()
    (numbers, numberCount, room) = (nil, 0, 0)
    runs = NumberRuns()
  }

  /// Frees all.
  mutating func release() {
    releaseNumbers()
    texts.release()
  }
}

/// A column of which most cells are distinct, as the threads counted it.
struct CountedMany: Sendable {
  /// The numbers, in no order that means anything.
  var numbers: [Double]
  /// How often each of them occurs; nil where each stands as often as it does.
  var counts: [Int]?
  /// Whether some number is written with an exponent.
  var hasExponents = false
  /// How many texts were counted and not told apart.
  var uncounted = 0
  /// The texts that were told apart, one of those that were not, and one of the numbers: in order of first occurrence.
  var texts: [(text: [UInt8], tally: Int, firstRecord: Int, isNumber: Bool)] = []
}

/// Distinct numbers with how often each occurs, in rising order.
struct NumberRuns: Sendable {
  private(set) var values: [Double] = []
  private(set) var counts: [Int] = []

  /// Counts further numbers, whose order is not kept.
  mutating func add(_ numbers: UnsafeMutableBufferPointer<Double>) {
    var numbers = numbers
    numbers.sort()
    var other = NumberRuns()
    for number in numbers { other.append(number, 1) }
    add(other)
  }

  /// Counts numbers of which it is known how often each occurs.
  mutating func add(_ counted: [(value: Double, count: Int)]) {
    var other = NumberRuns()
    for (value, count) in counted.sorted(by: { $0.value < $1.value }) { other.append(value, count) }
    add(other)
  }

  /// Adds what was counted elsewhere.
  mutating func add(_ other: NumberRuns) {
    guard !values.isEmpty else {
      self = other
      return
    }
    var merged = NumberRuns()
    merged.values.reserveCapacity(max(values.count, other.values.count))
    merged.counts.reserveCapacity(max(values.count, other.values.count))
    var (mine, theirs) = (0, 0)
    while mine < values.count || theirs < other.values.count {
      if theirs == other.values.count || (mine < values.count && values[mine] <= other.values[theirs]) {
        merged.append(values[mine], counts[mine])
        mine += 1
      } else {
        merged.append(other.values[theirs], other.counts[theirs])
        theirs += 1
      }
    }
    self = merged
  }

  private mutating func append(_ value: Double, _ count: Int) {
    if let last = values.last, last == value {
      counts[counts.count - 1] += count
    } else {
      values.append(value)
      counts.append(count)
    }
  }
}
