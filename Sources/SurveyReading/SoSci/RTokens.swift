/// A piece of an R script.
enum RToken: Sendable, Hashable {
  /// A name, with or without backticks.
  case name(String)
  /// A text, its escapes resolved.
  case text(String)
  /// A number as written.
  case number(String)
  /// `=`, `<-`, or `<<-`.
  case assign
  /// Any other sign.
  case sign(UInt8)
}

/// Parts an R script into its pieces; nothing of it is ever run.
struct RTokens: Sendable {
  /// The pieces, comments and white space left out.
  private(set) var tokens: [RToken] = []
  /// For each piece the line that it begins in, from 1.
  private(set) var lines: [Int] = []

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ script: [UInt8]) {
    bytes = script
    while position < bytes.count { next() }
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    bytes.indices.contains(position + offset) ? bytes[position + offset] : nil
  }

  private mutating func add(_ token: RToken, line: Int) {
    tokens.append(token)
    lines.append(line)
  }

  private mutating func next() {
    let start = line
    switch bytes[position] {
    case 0x0A:
      line += 1
      position += 1
    case 0x20, 0x09, 0x0B...0x0D: position += 1
    case 0x23: while let byte = byte(), byte != 0x0A { position += 1 }
    case 0x22, 0x27: add(.text(quoted()), line: start)
    case 0x60: add(.name(quoted()), line: start)
    case 0x72 where isRawText, 0x52 where isRawText: add(.text(rawText()), line: start)
    case 0x30...0x39: add(.number(word()), line: start)
    case 0x41...0x5A, 0x61...0x7A, 0x2E, 0x5F, 0x80...0xFF: add(.name(word()), line: start)
    case 0x2D where nextIsDigit && !followsOperand: add(.number(word()), line: start)
    case 0x3C where byte(1) == 0x2D || (byte(1) == 0x3C && byte(2) == 0x2D):
      position += byte(1) == 0x2D ? 2 : 3
      add(.assign, line: start)
    case 0x3D where byte(1) != 0x3D:
      position += 1
      add(.assign, line: start)
    case 0x3D:
      for _ in 0..<2 { add(.sign(0x3D), line: start) }
      position += 2
    default:
      add(.sign(bytes[position]), line: start)
      position += 1
    }
  }

  private var nextIsDigit: Bool { byte(1).map { (0x30...0x39).contains($0) } ?? false }

  // "3 -9" is a difference, "c(-9" holds a negative number.
  private var followsOperand: Bool {
    switch tokens.last {
    case .name, .number, .text: true
    case .sign(let sign): sign == 0x29 || sign == 0x5D
    default: false
    }
  }

  /// A name or a number, to its end.
  private mutating func word() -> String {
    let start = position
    position += 1
    while let byte = byte() {
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
      guard isLetter || (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x5F || byte >= 0x80 else { break }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  // MARK: Texts

  /// A text in quotation marks, by the escapes of R's parser.
  private mutating func quoted() -> String {
    let quote = bytes[position]
    var text: [UInt8] = []
    position += 1
    while let byte = byte(), byte != quote {
      position += 1
      if byte == 0x0A { line += 1 }
      guard byte == 0x5C else {
        text.append(byte)
        continue
      }
      escape(into: &text)
    }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func escape(into text: inout [UInt8]) {
    guard let byte = byte() else { return }
    position += 1
    switch byte {
    case 0x6E: text.append(0x0A)
    case 0x74: text.append(0x09)
    case 0x72: text.append(0x0D)
    case 0x61: text.append(0x07)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x76: text.append(0x0B)
    case 0x78: append(digits(most: 2, radix: 16), to: &text)
    case 0x75: append(bracedDigits(most: 4), to: &text)
    case 0x55: append(bracedDigits(most: 8), to: &text)
    case 0x30...0x37:
      position -= 1
      append(digits(most: 3, radix: 8), to: &text)
    case 0x0A:
      line += 1
      text.append(byte)
    // A quotation mark or a backslash stands for itself, and so does everything that R knows no escape for.
    default: text.append(byte)
    }
  }

  private mutating func bracedDigits(most: Int) -> UInt32? {
    guard byte() == 0x7B else { return digits(most: most, radix: 16) }
    position += 1
    let value = digits(most: most, radix: 16)
    if byte() == 0x7D { position += 1 }
    return value
  }

  private mutating func digits(most: Int, radix: UInt32) -> UInt32? {
    var value: UInt32 = 0
    var count = 0
    while count < most, let byte = byte(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix {
      value = value * radix + UInt32(digit)
      position += 1
      count += 1
    }
    return count > 0 ? value : nil
  }

  private func append(_ value: UInt32?, to text: inout [UInt8]) {
    guard let value, let scalar = Unicode.Scalar(value) else { return text.append(contentsOf: "\u{FFFD}".utf8) }
    text.append(contentsOf: String(Character(scalar)).utf8)
  }

  // MARK: Raw texts: r"(…)", with dashes between the quotation mark and any kind of bracket

  private var isRawText: Bool {
    guard byte(1) == 0x22 || byte(1) == 0x27 else { return false }
    var offset = 2
    while byte(offset) == 0x2D { offset += 1 }
    return [0x28, 0x5B, 0x7B].contains(byte(offset) ?? 0)
  }

  private mutating func rawText() -> String {
    let quote = bytes[position + 1]
    position += 2
    var dashes = 0
    while byte() == 0x2D {
      dashes += 1
      position += 1
    }
    let close: UInt8 = byte() == 0x28 ? 0x29 : byte() == 0x5B ? 0x5D : 0x7D
    position += 1
    let end = [close] + [UInt8](repeating: 0x2D, count: dashes) + [quote]
    let start = position
    while position < bytes.count, !bytes[position...].starts(with: end) {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    position = min(bytes.count, position + end.count)
    return text
  }
}
