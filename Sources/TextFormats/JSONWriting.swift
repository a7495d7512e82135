extension JSONValue {
  /// The document as text: indented, members in order, numbers with the fewest digits that read back the same.
  ///
  /// - Parameter compact: Without line breaks and spaces.
  /// - Complexity: O(size of the document).
  public func serialized(compact: Bool = false) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: 0, compact: compact)
    if !compact { bytes.append(UInt8(ascii: "\n")) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], indent: Int, compact: Bool) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let value): Self.write(value, to: &bytes)
    case .string(let value): Self.write(value, to: &bytes)
    case .array(let values):
      Self.writeList(values.count, "[", "]", to: &bytes, indent: indent, compact: compact) { index, bytes in
        values[index].write(to: &bytes, indent: indent + 1, compact: compact)
      }
    case .object(let object):
      let members = object.members
      Self.writeList(members.count, "{", "}", to: &bytes, indent: indent, compact: compact) { index, bytes in
        Self.write(members[index].name, to: &bytes)
        bytes += (compact ? ":" : ": ").utf8
        members[index].value.write(to: &bytes, indent: indent + 1, compact: compact)
      }
    }
  }

  private static func writeList(
    _ count: Int, _ open: String, _ close: String, to bytes: inout [UInt8], indent: Int, compact: Bool,
    element: (Int, inout [UInt8]) -> Void
  ) {
    bytes += open.utf8
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if !compact { newLine(to: &bytes, indent: indent + 1) }
      element(index, &bytes)
    }
    if count > 0, !compact { newLine(to: &bytes, indent: indent) }
    bytes += close.utf8
  }

  private static func newLine(to bytes: inout [UInt8], indent: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: 2 * indent)
  }

  private static func write(_ value: Double, to bytes: inout [UInt8]) {
    guard value.isFinite else {
      bytes += "null".utf8
      return
    }
    // Swift prints the shortest digits that read back; whole numbers lose their ".0", which JSON does not need.
    let text = value == 0 ? "0" : "\(value)"
    bytes += text.hasSuffix(".0") ? text.utf8.dropLast(2) : Substring(text).utf8[...]
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes.append(hexDigits[Int(byte >> 4)])
        bytes.append(hexDigits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
