/// A condition of a questionnaire, as far as it compares and counts answers of one respondent.
///
/// What cannot be followed (a function that is not known, an answer that is not in the data) is unknown, and so is
/// everything that depends on it; `and` and `or` may still be decided by their other parts.
struct ConditionExpression<Dialect: ConditionDialect>: Sendable {
  typealias Reference = Dialect.Reference
  typealias Node = ConditionNode<Reference>

  /// The tree.
  let root: Node

  /// Reads an expression.
  ///
  /// - Throws: Where it stops being one.
  /// - Complexity: O(characters).
  init(_ text: String) throws(ConditionFault) {
    var parser = ConditionParser<Dialect>(text)
    root = try parser.whole()
  }

  /// Whether it holds; nil where that cannot be told.
  ///
  /// - Parameter answer: The answer that a reference means; nil where it is not in the data.
  func holds(_ answer: (Reference) -> ConditionValue?) -> Bool? { Self.value(root, answer).map(Dialect.isTrue) }

  /// What it gives; nil where that cannot be told.
  func value(_ answer: (Reference) -> ConditionValue?) -> ConditionValue? { Self.value(root, answer) }

  private static func value(_ node: Node, _ answer: (Reference) -> ConditionValue?) -> ConditionValue? {
    switch node {
    case .value(let value): value
    case .reference(let reference, _): answer(reference)
    case .any(let nodes): decided(nodes, by: true, answer)
    case .all(let nodes): decided(nodes, by: false, answer)
    case .chain(let first, let rest): joined(value(first, answer), rest, answer)
    case .prefix(let prefix, let node): value(node, answer).flatMap { Dialect.result(prefix, $0) }
    case .call(let name, let arguments, _): Dialect.call(name, arguments.map { value($0, answer) })
    case .unknown: nil
    }
  }

  private static func joined(
    _ first: ConditionValue?, _ rest: [(ConditionOperator, Node)], _ answer: (Reference) -> ConditionValue?
  ) -> ConditionValue? {
    var found = first
    for (sign, node) in rest {
      guard let left = found, let right = value(node, answer) else { return nil }
      found = Dialect.result(sign, left, right)
    }
    return found
  }

  /// The truth of parts of which one that is `truth` decides, whatever the others are.
  private static func decided(
    _ nodes: [Node], by truth: Bool, _ answer: (Reference) -> ConditionValue?
  ) -> ConditionValue? {
    var isKnown = true
    for node in nodes {
      guard let found = value(node, answer) else {
        isKnown = false
        continue
      }
      if Dialect.isTrue(found) == truth { return .truth(truth) }
    }
    return isKnown ? .truth(!truth) : nil
  }

  /// Visits every part, from left to right.
  func forEach(_ visit: (Node) -> Void) { Self.visit(root, visit) }

  private static func visit(_ node: Node, _ body: (Node) -> Void) {
    body(node)
    switch node {
    case .value, .reference, .unknown: break
    case .any(let nodes), .all(let nodes), .call(_, let nodes, _): for node in nodes { visit(node, body) }
    case .prefix(_, let node): visit(node, body)
    case .chain(let first, let rest):
      visit(first, body)
      for (_, node) in rest { visit(node, body) }
    }
  }
}
