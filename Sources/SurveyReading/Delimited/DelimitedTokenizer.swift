/// Takes the cells of a delimited text as they are found.
protocol DelimitedSink {
  /// A cell, without its quotation marks.
  mutating func field(_ text: UnsafeBufferPointer<UInt8>)
  /// The end of a record that begins in that line, from 1.
  mutating func endRecord(line: Int)
}

/// Parts a delimited text into records and cells by RFC 4180, leniently, as the bytes come.
///
/// Records end with LF, CRLF or CR, all of which may occur in one text. A quotation mark opens a quoted cell only at the
/// cell's start; inside, two stand for one, and newlines belong to the cell. Text after the closing mark is kept as part
/// of the cell and counted in ``strayQuotes``. All state is in this struct, so it makes no difference where the text is
/// cut into chunks.
struct DelimitedTokenizer: Sendable {
  private enum State: Sendable { case fieldStart, unquoted, quoted, quoteInQuoted, afterQuoted }

  private let delimiter: UInt8
  private var state = State.fieldStart
  private var pending: [UInt8] = []
  private var skipsLineFeed = false
  private var previousWasReturn = false
  private var fieldsInRecord = 0
  private var line = 1
  private var recordLine = 1
  private var quoteLine = 1

  /// Cells in which text follows the closing quotation mark.
  private(set) var strayQuotes = 0
  /// The line of the first of them.
  private(set) var firstStrayLine = 0

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// The line in which a quotation mark opens the cell that is not closed yet; nil outside quoted cells.
  var openQuoteLine: Int? { state == .quoted ? quoteLine : nil }

  /// Takes the next bytes of the text.
  mutating func consume<Sink: DelimitedSink>(_ chunk: UnsafeBufferPointer<UInt8>, into sink: inout Sink) {
    var index = 0
    if skipsLineFeed, let first = chunk.first {
      skipsLineFeed = false
      if first == 0x0A { index = 1 }
    }
    while index < chunk.count {
      switch state {
      case .fieldStart:
        if chunk[index] == 0x22 {
          state = .quoted
          quoteLine = line
          previousWasReturn = false
          index += 1
        } else {
          state = .unquoted
        }
      case .unquoted, .afterQuoted: index = unquoted(chunk, index, &sink)
      case .quoted: index = quoted(chunk, index)
      case .quoteInQuoted: index = afterQuote(chunk, index)
      }
    }
  }

  /// Ends the text: the last record needs no newline.
  mutating func finish<Sink: DelimitedSink>(into sink: inout Sink) {
    if state == .fieldStart, fieldsInRecord == 0 { return }
    emit(into: &sink)
    endRecord(into: &sink)
  }

  private mutating func unquoted<Sink: DelimitedSink>(
    _ chunk: UnsafeBufferPointer<UInt8>, _ start: Int, _ sink: inout Sink
  ) -> Int {
    var end = start
    while end < chunk.count, chunk[end] != delimiter, chunk[end] != 0x0A, chunk[end] != 0x0D { end += 1 }
    guard end < chunk.count else {
      pending.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[start..<end]))
      return end
    }
    if pending.isEmpty {
      sink.field(UnsafeBufferPointer(rebasing: chunk[start..<end]))
      fieldsInRecord += 1
      state = .fieldStart
    } else {
      pending.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[start..<end]))
      emit(into: &sink)
    }
    if chunk[end] == delimiter { return end + 1 }
    return newline(chunk, end, &sink)
  }

  private mutating func newline<Sink: DelimitedSink>(
    _ chunk: UnsafeBufferPointer<UInt8>, _ index: Int, _ sink: inout Sink
  ) -> Int {
    line += 1
    endRecord(into: &sink)
    guard chunk[index] == 0x0D else { return index + 1 }
    if index + 1 == chunk.count {
      skipsLineFeed = true
      return index + 1
    }
    return chunk[index + 1] == 0x0A ? index + 2 : index + 1
  }

  private mutating func quoted(_ chunk: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < chunk.count, chunk[end] != 0x22 {
      // CR LF inside a cell is one line's end.
      if chunk[end] == 0x0D || (chunk[end] == 0x0A && !previousWasReturn) { line += 1 }
      previousWasReturn = chunk[end] == 0x0D
      end += 1
    }
    pending.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[start..<end]))
    guard end < chunk.count else { return end }
    state = .quoteInQuoted
    previousWasReturn = false
    return end + 1
  }

  private mutating func afterQuote(_ chunk: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let byte = chunk[index]
    if byte == 0x22 {
      pending.append(0x22)
      state = .quoted
      return index + 1
    }
    state = .afterQuoted
    if byte != delimiter, byte != 0x0A, byte != 0x0D {
      if strayQuotes == 0 { firstStrayLine = line }
      strayQuotes += 1
    }
    return index
  }

  private mutating func emit<Sink: DelimitedSink>(into sink: inout Sink) {
    pending.withUnsafeBufferPointer { sink.field($0) }
    pending.removeAll(keepingCapacity: true)
    fieldsInRecord += 1
    state = .fieldStart
  }

  private mutating func endRecord<Sink: DelimitedSink>(into sink: inout Sink) {
    sink.endRecord(line: recordLine)
    recordLine = line
    fieldsInRecord = 0
    state = .fieldStart
  }
}
