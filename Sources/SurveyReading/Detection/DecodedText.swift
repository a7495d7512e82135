internal import SurveyModel

/// A file's text as UTF-8, without byte-order mark and NUL bytes, with what was found in decoding it.
struct DecodedText: Sendable {
  /// The text as valid UTF-8.
  var bytes: [UInt8]
  /// What the file was written in.
  var encoding: TextEncoding
  /// How the encoding was found, where it was guessed.
  var guess: String?
  /// What was found.
  var problems: [Problem] = []

  /// Decodes a file, by the user's word, its byte-order mark, or its bytes.
  static func decode(_ source: SourceBytes, forced: TextEncoding?) -> DecodedText {
    let bytes = source.bytes
    let mark = byteOrderMark(bytes)
    let (encoding, guess): (TextEncoding, String?) =
      if let forced { (forced, nil) } else if let mark { (mark.encoding, nil) } else { detect(bytes) }
    let body = mark.map { $0.encoding == encoding ? Array(bytes[$0.length...]) : bytes } ?? bytes
    var text: DecodedText
    switch encoding {
    case .utf8: text = fromUTF8(body, file: source.name)
    case .utf16LittleEndian: text = fromUTF16(body, bigEndian: false, file: source.name)
    case .utf16BigEndian: text = fromUTF16(body, bigEndian: true, file: source.name)
    case .windows1252, .latin1, .macRoman:
      text = DecodedText(bytes: fromSingleBytes(body, table: encoding.upperHalf ?? []), encoding: encoding)
    }
    text.guess = guess
    text.removeNulls(file: source.name)
    return text
  }

  /// The encoding that a byte-order mark at the beginning of bytes names, and the mark's length.
  static func byteOrderMark(_ bytes: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// The encoding that bytes without a mark are most likely in, and why where that is a guess.
  static func detect(_ bytes: [UInt8]) -> (TextEncoding, String?) {
    if bytes.count >= 4 {
      let sample = bytes.prefix(4096)
      var zeros = [0, 0]
      for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
      let half = sample.count / 2
      if zeros[1] * 10 > half * 4, zeros[0] * 10 < half { return (.utf16LittleEndian, "every second byte is zero") }
      if zeros[0] * 10 > half * 4, zeros[1] * 10 < half { return (.utf16BigEndian, "every second byte is zero") }
    }
    let check = UTF8Check(bytes)
    if check.invalid == 0 { return (.utf8, nil) }
    if check.sequences > check.invalid { return (.utf8, "most of its letters beyond ASCII are UTF-8") }
    let votes = SingleByteVotes(bytes)
    return votes.mac > votes.windows
      ? (.macRoman, "it is not UTF-8, and its accents and quotation marks fit Mac Roman")
      : (.windows1252, "it is not UTF-8, and its accents and quotation marks fit Windows-1252")
  }

  private static func fromUTF8(_ bytes: [UInt8], file: String) -> DecodedText {
    let check = UTF8Check(bytes)
    var text = DecodedText(bytes: bytes, encoding: .utf8)
    guard check.invalid > 0 else { return text }
    // Decoding repairs: each ill-formed sequence becomes U+FFFD.
    text.bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
    text.problems = [
      Problem(
        .warning, file: file,
        found: "\(check.invalid) byte\(check.invalid == 1 ? "" : "s") that are not UTF-8, the first in line "
          + "\(check.firstLine)",
        expected: "UTF-8", remedy: "each is read as the replacement character; name the encoding with --encoding")
    ]
    return text
  }

  private static func fromUTF16(_ bytes: [UInt8], bigEndian: Bool, file: String) -> DecodedText {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      let (a, b) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(bigEndian ? a << 8 | b : b << 8 | a)
    }
    let string = String(decoding: units, as: UTF16.self)
    var text = DecodedText(
      bytes: Array(string.utf8), encoding: bigEndian ? .utf16BigEndian : .utf16LittleEndian)
    if bytes.count % 2 == 1 {
      text.problems.append(
        Problem(
          .warning, file: file, found: "half a character at the end of the file", expected: "UTF-16, two bytes each",
          remedy: "the file may have been cut short; export it again"))
    }
    let broken = string.unicodeScalars.count { $0 == "\u{FFFD}" } - units.count { $0 == 0xFFFD }
    if broken > 0 {
      text.problems.append(
        Problem(
          .warning, file: file, found: "\(broken) characters that are not UTF-16", expected: "UTF-16",
          remedy: "each is read as the replacement character; name the encoding with --encoding"))
    }
    return text
  }

  private static func fromSingleBytes(_ bytes: [UInt8], table: [UInt16]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        result.append(byte)
      } else if let scalar = Unicode.Scalar(table[Int(byte - 0x80)]) {
        result.append(contentsOf: String(Character(scalar)).utf8)
      }
    }
    return result
  }

  private mutating func removeNulls(file: String) {
    // The least byte is found many at a time, the first of its kind one by one.
    let least = bytes.withUnsafeBufferPointer { $0.reduce(UInt8.max) { min($0, $1) } }
    guard least == 0, let first = bytes.firstIndex(of: 0) else { return }
    let line = 1 + bytes[..<first].count { $0 == 0x0A }
    let count = bytes.count { $0 == 0 }
    bytes.removeAll { $0 == 0 }
    problems.append(
      Problem(
        .warning, file: file, found: "\(count) NUL byte\(count == 1 ? "" : "s"), the first in line \(line)",
        expected: "text", remedy: "they are left out; the text beside them is kept"))
  }
}

/// How much of some bytes is UTF-8 beyond ASCII, and how much is not.
struct UTF8Check {
  /// Well-formed sequences of more than one byte.
  private(set) var sequences = 0
  /// Bytes that belong to no well-formed sequence.
  private(set) var invalid = 0
  /// The line of the first such byte, from 1.
  private(set) var firstLine = 1

  init(_ bytes: [UInt8]) {
    let high: UInt64 = 0x8080_8080_8080_8080
    bytes.withUnsafeBufferPointer { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var index = 0
      while index < bytes.count {
        if bytes[index] < 0x80 {
          index += 1
          // Eight bytes of ASCII at a time.
          while index + 8 <= raw.count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & high == 0 {
            index += 8
          }
          continue
        }
        let length = Self.length(bytes, index)
        if length > 0 {
          sequences += 1
          index += length
        } else {
          if invalid == 0 { firstLine = 1 + bytes[..<index].count { $0 == 0x0A } }
          invalid += 1
          index += 1
        }
      }
    }
  }

  // The table of well-formed sequences of the Unicode Standard (3-7): overlong forms and surrogates are not.
  static func length(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    func follows(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index + offset < bytes.count && bytes[index + offset] >= low && bytes[index + offset] <= high
    }
    switch bytes[index] {
    case 0xC2...0xDF: return follows(1) ? 2 : 0
    case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : 0
    case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
    case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
  }
}

/// Signs in bytes that are not UTF-8 of Windows-1252 and of Mac Roman.
struct SingleByteVotes {
  private(set) var windows = 0
  private(set) var mac = 0

  init(_ bytes: [UInt8]) {
    func letter(_ index: Int) -> Bool {
      bytes.indices.contains(index) && (0x61...0x7A).contains(bytes[index] | 0x20)
    }
    for (index, byte) in bytes.enumerated() where byte >= 0x80 {
      let beside = letter(index - 1) || letter(index + 1)
      let between = letter(index - 1) && letter(index + 1)
      switch byte {
      // A no-break space in Mac Roman is "Ê" in Windows-1252, which hardly ever stands beside a letter.
      case 0xCA: if beside { mac += 1 }
      case 0xD2, 0xD3, 0xD5: if beside { mac += 1 }
      case 0x91, 0x92: if beside { windows += 1 }
      case 0x93, 0x94, 0x96, 0x97: if !between { windows += 1 }
      case 0x80, 0x82...0x84, 0x86...0x90, 0x98...0x9F: if beside { mac += 1 }
      case 0xC0...0xFF: if beside { windows += 1 }
      default: break
      }
    }
  }
}
