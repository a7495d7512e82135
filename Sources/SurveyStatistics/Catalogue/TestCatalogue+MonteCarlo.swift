internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

extension RequestData {
  /// The test's result with a p-value from random rearrangements.
  func rearranged(_ result: TestResult, _ settings: MonteCarlo) throws(StatisticsError) -> TestResult {
    switch request.test {
    case "chi-square", "g-test", "fisher", "gamma", "somers-d", "cochran-armitage":
      let p = try tableP(settings)
      return result.with(p, of: settings, what: "random tables with the same margins")
    case "mann-whitney", "kruskal-wallis", "jonckheere":
      let p = try groupP(settings)
      return result.with(p, of: settings, what: "random divisions of the respondents into groups")
    case "wilcoxon-signed-rank", "wilcoxon-one-sample":
      let p = try signP(settings)
      return result.with(p, of: settings, what: "random directions of the differences")
    case "spearman", "kendall":
      let p = try pairP(settings)
      return result.with(p, of: settings, what: "random pairings of the two answers")
    case "friedman":
      let positions = try positions(request.items, option: "--items", atLeast: 2)
      let (columns, _, _) = try related(positions, option: "--items")
      let rows = columns[0].indices.map { row in Ranking(columns.map { $0[row] }).ranks }
      let p = try settings.within(rows) { sums in sums.reduce(0) { $0 + $1 * $1 } }
      return result.with(p, of: settings, what: "random orders of each respondent's answers")
    default: return result
    }
  }

  /// How far a statistic lies from its mean in the direction that is asked for.
  private func directed(_ distance: Double) -> Double {
    switch request.alternative {
    case .twoSided: abs(distance)
    case .greater: distance
    case .less: -distance
    }
  }

  private func tableP(_ settings: MonteCarlo) throws(StatisticsError) -> MonteCarlo.PValue {
    switch request.test {
    case "cochran-armitage":
      let groups = try orderedShares().groups
      let (successes, trials, names) = (groups.map(\.successes), groups.map(\.trials), groups.map(\.name))
      let scores = try scores(names) ?? trials.indices.map { Double($0 + 1) }
      let mean =
        Double(successes.reduce(0, +)) * zip(trials, scores).reduce(0) { $0 + Double($1.0) * $1.1 }
        / Double(trials.reduce(0, +))
      return try settings.table([successes, zip(trials, successes).map { $0 - $1 }]) { counts in
        directed(zip(counts[0], scores).reduce(0) { $0 + Double($1.0) * $1.1 } - mean)
      }
    case "gamma", "somers-d":
      let (table, _, _, _) = try orderedTable()
      return try settings.table(table.counts) { directed(Self.score($0)) }
    default:
      let used = try table().table.withoutEmpty
      let logarithms = [0] + (1...max(1, used.total)).map { log(Double($0)) }
      let expected = used.expected
      switch request.test {
      case "chi-square":
        return try settings.table(used.counts) { counts in
          var sum = 0.0
          for row in counts.indices {
            for column in counts[row].indices {
              sum += Double(counts[row][column] * counts[row][column]) / expected[row][column]
            }
          }
          return sum
        }
      case "g-test":
        return try settings.table(used.counts) { counts in
          counts.joined().reduce(0) { $0 + Double($1) * logarithms[$1] }
        }
      default:
        // One direction is asked of four cells only: there the first cell says all.
        if request.alternative != .twoSided {
          return try settings.table(used.counts) { directed(Double($0[0][0]) - expected[0][0]) }
        }
        let factorials = logarithms.reduce(into: [Double]()) { $0.append(($0.last ?? 0) + $1) }
        return try settings.table(used.counts) { counts in counts.joined().reduce(0) { $0 + factorials[$1] } }
      }
    }
  }

  /// Concordant less discordant pairs of a table.
  private static func score(_ counts: [[Int]]) -> Double {
    var above = [Int](repeating: 0, count: counts.first?.count ?? 0)
    var score = 0
    for row in counts {
      var (left, right) = (0, above.reduce(0, +))
      for (column, count) in row.enumerated() {
        right -= above[column]
        score += count * (left - right)
        left += above[column]
      }
      for (column, count) in row.enumerated() { above[column] += count }
    }
    return Double(score)
  }

  private func groupP(_ settings: MonteCarlo) throws(StatisticsError) -> MonteCarlo.PValue {
    let values = try groups().values
    let ranks = Ranking(values.flatMap { $0 }).ranks
    let sizes = values.map(\.count)
    let starts = sizes.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let middle = Double(ranks.count + 1) / 2
    func sum(_ ranks: [Double], _ group: Int) -> Double {
      ranks[starts[group]..<starts[group + 1]].reduce(0) { $0 + ($1 - middle) }
    }
    switch request.test {
    case "mann-whitney": return try settings.order(ranks) { directed(sum($0, 0)) }
    case "kruskal-wallis":
      return try settings.order(ranks) { ranks in
        sizes.indices.reduce(0) { total, group in
          let sum = sum(ranks, group)
          return total + sum * sum / Double(sizes[group])
        }
      }
    default:
      let groups = sizes.enumerated().flatMap { [Double](repeating: Double($0.offset), count: $0.element) }
      return try settings.order(ranks) { directed(ConcordantPairs(groups, $0).score) }
    }
  }

  private func signP(_ settings: MonteCarlo) throws(StatisticsError) -> MonteCarlo.PValue {
    let differences: [Double]
    if request.test == "wilcoxon-one-sample" {
      let mu = try location()
      differences = try single().values.map { $0 - mu }
    } else {
      let (x, y, _, _) = try pair()
      differences = zip(x, y).map { $0 - $1 }
    }
    let signed = SignedRanks(differences, zeros: zeros)
    let mean = (signed.positive + signed.negative) / 2
    return try settings.signs(signed.ranks, observed: signed.positive) { directed($0 - mean) }
  }

  private func pairP(_ settings: MonteCarlo) throws(StatisticsError) -> MonteCarlo.PValue {
    let (x, y, _, _) = try pair()
    if request.test == "kendall" {
      return try settings.order(y) { directed(ConcordantPairs(x, $0).score) }
    }
    let middle = Double(x.count + 1) / 2
    let first = Ranking(x).ranks.map { $0 - middle }
    return try settings.order(Ranking(y).ranks) { ranks in
      directed(zip(first, ranks).reduce(0) { $0 + $1.0 * ($1.1 - middle) })
    }
  }

  /// What happens to pairs without a difference: by --zeros, or by --correction as before.
  var zeros: WilcoxonSignedRankTest.Zeros {
    request.association.zeros ?? (request.correction == "wilcox" ? .wilcox : .pratt)
  }
}
