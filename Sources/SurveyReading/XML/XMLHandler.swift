/// The name of an element or attribute: what stands after the colon, and the namespace it belongs to.
struct XMLName: Sendable, Hashable {
  var local: String
  /// The namespace's address, or "" where the name is in none.
  var namespace: String
}

/// An attribute of an element, its value with references resolved.
struct XMLAttribute: Sendable, Hashable {
  var name: XMLName
  var value: String
}

/// Takes a document's events in order, as the bytes arrive; nothing of the document is kept but what it keeps.
///
/// Element names come as numbers: each distinct name is told once, with the number that stands for it from then on.
/// So a handler compares integers and indexes arrays, and no text is made per element.
protocol XMLHandler: SendableMetatype {
  /// Whether attributes are wanted; where not, ``start(_:attributes:)`` gets none.
  static var wantsAttributes: Bool { get }
  /// A name occurs for the first time; numbers run from 0 without gaps.
  mutating func define(_ name: XMLName, number: Int) throws(ReadingError)
  /// An element begins.
  mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError)
  /// Text, UTF-8, possibly in several pieces between two tags.
  mutating func text(_ bytes: Span<UInt8>) throws(ReadingError)
  /// An element ends.
  mutating func end(_ number: Int) throws(ReadingError)
}

extension XMLHandler {
  static var wantsAttributes: Bool { false }
}

/// How much of anything a document may hold; what is beyond is refused, never cut.
struct XMLLimits: Sendable, Hashable {
  /// How deep elements may lie in one another.
  var depth = 256
  /// How many bytes of text may stand between two tags.
  var text = 64 << 20
  /// How many attributes an element may have.
  var attributes = 256
}
