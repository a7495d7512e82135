internal import SurveyModel
public import TextFormats

/// The correlations of the normal traits behind a set of items with ordered answers.
public struct PolychoricMatrix: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// The correlations, ones on the diagonal.
  public let correlations: Matrix
  /// The standard errors of the correlations; NaN on the diagonal and at the boundary.
  public let standardErrors: Matrix
  /// How many respondents answered each pair of items; on the diagonal each item.
  public let counts: [[Int]]
  /// How many respondents answered every item.
  public let completeCount: Int
  /// Pairs whose correlation is at ±1 because their table orders respondents perfectly.
  public let boundaryPairs: [String]

  /// The most different answers that an item may have: more are a measurement, not an order of answers.
  public static let mostAnswers = 20

  /// The least eigenvalue; at or below zero where the pairs' correlations do not fit together.
  public var leastEigenvalue: Double? { correlations.symmetricEigen()?.values.first }

  /// Cronbach's alpha of the traits behind the answers.
  ///
  /// - Source: Zumbo, Gadermann & Zeisser (2007), Journal of Modern Applied Statistical Methods 6, 21–29,
  ///   10.22237/jmasm/1177992180. R: `psych::alpha` on `psych::polychoric(x)$rho`.
  public var ordinalAlpha: Double {
    let k = Double(names.count)
    return k / (k - 1) * (1 - k / correlations.total)
  }

  /// The correlations as the covariances of standardised items, for a factor analysis.
  public var covariances: ItemCovariances {
    ItemCovariances(
      names: names, matrix: correlations, means: names.map { _ in 0 }, count: completeCount,
      completeCount: completeCount)
  }

  /// Estimates all correlations, each from the table of two items.
  ///
  /// - Parameters:
  ///   - columns: the answers to each item, all of the same respondents; a value that is not a number is missing. Only
  ///     the order of the numbers counts.
  ///   - names: the items' names.
  ///   - threads: how many threads run; the answer is the same for any number.
  /// - Throws: `statistics.groups` for fewer than two items, `statistics.argument` for columns of different lengths,
  ///   `statistics.constant` for an item with one answer, `statistics.kind` for one with more than 20,
  ///   `statistics.too-few-respondents`, and what ``PolychoricCorrelation`` throws, with the pair.
  /// - Accuracy: as ``PolychoricCorrelation``, two-step.
  /// - Complexity: O(k² n) counting and k(k − 1)/2 estimates.
  /// - Source: Olsson (1979), 10.1007/BF02296207. R: `psych::polychoric`, `lavaan::lavCor`.
  public init(
    _ columns: [[Double]], names: [String], threads: Int = Parallel.processors
  ) throws(StatisticsError) {
    let items = try OrderedItems(columns, names: names, threads: threads)
    let k = names.count
    let pairs = (1..<k).flatMap { b in (0..<b).map { ($0, b) } }
    var outcomes: [PairOutcome] = []
    Parallel.inOrder(pieces: pairs.count, threads: threads) { piece in
      PairOutcome(items.table(pairs[piece].0, pairs[piece].1))
    } combine: {
      outcomes.append($0)
    }
    var correlations = Matrix.identity(k)
    var errors = Matrix(rows: k, columns: k)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: k), count: k)
    var boundary: [String] = []
    for item in 0..<k {
      errors[item, item] = .nan
      counts[item][item] = items.codes[item].count { $0 >= 0 }
    }
    for ((a, b), outcome) in zip(pairs, outcomes) {
      if var error = outcome.error {
        error.place = Place(column: "\(names[a]), \(names[b])")
        throw error
      }
      for (row, column) in [(a, b), (b, a)] {
        correlations[row, column] = outcome.value
        errors[row, column] = outcome.standardError
        counts[row][column] = outcome.count
      }
      if outcome.isAtBoundary { boundary.append("\(names[a]) and \(names[b])") }
    }
    self.names = names
    self.correlations = correlations
    standardErrors = errors
    self.counts = counts
    completeCount = items.completeCount
    boundaryPairs = boundary
  }
}

/// What became of one pair, for handing over between threads.
private struct PairOutcome: Sendable {
  var value = 0.0
  var standardError = Double.nan
  var isAtBoundary = false
  var count: Int
  var error: StatisticsError?

  init(_ table: [[Double]]) {
    count = Int(table.joined().reduce(0, +))
    do throws(StatisticsError) {
      let found = try PolychoricCorrelation(table)
      value = found.value
      standardError = found.standardError ?? .nan
      isAtBoundary = found.isAtBoundary
    } catch {
      self.error = error
    }
  }
}

/// Items as positions among their sorted answers, -1 where missing.
struct OrderedItems: Sendable {
  let codes: [[Int16]]
  let levels: [[Double]]
  /// For each item, whether somebody did not answer it.
  let hasGaps: [Bool]
  let completeCount: Int

  init(_ columns: [[Double]], names: [String], threads: Int) throws(StatisticsError) {
    guard columns.count >= 2, columns.count == names.count else {
      throw StatisticsError(
        .groups, found: "\(columns.count) item\(columns.count == 1 ? "" : "s") and \(names.count) names",
        expected: "at least two items, each with a name", remedy: "name the scale's items")
    }
    for (column, name) in zip(columns, names) where column.count != columns[0].count {
      throw StatisticsError(
        .argument, place: Place(column: name), found: "\(column.count) answers beside \(columns[0].count)",
        expected: "a value, if a missing one, of each respondent to each item", remedy: "mark missing answers as such")
    }
    var found: [AnswerPositions] = []
    Parallel.inOrder(pieces: columns.count, threads: threads) {
      AnswerPositions(columns[$0])
    } combine: {
      found.append($0)
    }
    for (item, name) in zip(found, names) {
      guard item.answers.count >= 2 else {
        throw StatisticsError(
          .constant, place: Place(column: name),
          found: item.answers.isEmpty ? "no answer at all" : "the same answer from everybody",
          expected: "an item on which respondents differ", remedy: "leave the item out")
      }
      guard item.answers.count <= PolychoricMatrix.mostAnswers else {
        throw StatisticsError(
          .kind, place: Place(column: name), found: "\(item.answers.count) different answers",
          expected: "at most \(PolychoricMatrix.mostAnswers), in an order",
          remedy: "use Pearson correlations for measurements")
      }
    }
    let codes = found.map(\.codes)
    let levels = found.map(\.answers)
    hasGaps = found.map(\.hasGaps)
    self.codes = codes
    self.levels = levels
    let complete =
      hasGaps.contains(true)
      ? (0..<columns[0].count).count { row in codes.allSatisfy { $0[row] >= 0 } } : columns[0].count
    guard complete >= 3 else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(complete) respondent\(complete == 1 ? "" : "s") complete on the items",
        expected: "at least 3", remedy: "look at which item is missing most")
    }
    completeCount = complete
  }

  /// The counts of two items' answers.
  func table(_ a: Int, _ b: Int) -> [[Double]] {
    let width = levels[b].count
    let size = levels[a].count * width
    // Two counts, for the same answers twice in a row would wait for their own count.
    var counts = [Int](repeating: 0, count: 2 * size)
    let isGapless = !hasGaps[a] && !hasGaps[b]
    codes[a].withUnsafeBufferPointer { first in
      codes[b].withUnsafeBufferPointer { second in
        counts.withUnsafeMutableBufferPointer { counts in
          for row in first.indices where isGapless || (first[row] >= 0 && second[row] >= 0) {
            counts[(row & 1) &* size &+ Int(first[row]) &* width &+ Int(second[row])] &+= 1
          }
        }
      }
    }
    return levels[a].indices.map { row in
      (0..<width).map { Double(counts[row * width + $0] + counts[size + row * width + $0]) }
    }
  }
}

/// One item's answers as positions among its distinct ones in order.
private struct AnswerPositions: Sendable {
  private(set) var answers: [Double]
  private(set) var codes: [Int16] = []
  private(set) var hasGaps = false

  init(_ column: [Double]) {
    // Answers are mostly small whole numbers, which a table tells apart.
    var isMet = [Bool](repeating: false, count: 256)
    var others: Set<Double> = []
    for value in column where value.isFinite {
      if let place = Self.place(value) { isMet[place] = true } else { others.insert(value) }
    }
    answers = (isMet.indices.filter { isMet[$0] }.map(Double.init) + others).sorted()
    guard answers.count <= PolychoricMatrix.mostAnswers else { return }
    var positions = [Int16](repeating: -1, count: 256)
    var rest: [Double: Int16] = [:]
    for (position, answer) in answers.enumerated() {
      if let place = Self.place(answer) { positions[place] = Int16(position) } else { rest[answer] = Int16(position) }
    }
    codes = column.map { value in Self.place(value).map { positions[$0] } ?? rest[value] ?? -1 }
    hasGaps = codes.contains(-1)
  }

  /// The place of a small whole number; nil for any other.
  @inline(__always)
  private static func place(_ value: Double) -> Int? {
    guard value >= 0, value < 256 else { return nil }
    let place = Int(value)
    return Double(place) == value ? place : nil
  }
}
