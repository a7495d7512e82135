internal import SurveyAggregation
internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// Compares the columns of each question of a banner, pair by pair, and gives letters.
struct BannerLetters {
  typealias Pattern = PatternTable.Pattern
  /// The value of a pattern in a column; nil where it is not in the column's base.
  typealias Value = (Pattern) -> Double?

  private let maker: BannerMaker
  private let block: BannerTable.Block
  private let columns: [BannerTable.Column]

  init(_ maker: BannerMaker, _ block: BannerTable.Block, _ columns: [BannerTable.Column]) {
    self.maker = maker
    self.block = block
    self.columns = columns
  }

  /// The letters of a row of shares.
  func shares(
    _ cells: [BannerTable.Cell], value: (Int?, Int) -> Value, patterns: (Int?) -> [Pattern]
  ) throws(StatisticsError) -> [String] {
    letters(levels: cells.map { $0.share ?? .nan }) { a, b in
      if maker.options.convention == .spss {
        for index in [a, b] where cells[index].share == 0 || cells[index].share == 1 { return nil }
      }
      if let variance = maker.contrasts {
        let isExtreme = [a, b].contains { cells[$0].share == 0 || cells[$0].share == 1 }
        guard isExtreme else { return contrast(variance, a, b, value, patterns) }
        // A share of 0 or 1 has no linearised variance; there the pooled test stands on the effective bases.
        let (m, n) = (block.bases[a].effective, block.bases[b].effective)
        return Self.pooled((cells[a].share ?? 0) * m, m, (cells[b].share ?? 0) * n, n)
      }
      return Self.pooled(
        records(cells[a].weighted, cells[a].count), records(block.bases[a].weighted, block.bases[a].count),
        records(cells[b].weighted, cells[b].count), records(block.bases[b].weighted, block.bases[b].count))
    }
  }

  /// The letters of a row of means of answers.
  func means(
    _ moments: [Moments], value: (Int?, Int) -> Value, patterns: (Int?) -> [Pattern]
  ) throws(StatisticsError) -> [String] {
    letters(levels: moments.map { $0.count > 0 ? $0.mean : .nan }) { a, b in
      if let variance = maker.contrasts { return contrast(variance, a, b, value, patterns) }
      return Self.welch(moments[a], moments[b], isFrequency: maker.design.weights != nil)
    }
  }

  /// The letters of a row of means of numbers, given the values of each column.
  func means(of values: [[Double]], _ moments: [Moments]) -> [String] {
    letters(levels: moments.map { $0.count > 0 ? $0.mean : .nan }) { a, b in
      guard let variance = maker.contrasts else {
        return Self.welch(moments[a], moments[b], isFrequency: maker.design.weights != nil)
      }
      let weights = maker.design.weights?.values
      let influence = values[a].indices.map { index -> Double in
        let weight = weights?[index] ?? 1
        let first = values[a][index].isNaN ? 0 : (values[a][index] - moments[a].mean) / moments[a].weight
        let second = values[b][index].isNaN ? 0 : (values[b][index] - moments[b].mean) / moments[b].weight
        return weight * (first - second)
      }
      let df = variance.degreesOfFreedom(domain: values[a].indices.map { !values[a][$0].isNaN || !values[b][$0].isNaN })
      return Self.tTest(moments[a].mean - moments[b].mean, variance.variance(ofInfluence: influence), df)
    }
  }

  // MARK: Pairs

  /// The letters of one row: for each question the p-values of all its pairs, adjusted together.
  private func letters(levels: [Double], p: (Int, Int) -> Double?) -> [String] {
    var letters = [[(letter: String, isStrong: Bool)]](repeating: [], count: columns.count)
    for question in maker.columnAxes.indices {
      let own = maker.targets.indices.filter { maker.targets[$0].question == question && isTested($0, levels) }
      var pairs: [(Int, Int)] = []
      for (index, first) in own.enumerated() { for second in own[(index + 1)...] { pairs.append((first, second)) } }
      let adjusted = maker.adjustment.adjust(pairs.map { p($0.0, $0.1) })
      for ((first, second), p) in zip(pairs, adjusted) {
        guard let p, p < 0.1, levels[first] != levels[second] else { continue }
        let (higher, lower) = levels[first] > levels[second] ? (first, second) : (second, first)
        letters[higher].append((columns[lower].letter ?? "", p < 0.05))
      }
    }
    // Beyond Z a letter has two signs, and only then are they kept apart.
    let separator = columns.contains { ($0.letter ?? "").count > 1 } ? " " : ""
    return letters.map { list in
      list.map { $0.isStrong ? $0.letter : $0.letter.lowercased() }.joined(separator: separator)
    }
  }

  private func isTested(_ column: Int, _ levels: [Double]) -> Bool {
    guard !levels[column].isNaN else { return false }
    return maker.options.convention == .spss ? block.bases[column].count > 1 : !block.isSmall[column]
  }

  /// The number of records that stand behind a count: frequency weights count, others do not get here.
  private func records(_ weighted: Double?, _ count: Int) -> Double { weighted ?? Double(count) }

  /// The two-sided p-value of the pooled z test of two shares; nil where there is no spread.
  ///
  /// - Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, section 3.1. R:
  ///   `prop.test(correct = FALSE)`; SPSS: CTABLES, compare column proportions.
  static func pooled(_ x1: Double, _ n1: Double, _ x2: Double, _ n2: Double) -> Double? {
    let pooled = (x1 + x2) / (n1 + n2)
    let error = (pooled * (1 - pooled) * (1 / n1 + 1 / n2)).squareRoot()
    guard error > 0 else { return nil }
    return Normal.standard.twoTailed((x1 / n1 - x2 / n2) / error)
  }

  /// The two-sided p-value of Welch's test of two means; nil where there is no spread.
  ///
  /// - Source: Welch (1947), Biometrika 34, 28–35, https://doi.org/10.1093/biomet/34.1-2.28.
  static func welch(_ a: Moments, _ b: Moments, isFrequency: Bool) -> Double? {
    let (n1, n2) = isFrequency ? (a.weight, b.weight) : (Double(a.count), Double(b.count))
    guard n1 > 1, n2 > 1 else { return nil }
    let (v1, v2) = (a.squares / (n1 - 1) / n1, b.squares / (n2 - 1) / n2)
    guard v1 + v2 > 0 else { return nil }
    let df = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1))
    return tTest(a.mean - b.mean, v1 + v2, df)
  }

  /// The two-sided p-value of a difference with its variance; nil where there is no spread.
  private static func tTest(_ difference: Double, _ variance: Double, _ degreesOfFreedom: Double) -> Double? {
    guard variance > 0, degreesOfFreedom > 0, difference.isFinite else { return nil }
    return StudentT(degreesOfFreedom).twoTailed(difference / variance.squareRoot())
  }

  /// The two-sided p-value of the difference of two columns' means or shares, with their covariance.
  private func contrast(
    _ variance: DesignVariance, _ a: Int, _ b: Int, _ value: (Int?, Int) -> Value, _ patterns: (Int?) -> [Pattern]
  ) -> Double? {
    let question = maker.targets[a].question
    let patterns = patterns(question)
    let (first, second) = (value(question, maker.targets[a].option), value(question, maker.targets[b].option))
    let (meanA, weightA) = Self.mean(patterns, first)
    let (meanB, weightB) = Self.mean(patterns, second)
    let spread = variance.variance(of: patterns) { pattern in
      (first(pattern).map { ($0 - meanA) / weightA } ?? 0) - (second(pattern).map { ($0 - meanB) / weightB } ?? 0)
    }
    let df = variance.degreesOfFreedom(of: patterns) { first($0) != nil || second($0) != nil }
    return Self.tTest(meanA - meanB, spread, df)
  }

  private static func mean(_ patterns: [Pattern], _ value: Value) -> (mean: Double, weight: Double) {
    var sum = CompensatedSum()
    var weight = CompensatedSum()
    for pattern in patterns {
      guard let value = value(pattern) else { continue }
      sum.add(pattern.weight * value)
      weight.add(pattern.weight)
    }
    return (sum.value / weight.value, weight.value)
  }
}
