public import TextFormats

/// A class of a latent class analysis.
public struct LatentClass: Sendable, Hashable {
  /// One item's answers with their probabilities in the class.
  public struct Item: Sendable, Hashable {
    /// The item.
    public var name: String
    /// Its answers.
    public var answers: [String]
    /// The probability of each answer of a member of the class.
    public var probabilities: [Double]

    /// Creates an item.
    public init(name: String, answers: [String], probabilities: [Double]) {
      self.name = name
      self.answers = answers
      self.probabilities = probabilities
    }
  }

  /// The share of respondents in the class.
  public var share: Double
  /// How many respondents (unweighted) have this class as their most probable one.
  public var assigned: Int
  /// The items.
  public var items: [Item]

  /// Creates a class.
  public init(share: Double, assigned: Int, items: [Item]) {
    self.share = share
    self.assigned = assigned
    self.items = items
  }

  /// The class as it stands in JSON.
  public var json: JSONValue {
    [
      "share": .finite(share), "assigned": .integer(assigned),
      "items": .array(
        items.map { item in
          [
            "name": .string(item.name),
            "answers": .array(
              zip(item.answers, item.probabilities).map { ["answer": .string($0), "probability": .finite($1)] }),
          ]
        }),
    ]
  }
}

/// How a number of latent classes fits.
public struct LatentClassSolution: Sendable, Hashable {
  /// How many classes there are.
  public var classes: Int
  /// The log-likelihood.
  public var logLikelihood: Double
  /// How many free parameters there are.
  public var parameters: Int
  /// Akaike's criterion; lower is better.
  public var aic: Double
  /// Schwarz's Bayesian criterion; lower is better.
  public var bic: Double
  /// Schwarz's criterion with the number of respondents as (n + 2)/24.
  public var adjustedBIC: Double
  /// One less the mean entropy of class membership, as a share of the most there can be; nil with one class.
  public var entropy: Double?
  /// The likelihood-ratio statistic against the table as observed.
  public var deviance: Double
  /// Pearson's statistic against the table as observed.
  public var pearson: Double
  /// Cells of the table less one, less parameters; negative where the model has more parameters than the table cells.
  public var degreesOfFreedom: Double
  /// How many starts there were.
  public var starts: Int
  /// How many of them reached the highest log-likelihood, within 1e-4.
  public var reached: Int
  /// The bootstrap p-value of one class fewer against this number; nil where it was not asked for.
  public var bootstrapP: Double?

  /// The solution as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([
      ("classes", .integer(classes)), ("logLikelihood", .finite(logLikelihood)), ("parameters", .integer(parameters)),
      ("aic", .finite(aic)), ("bic", .finite(bic)), ("adjustedBIC", .finite(adjustedBIC)),
      ("entropy", .finite(entropy)), ("deviance", .finite(deviance)), ("pearson", .finite(pearson)),
      ("df", .finite(degreesOfFreedom)), ("starts", .integer(starts)), ("reached", .integer(reached)),
    ])
    if let bootstrapP { object["bootstrapP"] = .finite(bootstrapP) }
    return .object(object)
  }
}
