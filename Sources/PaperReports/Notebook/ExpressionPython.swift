internal import SurveyPreparation

/// Conditions of a study file in Python, by the helpers that the notebook defines.
enum ExpressionPython {
  /// What a notebook cannot repeat, in words.
  struct Unsupported: Error {
    var reason: String
  }

  /// The truth of a condition, as an expression of Python.
  static func truth(_ node: Expression.Node) throws(Unsupported) -> String {
    switch node {
    case .comparison(let sign, .variable(let name, _), .string(let text)),
      .comparison(let sign, .string(let text), .variable(let name, _)):
      let says = "says(\(PythonLiteral.text(name)), \(PythonLiteral.text(text)))"
      switch sign {
      case .equal: return says
      case .unequal: return "1 - \(says)"
      default: throw Unsupported(reason: "the order of texts in '\(node)'")
      }
    case .comparison(let sign, let a, let b):
      return "compare(\(try number(a)), \(PythonLiteral.text(sign.rawValue)), \(try number(b)))"
    case .membership(let node, let members, let negated):
      var parts: [String] = []
      for member in members { parts.append(try self.member(member, of: node)) }
      let any = parts.count == 1 ? parts[0] : "either(\(parts.joined(separator: ", ")))"
      return negated ? "1 - \(any)" : any
    case .missing(.variable(let name, _), let negated):
      return "(reasons(\(PythonLiteral.text(name))) \(negated ? "==" : "!=") \"\").astype(float)"
    case .not(let inner): return "1 - \(try truth(inner))"
    case .all(let nodes): return "both(\(try list(nodes)))"
    case .any(let nodes): return "either(\(try list(nodes)))"
    case .missing, .number, .string, .variable, .negative, .arithmetic:
      throw Unsupported(reason: "a condition of another shape")
    }
  }

  private static func list(_ nodes: [Expression.Node]) throws(Unsupported) -> String {
    var parts: [String] = []
    for node in nodes { parts.append(try truth(node)) }
    return parts.joined(separator: ", ")
  }

  private static func member(_ member: Expression.Member, of node: Expression.Node) throws(Unsupported) -> String {
    switch member {
    case .number(let value): return "compare(\(try number(node)), \"=\", \(PythonLiteral.number(value)))"
    case .range(let low, let high):
      let value = try number(node)
      return "both(compare(\(value), \">=\", \(PythonLiteral.number(low))), "
        + "compare(\(value), \"<=\", \(PythonLiteral.number(high))))"
    case .string(let text):
      guard case .variable(let name, _) = node else { throw Unsupported(reason: "a text in a list of numbers") }
      return "says(\(PythonLiteral.text(name)), \(PythonLiteral.text(text)))"
    }
  }

  private static func number(_ node: Expression.Node) throws(Unsupported) -> String {
    switch node {
    case .number(let value): return PythonLiteral.number(value)
    case .variable(let name, _): return "numbers(\(PythonLiteral.text(name)))"
    case .negative(let inner): return "-(\(try number(inner)))"
    case .arithmetic(let sign, let a, let b): return "(\(try number(a)) \(sign.rawValue) \(try number(b)))"
    default: throw Unsupported(reason: "a number made of conditions")
    }
  }
}
