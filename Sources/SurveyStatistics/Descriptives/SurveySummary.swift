public import SurveyAggregation
public import SurveyModel
public import SurveyPreparation

/// What a topline holds and how it counts.
public struct SummaryOptions: Sendable, Hashable {
  /// Whom the percentages of a question are of.
  public var base: AnswerBase
  /// What the percentages of a question with several answers are of.
  public var multipleResponseBase: MultipleResponseBase
  /// The confidence level.
  public var level: Double
  /// The rule of quantiles without weights.
  public var quantileRule: QuantileRule
  /// The interval of shares without weights.
  public var proportionMethod: ProportionMethod
  /// Whether personal variables are listed, with counts only.
  public var includePersonal: Bool
  /// The rule of skewness and kurtosis: nil for type 2, and with weights for type 1, the only one that has weights.
  public var shapeRule: ShapeRule?
  /// What weighted standard deviations divide by; nil for the rule of the weights' kind.
  public var deviationRule: DeviationRule?

  /// Creates options.
  public init(
    base: AnswerBase = .answered, multipleResponseBase: MultipleResponseBase = .asked, level: Double = 0.95,
    quantileRule: QuantileRule = .hyndmanFan7, proportionMethod: ProportionMethod = .wilson,
    includePersonal: Bool = false
  ) {
    self.base = base
    self.multipleResponseBase = multipleResponseBase
    self.level = level
    self.quantileRule = quantileRule
    self.proportionMethod = proportionMethod
    self.includePersonal = includePersonal
  }
}

/// The topline of a survey: every variable in numbers, overall and by group.
public struct SurveySummary: Sendable, Hashable {
  /// The variables within one group of respondents.
  public struct Group: Sendable, Hashable {
    /// The group's code.
    public var code: String
    /// The group's label.
    public var value: String
    /// How many respondents are in it.
    public var respondents: Int
    /// The variables.
    public var variables: [VariableSummary]
  }

  /// The variables over all respondents.
  public var variables: [VariableSummary]
  /// The name of the variable that makes the groups.
  public var by: String?
  /// The groups in the codebook's order.
  public var groups: [Group]
  /// How many respondents were analysed.
  public var respondents: Int
  /// The design in words; nil for a simple sample without weights.
  public var design: String?
  /// What weighting to margins did, where it was done here.
  public var weighting: WeightingReport?
  /// The rule of skewness and kurtosis that was asked for.
  public var shapeRule: ShapeRule?
  /// Which of several conventions was followed, in words, where one was asked for.
  public var conventions: [String] = []
  /// The names of the personal variables that were left out.
  public var leftOut: [String]
  /// Whether the data says of itself that it was drawn by a simulation.
  public var isSynthetic: Bool

  /// Summarises a survey.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - selection: For each respondent, whether it is analysed; nil for all.
  ///   - variables: The variables and sets; nil for all questions that are not personal.
  ///   - by: The variable whose answers make groups.
  ///   - design: How the sample was drawn; nil for a simple sample without weights.
  ///   - options: What is shown and how it is counted.
  /// - Throws: ``StatisticsError`` for a group variable without set answers, for precision weights, and for a design
  ///   whose variance cannot be known.
  /// - Complexity: O(respondents × variables).
  public static func make(
    survey: Survey, selection: [Bool]? = nil, variables: VariableSelection? = nil, by: String? = nil,
    design: SurveyDesign? = nil, options: SummaryOptions = SummaryOptions()
  ) throws(StatisticsError) -> SurveySummary {
    try ProportionInterval.check(level: options.level)
    let (items, leftOut) = try Self.items(survey, variables, options)
    let maker = try SummaryMaker(
      survey: survey, selection: selection, items: items, by: by, design: design, options: options)
    var groups: [Group] = []
    if let axis = maker.groups {
      for (position, option) in axis.options.enumerated() where option.missing == nil {
        groups.append(
          Group(
            code: option.code, value: option.label, respondents: maker.respondents(inGroup: position),
            variables: try maker.summaries(group: position)))
      }
    }
    return SurveySummary(
      variables: try maker.summaries(group: nil), by: maker.groups?.name, groups: groups,
      respondents: maker.respondents(inGroup: nil),
      design: design.flatMap { $0.isComplex || $0.weights != nil ? $0.words : nil },
      shapeRule: options.shapeRule, conventions: conventions(options), leftOut: leftOut,
      isSynthetic: survey.provenance.isSynthetic)
  }

  /// The conventions that were asked for, in words; those that always hold are named beside their numbers.
  private static func conventions(_ options: SummaryOptions) -> [String] {
    var words: [String] = []
    if options.proportionMethod != .wilson { words.append("intervals of shares: \(options.proportionMethod.rawValue)") }
    if let rule = options.shapeRule { words.append("skewness and excess kurtosis: \(rule.id) of Joanes and Gill") }
    if let rule = options.deviationRule { words.append(rule.words) }
    return words
  }

  /// Summarises a survey's marginals: the same numbers as the survey's, without groups and design.
  ///
  /// - Throws: ``StatisticsError`` for unknown names.
  /// - Complexity: O(distinct cells).
  public static func make(
    marginals: Marginals, variables: VariableSelection? = nil, options: SummaryOptions = SummaryOptions()
  ) throws(StatisticsError) -> SurveySummary {
    try make(survey: marginals.survey, variables: variables, options: options)
  }

  /// The variables and sets to summarise, and the personal ones that are left out.
  private static func items(
    _ survey: Survey, _ variables: VariableSelection?, _ options: SummaryOptions
  ) throws(StatisticsError) -> ([VariableSelection.Item], leftOut: [String]) {
    let codebook = survey.codebook
    var items: [VariableSelection.Item]
    if let variables {
      do { items = try variables.items(in: codebook) } catch { throw StatisticsError(error) }
    } else {
      items = codebook.questionItems
    }
    var leftOut: [String] = []
    items.removeAll { item in
      guard case .variable(let position) = item, codebook.variables[position].personal.isPersonal,
        !options.includePersonal
      else { return false }
      leftOut.append(codebook.variables[position].name)
      return true
    }
    return (items, leftOut)
  }
}

extension Codebook {
  /// What a topline is about: questions in file order, a multiple-response set in the place of its first variable.
  public var questionItems: [VariableSelection.Item] {
    var setOfVariable: [String: Int] = [:]
    for (index, set) in multipleResponseSets.enumerated() {
      for name in set.variables where setOfVariable[name] == nil { setOfVariable[name] = index }
    }
    var items: [VariableSelection.Item] = []
    var seen: Set<Int> = []
    for (position, variable) in variables.enumerated() where variable.role == .question {
      guard let set = setOfVariable[variable.name] else {
        items.append(.variable(position))
        continue
      }
      if seen.insert(set).inserted { items.append(.set(set)) }
    }
    return items
  }
}

extension StatisticsError {
  /// The error of a rule of preparation as one of statistics.
  init(_ error: PreparationError) {
    self.init(.argument, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
  }

  /// The error of an aggregation as one of statistics.
  init(_ error: AggregationError) {
    self.init(.kind, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
  }
}
