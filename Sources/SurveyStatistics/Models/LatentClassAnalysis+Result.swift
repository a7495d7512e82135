internal import SurveyModel

extension LatentClassAnalysis {
  /// Everything that a report says of the analysis.
  ///
  /// - Parameters:
  ///   - base: the respondents, with their weights where there are any.
  ///   - design: the design in words, where there is one.
  public func result(base: Base, design: String? = nil) -> TestResult {
    let solution = solutions[chosen]
    var warnings: [String] = []
    if solution.classes > 1, solution.reached < 2 {
      warnings.append(
        "only 1 of \(solution.starts) starts reached the highest likelihood: a higher one may exist; use more --starts")
    }
    if solution.degreesOfFreedom < 0 {
      warnings.append("the model has more parameters than the table has cells: its classes are not determined")
    }
    let edge = classes.reduce(0) { sum, group in
      sum + group.items.reduce(0) { $0 + $1.probabilities.count { $0 < 1e-6 } }
    }
    if edge > 0 {
      warnings.append(
        edge == 1 ? "1 probability lies at 0" : "\(edge) probabilities lie at 0: nobody in a class gives the answer")
    }
    var conventions = [
      "classes ordered by size; 'assigned' counts respondents by their most probable class",
      "\(solution.starts) random starts for each number of classes, of which \(solution.reached) reached the highest"
        + " likelihood of the reported one",
      "entropy: one less the mean entropy of membership as a share of the most; df: cells of the table less one less"
        + " parameters",
    ]
    if solutions.count > 1 {
      conventions.insert(
        "\(solution.classes) \(solution.classes == 1 ? "class" : "classes") chosen of"
          + " \(solutions[0].classes) to \(solutions[solutions.count - 1].classes) by the lowest BIC", at: 0)
    }
    if solution.bootstrapP != nil {
      conventions.append("p: parametric bootstrap of one class fewer (McLachlan 1987)")
    }
    if design != nil {
      conventions.append("weighted likelihood, weights scaled to the number of respondents; strata and units unused")
      warnings.append("with weights the criteria are approximate: they suppose independent, equal respondents")
    }
    var result = TestResult(
      id: "latent-class", method: "Latent class analysis", symbol: "BIC", statistic: solution.bic,
      p: solution.bootstrapP,
      effects: solution.entropy.map { [EffectSize(id: "relative-entropy", value: $0)] } ?? [], base: base,
      groups: classes.enumerated().map { ("class \($0 + 1)", $1.assigned) },
      assumptions: [
        Assumption("answers are independent within a class", .notChecked),
        Assumption("respondents are independent", .notChecked),
      ], conventions: conventions, warnings: warnings,
      details: [
        .init("classes", Double(solution.classes)), .init("log-likelihood", solution.logLikelihood),
        .init("parameters", Double(solution.parameters)), .init("aic", solution.aic), .init("bic", solution.bic),
        .init("deviance", solution.deviance), .init("pearson", solution.pearson),
      ], source: "Lazarsfeld & Henry (1968); Goodman (1974), 10.1093/biomet/61.2.215")
    result.model = ModelReport()
    result.model?.classes = classes
    result.model?.solutions = solutions
    result.design = design
    return result
  }
}
