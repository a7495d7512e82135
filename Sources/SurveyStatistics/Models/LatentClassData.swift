internal import SurveyModel

/// Answers to categorical items as distinct patterns with counts: what a latent class analysis is computed from.
public struct LatentClassData: Sendable {
  /// The items' names.
  public let items: [String]
  /// The answers of each item, those that occur.
  public let answers: [[String]]
  /// For each pattern the position of its answer to each item, one pattern after the other.
  let codes: [Int32]
  /// How many respondents show each pattern.
  public let counts: [Int]
  /// What they weigh; the counts without weights.
  let weights: [Double]
  /// Where each item's answers begin among all answers.
  let offsets: [Int]

  /// How many patterns there are.
  public var patterns: Int { counts.count }
  /// How many respondents there are.
  public var respondents: Int { counts.reduce(0, +) }
  /// The number of answers of all items together.
  var answerCount: Int { offsets.last.map { $0 + (answers.last?.count ?? 0) } ?? 0 }
  /// The cells of the full table, as a number since there may be very many.
  var cells: Double { answers.reduce(1) { $0 * Double($1.count) } }

  /// Gathers answers into patterns.
  ///
  /// - Parameters:
  ///   - items: the items' names.
  ///   - answers: the words of each item's answers.
  ///   - patterns: rows of positions into the answers; equal rows are joined.
  ///   - counts: how many respondents each row stands for; one when nil.
  ///   - weights: what each row weighs; nil without weights. They are scaled to the number of respondents.
  /// - Throws: `statistics.argument` for rows of another length or answers that do not exist, `statistics.constant`
  ///   naming an item that everybody answers alike, `statistics.too-few-respondents`.
  public init(
    items: [String], answers: [[String]], patterns: [[Int]], counts: [Int]? = nil, weights: [Double]? = nil
  ) throws(StatisticsError) {
    guard items.count > 1, items.count == answers.count, patterns.allSatisfy({ $0.count == items.count }),
      patterns.allSatisfy({ zip($0, answers).allSatisfy { $0 >= 0 && $0 < $1.count } })
    else {
      throw StatisticsError(
        .argument, place: Place(column: "--items"), found: "patterns that do not fit the items",
        expected: "two or more items, and for each pattern one of its answers to each", remedy: "name more items")
    }
    var used = answers.map { [Bool](repeating: false, count: $0.count) }
    for pattern in patterns { for (item, code) in pattern.enumerated() { used[item][code] = true } }
    for (item, name) in items.enumerated() where used[item].count(where: { $0 }) < 2 {
      throw StatisticsError(
        .constant, place: Place(column: "--items"),
        found: patterns.isEmpty ? "no respondent with all answers" : "'\(name)', which everybody answers alike",
        expected: "items with different answers", remedy: patterns.isEmpty ? "use fewer items" : "leave it out")
    }
    let positions = used.map { flags -> [Int32] in
      var next: Int32 = -1
      return flags.map { flag in
        if flag { next += 1 }
        return next
      }
    }
    self.items = items
    self.answers = zip(answers, used).map { names, flags in zip(names, flags).filter(\.1).map(\.0) }
    var places: [[Int32]: Int] = [:]
    var (codes, sums, total): ([Int32], [Int], [Double]) = ([], [], [])
    for (row, pattern) in patterns.enumerated() {
      let code = pattern.enumerated().map { positions[$0][$1] }
      let (count, weight) = (counts?[row] ?? 1, weights?[row] ?? Double(counts?[row] ?? 1))
      if let place = places[code] {
        sums[place] += count
        total[place] += weight
      } else {
        places[code] = sums.count
        codes += code
        sums.append(count)
        total.append(weight)
      }
    }
    self.codes = codes
    self.counts = sums
    let scale = weights == nil ? 1 : Double(sums.reduce(0, +)) / CompensatedTotal.of(total)
    self.weights = total.map { $0 * scale }
    var offset = 0
    offsets = self.answers.map { names in
      defer { offset += names.count }
      return offset
    }
  }
}
