internal import SurveyModel
internal import TextFormats
#if canImport(Glibc)
  internal import Glibc
#endif

/// Latent class analysis: a few kinds of respondents whose answers within a kind do not depend on one another.
///
/// Each number of classes is fitted from many random starts, each a stream of a counter-based generator, so that the
/// result is the same for any number of threads. Classes are ordered by size.
/// - Accuracy: the log-likelihood within 1e-8 of the maximum that is reached.
/// - Complexity: O(starts × steps × patterns × items × classes), whatever the number of respondents.
/// - Source: Lazarsfeld & Henry (1968), Latent Structure Analysis; Goodman (1974), 10.1093/biomet/61.2.215. R:
///   `poLCA::poLCA`; Stata: `gsem, lclass()`.
public struct LatentClassAnalysis: Sendable {
  /// The numbers of classes that are tried, and how.
  public struct Settings: Sendable, Hashable {
    /// The numbers of classes.
    public var classes: ClosedRange<Int>
    /// The seed of the random starts.
    public var seed: UInt64
    /// How many random starts each number of classes has.
    public var starts: Int
    /// How many samples the bootstrap test of one class fewer draws; 0 for none.
    public var bootstrap: Int
    /// How many threads may run, one per processor when nil; the result does not depend on it.
    public var threads: Int?

    /// Creates settings.
    public init(
      classes: ClosedRange<Int> = 1...4, seed: UInt64 = 1, starts: Int = 40, bootstrap: Int = 0,
      threads: Int? = nil
    ) {
      self.classes = classes
      self.seed = seed
      self.starts = starts
      self.bootstrap = bootstrap
      self.threads = threads
    }
  }

  /// How each number of classes fits, ascending.
  public private(set) var solutions: [LatentClassSolution]
  /// Where the chosen solution stands among the solutions.
  public let chosen: Int
  /// The chosen solution's classes, the largest first.
  public let classes: [LatentClass]

  private let data: LatentClassData
  private let settings: Settings
  private let fits: [LatentClassFit]

  /// Fits each number of classes and chooses by the Bayesian criterion.
  ///
  /// - Throws: `statistics.argument` for numbers of classes or starts that are none, or more than 20 classes.
  public init(_ data: LatentClassData, settings: Settings = Settings()) throws(StatisticsError) {
    guard settings.classes.lowerBound >= 1, settings.classes.upperBound <= 20 else {
      throw StatisticsError(
        .argument, place: Place(column: "--classes"),
        found: "\(settings.classes.lowerBound) to \(settings.classes.upperBound) classes", expected: "1 to 20",
        remedy: "write --classes 3, or --classes 1..4 to compare")
    }
    guard settings.starts >= 1, settings.starts <= 100_000, settings.bootstrap >= 0, settings.bootstrap <= 100_000
    else {
      throw StatisticsError(
        .argument, place: Place(column: "--starts"), found: "\(settings.starts) starts", expected: "1 to 100000",
        remedy: "write --starts 40")
    }
    self.data = data
    self.settings = settings
    let threads = settings.threads ?? Parallel.processors
    var (fits, solutions): ([LatentClassFit], [LatentClassSolution]) = ([], [])
    for count in settings.classes {
      let (fit, reached) = Self.best(data, count, settings.seed, settings.starts, threads)
      fits.append(fit)
      solutions.append(Self.solution(fit, data, starts: count == 1 ? 1 : settings.starts, reached: reached))
    }
    self.fits = fits
    // A model with more parameters than the table has cells is not determined by it.
    let allowed = solutions.indices.filter { solutions[$0].degreesOfFreedom >= 0 }
    chosen = (allowed.isEmpty ? Array(solutions.indices) : allowed).min { solutions[$0].bic < solutions[$1].bic } ?? 0
    self.solutions = solutions
    classes = Self.describe(fits[chosen], data)
    if settings.bootstrap > 0 {
      self.solutions[chosen].bootstrapP = bootstrapP(fits[chosen])
    }
  }

  /// The highest of many climbs, and how many of them reached it.
  private static func best(
    _ data: LatentClassData, _ classes: Int, _ seed: UInt64, _ starts: Int, _ threads: Int
  ) -> (fit: LatentClassFit, reached: Int) {
    var fits: [LatentClassFit] = []
    Parallel.inOrder(pieces: classes == 1 ? 1 : starts, threads: threads) { start in
      var fit = LatentClassFit(data, classes: classes, seed: seed, start: start)
      fit.climb(data, tolerance: 1e-9)
      return fit
    } combine: {
      fits.append($0)
    }
    // The first of equals, so that the choice does not depend on the last digit of a later one.
    let highest = fits.map(\.logLikelihood).max() ?? 0
    var best = fits.first { $0.logLikelihood >= highest - 1e-7 } ?? fits[0]
    best.climb(data, tolerance: 1e-12, rounds: 20_000)
    best.sortBySize()
    return (best, fits.count { $0.logLikelihood >= highest - 1e-4 })
  }

  private static func solution(
    _ fit: LatentClassFit, _ data: LatentClassData, starts: Int, reached: Int
  ) -> LatentClassSolution {
    let n = CompensatedTotal.of(data.weights)
    let parameters = fit.classes - 1 + fit.classes * data.answers.reduce(0) { $0 + $1.count - 1 }
    let free = Double(parameters)
    var (deviance, pearson, covered) = (CompensatedTotal(), CompensatedTotal(), CompensatedTotal())
    var entropy = CompensatedTotal()
    for (pattern, member) in fit.memberships(data).enumerated() {
      let observed = data.weights[pattern]
      deviance.add(2 * observed * log(observed / member.expected))
      pearson.add((observed - member.expected) * (observed - member.expected) / member.expected)
      covered.add(member.expected)
      for p in member.classes where p > 0 { entropy.add(-observed * p * log(p)) }
    }
    let most = n * log(Double(fit.classes))
    return LatentClassSolution(
      classes: fit.classes, logLikelihood: fit.logLikelihood, parameters: parameters,
      aic: -2 * fit.logLikelihood + 2 * free, bic: -2 * fit.logLikelihood + log(n) * free,
      adjustedBIC: -2 * fit.logLikelihood + log((n + 2) / 24) * free,
      entropy: fit.classes > 1 ? 1 - entropy.value / most : nil, deviance: deviance.value,
      // Cells that nobody shows add what is expected of them.
      pearson: pearson.value + max(0, n - covered.value), degreesOfFreedom: data.cells - 1 - free, starts: starts,
      reached: reached, bootstrapP: nil)
  }

  private static func describe(_ fit: LatentClassFit, _ data: LatentClassData) -> [LatentClass] {
    var assigned = [Int](repeating: 0, count: fit.classes)
    for (pattern, member) in fit.memberships(data).enumerated() {
      let most = member.classes.indices.max { member.classes[$0] < member.classes[$1] } ?? 0
      assigned[most] += data.counts[pattern]
    }
    return (0..<fit.classes).map { group in
      let items = data.items.enumerated().map { item, name in
        LatentClass.Item(
          name: name, answers: data.answers[item],
          probabilities: data.answers[item].indices.map { fit.probability(data.offsets[item] + $0, group) })
      }
      return LatentClass(share: fit.parameters[group], assigned: assigned[group], items: items)
    }
  }

  /// The p-value of one class fewer by the parametric bootstrap; nil for one class.
  ///
  /// Samples are drawn from the model with one class fewer; in each both are fitted from a quarter of the starts, at
  /// least five. p counts the observed statistic among those drawn.
  /// - Source: McLachlan (1987), Applied Statistics 36, 318–324, 10.2307/2347790; Nylund, Asparouhov & Muthén (2007),
  ///   10.1080/10705510701575396.
  private func bootstrapP(_ fit: LatentClassFit) -> Double? {
    guard fit.classes > 1 else { return nil }
    let (data, settings) = (self.data, self.settings)
    let threads = settings.threads ?? Parallel.processors
    let fewer =
      fits.first { $0.classes == fit.classes - 1 }
      ?? Self.best(data, fit.classes - 1, settings.seed, settings.starts, threads).fit
    let observed = 2 * (fit.logLikelihood - fewer.logLikelihood)
    let starts = max(5, settings.starts / 4)
    var (atLeast, drawn) = (0, 0)
    Parallel.inOrder(pieces: settings.bootstrap, threads: threads) { (replicate: Int) -> Double? in
      guard let sample = fewer.sample(data, seed: settings.seed, replicate: replicate) else { return nil }
      let seed = settings.seed &+ 1 &+ UInt64(replicate)
      let low = Self.best(sample, fit.classes - 1, seed, starts, 1).fit
      let high = Self.best(sample, fit.classes, seed, starts, 1).fit
      return 2 * (high.logLikelihood - low.logLikelihood)
    } combine: { statistic in
      guard let statistic else { return }
      drawn += 1
      if statistic >= observed { atLeast += 1 }
    }
    return Double(atLeast + 1) / Double(drawn + 1)
  }
}

extension LatentClassFit {
  /// Respondents drawn from the model, as many as in the data; nil where an item comes out the same for all.
  func sample(_ data: LatentClassData, seed: UInt64, replicate: Int) -> LatentClassData? {
    var generator = CounterGenerator(seed: seed, stream: 1 << 63 | UInt64(replicate))
    func draw(_ count: Int, _ probability: (Int) -> Double) -> Int {
      var rest = generator.uniform()
      for index in 0..<count - 1 {
        rest -= probability(index)
        if rest < 0 { return index }
      }
      return count - 1
    }
    let patterns = (0..<data.respondents).map { _ -> [Int] in
      let group = draw(classes) { parameters[$0] }
      return data.answers.indices.map { item in
        draw(data.answers[item].count) { probability(data.offsets[item] + $0, group) }
      }
    }
    return try? LatentClassData(items: data.items, answers: data.answers, patterns: patterns)
  }
}
