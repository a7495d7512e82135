public import SurveyModel

/// The questionnaire of the founding study, as a value.
public struct Instrument: Sendable, Hashable {
  /// One page of the questionnaire.
  public struct Section: Sendable, Hashable {
    /// The page's heading.
    public var title: Wording
    /// The items in order.
    public var items: [InstrumentItem]

    /// Creates a page.
    public init(_ title: Wording, _ items: [InstrumentItem]) {
      self.title = title
      self.items = items
    }
  }

  /// The study's title.
  public var title: Wording
  /// The pages in order.
  public var sections: [Section]

  /// Creates a questionnaire.
  public init(title: Wording, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// The variable that holds the survey weight.
  public static let weightName = "wt"
  /// The variable that holds 1 in every record that a simulation drew.
  public static let syntheticName = "synthetic"

  /// The founding questionnaire: the core scales, felt conflict, then and now, adverts and trust, companies'
  /// behaviours, self-branding and background.
  public static let socialNecessity = Instrument(
    title: Wording("Is social media losing its social?", "Mister sociale medier det sociale?"),
    sections: [
      background, antisocial, necessity, conflict, before, advertsAndTrust, companies, selfBranding, process,
    ])

  /// Every item in order.
  public var items: [InstrumentItem] { sections.flatMap(\.items) }

  /// The item of that name.
  public subscript(name: String) -> InstrumentItem? { items.first { $0.name == name } }

  /// The items that measure a construct, in order.
  public func items(measuring construct: Construct) -> [InstrumentItem] {
    items.filter { $0.construct == construct }
  }

  /// The codebook that every export of the questionnaire shares.
  public func codebook(in language: QuestionnaireLanguage = .english) -> Codebook {
    var grids: [Grid] = []
    for item in items {
      guard let name = item.grid else { continue }
      if grids.last?.name == name {
        grids[grids.count - 1].variables.append(item.name)
      } else {
        grids.append(Grid(name: name, label: item.question.text(language), variables: [item.name]))
      }
    }
    return Codebook(variables: items.map { $0.variable(in: language) }, grids: grids)
  }

  /// Items answered on the same points that share their question: the rows of a grid.
  static func grid(
    _ name: String, _ question: Wording, _ format: AnswerFormat, construct: Construct, rows: [(Wording, String)],
    offersDontKnow: Bool = true
  ) -> [InstrumentItem] {
    rows.enumerated().map { index, row in
      InstrumentItem(
        "\(name)_\(index + 1)", question, row: row.0, grid: name, format, construct: construct, facet: row.1,
        offersDontKnow: offersDontKnow)
    }
  }
}
