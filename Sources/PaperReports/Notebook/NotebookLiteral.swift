internal import TextFormats

/// Values as Python writes them.
enum PythonLiteral {
  /// A text in double quotes.
  static func text(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A number with the fewest digits that read back the same.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "np.nan" }
    let text = value == 0 ? "0" : "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Any value, with its lists and dictionaries on one line.
  static func value(_ value: JSONValue) -> String {
    switch value {
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .number(let value): number(value)
    case .string(let text): Self.text(text)
    case .array(let values): "[" + values.map(Self.value).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.members.map { "\(text($0.name)): \(Self.value($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// A dictionary with one entry to a line; nested ones likewise down to a depth.
  static func dictionary(_ object: JSONObject, depth: Int = 1, indent: Int = 0) -> String {
    guard !object.isEmpty else { return "{}" }
    let margin = String(repeating: "    ", count: indent + 1)
    let lines = object.members.map { member -> String in
      let value =
        if depth > 1, let inner = member.value.object, !inner.isEmpty {
          dictionary(inner, depth: depth - 1, indent: indent + 1)
        } else { Self.value(member.value) }
      return margin + "\(text(member.name)): \(value),\n"
    }
    return "{\n" + lines.joined() + String(repeating: "    ", count: indent) + "}"
  }
}
