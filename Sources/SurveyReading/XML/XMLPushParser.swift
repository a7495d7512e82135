internal import CLibXML2
#if canImport(Glibc)
  internal import Glibc
#endif
internal import SurveyModel

/// Reads XML bytes as they are fed and tells a handler what they hold, through libxml2's SAX2 interface.
///
/// libxml2 opens no file and no connection here: bytes come from the caller alone, entity declarations are refused as
/// they are met, and a DOCTYPE's address is never followed. `XML_PARSE_HUGE` lifts libxml2's own limits, among them
/// the one on entity expansion, so ``XMLLimits`` and that refusal stand in for them. All unsafe pointers of the XML
/// layer are in this file.
final class XMLPushParser<Handler: XMLHandler> {
  private let events: XMLEvents<Handler>
  private var context: xmlParserCtxtPtr?
  private var head: [UInt8] = []
  private var isWide = false

  /// Prepares to read a document.
  ///
  /// - Parameters:
  ///   - file: The name that errors give.
  ///   - handler: What takes the events; ``handler`` has it afterwards.
  init(file: String, handler: Handler, limits: XMLLimits = XMLLimits()) {
    libxml2IsReady
    events = XMLEvents(handler: handler, refusal: XMLRefusal(file: file), limits: limits)
  }

  deinit { xmlFreeParserCtxt(context) }

  /// The handler in its present state.
  var handler: Handler { events.handler }

  /// Reads a whole document from bytes in memory.
  static func read(
    _ bytes: [UInt8], file: String, into handler: Handler, limits: XMLLimits = XMLLimits(), chunk: Int = 1 << 16,
    progress: (@Sendable (Int, Int) -> Bool)? = nil
  ) throws(ReadingError) -> Handler {
    let parser = XMLPushParser(file: file, handler: handler, limits: limits)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + chunk)
      try parser.feed(bytes[start..<end])
      start = end
      if let progress, !progress(end, bytes.count) { throw parser.events.refusal.cancelled() }
    }
    try parser.finish()
    return parser.handler
  }

  /// Takes the next bytes of the document, in pieces of any size.
  func feed(_ bytes: ArraySlice<UInt8>) throws(ReadingError) {
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
  func finish() throws(ReadingError) {
    if context == nil {
      guard !head.isEmpty else { throw events.refusal.empty() }
      try open()
    }
    events.isFinishing = true
    xmlParseChunk(context, nil, 0, 1)
    try check()
  }

  private func open() throws(ReadingError) {
    var sax = XMLEvents<Handler>.callbacks
    context = xmlCreatePushParserCtxt(&sax, Unmanaged.passUnretained(events).toOpaque(), nil, 0, nil)
    guard let context else { throw events.refusal.noMemory() }
    events.context = context
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
      throw events.refusal.nulByte(line: lineAhead + bytes.prefix(nul).count { $0 == 0x0A })
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
    if let refused = events.refused { throw refused }
    guard let context, context.pointee.wellFormed == 0 else { return }
    let trouble =
      events.trouble ?? XMLTrouble(code: context.pointee.errNo, message: "", position: events.position, isAtEnd: false)
    // libxml2 leaves a token that is not complete for the end; only what fails there for want of bytes was cut off.
    let wantsMore = trouble.isAtEnd || trouble.code == XMLRefusal.documentEnd
    if events.isFinishing, wantsMore, events.depth > 0 || (!events.sawRoot && trouble.code != XMLRefusal.documentEmpty)
    {
      throw events.refusal.truncated(at: trouble.position, open: events.openNames)
    }
    throw events.refusal.malformed(code: trouble.code, message: trouble.message, at: trouble.position)
  }
}

private func firstNUL(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let start = bytes.baseAddress, let nul = memchr(start, 0, bytes.count) else { return nil }
  return UnsafeRawPointer(nul) - UnsafeRawPointer(start)
}

/// Sets libxml2 up once, whichever thread comes first.
private let libxml2IsReady: Void = xmlInitParser()

/// The first thing that libxml2 found wrong.
private struct XMLTrouble {
  var code: Int32
  var message: String
  var position: XMLPosition
  /// Whether all bytes were used up when it was found.
  var isAtEnd: Bool
}

/// What libxml2's callbacks reach, without knowing what kind of handler takes the events.
private class XMLCallbacks {
  func start(_ name: XMLRawName, attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) {}
  func end(_ name: XMLRawName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
  func entity(_ name: String, system: String?) {}
  func internalSubset() {}
  func trouble(code: Int32, level: UInt32, message: String, line: Int, column: Int) {}
}

/// A name as libxml2 has it: both texts lie in its dictionary, so the same name always has the same addresses.
private struct XMLRawName: Hashable {
  var local: UnsafePointer<xmlChar>?
  var namespace: UnsafePointer<xmlChar>?

  var name: XMLName { XMLName(local: string(local), namespace: string(namespace)) }
}

private func string(_ text: UnsafePointer<xmlChar>?) -> String { text.map { String(cString: $0) } ?? "" }

private func callbacks(_ data: UnsafeMutableRawPointer?) -> XMLCallbacks? {
  data.map { Unmanaged<XMLCallbacks>.fromOpaque($0).takeUnretainedValue() }
}

private final class XMLEvents<Handler: XMLHandler>: XMLCallbacks {
  var handler: Handler
  let refusal: XMLRefusal
  let limits: XMLLimits
  var context: xmlParserCtxtPtr?
  var refused: ReadingError?
  var trouble: XMLTrouble?
  var isFinishing = false
  var sawRoot = false
  private var numbers: [XMLRawName: Int] = [:]
  private var names: [String] = []
  private var open: [Int] = []
  private var textLength = 0
  private var rawNames: [XMLRawName] = []
  /// For each name the one that last followed it: records repeat their elements in the same order.
  private var successors: [Int] = []
  private var previous = 0

  init(handler: Handler, refusal: XMLRefusal, limits: XMLLimits) {
    self.handler = handler
    self.refusal = refusal
    self.limits = limits
  }

  var depth: Int { open.count }
  var openNames: [String] { open.map { names[$0] } }

  var position: XMLPosition {
    guard let input = context?.pointee.input else { return XMLPosition(line: 1, column: 1) }
    return XMLPosition(line: Int(input.pointee.line), column: Int(input.pointee.col))
  }

  private func refuse(_ error: ReadingError) {
    guard refused == nil else { return }
    refused = error
    xmlStopParser(context)
  }

  private func number(of name: XMLRawName) throws(ReadingError) -> Int {
    if previous < successors.count, rawNames[successors[previous]] == name {
      previous = successors[previous]
      return previous
    }
    let number = if let known = numbers[name] { known } else { try add(name) }
    successors[previous] = number
    previous = number
    return number
  }

  private func add(_ name: XMLRawName) throws(ReadingError) -> Int {
    let number = names.count
    let text = name.name
    numbers[name] = number
    names.append(text.local)
    rawNames.append(name)
    successors.append(number)
    try handler.define(text, number: number)
    return number
  }

  override func start(_ name: XMLRawName, attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) {
    guard refused == nil else { return }
    guard open.count < limits.depth else { return refuse(refusal.tooDeep(limits.depth, at: position)) }
    guard count <= limits.attributes else {
      return refuse(refusal.tooManyAttributes(count, limit: limits.attributes, at: position))
    }
    sawRoot = true
    textLength = 0
    do throws(ReadingError) {
      let number = try number(of: name)
      open.append(number)
      try handler.start(number, attributes: Handler.wantsAttributes ? Self.list(attributes, count: count) : [])
    } catch {
      refuse(error)
    }
  }

  /// libxml2 gives five pointers per attribute: name, prefix, namespace, begin and end of the value.
  private static func list(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
  ) -> [XMLAttribute] {
    guard let attributes else { return [] }
    return (0..<count).map { index in
      let fields = attributes + 5 * index
      var value = ""
      if let begin = fields[3], let end = fields[4] {
        value = String(decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)
      }
      return XMLAttribute(name: XMLRawName(local: fields[0], namespace: fields[2]).name, value: value)
    }
  }

  override func end(_ name: XMLRawName) {
    guard refused == nil, let number = open.popLast() else { return }
    textLength = 0
    do throws(ReadingError) { try handler.end(number) } catch { refuse(error) }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard refused == nil else { return }
    textLength += bytes.count
    guard textLength <= limits.text else { return refuse(refusal.tooLong(limits.text, at: position)) }
    do throws(ReadingError) { try handler.text(bytes.span) } catch { refuse(error) }
  }

  override func entity(_ name: String, system: String?) { refuse(refusal.entity(name, system: system, at: position)) }

  override func internalSubset() { refuse(refusal.internalSubset(at: position)) }

  override func trouble(code: Int32, level: UInt32, message: String, line: Int, column: Int) {
    guard level == XML_ERR_FATAL.rawValue, trouble == nil else { return }
    let input = context?.pointee.input?.pointee
    trouble = XMLTrouble(
      code: code, message: message, position: XMLPosition(line: line, column: column), isAtEnd: input?.cur == input?.end
    )
  }

  static var callbacks: xmlSAXHandler { saxHandler }
}

/// The table of callbacks, the same for every handler.
private var saxHandler: xmlSAXHandler {
  var sax = xmlSAXHandler()
  sax.initialized = UInt32(XML_SAX2_MAGIC)
  sax.startElementNs = { data, local, _, namespace, _, _, count, _, attributes in
    callbacks(data)?.start(
      XMLRawName(local: local, namespace: namespace), attributes: attributes, count: Int(count))
  }
  sax.endElementNs = { data, local, _, namespace in
    callbacks(data)?.end(XMLRawName(local: local, namespace: namespace))
  }
  sax.characters = { data, text, count in
    callbacks(data)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
  }
  sax.cdataBlock = sax.characters
  sax.ignorableWhitespace = sax.characters
  setDeclarations(of: &sax)
  sax.serror = { data, error in
    guard let error = error?.pointee else { return }
    let message = error.message.map { String(cString: $0) } ?? ""
    callbacks(data)?.trouble(
      code: error.code, level: error.level.rawValue, message: message, line: Int(error.line), column: Int(error.int2))
  }
  return sax
}

/// Every kind of declaration that a DOCTYPE can bring is refused where it stands, before it can do anything.
private func setDeclarations(of sax: inout xmlSAXHandler) {
  sax.entityDecl = { data, name, _, _, system, _ in
    callbacks(data)?.entity(string(name), system: system.map { string($0) })
  }
  sax.unparsedEntityDecl = { data, name, _, system, _ in callbacks(data)?.entity(string(name), system: string(system)) }
  sax.getParameterEntity = { data, _ in
    callbacks(data)?.internalSubset()
    return nil
  }
  sax.elementDecl = { data, _, _, _ in callbacks(data)?.internalSubset() }
  sax.attributeDecl = { data, _, _, _, _, _, values in
    xmlFreeEnumeration(values)
    callbacks(data)?.internalSubset()
  }
  sax.notationDecl = { data, _, _, _ in callbacks(data)?.internalSubset() }
  // Called once the DOCTYPE is read, whether or not it had a part in brackets: an empty one is let pass.
}

extension [UInt8] {
  /// Adds bytes at the end.
  mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
