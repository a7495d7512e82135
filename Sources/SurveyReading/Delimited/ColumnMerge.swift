/// Puts one column together from its chunks, in their order.
struct ColumnMerge {
  let chunks: [ScannedChunk]
  /// The column as each thread met it.
  let threads: [Int: ScannedColumn]

  /// The column, the same for any number of threads: distinct cells in order of first occurrence, or every cell as it is
  /// where more than ``RawColumn/mostDistinct`` are distinct.
  func merged() -> RawColumn {
    if threads.values.allSatisfy({ $0.plainFrom == .max }), let coded = coded() { return coded }
    return plain()
  }

  /// The column's distinct cells and how often each occurs; of a column of which most cells are distinct, its numbers and
  /// what else is counted.
  ///
  /// - Parameters:
  ///   - tallies: How often each thread met its distinct cells.
  ///   - firstRecords: For each chunk, how many records stand before it.
  func tallied(_ tallies: [Int: [Int]], firstRecords: [Int]) -> RawColumn {
    func record(_ place: UInt64) -> Int { firstRecords[Int(place >> 32)] + Int(place & 0xFFFF_FFFF) }
    var counted = TalliedCells()
    for entry in entries() {
      guard let dictionary = threads[entry.worker]?.dictionary, let tally = tallies[entry.worker]?[entry.code] else {
        continue
      }
      counted.add(dictionary.bytes[dictionary.range(entry.code)], tally, firstRecord: record(entry.first))
    }
    let many = threads.sorted { $0.key < $1.key }.compactMap { $0.value.many }
    guard !many.isEmpty || counted.texts.count > RawColumn.mostDistinct else {
      var distinct = RawColumn()
      for text in counted.texts { distinct.append(text) }
      distinct.keepDistinct(tallies: counted.tallies, firstRecords: counted.firstRecords)
      return distinct
    }
    for cells in many {
      for (code, tally) in cells.texts.tallies.enumerated() {
        counted.add(cells.texts.bytes[cells.texts.range(code)], tally, firstRecord: record(cells.texts.firsts[code]))
      }
    }
    var column = RawColumn()
    column.keepMany(counted.many(adding: many, record: record))
    return column
  }

  /// The distinct cells of all threads in order of first occurrence.
  private func entries() -> [(first: UInt64, worker: Int, code: Int)] {
    var entries: [(first: UInt64, worker: Int, code: Int)] = []
    for (worker, column) in threads {
      for code in 0..<column.dictionary.count { entries.append((column.dictionary.firsts[code], worker, code)) }
    }
    entries.sort { $0.first < $1.first }
    return entries
  }

  private func coded() -> RawColumn? {
    let entries = entries()
    var distinct = RawColumn()
    var codes = threads.mapValues { [UInt16](repeating: 0, count: $0.dictionary.count) }
    for (_, worker, code) in entries {
      guard let dictionary = threads[worker]?.dictionary else { continue }
      distinct.append(dictionary.bytes[dictionary.range(code)])
      guard let last = distinct.codes.last else { return nil }
      codes[worker]?[code] = last
    }
    let isSame = codes.mapValues { map in map.indices.allSatisfy { Int(map[$0]) == $0 } }
    let all = [UInt16](unsafeUninitializedCapacity: chunks.reduce(0) { $0 + $1.count }) { buffer, initialized in
      for chunk in chunks {
        guard let column = threads[chunk.worker], let map = codes[chunk.worker] else { continue }
        let local = column.codes + chunk.start
        if isSame[chunk.worker] == true {
          // The thread met the distinct cells in the file's order: its codes are the column's.
          buffer.baseAddress?.advanced(by: initialized).update(from: local, count: chunk.count)
          initialized += chunk.count
          continue
        }
        map.withUnsafeBufferPointer { map in
          for record in 0..<chunk.count { buffer[initialized + record] = map[Int(local[record])] }
        }
        initialized += chunk.count
      }
    }
    distinct.replaceCodes(all, tallies: Self.tallies(all, distinct.distinctCount))
    return distinct
  }

  /// How often each code occurs, counted in four arrays: the same answer many times in a row would otherwise wait for
  /// its own count.
  private static func tallies(_ codes: [UInt16], _ distinct: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: distinct * 4)
    codes.withUnsafeBufferPointer { codes in
      counts.withUnsafeMutableBufferPointer { counts in
        for (position, code) in codes.enumerated() { counts[(position & 3) * distinct + Int(code)] += 1 }
      }
    }
    return (0..<distinct).map {
      counts[$0] + counts[distinct + $0] + counts[2 * distinct + $0] + counts[3 * distinct + $0]
    }
  }

  private func plain() -> RawColumn {
    var result = RawColumn()
    for chunk in chunks {
      guard let column = threads[chunk.worker] else { continue }
      let end = chunk.start + chunk.count
      let coded = max(chunk.start, min(end, column.plainFrom))
      column.dictionary.bytes.withUnsafeBufferPointer { bytes in
        for record in chunk.start..<coded {
          result.append(UnsafeBufferPointer(rebasing: bytes[column.dictionary.range(Int(column.codes[record]))]))
        }
      }
      if coded < end { append(column.plain, coded - column.plainFrom..<end - column.plainFrom, to: &result) }
    }
    return result
  }

  private func append(_ cells: PlainCells, _ range: Range<Int>, to result: inout RawColumn) {
    guard let bytes = cells.bytes, let ends = cells.ends else { return }
    var cell = range.lowerBound
    while cell < range.upperBound, result.spilled == nil {
      let start = cells.start(of: cell)
      result.append(UnsafeBufferPointer(start: bytes + start, count: ends[cell] - start))
      cell += 1
    }
    guard cell < range.upperBound else { return }
    let start = cells.start(of: cell)
    result.appendSpilled(
      UnsafeBufferPointer(start: bytes + start, count: ends[range.upperBound - 1] - start),
      ends: UnsafeBufferPointer(start: ends + cell, count: range.upperBound - cell), from: start)
  }
}

/// Distinct cells with how often each occurs and where first.
private struct TalliedCells {
  private(set) var texts: [ArraySlice<UInt8>] = []
  private(set) var tallies: [Int] = []
  private(set) var firstRecords: [Int] = []
  private var places: [Text: Int] = [:]

  /// A text that is hashed as a whole, not byte by byte.
  private struct Text: Hashable {
    let bytes: ArraySlice<UInt8>

    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
  }

  mutating func add(_ text: ArraySlice<UInt8>, _ tally: Int, firstRecord: Int) {
    if let place = places[Text(bytes: text)] {
      tallies[place] += tally
      firstRecords[place] = min(firstRecords[place], firstRecord)
      return
    }
    places[Text(bytes: text)] = texts.count
    texts.append(text)
    tallies.append(tally)
    firstRecords.append(firstRecord)
  }

  /// The column with its numbers as numbers.
  func many(adding threads: [ManyCells], record: (UInt64) -> Int) -> CountedMany {
    var many = CountedMany(numbers: [])
    var runs = NumberRuns()
    let isCounted = threads.contains { !$0.runs.values.isEmpty }
    if !isCounted { many.numbers.reserveCapacity(threads.reduce(0) { $0 + $1.numberCount }) }
    // What was counted before the column turned out to be one of which most cells are distinct.
    var early: [(value: Double, count: Int)] = []
    var firstNumber: (record: Int, text: [UInt8])?
    var firstUncounted: (record: Int, text: [UInt8])?
    for cells in threads {
      if isCounted {
        runs.add(cells.runs)
        runs.add(UnsafeMutableBufferPointer(start: cells.numbers, count: cells.numberCount))
      } else {
        many.numbers.append(contentsOf: UnsafeBufferPointer(start: cells.numbers, count: cells.numberCount))
      }
      many.uncounted += cells.uncounted
      many.hasExponents = many.hasExponents || cells.hasExponents
      if let first = cells.firstNumber, record(first.place) < firstNumber?.record ?? .max {
        firstNumber = (record(first.place), first.text)
      }
      if let first = cells.firstUncounted, record(first.place) < firstUncounted?.record ?? .max {
        firstUncounted = (record(first.place), first.text)
      }
    }
    for (place, text) in texts.enumerated() {
      if let written = text.withUnsafeBufferPointer({ NumberText.written($0) }) {
        early.append((written.value, tallies[place]))
        many.hasExponents = many.hasExponents || text.contains { $0 | 0x20 == 0x65 }
        if firstRecords[place] < firstNumber?.record ?? .max { firstNumber = (firstRecords[place], Array(text)) }
      } else {
        many.texts.append((Array(text), tallies[place], firstRecords[place], false))
      }
    }
    if isCounted {
      runs.add(early)
      (many.numbers, many.counts) = (runs.values, runs.counts)
    } else {
      for (value, count) in early { many.numbers.append(contentsOf: repeatElement(value, count: count)) }
    }
    let count = many.counts?.reduce(0, +) ?? many.numbers.count
    if let firstNumber { many.texts.append((firstNumber.text, count, firstNumber.record, true)) }
    if let firstUncounted { many.texts.append((firstUncounted.text, many.uncounted, firstUncounted.record, false)) }
    many.texts.sort { $0.firstRecord < $1.firstRecord }
    return many
  }
}
