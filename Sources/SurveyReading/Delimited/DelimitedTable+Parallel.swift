internal import SurveyModel
internal import TextFormats

extension DelimitedTable {
  /// A text's headings, and where the first record below them begins.
  struct Head: Sendable {
    var headings: [[String]]
    var width: Int
    var start: Int
    var blankLines: Int

    /// Reads the headings; nil where the text ends before them.
    init?(_ text: DelimitedText, count: Int) {
      var tokenizer = DelimitedTokenizer(delimiter: text.delimiter)
      var sink = HeadingSink()
      var position = text.start
      // Byte by byte: the first record begins where the last heading's newline ends.
      text.bytes.withUnsafeBufferPointer { bytes in
        while position < bytes.count, sink.headings.count < count {
          tokenizer.consume(UnsafeBufferPointer(rebasing: bytes[position..<position + 1]), into: &sink)
          position += 1
        }
        if position < bytes.count, position > 0, bytes[position - 1] == 0x0D, bytes[position] == 0x0A { position += 1 }
      }
      guard sink.headings.count == count, tokenizer.strayQuotes == 0 else { return nil }
      headings = sink.headings
      width = sink.headings.reduce(0) { max($0, $1.count) }
      start = position
      blankLines = sink.blankLines
    }
  }

  /// Reads a text with several threads; nil where it needs the lenient tokenizer.
  ///
  /// - Parameters:
  ///   - source: The bytes: those of the text, or the file of which the text holds the beginning.
  ///   - offset: How many bytes of the source stand before the text.
  ///   - isTallying: Whether cells are counted and not kept, as far as few of them are distinct; nil is returned where
  ///     some rule needs the records.
  static func parallel(
    _ text: DelimitedText, source: BlockSource, offset: Int = 0, headingCount: Int, options: ReadingOptions,
    isTallying: Bool = false, chunkSize: Int = ParallelTable.Plan.usualChunk, threads: Int = Parallel.processors
  ) throws(ReadingError) -> DelimitedTable? {
    guard !text.isSingleColumn, text.delimiter != 0x22, text.delimiter < 0x80, text.delimiter > 0,
      let head = Head(text, count: headingCount), head.width > 1
    else { return nil }
    var kept: Set<Int> = []
    if isTallying {
      kept = options.keptColumns
      if let chosen = options.keptHeadings, let names = head.headings.first {
        kept.formUnion(chosen(names.map { TextMatching.spaced($0) }).filter { $0 < head.width })
      }
    }
    let plan = ParallelTable.Plan(
      source: source, start: offset + head.start, width: head.width, delimiter: text.delimiter, chunkSize: chunkSize,
      threads: threads, isTallying: isTallying, kept: kept,
      progress: options.progress)
    let found: ParallelTable?
    do {
      found = try ParallelTable.read(plan)
    } catch {
      var error = error
      if case .memory = source { error.path = text.file }
      throw ReadingError(error)
    }
    guard let found else { return nil }
    var table = DelimitedTable(headings: head.headings, columns: found.columns, count: found.count)
    if isTallying {
      table.isTallied = true
      guard !found.isLastBlank, !text.startsInConflict, !table.mayHoldConflicts else { return nil }
    } else {
      table.leaveOutBlankEnd(lastAnswered: table.lastAnswered, file: text.file)
    }
    table.noteBlankLines(head.blankLines + found.blankLines, file: text.file)
    return table
  }

  /// The number of the last record, from 1, in which some cell holds more than white space.
  private var lastAnswered: Int {
    var record = count
    while record > 0, columns.allSatisfy({ $0.isBlank(cell: record - 1) }) { record -= 1 }
    return record
  }

  /// Leaves out records at the end that hold nothing, and says how many.
  mutating func leaveOutBlankEnd(lastAnswered: Int, file: String) {
    guard lastAnswered < count else { return }
    blankAtEnd = count - lastAnswered
    count = lastAnswered
    for index in columns.indices { columns[index].truncate(to: lastAnswered) }
    noteBlankEnd(file: file)
  }

  /// Takes records at the end that hold nothing back in, where a codebook says that there are so many respondents.
  mutating func takeBackBlankEnd(respondents: Int, file: String) {
    let back = min(blankAtEnd, respondents - count)
    guard back > 0 else { return }
    problems.removeAll { $0.row == count + 1 && $0.remedy == Self.leftOut }
    for index in columns.indices {
      for _ in 0..<back { columns[index].append("") }
    }
    count += back
    blankAtEnd -= back
    if blankAtEnd > 0 { noteBlankEnd(file: file) }
  }

  private static let leftOut = "they are left out"

  private mutating func noteBlankEnd(file: String) {
    let blank = blankAtEnd
    problems.append(
      Problem(
        .note, file: file, row: count + 1,
        found: "\(blank) record\(blank == 1 ? "" : "s") at the end without any answer", expected: "respondents",
        remedy: Self.leftOut))
  }

  /// Says how many blank lines there were.
  mutating func noteBlankLines(_ blankLines: Int, file: String) {
    guard blankLines > 0 else { return }
    problems.append(
      Problem(
        .note, file: file, found: "\(blankLines) blank line\(blankLines == 1 ? "" : "s")", expected: "records",
        remedy: "blank lines are no respondents"))
  }
}

/// Takes heading records alone.
private struct HeadingSink: DelimitedSink {
  var headings: [[String]] = []
  var blankLines = 0
  private var record: [String] = []

  mutating func field(_ text: UnsafeBufferPointer<UInt8>) { record.append(String(decoding: text, as: UTF8.self)) }

  mutating func endRecord(line: Int) {
    if record.count > 1 || record.first?.isEmpty == false { headings.append(record) } else { blankLines += 1 }
    record = []
  }
}
