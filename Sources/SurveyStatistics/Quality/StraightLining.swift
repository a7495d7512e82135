internal import SurveyModel
public import TextFormats
#if canImport(Glibc)
  internal import Glibc
#endif

/// Who gives the same answer down a whole grid, and how long the runs of equal answers are.
///
/// The answers are taken as they were given, before any item is reversed: a straight line through items of both
/// directions contradicts itself.
public struct StraightLining: Sendable, Hashable {
  /// One respondent's way through the grid.
  public struct Respondent: Sendable, Hashable {
    /// How many items were answered.
    public let answered: Int
    /// The longest run of equal answers to items that follow each other; unanswered items are passed over.
    public let longestRun: Int
    /// The standard deviation of the answers; nil with fewer than two.
    public let deviation: Double?
    /// How many different answers were given.
    public let different: Int
  }

  /// The items' names.
  public let names: [String]
  /// How many answers a respondent must have given to be judged.
  public let least: Int
  /// Every respondent, in their order.
  public let respondents: [Respondent]
  /// The share of straight lines that independent answers with the items' own frequencies would give.
  public let shareByChance: Double

  /// Whether that respondent gave the same answer to every item answered, and enough of them.
  public func isStraight(_ respondent: Int) -> Bool {
    respondents[respondent].answered >= least && respondents[respondent].different == 1
  }

  /// How many respondents answered enough items to be judged.
  public var judged: Int { respondents.count { $0.answered >= least } }
  /// How many of them gave one answer throughout.
  public var straight: Int { respondents.indices.count { isStraight($0) } }
  /// The share of straight lines among those judged; nil where nobody is.
  public var share: Double? { judged > 0 ? Double(straight) / Double(judged) : nil }

  /// Looks at a grid.
  ///
  /// - Parameters:
  ///   - columns: the answers to each item in the order they were asked, as given; NaN where missing.
  ///   - names: the items' names.
  ///   - least: how many answers a respondent must have given to be judged; all items when nil.
  /// - Throws: `statistics.groups` for fewer than three items, `statistics.argument` for columns of different lengths or
  ///   a minimum outside 2 and the number of items.
  /// - Complexity: O(n k).
  /// - Source: Kim, Dykema, Stevenson, Black & Moberg (2019), Social Science Computer Review 37, 214–233,
  ///   10.1177/0894439317752406; Johnson (2005), Journal of Research in Personality 39, 103–129,
  ///   10.1016/j.jrp.2004.09.009, on the longest run. R: `careless::longstring`, `careless::irv`.
  public init(_ columns: [[Double]], names: [String], least: Int? = nil) throws(StatisticsError) {
    guard columns.count >= 3, names.count == columns.count else {
      throw StatisticsError(
        .groups, found: "\(columns.count) item\(columns.count == 1 ? "" : "s") and \(names.count) names",
        expected: "at least three items, each with a name", remedy: "name the items of one grid in their order")
    }
    for (column, name) in zip(columns, names) where column.count != columns[0].count {
      throw StatisticsError(
        .argument, place: Place(column: name), found: "\(column.count) answers beside \(columns[0].count)",
        expected: "a value, if a missing one, of each respondent to each item", remedy: "mark missing answers as such")
    }
    let least = least ?? columns.count
    guard (2...columns.count).contains(least) else {
      throw StatisticsError(
        .argument, found: "a minimum of \(least) answers to \(columns.count) items",
        expected: "2 to \(columns.count)", remedy: "leave the minimum out to judge complete respondents only")
    }
    self.names = names
    self.least = least
    respondents = columns[0].indices.map { row in Self.look(columns, row) }
    let frequencies = columns.map { column -> [Double: Double] in
      let answers = column.filter(\.isFinite)
      var counts: [Double: Double] = [:]
      for answer in answers { counts[answer, default: 0] += 1 / Double(answers.count) }
      return counts
    }
    let first = frequencies[0].keys.sorted()
    shareByChance = CompensatedTotal.of(
      first.map { answer in frequencies.reduce(1) { $0 * ($1[answer] ?? 0) } })
  }

  private static func look(_ columns: [[Double]], _ row: Int) -> Respondent {
    var answers: [Double] = []
    var (run, longest) = (0, 0)
    for column in columns where column[row].isFinite {
      run = answers.last == column[row] ? run + 1 : 1
      longest = max(longest, run)
      answers.append(column[row])
    }
    var deviation: Double?
    if answers.count > 1, let mean = CompensatedTotal.mean(answers) {
      let squares = CompensatedTotal.of(answers.map { ($0 - mean) * ($0 - mean) })
      deviation = sqrt(squares / Double(answers.count - 1))
    }
    return Respondent(
      answered: answers.count, longestRun: longest, deviation: deviation, different: Set(answers).count)
  }

  /// Counts only, no respondents.
  public var json: JSONValue {
    let runs = (1...names.count).map { length in
      JSONValue.object(
        JSONObject([
          ("length", .integer(length)),
          ("count", .integer(respondents.count { $0.answered >= least && $0.longestRun == length })),
        ]))
    }
    return .object(
      JSONObject([
        ("id", "straight-lining"), ("items", .strings(names)), ("respondents", .integer(respondents.count)),
        ("leastAnswers", .integer(least)), ("n", .integer(judged)), ("straight", .integer(straight)),
        ("share", .finite(share)), ("shareByChance", .finite(shareByChance)), ("longestRuns", .array(runs)),
        ("source", "Kim et al. (2019), 10.1177/0894439317752406"),
      ]))
  }
}
