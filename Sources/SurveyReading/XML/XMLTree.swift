internal import SurveyModel

/// An element of a short document with everything in it, for definitions that refer back and forth.
///
/// Data is never read this way: it comes as a stream of events.
struct XMLElement: Sendable, Hashable {
  /// What stands between the tags, in order.
  enum Content: Sendable, Hashable {
    case element(XMLElement)
    case text(String)
  }

  var name: String
  var attributes: [String: String]
  var contents: [Content] = []

  /// The elements directly in it.
  var children: [XMLElement] {
    contents.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  /// The first element of that name directly in it.
  func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The elements of that name directly in it.
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The elements of that name anywhere in it, in the document's order.
  func descendants(_ name: String) -> [XMLElement] {
    children.flatMap { ($0.name == name ? [$0] : []) + $0.descendants(name) }
  }

  /// All text in it; a line break for `br`.
  var text: String {
    contents.map { content in
      switch content {
      case .text(let text): text
      case .element(let element): element.name == "br" ? " " : element.text
      }
    }.joined()
  }

  /// The text that is directly in it, without that of its elements.
  var ownText: String {
    contents.map { content in
      switch content {
      case .text(let text): text
      case .element(let element): element.name == "br" ? " " : ""
      }
    }.joined()
  }
}

/// Builds the tree of a document.
struct XMLTree: XMLHandler {
  static var wantsAttributes: Bool { true }
  /// The document's first element, once it has ended.
  private(set) var root: XMLElement?
  private var names: [String] = []
  private var open: [XMLElement] = []
  private var pending: [UInt8] = []

  /// Reads a whole document.
  static func read(_ source: SourceBytes) throws(ReadingError) -> XMLElement {
    let tree = try XMLPushParser.read(source, into: XMLTree(), threads: 1)
    return tree.root ?? XMLElement(name: "", attributes: [:])
  }

  mutating func define(_ name: XMLName, number: Int) { names.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) {
    flush()
    var values: [String: String] = [:]
    for attribute in attributes { values[attribute.name.local] = attribute.value }
    open.append(XMLElement(name: names[number], attributes: values))
  }

  mutating func text(_ bytes: Span<UInt8>) { pending.append(bytes) }

  mutating func end(_ number: Int) {
    flush()
    guard let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].contents.append(.element(element)) }
  }

  /// Takes out the element that has just ended, where it has that name and stands in another one.
  mutating func removeLast(named name: String) -> XMLElement? {
    guard !open.isEmpty, case .element(let element)? = open[open.count - 1].contents.last, element.name == name else {
      return nil
    }
    open[open.count - 1].contents.removeLast()
    return element
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    let text = String(decoding: pending, as: UTF8.self)
    pending = []
    if !open.isEmpty { open[open.count - 1].contents.append(.text(text)) }
  }
}
