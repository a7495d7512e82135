internal import Synchronization
internal import TextFormats

/// The records of a delimited text below its headings, read by several threads.
///
/// The text is cut into chunks of equal size; threads take the chunks in order, each with dictionaries of its own, and
/// the columns are put together in the chunks' order, so that the result is the same for any number of threads and any
/// size of chunks. Memory is that of the columns and of one chunk per thread.
struct ParallelTable: Sendable {
  /// The columns.
  var columns: [RawColumn]
  /// How many records there are.
  var count: Int
  /// How many lines without anything there are.
  var blankLines: Int
  /// Whether no cell of the last record holds more than white space.
  var isLastBlank = false

  /// How a text is read.
  struct Plan: Sendable {
    /// A chunk and the ends of its cells stay in the nearer caches.
    static let usualChunk = 1 << 19

    var source: BlockSource
    /// Where the first record begins.
    var start: Int
    var width: Int
    var delimiter: UInt8
    var chunkSize = Self.usualChunk
    var threads = Parallel.processors
    /// Whether cells are counted and not kept, as far as few of them are distinct.
    var isTallying = false
    /// The columns whose cells are kept all the same.
    var kept: Set<Int> = []
    /// Of a column of which most cells are distinct, so many numbers are put together before they are counted.
    var mostNumbers = 1 << 22
    /// The kind of processor that the cells are looked for with; at most what this one is.
    var processor = CellEnds.Processor.fastest
    var progress: (@Sendable (Int, Int) -> Bool)?
  }

  /// Reads the records; nil where the text needs the lenient tokenizer, or the caller's progress asked to stop.
  static func read(_ plan: Plan) throws(FileError) -> ParallelTable? {
    guard plan.start < plan.source.size else {
      return ParallelTable(columns: Array(repeating: RawColumn(), count: plan.width), count: 0, blankLines: 0)
    }
    let board = Board(plan)
    let threads = min(plan.threads, board.chunks)
    Parallel.run(threads: threads) { worker in
      var scanner = RecordScanner(plan)
      board.work(worker, &scanner)
      board.handIn(scanner, worker)
    }
    defer { board.release() }
    if let error = board.error { throw error }
    return board.table()
  }
}

/// What the threads share: who takes which chunk, how many quotation marks stand before it, and what was found.
private final class Board: @unchecked Sendable {
  private struct State {
    var next = 0
    /// For each chunk whether its quotation marks are odd in number; nil as long as nobody has counted them.
    var parities: [Bool?]
    /// Up to which chunk the marks before it are known, and whether they are odd in number.
    var known = 0
    var isOdd: [Bool]
    var done = 0
    var isStopped = false
    var error: FileError?
  }

  let plan: ParallelTable.Plan
  let chunks: Int
  private let end: Int
  private let state: Mutex<State>
  private let found: Mutex<[ScannedChunk?]>
  private let scanners: Mutex<[Int: RecordScanner]> = Mutex([:])

  init(_ plan: ParallelTable.Plan) {
    self.plan = plan
    end = plan.source.size
    chunks = (end - plan.start + plan.chunkSize - 1) / plan.chunkSize
    state = Mutex(
      State(parities: Array(repeating: nil, count: chunks), isOdd: Array(repeating: false, count: chunks + 1)))
    found = Mutex(Array(repeating: nil, count: chunks))
  }

  var error: FileError? { state.withLock { $0.error } }

  func handIn(_ scanner: RecordScanner, _ worker: Int) { scanners.withLock { $0[worker] = scanner } }

  func release() {
    scanners.withLock { scanners in
      for key in scanners.keys { scanners[key]?.release() }
      scanners = [:]
    }
  }

  // MARK: Reading

  /// Takes chunk after chunk until there is none left or someone stopped.
  func work(_ worker: Int, _ scanner: inout RecordScanner) {
    var buffer = ChunkBuffer()
    defer { buffer.release() }
    while let chunk = take() {
      // One byte before the chunk: a newline there means that the chunk begins with a record.
      let first = plan.start + chunk * plan.chunkSize
      let base = max(plan.start, first - 1)
      let limit = min(first + plan.chunkSize, end)
      var tail = 1 << 14
      do throws(FileError) {
        try buffer.load(plan.source, from: base, to: min(limit + tail, end))
        let odd = buffer.quotesAreOdd(first - base..<limit - base)
        guard let isInside = parity(before: chunk, own: odd) else { return }
        var scanned = ScannedChunk(worker: worker, start: 0)
        while true {
          let beginsInside = first == base ? isInside : isInside != buffer.isQuote(0)
          let window = RecordScanner.Window(
            bytes: buffer.start, count: buffer.count, isEnd: base + buffer.count == end, startsInside: beginsInside,
            startsRecord: chunk == 0, owned: limit == end ? .max : limit - 1 - base, number: chunk)
          switch scanner.scan(window, into: &scanned) {
          case .done: found.withLock { [scanned] in $0[chunk] = scanned }
          case .needsCare: return stop(nil)
          case .needsMore:
            // A record longer than what was read beyond the chunk: once more with more.
            tail *= 8
            try buffer.load(plan.source, from: base, to: min(limit + tail, end))
            continue
          }
          break
        }
      } catch {
        return stop(error)
      }
      guard report(limit) else { return stop(nil) }
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard !state.isStopped, state.next < chunks else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  private func stop(_ error: FileError?) {
    state.withLock { state in
      state.isStopped = true
      if state.error == nil { state.error = error }
    }
  }

  /// Whether the chunk begins inside a quoted cell, as soon as the chunks before it have been counted.
  private func parity(before chunk: Int, own: Bool) -> Bool? {
    state.withLock { $0.parities[chunk] = own }
    while true {
      let answer: (isKnown: Bool, isOdd: Bool?) = state.withLock { state in
        while state.known < chunks, let parity = state.parities[state.known] {
          state.isOdd[state.known + 1] = state.isOdd[state.known] != parity
          state.known += 1
        }
        if state.isStopped { return (true, nil) }
        return (state.known >= chunk, state.isOdd[chunk])
      }
      if answer.isKnown { return answer.isOdd }
      Parallel.yield()
    }
  }

  private func report(_ position: Int) -> Bool {
    if end > SourceBytes.headSize, MemoryLimit.lacks(MemoryLimit.reserve) {
      stop(FileError(lackingMemory: plan.source.path))
      return false
    }
    guard let progress = plan.progress else { return true }
    let furthest = state.withLock { state in
      state.done = max(state.done, position)
      return state.done
    }
    return progress(furthest, end)
  }

  // MARK: Putting together

  func table() -> ParallelTable? {
    guard !state.withLock({ $0.isStopped }) else { return nil }
    let chunks = found.withLock { $0.compactMap { $0 } }
    guard chunks.count == self.chunks else { return nil }
    let scanners = scanners.withLock { $0 }
    let columns = Mutex([RawColumn?](repeating: nil, count: plan.width))
    let next = Mutex(0)
    let width = plan.width
    Parallel.run(threads: min(plan.threads, width)) { _ in
      while true {
        let column = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard column < width else { return }
        let merged = self.merged(column, chunks, scanners)
        for scanner in scanners.values { scanner.columns[column].releaseCells() }
        columns.withLock { $0[column] = merged }
      }
    }
    let all = columns.withLock { $0.compactMap { $0 } }
    return ParallelTable(
      columns: all, count: chunks.reduce(0) { $0 + $1.count }, blankLines: chunks.reduce(0) { $0 + $1.blankLines },
      isLastBlank: chunks.last { $0.count > 0 }?.isLastBlank ?? false)
  }

  private func merged(_ column: Int, _ chunks: [ScannedChunk], _ scanners: [Int: RecordScanner]) -> RawColumn {
    let merge = ColumnMerge(chunks: chunks, threads: scanners.mapValues { $0.columns[column] })
    guard plan.isTallying, !plan.kept.contains(column) else { return merge.merged() }
    var before = 0
    let firstRecords = chunks.map { chunk in
      defer { before += chunk.count }
      return before
    }
    return merge.tallied(scanners.mapValues { $0.tallies(of: column) }, firstRecords: firstRecords)
  }
}
