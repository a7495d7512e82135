@testable import SurveyReading

/// A slow, obvious parser of delimited text, against which the fast one is held.
enum ReferenceParser {
  struct Record: Equatable {
    var cells: [[UInt8]]
    var line: Int
  }

  /// The records of a text; nil where a quoted cell is never closed.
  static func records(_ text: [UInt8], delimiter: UInt8 = 0x2C) -> [Record]? {
    var records: [Record] = []
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var line = 1
    var start = 1
    var position = 0
    var isQuoted = false
    var isAtStart = true
    func newline(at index: Int) -> Int {
      if text[index] == 0x0D { return index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1 }
      return text[index] == 0x0A ? 1 : 0
    }
    while position < text.count {
      let byte = text[position]
      if isQuoted {
        if byte == 0x22 {
          if position + 1 < text.count, text[position + 1] == 0x22 {
            cell.append(0x22)
            position += 2
            continue
          }
          isQuoted = false
          position += 1
          continue
        }
        let length = newline(at: position)
        if length > 0 { line += 1 }
        cell += text[position..<(position + max(1, length))]
        position += max(1, length)
        continue
      }
      if byte == 0x22, isAtStart {
        isQuoted = true
        isAtStart = false
        position += 1
        continue
      }
      isAtStart = false
      if byte == delimiter {
        cells.append(cell)
        cell = []
        isAtStart = true
        position += 1
        continue
      }
      let length = newline(at: position)
      if length > 0 {
        cells.append(cell)
        records.append(Record(cells: cells, line: start))
        (cells, cell, isAtStart) = ([], [], true)
        line += 1
        start = line
        position += length
        continue
      }
      cell.append(byte)
      position += 1
    }
    if isQuoted { return nil }
    if !cells.isEmpty || !isAtStart {
      cells.append(cell)
      records.append(Record(cells: cells, line: start))
    }
    return records
  }
}

/// Collects what the tokenizer finds.
struct CollectingSink: DelimitedSink {
  var records: [ReferenceParser.Record] = []
  var cells: [[UInt8]] = []

  mutating func field(_ text: UnsafeBufferPointer<UInt8>) { cells.append(Array(text)) }

  mutating func endRecord(line: Int) {
    records.append(.init(cells: cells, line: line))
    cells = []
  }
}

/// The records of a text by the tokenizer, fed in chunks of a size; nil where a quoted cell is never closed.
func tokenized(_ text: [UInt8], delimiter: UInt8 = 0x2C, chunk: Int) -> [ReferenceParser.Record]? {
  var tokenizer = DelimitedTokenizer(delimiter: delimiter)
  var sink = CollectingSink()
  var position = 0
  while position < text.count {
    let end = min(text.count, position + chunk)
    text[position..<end].withUnsafeBufferPointer { tokenizer.consume($0, into: &sink) }
    position = end
  }
  if tokenizer.openQuoteLine != nil { return nil }
  tokenizer.finish(into: &sink)
  return sink.records
}

/// A generator of numbers that gives the same ones in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
