internal import StudyPlan
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
internal import TextFormats

extension StudyRun {
  /// The design of the plan's sample, and what weighting to margins did.
  ///
  /// Respondents who are left out of the analysis stay in the design, as variances of a part of the sample need them.
  static func weighted(
    _ plan: StudyPlan, _ prepared: PreparedSurvey
  ) throws -> (design: SurveyDesign, report: WeightingReport?) {
    guard let planned = plan.design else {
      return (SurveyDesign(count: prepared.survey.count, members: prepared.selection), nil)
    }
    var names = planned.names
    names.needed = planned.margins.flatMap(\.variables)
    do {
      let design = try SurveyDesign(names, of: prepared.survey, selection: prepared.selection)
      if planned.margins.isEmpty { return (design, nil) }
      let weighting = try Raking.apply(
        to: design, margins: planned.margins, of: prepared.survey, largest: planned.trim)
      return (weighting.design, weighting.report)
    } catch let error as AggregationError {
      throw planned.error(error, file: plan.fileName)
    } catch let error as StatisticsError {
      throw planned.error(error, file: plan.fileName)
    }
  }
}

extension StudyPlan.Design {
  /// What an error of the design says, at its place in the study file and with the file's keys for the options.
  func error(_ error: some SurveyError, file: String) -> StudyError {
    func inFile(_ words: String) -> String {
      words.split(separator: " ", omittingEmptySubsequences: false).map { word in
        word.hasPrefix("--")
          ? "'\(word.dropFirst(2).prefix { $0.isLetter || $0 == "-" }):'"
            + word.dropFirst(2).drop { $0.isLetter || $0 == "-" } : word[...]
      }.joined(separator: " ")
    }
    let place = error.place.column.map { $0.hasPrefix("--") ? String($0.dropFirst(2)) : $0 }
    return StudyError(
      .design, place: Place(file: file, row: line, column: place), found: inFile(error.found),
      expected: inFile(error.expected), remedy: inFile(error.remedy))
  }

  /// The design's keys and names as they were run, for the manifest.
  var settings: [(String, JSONValue)] {
    let stages = names.laterStages
    func all(_ first: String?, _ later: (SurveyDesign.StageNames) -> String?) -> JSONValue {
      .text(first.map { ([$0] + stages.compactMap(later)).joined(separator: ",") })
    }
    var settings: [(String, JSONValue)] = [
      ("weights", .text(names.weights)), ("strata", all(names.strata, \.strata)),
      ("clusters", all(names.clusters, \.clusters)),
    ]
    if names.kind != .sampling { settings.append(("weightKind", .string(names.kind.rawValue))) }
    if names.nest { settings.append(("nest", .bool(true))) }
    if names.populationSizes != nil { settings.append(("fpc", all(names.populationSizes, \.populationSizes))) }
    if names.lonelyUnits != .fail { settings.append(("lonelyPSU", .string(names.lonelyUnits.rawValue))) }
    if let replicates = names.replicates {
      settings.append(("replicateWeights", .string(replicates.variables)))
      settings.append(("replicateType", .string(replicates.kind.rawValue)))
    }
    if !margins.isEmpty { settings.append(("rake", .strings(margins.map(\.name)))) }
    if let trim { settings.append(("trim", .number(trim))) }
    return settings
  }
}
