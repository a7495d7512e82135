internal import CLibXML2
internal import SurveyModel

/// A name as libxml2 has it: both texts lie in its dictionary, so the same name always has the same addresses.
private struct XMLRawName: Hashable {
  var local: UnsafePointer<xmlChar>?
  var namespace: UnsafePointer<xmlChar>?

  var name: XMLName { XMLName(local: string(local), namespace: string(namespace)) }
}

private func string(_ text: UnsafePointer<xmlChar>?) -> String { text.map { String(cString: $0) } ?? "" }

private func recorder(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRecorder>? {
  data?.assumingMemoryBound(to: XMLRecorder.self)
}

/// What libxml2's callbacks write to: events go on a tape, and what the limits do not allow ends the parsing.
struct XMLRecorder {
  let refusal: XMLRefusal
  let limits: XMLLimits
  var wantsAttributes = false
  var context: xmlParserCtxtPtr?
  var tape = XMLTape()
  private(set) var refused: ReadingError?
  // Asked at every event; looking at the error itself would copy it.
  private var isRefused = false
  private(set) var trouble: XMLTrouble?
  var isFinishing = false
  private(set) var sawRoot = false
  /// The elements that are open, by their names' numbers.
  private(set) var open: [Int] = []
  private var names: [String] = []
  private var numbers: [XMLRawName: Int] = [:]
  private var rawNames: [XMLRawName] = []
  /// For each name the one that last followed it: records repeat their elements in the same order.
  private var successors: [Int] = []
  private var previous = 0
  private var textLength = 0
  /// Whether the last piece of a CDATA section ended with a carriage return.
  private var endsWithReturn = false

  init(refusal: XMLRefusal, limits: XMLLimits) {
    self.refusal = refusal
    self.limits = limits
  }

  var openNames: [String] { open.map { names[$0] } }

  var position: XMLPosition {
    guard let input = context?.pointee.input else { return XMLPosition(line: 1, column: 1) }
    return XMLPosition(line: Int(input.pointee.line), column: Int(input.pointee.col))
  }

  private mutating func refuse(_ error: ReadingError) {
    guard !isRefused else { return }
    isRefused = true
    refused = error
    xmlStopParser(context)
  }

  private mutating func number(of name: XMLRawName) -> Int {
    if previous < successors.count, rawNames[successors[previous]] == name {
      previous = successors[previous]
      return previous
    }
    let number = numbers[name] ?? add(name)
    successors[previous] = number
    previous = number
    return number
  }

  private mutating func add(_ name: XMLRawName) -> Int {
    let number = names.count
    let text = name.name
    numbers[name] = number
    names.append(text.local)
    rawNames.append(name)
    successors.append(number)
    tape.define(text, number)
    return number
  }

  fileprivate mutating func start(
    _ name: XMLRawName, attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
  ) {
    guard !isRefused else { return }
    guard open.count < limits.depth else { return refuse(refusal.tooDeep(limits.depth, at: position)) }
    guard count <= limits.attributes else {
      return refuse(refusal.tooManyAttributes(count, limit: limits.attributes, at: position))
    }
    sawRoot = true
    endsWithReturn = false
    textLength = 0
    let number = number(of: name)
    open.append(number)
    guard wantsAttributes, count > 0, let attributes else { return tape.start(number, attributes: 0) }
    tape.start(number, attributes: count)
    // libxml2 gives five pointers per attribute: name, prefix, namespace, begin and end of the value.
    for index in 0..<count {
      let fields = attributes + 5 * index
      tape.attribute(XMLRawName(local: fields[0], namespace: fields[2]).name, fields[3], fields[4])
    }
  }

  fileprivate mutating func end() {
    guard !isRefused, let number = open.popLast() else { return }
    textLength = 0
    tape.end(number)
  }

  /// Takes a piece of a CDATA section.
  ///
  /// A line ends with a line feed, whatever the document has (XML 1.0, 2.11); libxml2 sees to that everywhere but here.
  fileprivate mutating func literal(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
    guard let bytes, count > 0 else { return }
    let piece = UnsafeBufferPointer(start: bytes, count: count)
    guard endsWithReturn || piece.contains(0x0D) else { return text(bytes, count) }
    var even: [xmlChar] = []
    even.reserveCapacity(count)
    var isReturn = endsWithReturn
    for byte in piece {
      if byte != 0x0A || !isReturn { even.append(byte == 0x0D ? 0x0A : byte) }
      isReturn = byte == 0x0D
    }
    even.withUnsafeBufferPointer { text($0.baseAddress, $0.count) }
    endsWithReturn = isReturn
  }

  fileprivate mutating func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
    endsWithReturn = false
    guard !isRefused, let bytes else { return }
    textLength += count
    guard textLength <= limits.text else { return refuse(refusal.tooLong(limits.text, at: position)) }
    tape.text(bytes, count)
  }

  fileprivate mutating func entity(_ name: String, system: String?) {
    refuse(refusal.entity(name, system: system, at: position))
  }

  fileprivate mutating func internalSubset() { refuse(refusal.internalSubset(at: position)) }

  fileprivate mutating func trouble(code: Int32, level: UInt32, message: String, line: Int, column: Int) {
    guard level == XML_ERR_FATAL.rawValue, trouble == nil else { return }
    let input = context?.pointee.input?.pointee
    trouble = XMLTrouble(
      code: code, message: message, position: XMLPosition(line: line, column: column), isAtEnd: input?.cur == input?.end
    )
  }
}

/// The table of callbacks, the same for every handler.
var saxHandler: xmlSAXHandler {
  var sax = xmlSAXHandler()
  sax.initialized = UInt32(XML_SAX2_MAGIC)
  sax.startElementNs = { data, local, _, namespace, _, _, count, _, attributes in
    recorder(data)?.pointee.start(
      XMLRawName(local: local, namespace: namespace), attributes: attributes, count: Int(count))
  }
  sax.endElementNs = { data, _, _, _ in recorder(data)?.pointee.end() }
  sax.characters = { data, text, count in
    recorder(data)?.pointee.text(text, Int(count))
  }
  sax.cdataBlock = { data, text, count in
    recorder(data)?.pointee.literal(text, Int(count))
  }
  sax.ignorableWhitespace = sax.characters
  setDeclarations(of: &sax)
  sax.serror = { data, error in
    guard let error = error?.pointee else { return }
    let message = error.message.map { String(cString: $0) } ?? ""
    recorder(data)?.pointee.trouble(
      code: error.code, level: error.level.rawValue, message: message, line: Int(error.line), column: Int(error.int2))
  }
  return sax
}

/// Every kind of declaration that a DOCTYPE can bring is refused where it stands, before it can do anything.
private func setDeclarations(of sax: inout xmlSAXHandler) {
  sax.entityDecl = { data, name, _, _, system, _ in
    recorder(data)?.pointee.entity(string(name), system: system.map { string($0) })
  }
  sax.unparsedEntityDecl = { data, name, _, system, _ in
    recorder(data)?.pointee.entity(string(name), system: string(system))
  }
  sax.getParameterEntity = { data, _ in
    recorder(data)?.pointee.internalSubset()
    return nil
  }
  sax.elementDecl = { data, _, _, _ in recorder(data)?.pointee.internalSubset() }
  sax.attributeDecl = { data, _, _, _, _, _, values in
    xmlFreeEnumeration(values)
    recorder(data)?.pointee.internalSubset()
  }
  sax.notationDecl = { data, _, _, _ in recorder(data)?.pointee.internalSubset() }
  // Called once the DOCTYPE is read, whether or not it had a part in brackets: an empty one is let pass.
}
