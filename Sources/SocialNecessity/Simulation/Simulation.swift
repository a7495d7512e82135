public import SurveyModel

/// Draws synthetic responses to the founding questionnaire.
///
/// Two correlated traits (anti-social, necessity), agree-style, trust, irritation and care for appearances decide the
/// anchored items through thresholds and keys (``ItemModel``). Age, sex and region are drawn as unequally as people
/// respond, and raked back by the weight. Then routing, hurry, skipping, "Don't know" and break-off leave their gaps.
/// The numbers come from a counter-based generator without the C library, so one seed gives one survey everywhere.
public enum Simulation {
  /// How many respondents the three shipped worlds have.
  public static let standardRespondents = 1200
  /// The seed of the three shipped worlds.
  public static let standardSeed: UInt64 = 20_261_001

  /// Draws a survey.
  ///
  /// - Parameters:
  ///   - world: What is true.
  ///   - respondents: How many are drawn.
  ///   - seed: The same seed gives the same survey, byte for byte.
  ///   - language: The language of the codebook.
  /// - Returns: The survey with reasons for every missing cell, marked synthetic.
  /// - Complexity: O(respondents × items).
  public static func run(
    world: World, respondents: Int, seed: UInt64, language: QuestionnaireLanguage = .english
  ) -> Survey {
    let instrument = Instrument.socialNecessity
    let model = AnswerModel(instrument, world: world)
    let nonresponse = NonresponseModel(instrument, world: world)
    var people: [Person] = []
    var records: [NonresponseModel.Record] = []
    for respondent in 0..<max(0, respondents) {
      var draws = Draws(seed: seed, respondent: respondent, purpose: .survey)
      let person = Population.person(from: &draws, responding: true)
      let answers = model.answers(of: person, from: &draws)
      people.append(person)
      records.append(nonresponse.record(answers, age: person.age, from: &draws))
    }
    let weights = Raking.weights(
      groups: Population.margins.map { margin in people.map { $0.group(in: margin) } },
      shares: Population.margins.map(\.shares), respondents: people.count)
    let codebook = instrument.codebook(in: language)
    let columns = instrument.items.indices.map { position in
      column(instrument.items[position], codebook.variables[position], position, records, weights)
    }
    return Survey(
      codebook: codebook, columns: columns, count: records.count,
      provenance: Provenance(
        format: "simulation", evidence: "drawn from the world '\(world.name)' with seed \(seed)", isSynthetic: true))
  }

  private static func column(
    _ item: InstrumentItem, _ variable: Variable, _ position: Int, _ records: [NonresponseModel.Record],
    _ weights: [Double]
  ) -> Column {
    switch item.name {
    case "complete": return categorical(records.map { .code($0.isComplete ? 1 : 2) }, variable)
    case "duration": return numeric(records.map { Double($0.seconds) })
    case Instrument.weightName: return numeric(weights)
    case Instrument.syntheticName: return numeric([Double](repeating: 1, count: records.count))
    default: break
    }
    let cells = records.map { $0.cells[position] }
    guard case .count = item.format else { return categorical(cells, variable) }
    var column = NumericColumn(values: [], missing: [])
    for cell in cells {
      switch cell {
      case .code(let value):
        column.values.append(Double(value))
        column.missing.append(0)
      case .dontKnow:
        column.values.append(.nan)
        column.missing.append(MissingReason.dontKnow.index)
      case .missing(let reason):
        column.values.append(.nan)
        column.missing.append(reason.index)
      }
    }
    return .numeric(column)
  }

  private static func numeric(_ values: [Double]) -> Column {
    .numeric(NumericColumn(values: values, missing: [UInt8](repeating: 0, count: values.count)))
  }

  private static func categorical(_ cells: [NonresponseModel.Cell], _ variable: Variable) -> Column {
    var entries: [CategoricalColumn.Entry] = []
    var positions: [NonresponseModel.Cell: UInt16] = [:]
    let codes = cells.map { cell -> UInt16 in
      if let position = positions[cell] { return position }
      let position = UInt16(entries.count)
      positions[cell] = position
      entries.append(entry(cell, variable))
      return position
    }
    return .categorical(CategoricalColumn(codes: codes, entries: entries))
  }

  private static func entry(_ cell: NonresponseModel.Cell, _ variable: Variable) -> CategoricalColumn.Entry {
    let dontKnow = variable.labels.count - 1
    return switch cell {
    case .code(let code): CategoricalColumn.Entry(text: "\(code)", meaning: .label(code - 1))
    case .dontKnow:
      CategoricalColumn.Entry(
        text: InstrumentItem.dontKnowCode, meaning: .residual(label: dontKnow, .dontKnow))
    case .missing(.notShown): CategoricalColumn.Entry(text: nil, meaning: .missing(.notShown))
    case .missing(let reason): CategoricalColumn.Entry(text: "", meaning: .missing(reason))
    }
  }
}
