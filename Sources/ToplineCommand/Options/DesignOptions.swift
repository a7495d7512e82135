internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// Weights and design, by the names of their variables, and margins to weight to.
struct DesignOptions: ParsableArguments {
  @Option(help: "The variable with sampling weights.")
  var weights: String?

  @Option(help: "The kind of the weights: sampling, frequency or precision.")
  var weightKind = "sampling"

  @Option(help: "The variable of the strata; of later stages after a comma.")
  var strata: String?

  @Option(help: "The variable of the primary sampling units; of later stages after a comma.")
  var clusters: String?

  @Flag(help: "Cluster numbers start again in every stratum.")
  var nest = false

  @Option(
    help:
      "The variable with the size of the population that units were drawn from, or with the share drawn; of later stages after a comma."
  )
  var fpc: String?

  @Option(
    name: .customLong("lonely-psu"),
    help: "What a stratum with a single sampling unit adds to variances: fail, remove, certainty, adjust or average.")
  var lonelyUnits = "fail"

  @Option(
    help: "The degrees of freedom that the study's documentation states, or 'infinite' for z in place of t.")
  var df: String?

  @Option(help: "The variables with replicate weights: 'repwt_*' or repwt1..repwt80.")
  var replicateWeights: String?

  @Option(help: "How replicates were made: brr, fay, jk1, jk2, jkn, bootstrap or successive-difference.")
  var replicateType: String?

  @Option(help: "Fay's coefficient, for --replicate-type fay.")
  var fay: Double?

  @Option(help: "The factor of each replicate from the study's documentation, or one for all.")
  var replicateScales: String?

  @Option(help: "Rake the weights to the population: 'sex: 1=0.48, 2=0.52; age: 1=0.3, 2=0.7'.")
  var rake: String?

  @Option(help: "The largest weight that raking may make, as a multiple of the median weight, such as 5.")
  var trim: Double?

  @Option(help: "The confidence level of intervals.")
  var level = 0.95

  /// Whether estimates stand on weights or on how the sample was drawn.
  var isDesignBased: Bool {
    [weights, strata, clusters, fpc, replicateWeights, rake].contains { $0 != nil }
  }

  /// Whether nothing is said of a design.
  var isNone: Bool {
    let names = [weights, strata, clusters, fpc, replicateWeights, replicateType, replicateScales, rake]
    return names.allSatisfy { $0 == nil } && fay == nil && trim == nil && df == nil && weightKind == "sampling"
      && lonelyUnits == "fail"
  }

  /// The variables of the design; nil where margins cannot be understood, which is told later.
  var wanted: WantedVariables? {
    var wanted = WantedVariables()
    wanted.add(variable: weights)
    for stages in [strata, clusters, fpc] { wanted.add(variables: Self.stages(stages)) }
    wanted.add(parsing: replicateWeights)
    guard let rake else { return wanted }
    guard let margins = try? PopulationMargin.list(parsing: rake) else { return nil }
    wanted.add(variables: margins.flatMap(\.variables))
    return wanted
  }

  /// The design that the options describe.
  ///
  /// Respondents outside --where stay in the design, as variances of a part of the sample need them.
  func design(of prepared: PreparedSurvey) throws -> SurveyDesign { try weighted(prepared).design }

  /// The design that the options describe, and what weighting to margins did.
  func weighted(_ prepared: PreparedSurvey) throws -> (design: SurveyDesign, report: WeightingReport?) {
    let margins = try rake.map { try PopulationMargin.list(parsing: $0) } ?? []
    var names = try names()
    names.needed = margins.flatMap(\.variables)
    let design = try SurveyDesign(names, of: prepared.survey, selection: prepared.selection)
    guard rake != nil else {
      if trim == nil { return (design, nil) }
      throw ValidationError("--trim: expected --rake beside it")
    }
    let weighting = try Raking.apply(to: design, margins: margins, of: prepared.survey, largest: trim)
    return (weighting.design, weighting.report)
  }

  private func names() throws -> SurveyDesign.Names {
    guard let kind = WeightKind(rawValue: weightKind) else {
      throw Self.unknown("--weight-kind", weightKind, WeightKind.allCases.map(\.rawValue))
    }
    guard let lonely = LonelyUnits(rawValue: lonelyUnits) else {
      throw Self.unknown("--lonely-psu", lonelyUnits, LonelyUnits.allCases.map(\.rawValue))
    }
    let strata = Self.stages(strata)
    let clusters = Self.stages(clusters)
    let sizes = Self.stages(fpc)
    let stages = max(1, clusters.count)
    guard strata.count <= stages, sizes.count <= stages else {
      throw ValidationError(
        "--strata, --fpc: found \(max(strata.count, sizes.count)) names, expected one for each stage of --clusters")
    }
    var names = SurveyDesign.Names(
      weights: weights, kind: kind, strata: strata.first, clusters: clusters.first, nest: nest,
      populationSizes: sizes.first)
    for stage in clusters.indices.dropFirst() {
      names.laterStages.append(
        SurveyDesign.StageNames(
          clusters: clusters[stage], strata: stage < strata.count ? strata[stage] : nil,
          populationSizes: stage < sizes.count ? sizes[stage] : nil))
    }
    names.lonelyUnits = lonely
    names.degreesOfFreedom = try degreesOfFreedom()
    names.replicates = try replicates()
    return names
  }

  /// The degrees of freedom that are stated; infinite ones make t normal.
  private func degreesOfFreedom() throws -> Double? {
    guard let df else { return nil }
    guard isDesignBased else { throw ValidationError("--df: expected --weights, --strata or --clusters beside it") }
    if df == "infinite" { return .infinity }
    guard let number = Double(df), number > 0, number.isFinite else {
      throw ValidationError("--df '\(df)': expected a number above 0, or 'infinite' for z")
    }
    return number
  }

  private func replicates() throws -> SurveyDesign.ReplicateNames? {
    guard let replicateWeights else {
      for (option, isGiven) in [
        ("--replicate-type", replicateType != nil), ("--fay", fay != nil),
        ("--replicate-scales", replicateScales != nil),
      ] where isGiven {
        throw ValidationError("\(option): expected --replicate-weights beside it")
      }
      return nil
    }
    let known = ReplicateWeights.Kind.allCases.map(\.rawValue)
    guard let replicateType else {
      throw ValidationError("--replicate-weights: expected --replicate-type: one of \(known.joined(separator: ", "))")
    }
    guard let kind = ReplicateWeights.Kind(rawValue: replicateType) else {
      throw Self.unknown("--replicate-type", replicateType, known)
    }
    var scales: [Double]?
    if let replicateScales {
      let numbers = TestCommand.list(replicateScales).map { Double($0) }
      guard !numbers.contains(nil) else {
        throw ValidationError("--replicate-scales '\(replicateScales)': expected numbers, such as 0.5,0.5,0.667")
      }
      scales = numbers.compactMap { $0 }
    }
    return SurveyDesign.ReplicateNames(variables: replicateWeights, kind: kind, fay: fay, scales: scales)
  }

  private static func stages(_ text: String?) -> [String] { text.map(TestCommand.list) ?? [] }

  private static func unknown(_ option: String, _ found: String, _ known: [String]) -> ValidationError {
    let nearest = EditDistance.nearest(to: found, among: known).map { "; did you mean '\($0)'?" } ?? ""
    return ValidationError("\(option) '\(found)': expected one of \(known.joined(separator: ", "))\(nearest)")
  }
}
