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
  /// The texts that are no numbers and were told apart, with how often each occurs.
  private(set) var texts = CellDictionary()
  /// How many further texts there are.
  private(set) var uncounted = 0
  /// One of those, for what must be known of the column's look.
  private(set) var firstUncounted: (place: UInt64, text: [UInt8])?
  /// The first number as it is written, and where.
  private(set) var firstNumber: (place: UInt64, text: [UInt8])?
  /// Whether some number is written with an exponent.
  private(set) var hasExponents = false

  /// Counts a cell.
  mutating func count(_ cell: UnsafePointer<UInt8>, _ length: Int, at place: UInt64) {
    let text = UnsafeBufferPointer(start: cell, count: length)
    if let first = text.first, first < 0x3A, let written = NumberText.written(text) {
      append(written.value)
      if !written.isFixed { hasExponents = hasExponents || text.contains { $0 | 0x20 == 0x65 } }
      if firstNumber == nil { firstNumber = (place, Array(text)) }
      return
    }
    let most = mustBeKnown(text) ? CellDictionary.most : Self.mostTexts
    if texts.counted(cell, length, at: place, most: most) == CellDictionary.none {
      uncounted += 1
      if firstUncounted == nil { firstUncounted = (place, Array(text)) }
    }
  }

  // Blank cells, marks of withdrawn answers and signs of a wrong encoding are told apart however many texts there are.
  private func mustBeKnown(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard texts.count >= Self.mostTexts else { return true }
    guard let first = text.first, first > 0x20 else { return true }
    return (text.count == 12 && first == 0x44) || (text.count == 15 && first == 0x43) || Mojibake.mayHoldSign(text)
  }

  private mutating func append(_ number: Double) {
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
  /// Whether some number is written with an exponent.
  var hasExponents = false
  /// How many texts were counted and not told apart.
  var uncounted = 0
  /// The texts that were told apart, one of those that were not, and one of the numbers: in order of first occurrence.
  var texts: [(text: [UInt8], tally: Int, firstRecord: Int, isNumber: Bool)] = []
}
