internal import CLibXML2
#if canImport(Glibc)
  internal import Glibc
#endif
internal import SurveyModel
internal import Synchronization
internal import TextFormats

/// Reads XML bytes as they are fed and tells a handler what they hold, through libxml2's SAX2 interface.
///
/// libxml2 opens no file and no connection here: bytes come from the caller alone, entity declarations are refused as
/// they are met, and a DOCTYPE's address is never followed. `XML_PARSE_HUGE` lifts libxml2's own limits, among them
/// the one on entity expansion, so ``XMLLimits`` and that refusal stand in for them.
///
/// What libxml2 finds goes on a tape, which the handler plays: in the same thread where the document is short, in
/// another one beside where it is long. Errors come in the document's order either way.
final class XMLPushParser {
  private let recorder: UnsafeMutablePointer<XMLRecorder>
  private var context: xmlParserCtxtPtr?
  private var head: [UInt8] = []
  private var isWide = false

  /// Prepares to read a document; errors give it that name.
  init(file: String, limits: XMLLimits = XMLLimits()) {
    libxml2IsReady
    recorder = .allocate(capacity: 1)
    recorder.initialize(to: XMLRecorder(refusal: XMLRefusal(file: file), limits: limits))
  }

  deinit {
    xmlFreeParserCtxt(context)
    recorder.deinitialize(count: 1)
    recorder.deallocate()
  }

  /// From this size on a document is played in a thread of its own.
  private static let leastForThreads = 2 << 20

  /// Reads a whole document from bytes in memory.
  static func read<Handler: XMLHandler>(
    _ bytes: [UInt8], file: String, into handler: Handler, limits: XMLLimits = XMLLimits(), chunk: Int = 1 << 16,
    progress: (@Sendable (Int, Int) -> Bool)? = nil
  ) throws(ReadingError) -> Handler {
    let source = SourceBytes(name: file, path: file, bytes: bytes)
    return try read(source, into: handler, limits: limits, chunk: chunk, progress: progress)
  }

  /// Reads a whole document; a long file is read block by block as it is parsed.
  static func read<Handler: XMLHandler>(
    _ source: SourceBytes, into handler: Handler, limits: XMLLimits = XMLLimits(), chunk: Int? = nil,
    progress: (@Sendable (Int, Int) -> Bool)? = nil, threads: Int = Parallel.processors
  ) throws(ReadingError) -> Handler {
    let parser = XMLPushParser(file: source.path, limits: limits)
    let player = XMLPlayer(handler, wantsAttributes: Handler.wantsAttributes)
    parser.recorder.pointee.wantsAttributes = Handler.wantsAttributes
    let isLong = source.size >= leastForThreads && threads > 1
    // Long documents come in pieces that fit the processor's cache; short ones as the caller wants them.
    let piece = chunk ?? (isLong ? 1 << 19 : 1 << 16)
    if isLong {
      try parser.readBeside(source, player, piece, progress)
    } else {
      try parser.feedAll(source, piece, progress) { tape throws(ReadingError) in
        try player.play(tape)
        return tape
      }
    }
    return player.handler
  }

  private func readBeside<Handler: XMLHandler>(
    _ source: SourceBytes, _ player: XMLPlayer<Handler>, _ piece: Int, _ progress: (@Sendable (Int, Int) -> Bool)?
  ) throws(ReadingError) {
    let full = Handover<XMLTape>(holding: 4)
    let empty = Handover<XMLTape>(holding: 8)
    for _ in 0..<4 { empty.send(XMLTape()) }
    let failure = Mutex<ReadingError?>(nil)
    var own: ReadingError?
    Parallel.beside {
      while let tape = full.receive() {
        if failure.withLock({ $0 }) == nil {
          do throws(ReadingError) { try player.play(tape) } catch { failure.withLock { $0 = error } }
        }
        tape.rewind()
        empty.send(tape)
      }
      empty.close()
    } _: {
      do throws(ReadingError) {
        try self.feedAll(source, piece, progress) { tape throws(ReadingError) in
          full.send(tape)
          if let failure = failure.withLock({ $0 }) { throw failure }
          return empty.receive() ?? XMLTape()
        }
      } catch {
        own = error
      }
      full.close()
    }
    // What the handler refuses stands before what the parser found after it.
    if let failure = failure.withLock({ $0 }) { throw failure }
    if let own { throw own }
  }

  /// Feeds all bytes of a source, and hands over a tape after each piece, for another one.
  private func feedAll(
    _ source: SourceBytes, _ piece: Int, _ progress: (@Sendable (Int, Int) -> Bool)?,
    _ hand: (XMLTape) throws(ReadingError) -> XMLTape
  ) throws(ReadingError) {
    let size = source.size
    var start = 0
    while start < size {
      let end = min(size, start + piece)
      let bytes = try source.bytes(start..<end)
      let result = Result { () throws(ReadingError) in try feed(bytes) }
      recorder.pointee.tape = try hand(recorder.pointee.tape)
      try result.get()
      start = end
      if size > SourceBytes.headSize, MemoryLimit.lacks(MemoryLimit.reserve) {
        throw ReadingError(FileError(lackingMemory: source.path))
      }
      if let progress, !progress(end, size) { throw recorder.pointee.refusal.cancelled() }
    }
    let result = Result { () throws(ReadingError) in try finish() }
    recorder.pointee.tape = try hand(recorder.pointee.tape)
    try result.get()
  }

  /// Takes the next bytes of the document, in pieces of any size.
  private func feed(_ bytes: ArraySlice<UInt8>) throws(ReadingError) {
    var bytes = bytes
    if context == nil {
      // libxml2 tells the encoding by the first four bytes, which must come to it together.
      let missing = min(4 - head.count, bytes.count)
      head += bytes.prefix(missing)
      bytes = bytes.dropFirst(missing)
      guard head.count == 4 else { return }
      try open()
    }
    while !bytes.isEmpty {
      let piece = bytes.prefix(1 << 20)
      bytes = bytes.dropFirst(piece.count)
      try push(piece)
    }
  }

  /// Says that the document is complete.
  private func finish() throws(ReadingError) {
    if context == nil {
      guard !head.isEmpty else { throw recorder.pointee.refusal.empty() }
      try open()
    }
    recorder.pointee.isFinishing = true
    xmlParseChunk(context, nil, 0, 1)
    try check()
    // Bytes that cannot be decoded can end the parsing without a word from the parser.
    let recorder = recorder.pointee
    guard recorder.open.isEmpty, recorder.sawRoot else {
      throw recorder.refusal.malformed(code: XMLRefusal.undecodable, message: "", at: recorder.position)
    }
  }

  private func open() throws(ReadingError) {
    var sax = saxHandler
    context = xmlCreatePushParserCtxt(&sax, recorder, nil, 0, nil)
    guard let context else { throw recorder.pointee.refusal.noMemory() }
    recorder.pointee.context = context
    // What is found in decoding comes without the parser, and would go to standard error.
    xmlSetStructuredErrorFunc(nil) { _, _ in }
    let hasMark =
      head.starts(with: [0xEF, 0xBB, 0xBF]) || head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
    isWide = head.contains(0) || (hasMark && head[0] != 0xEF)
    var options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue)
    // A byte order mark says what the bytes are; a declaration only what somebody once meant them to be.
    if hasMark { options |= Int32(XML_PARSE_IGNORE_ENC.rawValue) }
    xmlCtxtUseOptions(context, options)
    try push(head[...])
  }

  private func push(_ bytes: ArraySlice<UInt8>) throws(ReadingError) {
    if !isWide, let nul = bytes.withUnsafeBufferPointer(firstNUL) {
      throw recorder.pointee.refusal.nulByte(line: lineAhead + bytes.prefix(nul).count { $0 == 0x0A })
    }
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { _ = xmlParseChunk(context, $0.baseAddress, Int32($0.count), 0) }
    }
    try check()
  }

  /// The line of the next byte to come: libxml2 may hold some that it has not read yet.
  private var lineAhead: Int {
    guard let input = context?.pointee.input?.pointee, let current = input.cur, let end = input.end else { return 1 }
    return Int(input.line) + UnsafeBufferPointer(start: current, count: end - current).count { $0 == 0x0A }
  }

  private func check() throws(ReadingError) {
    if let refused = recorder.pointee.refused { throw refused }
    guard let context, context.pointee.wellFormed == 0 else { return }
    let recorder = recorder.pointee
    let trouble =
      recorder.trouble
      ?? XMLTrouble(code: context.pointee.errNo, message: "", position: recorder.position, isAtEnd: false)
    // libxml2 leaves a token that is not complete for the end; only what fails there for want of bytes was cut off.
    let wantsMore = trouble.isAtEnd || trouble.code == XMLRefusal.documentEnd
    if recorder.isFinishing, wantsMore,
      !recorder.open.isEmpty || (!recorder.sawRoot && trouble.code != XMLRefusal.documentEmpty)
    {
      throw recorder.refusal.truncated(at: trouble.position, open: recorder.openNames)
    }
    throw recorder.refusal.malformed(code: trouble.code, message: trouble.message, at: trouble.position)
  }
}

private func firstNUL(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let start = bytes.baseAddress, let nul = memchr(start, 0, bytes.count) else { return nil }
  return UnsafeRawPointer(nul) - UnsafeRawPointer(start)
}

/// Sets libxml2 up once, whichever thread comes first.
private let libxml2IsReady: Void = xmlInitParser()

/// The first thing that libxml2 found wrong.
struct XMLTrouble {
  var code: Int32
  var message: String
  var position: XMLPosition
  /// Whether all bytes were used up when it was found.
  var isAtEnd: Bool
}

extension [UInt8] {
  /// Adds bytes at the end.
  mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
