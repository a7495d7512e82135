internal import SurveyModel

/// The events of a piece of a document, one after the other in one buffer.
///
/// One thread writes it and hands it over; another plays it and gives it back.
final class XMLTape: @unchecked Sendable {
  fileprivate enum Kind {
    static let define: UInt8 = 0
    static let start: UInt8 = 1
    static let text: UInt8 = 2
    static let end: UInt8 = 3
  }

  fileprivate private(set) var bytes: UnsafeMutablePointer<UInt8>
  fileprivate private(set) var count = 0
  private var capacity = 1 << 20

  init() { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }

  /// Makes the tape empty.
  func rewind() { count = 0 }

  func define(_ name: XMLName, _ number: Int) {
    put(Kind.define, number)
    put(name.local)
    put(name.namespace)
  }

  func start(_ number: Int, attributes: Int) {
    put(Kind.start, number)
    put(length: attributes)
  }

  func attribute(_ name: XMLName, _ begin: UnsafePointer<UInt8>?, _ end: UnsafePointer<UInt8>?) {
    put(name.local)
    put(name.namespace)
    guard let begin, let end else { return put(length: 0) }
    put(begin, end - begin)
  }

  func text(_ text: UnsafePointer<UInt8>, _ length: Int) {
    put(Kind.text, 0)
    put(text, length)
  }

  func end(_ number: Int) { put(Kind.end, number) }

  private func put(_ kind: UInt8, _ number: Int) {
    reserve(9)
    bytes[count] = kind
    UnsafeMutableRawPointer(bytes + count + 1).storeBytes(of: UInt32(truncatingIfNeeded: number), as: UInt32.self)
    count += 5
  }

  private func put(length: Int) {
    reserve(4)
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: UInt32(truncatingIfNeeded: length), as: UInt32.self)
    count += 4
  }

  private func put(_ text: UnsafePointer<UInt8>, _ length: Int) {
    reserve(length + 4)
    put(length: length)
    (bytes + count).update(from: text, count: length)
    count += length
  }

  private func put(_ text: String) {
    var text = text
    text.withUTF8 { buffer in
      if let start = buffer.baseAddress { put(start, buffer.count) } else { put(length: 0) }
    }
  }

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = (count + more) * 2
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}

/// Plays tapes to a handler; used by one thread at a time.
final class XMLPlayer<Handler: XMLHandler>: @unchecked Sendable {
  private(set) var handler: Handler
  private let wantsAttributes: Bool

  init(_ handler: Handler, wantsAttributes: Bool) {
    self.handler = handler
    self.wantsAttributes = wantsAttributes
  }

  /// Tells the handler all events of a tape.
  func play(_ tape: XMLTape) throws(ReadingError) {
    defer { tape.rewind() }
    try Self.play(tape, to: &handler)
  }

  private static func play(_ tape: XMLTape, to handler: inout Handler) throws(ReadingError) {
    var reader = XMLTapeReader(tape)
    while let kind = reader.kind() {
      let number = reader.number()
      switch kind {
      case XMLTape.Kind.define:
        let local = reader.string()
        try handler.define(XMLName(local: local, namespace: reader.string()), number: number)
      case XMLTape.Kind.start:
        let count = reader.number()
        var attributes: [XMLAttribute] = []
        for _ in 0..<count {
          let local = reader.string()
          let name = XMLName(local: local, namespace: reader.string())
          attributes.append(XMLAttribute(name: name, value: Self.resolved(reader.string())))
        }
        try handler.start(number, attributes: attributes)
      case XMLTape.Kind.text: try handler.text(reader.buffer().span)
      default: try handler.end(number)
      }
    }
  }

  /// libxml2 resolves every reference in an attribute's value but those to "&", which it leaves as "&#38;".
  private static func resolved(_ value: String) -> String {
    guard value.utf8.contains(0x26) else { return value }
    let bytes = Array(value.utf8)
    let reference = Array("&#38;".utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      index += bytes[index...].starts(with: reference) ? reference.count : 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// Reads a tape from its beginning.
private struct XMLTapeReader {
  private var position: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  init(_ tape: XMLTape) {
    position = UnsafePointer(tape.bytes)
    end = position + tape.count
  }

  mutating func kind() -> UInt8? {
    guard position < end else { return nil }
    defer { position += 1 }
    return position[0]
  }

  mutating func number() -> Int {
    defer { position += 4 }
    return Int(UnsafeRawPointer(position).loadUnaligned(as: UInt32.self))
  }

  mutating func buffer() -> UnsafeBufferPointer<UInt8> {
    let length = number()
    defer { position += length }
    return UnsafeBufferPointer(start: position, count: length)
  }

  mutating func string() -> String { String(decoding: buffer(), as: UTF8.self) }
}
