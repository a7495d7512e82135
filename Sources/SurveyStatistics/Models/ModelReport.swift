public import TextFormats

/// The test of all columns of one term of a model at once.
public struct TermTest: Sendable, Hashable {
  /// The term.
  public var term: String
  /// `F` or `χ²`.
  public var symbol: String
  /// The statistic.
  public var statistic: Double
  /// One or two degrees of freedom.
  public var degreesOfFreedom: [Double]
  /// The p-value.
  public var p: Double

  /// The test as it stands in JSON.
  public var json: JSONValue {
    [
      "term": .string(term), "statistic": ["symbol": .string(symbol), "value": .finite(statistic)],
      "df": .array(degreesOfFreedom.map { .finite($0) }), "p": .finite(p),
    ]
  }
}

/// What a model says beside its coefficients.
public struct ModelReport: Sendable, Hashable {
  /// A categorical predictor and the answer that its coefficients are compared with.
  public struct Reference: Sendable, Hashable {
    /// The predictor.
    public var predictor: String
    /// The answer.
    public var answer: String

    /// Creates a reference.
    public init(predictor: String, answer: String) {
      self.predictor = predictor
      self.answer = answer
    }
  }

  /// The references of the categorical predictors.
  public var references: [Reference] = []
  /// The test of each term that has several columns, and of each that has one.
  public var terms: [TermTest] = []
  /// The latent classes of the solution that is reported.
  public var classes: [LatentClass] = []
  /// The fit of each number of classes that was tried.
  public var solutions: [LatentClassSolution] = []

  /// Creates an empty report.
  public init() {}

  /// The report's members of the result's JSON object.
  var members: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = []
    if !references.isEmpty {
      let pairs = references.map { ($0.predictor, JSONValue.string($0.answer)) }
      members.append(("references", .object(JSONObject(pairs))))
    }
    if !terms.isEmpty { members.append(("terms", .array(terms.map(\.json)))) }
    if !classes.isEmpty { members.append(("classes", .array(classes.map(\.json)))) }
    if !solutions.isEmpty { members.append(("solutions", .array(solutions.map(\.json)))) }
    return members
  }
}
