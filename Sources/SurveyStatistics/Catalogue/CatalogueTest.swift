/// A test of the catalogue: its name, what it may be asked for, and how it is run.
///
/// What is not declared here is refused, never passed over in silence. The options of the command, the keys of the study
/// file and the refusals all follow from the declaration.
struct CatalogueTest: Sendable {
  /// Which departures a test can be asked for.
  enum Direction: Sendable {
    /// Its statistic has no direction.
    case never
    /// Either direction, or both.
    case always
    /// Either direction where its distribution is the exact one.
    case whenExact
  }

  typealias Runner = @Sendable (RequestData) throws(StatisticsError) -> TestResult

  /// The name on the command line and in the study file.
  let name: String
  /// The options it takes: what is tested first, then what it is asked beyond, then its conventions.
  let options: [String]
  /// The corrections it takes of a sample without weights, strata and sampling units, the usual one first.
  let corrections: [String]
  /// The distributions that its p-value can be asked from.
  let distributions: [PValueMethod]
  /// Which departures it can be asked for.
  let direction: Direction
  /// Whether it sums squares of the answers as they stand: the others rank them, count them, or scale them first.
  let sumsSquares: Bool
  /// Computes it.
  let run: Runner

  init(
    _ name: String, takes options: [String], corrections: [String] = [], distributions: [PValueMethod] = [],
    directed direction: Direction = .never, squares: Bool = true, _ run: @escaping Runner
  ) {
    self.name = name
    self.options = options
    self.corrections = corrections
    self.distributions = distributions
    self.direction = direction
    self.sumsSquares = squares
    self.run = run
  }

  /// Whether departures in one direction can be asked for with the distribution that is.
  func takesAlternative(with method: PValueMethod) -> Bool {
    switch direction {
    case .never: false
    case .always: true
    case .whenExact: method == .exact
    }
  }
}
