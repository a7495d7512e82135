/// Puts one column together from its chunks, in their order.
struct ColumnMerge {
  let chunks: [ScannedChunk]
  let column: Int
  /// The dictionary of a thread.
  let dictionary: (Int) -> CellDictionary?

  /// The column, the same for any number of threads: distinct cells in order of first occurrence, or every cell as it is
  /// where more than ``RawColumn/mostDistinct`` are distinct.
  func merged() -> RawColumn {
    var dictionaries: [Int: CellDictionary] = [:]
    for chunk in chunks where dictionaries[chunk.worker] == nil {
      dictionaries[chunk.worker] = dictionary(chunk.worker)
    }
    let count = chunks.reduce(0) { $0 + $1.count }
    if chunks.allSatisfy({ $0.codes[column] != nil || $0.count == 0 }), let coded = coded(dictionaries, count) {
      return coded
    }
    return plain(dictionaries)
  }

  private func coded(_ dictionaries: [Int: CellDictionary], _ count: Int) -> RawColumn? {
    var entries: [(first: UInt64, worker: Int, code: Int)] = []
    for (worker, dictionary) in dictionaries {
      for code in 0..<dictionary.count { entries.append((dictionary.firsts[code], worker, code)) }
    }
    entries.sort { $0.first < $1.first }
    var distinct = RawColumn()
    var codes = dictionaries.mapValues { [UInt16](repeating: 0, count: $0.count) }
    for (_, worker, code) in entries {
      guard let dictionary = dictionaries[worker] else { continue }
      distinct.append(dictionary.bytes[dictionary.range(code)])
      guard let last = distinct.codes.last else { return nil }
      codes[worker]?[code] = last
    }
    let all = [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
      for chunk in chunks {
        guard let local = chunk.codes[column], let map = codes[chunk.worker] else { continue }
        map.withUnsafeBufferPointer { map in
          for record in 0..<chunk.count { buffer[initialized + record] = map[Int(local[record])] }
        }
        initialized += chunk.count
      }
    }
    distinct.replaceCodes(all)
    return distinct
  }

  private func plain(_ dictionaries: [Int: CellDictionary]) -> RawColumn {
    var result = RawColumn()
    for chunk in chunks {
      if let local = chunk.codes[column] {
        guard let dictionary = dictionaries[chunk.worker] else { continue }
        dictionary.bytes.withUnsafeBufferPointer { bytes in
          for record in 0..<chunk.count {
            result.append(UnsafeBufferPointer(rebasing: bytes[dictionary.range(Int(local[record]))]))
          }
        }
      } else {
        append(chunk.plain[column], to: &result)
      }
    }
    return result
  }

  private func append(_ cells: PlainCells, to result: inout RawColumn) {
    guard let bytes = cells.bytes, let ends = cells.ends else { return }
    var cell = 0
    var start = 0
    while cell < cells.count, result.spilled == nil {
      result.append(UnsafeBufferPointer(start: bytes + start, count: ends[cell] - start))
      start = ends[cell]
      cell += 1
    }
    guard cell < cells.count else { return }
    result.appendSpilled(
      UnsafeBufferPointer(start: bytes + start, count: cells.size - start),
      ends: UnsafeBufferPointer(start: ends + cell, count: cells.count - cell), from: start)
  }
}
