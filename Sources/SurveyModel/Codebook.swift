internal import TextFormats

/// One question asked with "tick all that apply", stored as one yes/no variable per option.
public struct MultipleResponseSet: Sendable, Hashable {
  /// The set's name: the question's.
  public var name: String
  /// The question's text.
  public var label: String
  /// The names of its variables, one per option, in the questionnaire's order.
  public var variables: [String]
  /// The code that means "ticked" in those variables.
  public var tickedCode: String

  /// Creates a multiple-response set.
  public init(name: String, label: String, variables: [String], tickedCode: String) {
    self.name = name
    self.label = label
    self.variables = variables
    self.tickedCode = tickedCode
  }
}

/// Several items asked with the same answers, one variable per row.
public struct Grid: Sendable, Hashable {
  /// The grid's name: the question's.
  public var name: String
  /// The text that stands above the items.
  public var label: String
  /// The names of its variables, in the questionnaire's order.
  public var variables: [String]

  /// Creates a grid.
  public init(name: String, label: String, variables: [String]) {
    self.name = name
    self.label = label
    self.variables = variables
  }
}

/// A name that a codebook does not have, with the nearest one that it has.
public struct UnknownVariable: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name as the user wrote it.
  public var name: String
  /// The nearest known name.
  public var nearest: String?

  /// Creates the error.
  public init(name: String, nearest: String?) {
    self.name = name
    self.nearest = nearest
  }

  /// One line for a reader.
  public var description: String {
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; 'topline inspect' lists the variables"
    return "no variable '\(name)'\(hint)"
  }
}

/// The variables of a survey in file order, with their grids and multiple-response sets.
public struct Codebook: Sendable, Hashable {
  /// The variables in file order; their names are unique.
  public private(set) var variables: [Variable]
  /// The grids, in file order.
  public var grids: [Grid]
  /// The multiple-response sets stored as several variables, in file order.
  public var multipleResponseSets: [MultipleResponseSet]
  private var positions: [String: Int]

  /// Creates a codebook; the names of the variables must be unique.
  public init(variables: [Variable], grids: [Grid] = [], multipleResponseSets: [MultipleResponseSet] = []) {
    self.variables = variables
    self.grids = grids
    self.multipleResponseSets = multipleResponseSets
    positions = Dictionary(variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The position of the variable of that name.
  public func position(of name: String) -> Int? { positions[name] }

  /// The variable of that name.
  public subscript(name: String) -> Variable? { positions[name].map { variables[$0] } }

  /// The position of the variable of that name.
  ///
  /// - Throws: ``UnknownVariable`` with the nearest known name.
  public func requirePosition(of name: String) throws(UnknownVariable) -> Int {
    guard let position = positions[name] else {
      throw UnknownVariable(name: name, nearest: EditDistance.nearest(to: name, among: variables.map(\.name)))
    }
    return position
  }

  /// Changes the entry of one variable; its name stays.
  public mutating func update(at position: Int, _ change: (inout Variable) -> Void) {
    var variable = variables[position]
    let name = variable.name
    change(&variable)
    variable.name = name
    variables[position] = variable
  }

  /// Adds a variable at the end; a name that is taken replaces nothing and returns false.
  public mutating func append(_ variable: Variable) -> Bool {
    guard positions[variable.name] == nil else { return false }
    positions[variable.name] = variables.count
    variables.append(variable)
    return true
  }
}
