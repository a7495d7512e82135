internal import CByteMasks

/// Counting cells rather than keeping them. The loops that do it (`cell_counts.h`) stop at a cell that needs thought, which
/// is then dealt with here.
extension RecordScanner {
  /// Counts the cells of one column in some records; returns how many quotation marks they hold as opening, closing and
  /// doubled ones, or nil where a cell is quoted in another way.
  mutating func tally(_ column: Int, _ range: Range<Int>, _ content: Content) -> Int? {
    var quotes = 0
    var record = range.lowerBound
    while true {
      if columns[column].many == nil {
        record = known(column, record..<range.upperBound, content, &quotes)
      } else {
        record = columns[column].many?.count(content.cells, column, record..<range.upperBound, &quotes) ?? record
      }
      guard record < range.upperBound else { return quotes }
      guard let count = count(column, record, content) else { return nil }
      quotes += count
      record += 1
    }
  }

  /// Counts the cells of neighbouring columns in some records; returns as ``tally(_:_:_:)``.
  mutating func tally(narrow part: Range<Int>, _ range: Range<Int>, _ content: Content) -> Int? {
    var quotes = 0
    var record = range.lowerBound
    while part.allSatisfy({ mayBeNarrow($0) }) {
      let end = withUnsafePointer(to: content.cells) {
        topline_count_narrow(
          $0, part.lowerBound, part.count, record, range.upperBound, tallies.counts(of: part.lowerBound))
      }
      for column in part { tallies.note(end - record, of: column) }
      guard end < range.upperBound else { return quotes }
      // What was counted so far gets its code first, so that it is known where it was met first.
      knowBytes(part, end, content)
      for column in part {
        guard let count = count(column, end, content) else { return nil }
        quotes += count
      }
      record = end + 1
    }
    // Too many distinct cells: each column goes on by itself.
    knowBytes(part, record, content)
    for column in part {
      guard let count = tally(column, record..<range.upperBound, content) else { return nil }
      quotes += count
    }
    return quotes
  }

  /// Whether a column may be counted beside its neighbours: its distinct cells are told apart, and all that it may still
  /// hold can be.
  func mayBeNarrow(_ column: Int) -> Bool {
    columns[column].many == nil && columns[column].dictionary.count < CellDictionary.most - 1024
  }

  /// Gives the cells of one byte that were counted beside their neighbours in the chunk's first records, and not met
  /// before, a code.
  mutating func knowBytes(_ part: Range<Int>, _ records: Int, _ content: Content) {
    for column in part where tallies.hasUnknown(column) {
      for record in 0..<records {
        let (cell, length) = content.cell(column, record)
        if length <= 1 { know(cell, length, column, record, content) }
      }
    }
  }

  /// How often each distinct cell of a column was met.
  func tallies(of column: Int) -> [Int] {
    var counts = columns[column].dictionary.tallies
    for byte in tallies.known(of: column) {
      counts[Int(tallies.codes(of: column)[Int(byte)])] += tallies.tally(byte, of: column)
    }
    return counts
  }

  /// Counts the cells of a column that were met before; returns the record of the first that was not.
  private mutating func known(
    _ column: Int, _ range: Range<Int>, _ content: Content, _ quotes: inout Int
  ) -> Int {
    withUnsafePointer(to: columns[column].dictionary.table) { table in
      withUnsafePointer(to: content.cells) { cells in
        var counted = topline_counted_column(
          table: table, byte_counts: tallies.counts(of: column), byte_codes: tallies.codes(of: column), wide: 0,
          quotes: 0)
        let record = topline_count_column(cells, column, range.lowerBound, range.upperBound, &counted)
        quotes += counted.quotes
        narrow.note(wide: counted.wide, of: column)
        tallies.note(record - range.lowerBound - counted.wide, of: column)
        return record
      }
    }
  }

  /// Counts one cell, whatever it is; returns as ``tally(_:_:_:)``.
  private mutating func count(_ column: Int, _ record: Int, _ content: Content) -> Int? {
    let (cell, length) = content.cell(column, record)
    let target = columns + column
    if length > 1 {
      narrow.note(wide: 1, of: column)
      if target.pointee.many == nil, let slot = target.pointee.dictionary.find(cell, length) {
        slot.pointee.count += 1
        return Int(slot.pointee.quotes)
      }
    }
    guard let held = held(cell, length) else { return nil }
    if target.pointee.many == nil {
      if length <= 1 {
        if know(cell, length, column, record, content) {
          tallies.count(cell[0], of: column, in: record)
          return held.quotes
        }
      } else if target.pointee.dictionary.add(
        cell, length, content: held.text, quotes: held.quotes, count: 1, at: content.place(of: record))
        != CellDictionary.none
      {
        return held.quotes
      }
      makePlain(column, from: records + record)
    }
    target.pointee.many?.count(held.text, at: content.place(of: record))
    return held.quotes
  }

  /// Gives a cell of one byte or none a code; false where there are too many distinct cells.
  @discardableResult
  private mutating func know(
    _ cell: UnsafePointer<UInt8>, _ length: Int, _ column: Int, _ record: Int, _ content: Content
  ) -> Bool {
    guard tallies.codes(of: column)[Int(cell[0])] == CellDictionary.none else { return true }
    let code = columns[column].dictionary.add(
      cell, length, content: UnsafeBufferPointer(start: cell, count: length), at: content.place(of: record))
    guard code != CellDictionary.none else { return false }
    tallies.know(cell[0], of: column, as: code)
    return true
  }
}
