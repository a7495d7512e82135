internal import PaperFigures
internal import PaperTables
internal import SocialNecessity
public import StudyPlan
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
internal import TextFormats

extension StudyRun {
  /// Puts the plan's hypotheses, or its protocol's claims, on trial.
  public func verdicts() throws -> [Verdict] {
    switch plan.hypotheses {
    case .own(let hypotheses): return try HypothesisJudge.judge(hypotheses, of: plan, on: prepared, design: design)
    case .named:
      var verdicts = try SocialNecessityProtocol.judge(
        prepared, mapping: try ProtocolMapping(plan.mapping), design: design,
        options: ProtocolOptions(level: plan.style.level))
      if plan.style.adjustment != "holm" { VerdictFamilies.adjust(&verdicts, by: plan.style.adjustment) }
      return verdicts
    }
  }

  /// Computes everything that the plan asks for.
  ///
  /// - Parameter version: Topline's version, for the manifest.
  /// - Throws: the errors of the targets below; what could be left out and still be honest stands in `notDone`.
  public func report(version: String) throws -> StudyReport {
    let survey = prepared.survey
    var report = StudyReport(
      study: studyName, title: plan.title, isSynthetic: survey.provenance.isSynthetic, version: version)
    report.sample = plan.sample.map { ReportField($0.name, $0.value) }
    report.preparation = prepared.report
    report.weighting = design.weights == nil && !design.isComplex ? nil : design.words
    report.weightingReport = weighting
    report.inputs = survey.provenance.files + [planFile]
    report.verdicts = try verdicts()
    report.figures = try figures(report.verdicts)
    report.tables = try tables(report.verdicts)
    report.missing = missingAnswers()
    report.defaults = defaults(report.verdicts)
    report.notDone = survey.problems.filter { $0.severity == .error }.map(\.line)
    report.settings = settings
    let verification = verification(of: report.verdicts)
    if let notebook = verification.notebook { report.notebooks = [(studyName, notebook)] }
    if let refusal = verification.refusal { report.notDone.append(refusal) }
    return report
  }

  /// The study file's name without its ending, from which files are named.
  var studyName: String {
    if case .named(let name, _) = plan.hypotheses { return name }
    return String(plan.fileName.split(separator: ".").first ?? "study")
  }

  // MARK: - Figures

  private func figures(_ verdicts: [Verdict]) throws -> [ReportFigure] {
    let theme = FigureTheme.named(plan.style.journal == "report" ? "topline" : plan.style.journal) ?? .topline
    let width = plan.style.width.map(FigureWidth.init(millimetres:)) ?? .double
    var figures: [ReportFigure] = []
    for output in plan.figures {
      do {
        figures.append(ReportFigure(id: output.id, try figure(output, verdicts, theme, width)))
      } catch let error as any SurveyError {
        throw StudyError(error, file: plan.fileName, line: output.line, key: "figures \(output.id)")
      }
    }
    return figures
  }

  private func figure(
    _ output: StudyPlan.Output, _ verdicts: [Verdict], _ theme: FigureTheme, _ width: FigureWidth
  ) throws -> Figure {
    let chosen = try verdicts.chosen(output, plan: plan)
    let respondents = prepared.selection.count { $0 }
    let isSynthetic = prepared.survey.provenance.isSynthetic
    if output.kind == "forest" {
      return try ForestFigure(
        verdicts: chosen, title: output.title ?? "The claims and what the responses say of them",
        respondents: respondents, synthetic: isSynthetic
      ).figure(theme: theme, width: width)
    }
    if output.kind == "mosaic", !output.of.isEmpty {
      return try jointMosaic(output, chosen, isSynthetic).figure(theme: theme, width: width)
    }
    let variables = output.variables.isEmpty ? output.rows + output.columns : output.variables
    return try FigureRequest(
      kind: output.kind, variables: variables.joined(separator: ","), by: output.by, success: output.success,
      title: output.title
    ).figure(of: prepared, design: design, theme: theme, width: width)
  }

  private func jointMosaic(
    _ output: StudyPlan.Output, _ chosen: [Verdict], _ isSynthetic: Bool
  ) throws -> MosaicFigure {
    let found = chosen.lazy.compactMap { verdict in
      (verdict.tests + verdict.parts.flatMap(\.tests)).lazy.compactMap { test in
        MosaicFigure(
          jointShare: test, first: names(of: verdict).first, second: names(of: verdict).second,
          title: output.title ?? verdict.says, respondents: verdict.estimate.base.count, synthetic: isSynthetic)
      }.first
    }.first
    guard let found else {
      throw FigureError(
        .empty, place: Place(column: "of"), found: "no joint share in \(output.of.joined(separator: ", "))",
        expected: "a hypothesis of the test 'paradox'", remedy: "name one, or show two variables")
    }
    return found
  }

  /// The names of the two parts of a joint share, for its picture.
  private func names(of verdict: Verdict) -> (first: String, second: String) {
    if case .own(let hypotheses) = plan.hypotheses,
      let both = hypotheses.first(where: { $0.id == verdict.id })?.both, both.count == 2
    {
      return (both[0], both[1])
    }
    switch verdict.id {
    case "C1": return ("anti-social", "necessary")
    case "C41": return ("promotes itself", "dislikes it")
    default: return ("annoying", "anti-social")
    }
  }

  // MARK: - Tables

  private func tables(_ verdicts: [Verdict]) throws -> [ReportTable] {
    let isSynthetic = prepared.survey.provenance.isSynthetic
    var tables: [ReportTable] = []
    for output in plan.tables {
      do {
        tables.append(ReportTable(id: output.id, try table(output, verdicts, isSynthetic)))
      } catch let error as any SurveyError {
        throw StudyError(error, file: plan.fileName, line: output.line, key: "tables \(output.id)")
      }
    }
    return tables
  }

  private func table(_ output: StudyPlan.Output, _ verdicts: [Verdict], _ isSynthetic: Bool) throws -> Table {
    let survey = prepared.survey
    switch output.kind {
    case "verdicts":
      return Table.verdicts(
        try verdicts.chosen(output, plan: plan), number: output.id, title: output.title ?? "Verdicts",
        isSynthetic: isSynthetic)
    case "scales": return try scales(output, isSynthetic)
    case "banner":
      var options = BannerOptions(level: plan.style.level)
      if !output.nets.isEmpty { options.nets = try BannerOptions.nets(parsing: output.nets.joined(separator: ",")) }
      let banner = try BannerTable.make(
        survey: survey, selection: prepared.selection,
        rows: try VariableSelection(parsing: (output.rows + output.variables).joined(separator: ",")),
        columns: try VariableSelection(
          parsing: (output.columns + (output.by.map { [$0] } ?? [])).joined(separator: ",")),
        design: design, options: options)
      return Table.banner(banner, number: output.id, title: output.title ?? "Answers by group")
    default:
      let summary = try SurveySummary.make(
        survey: survey, selection: prepared.selection,
        variables: output.variables.isEmpty
          ? nil : try VariableSelection(parsing: output.variables.joined(separator: ",")),
        by: output.by, design: design, options: SummaryOptions(level: plan.style.level))
      return Table.summary(summary, number: output.id, title: output.title ?? "Topline")
    }
  }

  /// One row of reliability for each scale.
  private func scales(_ output: StudyPlan.Output, _ isSynthetic: Bool) throws -> Table {
    let chosen = output.of.isEmpty ? prepared.scales : prepared.scales.filter { output.of.contains($0.name) }
    var results: [(name: String, result: TestResult)] = []
    for scale in chosen {
      let columns = scale.itemValues(in: prepared.survey)
      let complete = prepared.selection.indices.filter { respondent in
        prepared.selection[respondent] && columns.allSatisfy { !$0[respondent].isNaN }
      }
      results.append(
        (
          scale.name,
          try CronbachAlpha.run(
            columns.map { column in complete.map { column[$0] } },
            names: scale.items.map { prepared.survey.codebook.variables[$0].name }, level: plan.style.level)
        ))
    }
    return Table.tests(
      results, number: output.id, title: output.title ?? "Reliability of the scales", isSynthetic: isSynthetic)
  }

  // MARK: - Disclosure

  /// What is missing in the variables that the plan uses, by reason, among the analysed respondents.
  private func missingAnswers() -> [MissingAnswers] {
    let survey = prepared.survey
    let items = prepared.scales.flatMap { scale in scale.items.map { survey.codebook.variables[$0].name } }
    let mapped = plan.mapping.flatMap(\.variables)
    let figures = plan.figures.flatMap(\.variables).joined(separator: ",")
    let shown = (try? VariableSelection(parsing: figures).positions(in: survey.codebook)) ?? []
    var seen: Set<Int> = []
    let positions = ((items + mapped).compactMap { survey.codebook.position(of: $0) } + shown).filter {
      seen.insert($0).inserted
    }
    return positions.map { position in
      var counts: [MissingReason: Int] = [:]
      for respondent in 0..<survey.count where prepared.selection[respondent] {
        if let reason = survey.columns[position].missingReason(at: respondent) { counts[reason, default: 0] += 1 }
      }
      return MissingAnswers(
        variable: survey.codebook.variables[position].name, respondents: prepared.selection.count { $0 },
        reasons: MissingReason.allCases.compactMap { reason in counts[reason].map { .init(reason, $0) } })
    }
  }

  /// Every default that was used, each as a sentence.
  private func defaults(_ verdicts: [Verdict]) -> [String] {
    let level = FixedDecimals.string(100 * plan.style.level, decimals: 0)
    var lines = [
      "The two-sided \(level) % interval that is printed decides the direction of every verdict; the 90 % interval decides its size.",
      "Shares without weights have Clopper–Pearson intervals in verdicts and Wilson intervals in tables; with weights, logit intervals on linearised standard errors.",
      "p-values are adjusted within families by the method \(plan.style.adjustment).",
      "Quartiles follow rule 7 of Hyndman and Fan (1996).",
      "Percentages are rounded half away from zero on the exact ratio of counts and need not sum to 100.",
      "Personal data (identifiers, contacts, open answers) is in no output.",
    ]
    if case .own = plan.hypotheses {
    } else {
      lines.append("The hypotheses are those of the protocol social-necessity.")
    }
    let conventions = verdicts.flatMap { ($0.tests + $0.parts.flatMap(\.tests)).flatMap(\.conventions) }
    var seen: Set<String> = []
    for convention in conventions where seen.insert(convention).inserted {
      lines.append(convention.prefix(1).uppercased() + convention.dropFirst() + ".")
    }
    return lines
  }

  /// The plan as it was run.
  private var settings: JSONValue {
    let own = plan.design?.settings ?? [("weights", .null), ("strata", .null), ("clusters", .null)]
    var settings = styleSettings
    for (key, value) in own { settings[key] = value }
    return .object(settings)
  }

  private var styleSettings: JSONObject {
    let scales = prepared.scales.map { scale -> JSONValue in
      let names = scale.items.map { prepared.survey.codebook.variables[$0].name }
      return [
        "name": .string(scale.name), "items": .strings(names),
        "reversed": .strings(zip(names, scale.isReversed).filter(\.1).map(\.0)), "answered": .integer(scale.answered),
      ]
    }
    return JSONObject([
      ("level", .number(plan.style.level)), ("adjustment", .string(plan.style.adjustment)),
      ("journal", .string(plan.style.journal)), ("format", .string(prepared.survey.provenance.format)),
      ("scales", .array(scales)),
    ])
  }
}

extension [Verdict] {
  /// The verdicts that an output names by `of`, or all; an unknown name is refused with the nearest.
  func chosen(_ output: StudyPlan.Output, plan: StudyPlan) throws(StudyError) -> [Verdict] {
    guard !output.of.isEmpty else { return self }
    var chosen: [Verdict] = []
    for id in output.of {
      guard let verdict = first(where: { $0.id == id }) else {
        let nearest = EditDistance.nearest(to: id, among: map(\.id))
        throw StudyError(
          .unknownName, place: Place(file: plan.fileName, row: output.line, column: "of"), found: "'\(id)'",
          expected: "one of \(map(\.id).joined(separator: ", "))",
          remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
      }
      chosen.append(verdict)
    }
    return chosen
  }
}
