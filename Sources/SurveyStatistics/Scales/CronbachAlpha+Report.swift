internal import SurveyModel
public import TextFormats

extension CronbachAlpha {
  /// Computes alpha with all that is printed beside it: standardised and ordinal alpha, split halves, Guttman's lambdas,
  /// Feldt's, the distribution-free and the bootstrap's intervals, and the items.
  ///
  /// - Parameters:
  ///   - items: the answers to each item, running one way, all of the same respondents; NaN where missing.
  ///   - names: the items' names.
  ///   - bootstrap: the resamples; with none there are no bootstrap intervals. Where nothing is said, 2000 up to
  ///     ``mostResampled`` respondents and none above.
  ///   - level: the level of the intervals.
  ///   - threads: how many threads run; the answer is the same for any number.
  /// - Throws: as ``ItemCovariances/listwise(_:names:reversed:)`` and ``init(_:level:)``; a part that the data cannot give
  ///   (ordinal alpha of measurements) is left out with a warning.
  /// - Complexity: O(n k² + k² polychoric correlations), and with a bootstrap O(replicates · (n + patterns · k)).
  public static func report(
    _ items: [[Double]], names: [String], bootstrap: Bootstrap? = nil, level: Double = 0.95,
    threads: Int = Parallel.processors
  ) throws(StatisticsError) -> TestResult {
    let covariances = try ItemCovariances.listwise(items, names: names)
    let alpha = try CronbachAlpha(covariances, level: level)
    var result = alpha.result(of: items.first?.count ?? 0)
    result.effects = [
      EffectSize(id: "standardized-alpha", value: alpha.standardized),
      EffectSize(id: "mean-interitem-correlation", value: alpha.meanCorrelation),
    ]
    if let lambda6 = alpha.lambda6 { result.effects.append(EffectSize(id: "guttman-lambda-6", value: lambda6)) }
    result.addOrdinalAlpha(items, names: names, threads: threads)
    try result.addSplitHalf(covariances)
    let influence = AlphaInfluence(items, covariances, threads: threads)
    var resampled: AlphaBootstrap?
    if let bootstrap = bootstrap ?? usualBootstrap(covariances.count), bootstrap.replicates > 0 {
      let patterns = ItemPatterns(items, names: names)
      let found = try AlphaBootstrap(patterns, bootstrap: bootstrap, level: level, threads: threads)
      result.add(found, bootstrap)
      resampled = found
    } else if bootstrap == nil {
      result.conventions.append(
        "no resamples: above \(mostResampled) respondents the distribution-free interval says what they would "
          + "(--replicates 2000 draws them)")
    }
    result.addIntervals(alpha, influence, resampled, level: level)
    result.tables.append(alpha.itemsTable)
    return result
  }

  /// Up to so many respondents the bootstrap's intervals are there without being asked for.
  ///
  /// Above, they and the distribution-free interval differ by less than the bootstrap's own chance does, and resampling
  /// would take longer than all else together.
  public static let mostResampled = 10_000

  private static func usualBootstrap(_ respondents: Int) -> Bootstrap? {
    respondents > mostResampled ? nil : Bootstrap()
  }

  /// Computes alpha from covariances that each stand on the respondents who answered both items.
  ///
  /// - Parameters: as of ``report(_:names:bootstrap:level:threads:)``.
  /// - Returns: alpha with Feldt's interval by the number of complete respondents, standardised alpha and the items;
  ///   split halves, ordinal alpha and bootstrap intervals stand on complete respondents and are left out.
  /// - Throws: as ``ItemCovariances/pairwise(_:names:reversed:)``.
  /// - Source: R: `psych::alpha` (its default).
  public static func pairwiseReport(
    _ items: [[Double]], names: [String], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let alpha = try CronbachAlpha(try ItemCovariances.pairwise(items, names: names), level: level)
    var result = alpha.result
    result.effects = [
      EffectSize(id: "standardized-alpha", value: alpha.standardized),
      EffectSize(id: "mean-interitem-correlation", value: alpha.meanCorrelation),
    ]
    if let lambda6 = alpha.lambda6 { result.effects.append(EffectSize(id: "guttman-lambda-6", value: lambda6)) }
    result.tables.append(alpha.itemsTable)
    return result
  }

  /// The items of alpha as a table.
  var itemsTable: ResultTable {
    var table = ResultTable(
      "items", title: "Items",
      columns: [
        .init("item", "Item"), .init("mean", "M"), .init("sd", "SD"), .init("itemRest", "r with rest"),
        .init("itemCorrected", "r with scale, corrected"), .init("alphaIfDropped", "α without it"),
      ])
    for item in items {
      table.add([
        .text(item.name), .number(item.mean), .number(item.deviation), .number(item.restCorrelation),
        .number(item.correctedCorrelation), .number(item.alphaIfDropped),
      ])
    }
    return table
  }
}

extension TestResult {
  /// Alpha of the traits behind the answers, or why there is none.
  fileprivate mutating func addOrdinalAlpha(_ items: [[Double]], names: [String], threads: Int) {
    do {
      let matrix = try PolychoricMatrix(CompleteRows(items).columns(of: items), names: names, threads: threads)
      effects.append(EffectSize(id: "ordinal-alpha", value: matrix.ordinalAlpha))
      conventions.append("ordinal alpha from polychoric correlations in two steps")
      if !matrix.boundaryPairs.isEmpty {
        warnings.append(
          "polychoric correlation of ±1 between \(matrix.boundaryPairs.joined(separator: "; ")): ordinal alpha is rough"
        )
      }
      if let least = matrix.leastEigenvalue, least < 0 {
        warnings.append("the polychoric correlations do not fit together (an eigenvalue below zero)")
      }
    } catch {
      let place = error.place.column.map { "\($0): " } ?? ""
      warnings.append("no ordinal alpha: \(place)\(error.found)")
    }
  }

  fileprivate mutating func addSplitHalf(_ covariances: ItemCovariances) throws(StatisticsError) {
    do {
      let halves = try SplitHalf(covariances)
      effects += [
        EffectSize(id: "split-half-spearman-brown", value: halves.spearmanBrown),
        EffectSize(id: "split-half-guttman", value: halves.guttman),
        EffectSize(id: "guttman-lambda-4", value: halves.lambda4),
      ]
      conventions.append(
        "split half: odd against even items, stepped up by Spearman and Brown"
          + (covariances.names.count.isMultiple(of: 2) ? "" : " for halves of unequal length (Horst)")
          + "; lambda 4: the best of " + (halves.isExhaustive ? "all splits" : "the splits that 100 searches found")
          + ", \(halves.bestHalf.joined(separator: ", ")) against the rest")
    } catch {
      guard error.code == .constant else { throw error }
      warnings.append("no split half: \(error.found)")
    }
  }

  /// What resampling says of itself.
  fileprivate mutating func add(_ resampled: AlphaBootstrap, _ bootstrap: Bootstrap) {
    conventions.append("bootstrap: \(bootstrap.replicates) resamples of respondents (seed \(bootstrap.seed))")
    if resampled.replicates < bootstrap.replicates {
      warnings.append("\(bootstrap.replicates - resampled.replicates) resamples had no alpha and were left out")
    }
    if let error = resampled.standardError { details.append(.init("bootstrapStandardError", error)) }
  }

  fileprivate mutating func addIntervals(
    _ alpha: CronbachAlpha, _ influence: AlphaInfluence?, _ resampled: AlphaBootstrap?, level: Double
  ) {
    var table = ResultTable(
      "intervals", title: "Intervals of alpha",
      columns: [.init("method", "Method"), .init("level", "Level"), .init("lower", "Lower"), .init("upper", "Upper")])
    if let influence { details.append(.init("distributionFreeStandardError", influence.standardError)) }
    let intervals = [influence?.interval(level: level), resampled?.percentile, resampled?.biasCorrected]
    for interval in [alpha.interval] + intervals.compactMap({ $0 }) {
      table.add([
        .text(interval.method), .number(interval.level), .number(interval.lower), .number(interval.upper),
      ])
    }
    tables.append(table)
  }
}
