/// A JSON document as a value whose objects keep the order of their keys.
///
/// Key order is part of Topline's output contract: the same input gives the same bytes. A number that is missing or
/// not finite is written as `null`, never as `NaN`.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The members of an object, or nil for every other kind of value.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The elements of an array, or nil for every other kind of value.
  public var array: [JSONValue]? {
    if case .array(let array) = self { array } else { nil }
  }

  /// The text of a string, or nil for every other kind of value.
  public var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  /// The value of a number, whole or not, or nil for every other kind of value.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value of a whole number, or nil for every other kind of value.
  public var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The value of a truth value, or nil for every other kind of value.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The member of that name, where this is an object that has one.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The element at that position, where this is an array that reaches so far.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  /// A number, or null where there is none or where it is not finite.
  public static func finite(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(value)
  }

  /// A string, or null where there is none.
  public static func text(_ value: String?) -> JSONValue {
    value.map(JSONValue.string) ?? .null
  }

  /// An array of strings.
  public static func strings(_ values: [String]) -> JSONValue {
    .array(values.map(JSONValue.string))
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Creates a JSON string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Creates a whole JSON number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// Creates a JSON number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// Creates a JSON truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Creates a JSON array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Creates a JSON object with its members in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}

/// The members of a JSON object, in order; a name that is set twice keeps its first place and its last value.
public struct JSONObject: Sendable, Hashable {
  /// One name with its value.
  public struct Member: Sendable, Hashable {
    /// The member's name.
    public var name: String
    /// The member's value.
    public var value: JSONValue
  }

  /// The members in order.
  public private(set) var members: [Member] = []
  private var positions: [String: Int] = [:]

  /// Creates an object without members.
  public init() {}

  /// Creates an object with members in that order.
  public init(_ members: [(String, JSONValue)]) {
    for (name, value) in members { self[name] = value }
  }

  /// The value of that name; setting nil takes the member out.
  public subscript(name: String) -> JSONValue? {
    get { positions[name].map { members[$0].value } }
    set {
      switch (positions[name], newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        positions = [:]
        for (index, member) in members.enumerated() { positions[member.name] = index }
      case (nil, let value?):
        positions[name] = members.count
        members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The names in order.
  public var names: [String] { members.map(\.name) }
  /// Whether there is no member.
  public var isEmpty: Bool { members.isEmpty }
}
