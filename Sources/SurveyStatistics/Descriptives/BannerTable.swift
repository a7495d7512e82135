public import SurveyAggregation
public import SurveyModel
public import SurveyPreparation

/// How columns of a banner are compared.
public struct BannerOptions: Sendable, Hashable {
  /// Whose conventions the letters follow.
  public enum Convention: String, Sendable, Hashable, CaseIterable {
    /// Holm over the pairs of a row and question; columns with a base under 30 are not tested.
    case topline
    /// As SPSS's custom tables: Bonferroni, no smallest base, shares of 0 and 1 not tested.
    case spss
  }

  /// A net of the highest or lowest answers.
  public enum Net: Sendable, Hashable {
    case top(Int)
    case bottom(Int)
  }

  /// Whom the percentages of a question are of.
  public var base: AnswerBase
  /// What the percentages of a question with several answers are of.
  public var multipleResponseBase: MultipleResponseBase
  /// The nets of ordered questions.
  public var nets: [Net]
  /// How p-values of the pairs of a row and question are adjusted; nil for the convention's; `none` for no letters.
  public var adjustment: PAdjustment?
  /// Whether letters are given at all.
  public var letters: Bool
  /// Whose conventions the letters follow.
  public var convention: Convention
  /// The confidence level of the blocks' tests.
  public var level: Double

  /// Creates options.
  public init(
    base: AnswerBase = .answered, multipleResponseBase: MultipleResponseBase = .asked, nets: [Net] = [],
    adjustment: PAdjustment? = nil, letters: Bool = true, convention: Convention = .topline, level: Double = 0.95
  ) {
    self.base = base
    self.multipleResponseBase = multipleResponseBase
    self.nets = nets
    self.adjustment = adjustment
    self.letters = letters
    self.convention = convention
    self.level = level
  }

  /// Reads nets as on the command line: `top-2,bottom-2`.
  ///
  /// - Throws: `statistics.argument` where they are not written so.
  public static func nets(parsing text: String) throws(StatisticsError) -> [Net] {
    var nets: [Net] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.filter { $0 != " " }.split(separator: "-")
      guard words.count == 2, let size = Int(words[1]), (1...50).contains(size), ["top", "bottom"].contains(words[0])
      else {
        throw StatisticsError(
          .argument, place: Place(column: "--nets"), found: "'\(part)'", expected: "nets such as top-2",
          remedy: "write such as: --nets top-2,bottom-2")
      }
      nets.append(words[0] == "top" ? .top(size) : .bottom(size))
    }
    return nets
  }
}

/// A banner table: the answers of some questions down, those of others across, with bases, nets, means, letters of
/// the columns that differ, and a test for each block.
public struct BannerTable: Sendable, Hashable {
  /// One column.
  public struct Column: Sendable, Hashable {
    /// The name of the question; empty for the total.
    public var question: String
    /// The question's text.
    public var questionLabel: String
    /// The answer's code.
    public var code: String
    /// The answer's text, or "Total".
    public var label: String
    /// The letter; each question begins with A; nil for the total.
    public var letter: String?
  }

  /// What a row shows.
  public enum RowKind: String, Sendable, Hashable {
    case category, net, mean, sd
  }

  /// One number of a table.
  public struct Cell: Sendable, Hashable {
    /// How many, never weighted; for means the respondents with a number.
    public var count: Int
    /// The sum of their weights; nil without weights.
    public var weighted: Double?
    /// The share of the column, from 0 to 1; nil for means and in empty columns.
    public var share: Double?
    /// The mean or standard deviation; nil for shares.
    public var value: Double?
    /// The letters of the columns of the same question with a significantly lower share or mean.
    public var letters: String
  }

  /// One row of a block.
  public struct Row: Sendable, Hashable {
    /// What the row shows.
    public var kind: RowKind
    /// The answer's code, or the net's name.
    public var code: String
    /// The row's label.
    public var label: String
    /// One cell for each column.
    public var cells: [Cell]
  }

  /// The test of a block's rows against one question of the columns.
  public struct BlockTest: Sendable, Hashable {
    /// The name of the columns' question.
    public var columns: String
    /// The test; nil where none is possible.
    public var result: TestResult?
    /// Why there is none.
    public var note: String?
  }

  /// One question down.
  public struct Block: Sendable, Hashable {
    /// The question's name.
    public var name: String
    /// The question's text.
    public var label: String
    /// The base's id.
    public var baseName: String
    /// The base of each column.
    public var bases: [Base]
    /// For each column, whether its base is too small to be tested.
    public var isSmall: [Bool]
    /// The rows.
    public var rows: [Row]
    /// The tests, one per question of the columns.
    public var tests: [BlockTest]
  }

  /// The columns; the total first.
  public var columns: [Column]
  /// The questions down.
  public var blocks: [Block]
  /// The rule of the letters in words.
  public var note: String
  /// How many respondents were analysed.
  public var respondents: Int
  /// The design in words; nil for a simple sample without weights.
  public var design: String?
  /// Whether the data says of itself that it was drawn by a simulation.
  public var isSynthetic: Bool

  /// The smallest base that is tested.
  public static let smallestBase = 30

  /// Makes a banner table.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - selection: For each respondent, whether it is analysed; nil for all.
  ///   - rows: The questions down: categorical, with several answers, or numeric.
  ///   - columns: The questions across.
  ///   - design: How the sample was drawn; nil for a simple sample without weights.
  ///   - options: Bases, nets and letters.
  /// - Returns: Letters by the pooled z test of shares and Welch's test of means; by design-based contrasts with
  ///   weights, strata or sampling units, and where columns share respondents, whose covariance then counts.
  /// - Throws: ``StatisticsError`` for personal variables, columns without set answers, and designs whose variance
  ///   cannot be known.
  /// - Complexity: O(respondents × rows × columns' questions).
  public static func make(
    survey: Survey, selection: [Bool]? = nil, rows: VariableSelection, columns: VariableSelection,
    design: SurveyDesign? = nil, options: BannerOptions = BannerOptions()
  ) throws(StatisticsError) -> BannerTable {
    try ProportionInterval.check(level: options.level)
    let maker = try BannerMaker(
      survey: survey, selection: selection, rows: rows, columns: columns, design: design, options: options)
    return try maker.table()
  }

  /// The letter at a position: A to Z, then AA, AB and so on.
  static func letter(_ position: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (position >= 26 ? letter(position / 26 - 1) : "") + String(letters[position % 26])
  }
}
