internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation

/// Makes a banner table from one aggregation.
struct BannerMaker {
  typealias Pattern = PatternTable.Pattern

  /// A column: the total, or an answer of one of the columns' questions.
  struct Target {
    /// The position of the columns' question; nil for the total.
    var question: Int?
    var option: Int
  }

  let survey: Survey
  let options: BannerOptions
  let rows: [VariableSelection.Item]
  let columnAxes: [AnswerAxis]
  let targets: [Target]
  let selected: [Bool]
  let design: SurveyDesign
  let estimator: ShareEstimator
  /// Variances for contrasts of weighted, complex and overlapping columns.
  let contrasts: DesignVariance?
  private let aggregates: Aggregates
  private let isDesignBased: Bool

  init(
    survey: Survey, selection: [Bool]?, rows: VariableSelection, columns: VariableSelection, design: SurveyDesign?,
    options: BannerOptions
  ) throws(StatisticsError) {
    self.survey = survey
    self.options = options
    let design = design ?? SurveyDesign(count: survey.count)
    self.design = design
    selected = zip(selection ?? design.isMember, design.isMember).map { $0 && $1 }
    self.rows = try Self.items(rows, survey)
    var axes: [AnswerAxis] = []
    for item in try Self.items(columns, survey) { axes.append(try Self.axis(item, survey)) }
    columnAxes = axes
    targets =
      [Target(question: nil, option: 0)]
      + axes.enumerated().flatMap { question, axis in
        axis.options.indices.filter { axis.options[$0].missing == nil }.map { Target(question: question, option: $0) }
      }
    estimator = try ShareEstimator(design)
    isDesignBased = estimator.designVariance != nil
    let overlap = axes.contains(where: \.isMultiple)
    if overlap, options.letters, design.weights?.kind == .frequency {
      throw StatisticsError(
        .design, place: Place(column: "--columns"), found: "frequency weights with columns that share respondents",
        expected: "columns of which each respondent is in one", remedy: "type --letters none, or repeat the records")
    }
    contrasts =
      if let variance = estimator.designVariance { variance } else if overlap, selected.count >= 2 {
        try DesignVariance(design)
      } else { nil }
    var plan = AggregationPlan()
    for (row, item) in self.rows.enumerated() {
      guard let axis = AnswerAxis(item, of: survey) else { continue }
      plan.addTable("\(row)", axes: [axis.axis], byDesignCell: true)
      for (question, columns) in axes.enumerated() {
        plan.addTable("\(row) \(question)", axes: [axis.axis, columns.axis], byDesignCell: true)
      }
    }
    do {
      aggregates = try Aggregator.run(plan, over: survey, selection: selected, design: design)
    } catch {
      throw StatisticsError(error)
    }
  }

  private static func items(
    _ selection: VariableSelection, _ survey: Survey
  ) throws(StatisticsError) -> [VariableSelection.Item] {
    let items: [VariableSelection.Item]
    do { items = try selection.items(in: survey.codebook) } catch { throw StatisticsError(error) }
    for case .variable(let position) in items where survey.codebook.variables[position].personal.isPersonal {
      throw StatisticsError(
        .kind, place: Place(column: survey.codebook.variables[position].name), found: "a personal variable",
        expected: "a variable that names nobody", remedy: "choose another variable")
    }
    return items
  }

  private static func axis(_ item: VariableSelection.Item, _ survey: Survey) throws(StatisticsError) -> AnswerAxis {
    if let axis = AnswerAxis(item, of: survey) { return axis }
    var name = ""
    if case .variable(let position) = item { name = survey.codebook.variables[position].name }
    throw StatisticsError(
      .kind, place: Place(column: name), found: "a variable without set answers across the table",
      expected: "a variable whose answers are in the codebook",
      remedy: "cut a number into groups: variables: {group: {from: \(name), cut: [18, 30, 50]}}")
  }

  func table() throws(StatisticsError) -> BannerTable {
    var letterOfQuestion = [Int](repeating: 0, count: columnAxes.count)
    let columns = targets.map { target -> BannerTable.Column in
      guard let question = target.question else {
        return BannerTable.Column(question: "", questionLabel: "", code: "", label: "Total", letter: nil)
      }
      let axis = columnAxes[question]
      defer { letterOfQuestion[question] += 1 }
      return BannerTable.Column(
        question: axis.name, questionLabel: axis.label, code: axis.options[target.option].code,
        label: axis.options[target.option].label, letter: BannerTable.letter(letterOfQuestion[question]))
    }
    var blocks: [BannerTable.Block] = []
    for row in rows.indices { blocks.append(try block(row, columns)) }
    return BannerTable(
      columns: columns, blocks: blocks, note: note, respondents: aggregates.respondents,
      design: isDesignBased || design.weights != nil ? design.words : nil,
      isSynthetic: survey.provenance.isSynthetic)
  }

  /// How p-values are adjusted.
  var adjustment: PAdjustment { options.adjustment ?? (options.convention == .spss ? .bonferroni : .holm) }

  private var note: String {
    guard options.letters else { return "No column letters." }
    let test =
      isDesignBased
      ? "design-based contrasts of shares and means"
      : (contrasts == nil
        ? "pooled z tests of shares and Welch’s tests of means"
        : "tests of shares and means that count the respondents whom columns share")
    let small =
      options.convention == .spss
      ? "shares of 0 and 100 % are not tested"
      : "columns with a base under \(BannerTable.smallestBase) are marked and not tested"
    return "Letters name the columns of the same question with a lower share or mean: capitals p < .05, small letters "
      + "p < .10, two-sided, \(test), \(adjustment.title) over the pairs of the row and question; \(small)."
  }

  private func block(_ row: Int, _ columns: [BannerTable.Column]) throws(StatisticsError) -> BannerTable.Block {
    if let axis = AnswerAxis(rows[row], of: survey) { return try answerBlock(row, axis, columns) }
    guard case .variable(let position) = rows[row], case .numeric = survey.columns[position] else {
      var name = ""
      if case .variable(let position) = rows[row] { name = survey.codebook.variables[position].name }
      throw StatisticsError(
        .kind, place: Place(column: name), found: "a text or date down the table",
        expected: "answers or numbers", remedy: "choose another variable")
    }
    return try numericBlock(position, columns)
  }

  // MARK: Questions with set answers

  /// The patterns of the row's question with, for columns of that question, the columns' cell in second place.
  private func patterns(_ row: Int, _ question: Int?) -> [Pattern] {
    aggregates.tables[question.map { "\(row) \($0)" } ?? "\(row)"]?.patterns ?? []
  }

  private func isIn(_ target: Target, _ pattern: Pattern) -> Bool {
    guard let question = target.question else { return true }
    return columnAxes[question].contains(pattern.cells[1], target.option)
  }

  private func answerBlock(
    _ row: Int, _ axis: AnswerAxis, _ columns: [BannerTable.Column]
  ) throws(StatisticsError) -> BannerTable.Block {
    let inBase: (PatternTable.Cell) -> Bool =
      axis.isMultiple
      ? { options.multipleResponseBase.contains($0) } : { options.base.contains($0) }
    // Ticks are not persons: shares of mentions are compared nowhere.
    let byMentions = axis.isMultiple && options.multipleResponseBase == .mentions
    let bases = targets.map { target in
      estimator.base(of: patterns(row, target.question)) { inBase($0.cells[0]) && isIn(target, $0) }
    }
    var block = BannerTable.Block(
      name: axis.name, label: axis.label,
      baseName: axis.isMultiple ? options.multipleResponseBase.rawValue : options.base.rawValue, bases: bases,
      isSmall: bases.map { $0.count < BannerTable.smallestBase }, rows: [], tests: [])
    for line in BannerLine.lines(of: axis, base: options.base, nets: options.nets) {
      var cells = targets.indices.map { index in cell(row, axis, line, targets[index], bases[index], inBase) }
      if byMentions { cells = shareOfMentions(cells, row, axis) }
      if options.letters, !byMentions {
        let letters = try BannerLetters(self, block, columns).shares(cells) { question, option in
          let target = Target(question: question, option: option)
          return { pattern in
            guard inBase(pattern.cells[0]), isIn(target, pattern) else { return nil }
            return line.contains(pattern.cells[0], axis) ? 1 : 0
          }
        } patterns: {
          patterns(row, $0)
        }
        for index in cells.indices { cells[index].letters = letters[index] }
      }
      block.rows.append(BannerTable.Row(kind: line.kind, code: line.code, label: line.label, cells: cells))
    }
    if axis.level != .nominal, axis.options.contains(where: { $0.missing == nil && $0.value != nil }) {
      block.rows += try meanRows(row, axis, block, columns)
    }
    block.tests = columnAxes.indices.map { test(row, axis, $0) }
    return block
  }

  private func cell(
    _ row: Int, _ axis: AnswerAxis, _ line: BannerLine, _ target: Target, _ base: Base,
    _ inBase: (PatternTable.Cell) -> Bool
  ) -> BannerTable.Cell {
    let chosen = estimator.base(of: patterns(row, target.question)) { pattern in
      isIn(target, pattern) && inBase(pattern.cells[0]) && line.contains(pattern.cells[0], axis)
    }
    var share: Double?
    if let weight = chosen.weighted, let total = base.weighted {
      share = total > 0 ? weight / total : nil
    } else if base.count > 0 {
      share = Double(chosen.count) / Double(base.count)
    }
    return BannerTable.Cell(count: chosen.count, weighted: chosen.weighted, share: share, value: nil, letters: "")
  }

  private func shareOfMentions(
    _ cells: [BannerTable.Cell], _ row: Int, _ axis: AnswerAxis
  ) -> [BannerTable.Cell] {
    cells.indices.map { index in
      var cell = cells[index]
      var mentions = CompensatedSum()
      for pattern in patterns(row, targets[index].question) where isIn(targets[index], pattern) {
        let ticks = axis.options.indices.count { axis.contains(pattern.cells[0], $0) }
        mentions.add(Double(ticks) * pattern.weight)
      }
      cell.share = mentions.value > 0 ? (cell.weighted ?? Double(cell.count)) / mentions.value : nil
      return cell
    }
  }

  private func meanRows(
    _ row: Int, _ axis: AnswerAxis, _ block: BannerTable.Block, _ columns: [BannerTable.Column]
  ) throws(StatisticsError) -> [BannerTable.Row] {
    let moments = targets.map { target in
      ValueRuns(
        patterns(row, target.question).filter { isIn(target, $0) }.map { pattern in
          ValueRuns.Run(
            value: pattern.cells[0].answer.flatMap { axis.options[$0].value } ?? .nan, count: pattern.count,
            weighing: pattern.weighing, weight: pattern.weight, squaredWeight: pattern.squaredWeight)
        }, isWeighted: design.weights != nil
      ).moments
    }
    let letters =
      !options.letters
      ? nil
      : try BannerLetters(self, block, columns).means(moments) { question, option in
        let target = Target(question: question, option: option)
        return { pattern in
          isIn(target, pattern) ? pattern.cells[0].answer.flatMap { axis.options[$0].value } : nil
        }
      } patterns: {
        patterns(row, $0)
      }
    return meanRows(moments, letters)
  }

  private func meanRows(_ moments: [Moments], _ letters: [String]?) -> [BannerTable.Row] {
    let weighted = design.weights != nil
    let means = moments.enumerated().map { index, moments in
      BannerTable.Cell(
        count: moments.count, weighted: weighted ? moments.weight : nil, share: nil,
        value: moments.count > 0 ? moments.mean : nil, letters: letters?[index] ?? "")
    }
    let deviations = moments.map { moments in
      BannerTable.Cell(
        count: moments.count, weighted: weighted ? moments.weight : nil, share: nil,
        value: estimator.standardDeviation(moments), letters: "")
    }
    return [
      BannerTable.Row(kind: .mean, code: "mean", label: "Mean", cells: means),
      BannerTable.Row(kind: .sd, code: "sd", label: "Standard deviation", cells: deviations),
    ]
  }

  // MARK: Numbers

  private func numericBlock(
    _ position: Int, _ columns: [BannerTable.Column]
  ) throws(StatisticsError) -> BannerTable.Block {
    let variable = survey.codebook.variables[position]
    let all = survey.numbers(at: position) ?? []
    let values = targets.map { target -> [Double] in
      let members = target.question.map { columnAxes[$0].members(of: target.option, in: survey) }
      return all.indices.map { selected[$0] && (members?[$0] ?? true) ? all[$0] : .nan }
    }
    let moments = values.map { Moments($0, weights: design.weights?.values) }
    let bases = moments.map { estimator.base($0.count, $0.weight, $0.squaredWeight) }
    var block = BannerTable.Block(
      name: variable.name, label: variable.title, baseName: AnswerBase.substantive.rawValue, bases: bases,
      isSmall: bases.map { $0.count < BannerTable.smallestBase }, rows: [],
      tests: columnAxes.map {
        BannerTable.BlockTest(columns: $0.name, result: nil, note: "numbers: ask for 'topline test anova-welch'")
      })
    let letters = options.letters ? BannerLetters(self, block, columns).means(of: values, moments) : nil
    block.rows = meanRows(moments, letters)
    return block
  }

  // MARK: Tests of blocks

  private func test(_ row: Int, _ axis: AnswerAxis, _ question: Int) -> BannerTable.BlockTest {
    let columns = columnAxes[question]
    var test = BannerTable.BlockTest(columns: columns.name, result: nil, note: nil)
    if axis.isMultiple || columns.isMultiple {
      test.note = "no chi-squared test: respondents stand in several cells"
    } else if let variance = estimator.designVariance {
      do {
        test.result = try RaoScottTest.independence(
          of: patterns(row, question), rows: axis.options.count, columns: columns.options.count, variance: variance
        ) { pattern in
          guard options.base.contains(pattern.cells[0]), let over = pattern.cells[1].answer,
            let down = axis.options.indices.first(where: { axis.contains(pattern.cells[0], $0) })
          else { return nil }
          return (down, over)
        }
      } catch {
        test.note = "no chi-squared test: \(error.found)"
      }
    } else {
      let (rows, across) = (axis.options.indices, columns.options.indices)
      var counts = [[Int]](repeating: [Int](repeating: 0, count: across.count), count: rows.count)
      for pattern in patterns(row, question) where options.base.contains(pattern.cells[0]) {
        guard let down = rows.first(where: { axis.contains(pattern.cells[0], $0) }), let over = pattern.cells[1].answer
        else { continue }
        counts[down][over] += design.weights == nil ? pattern.count : Int(pattern.weight)
      }
      do {
        let table = try ContingencyTable(
          counts: counts, rowLabels: axis.options.map(\.label), columnLabels: columns.options.map(\.label))
        test.result = try ChiSquareTest.independence(table.withoutEmpty, level: options.level)
      } catch {
        test.note = "no chi-squared test: \(error.found)"
      }
    }
    return test
  }
}
