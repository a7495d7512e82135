internal import SurveyModel

/// What a format's reader knows of a column before its cells are typed.
struct ColumnTemplate: Sendable {
  /// How much of the variable is known from the format's own metadata.
  enum Knowledge: Sendable, Hashable {
    /// Nothing: kind, level and answers are found from the whole column.
    case nothing
    /// The kind is certain; texts that are no value of it are unreadable.
    case kind
    /// `variable.labels` are the answers in scale order: categorical, or ticked options where the kind says so.
    case answers
    /// The respondent wrote the answer: numbers where all are numbers, else text, never categories.
    case openAnswer
  }

  /// Name, key, texts, and as far as known kind, level, labels, personal data and role.
  var variable: Variable
  /// How much of the variable is known.
  var knowledge: Knowledge = .nothing
  /// Why a cell that is there and blank holds no answer.
  var blank: MissingReason = .unknownBlank
  /// Whether a cell that is there and blank is the answer with the empty code: an option that was not ticked.
  var blankIsAnswer = false
  /// Columns with the same key (the rows of one grid) are given one list of answers.
  var gridKey: String?
  /// Whether a decimal comma may be concluded from the cells; false where a comma can mean something else.
  var allowsDecimalComma = false
  /// Whether the format says that numbers have a decimal comma.
  var decimalComma = false
  /// How ticked options stand in one cell.
  enum TickedStorage: Sendable, Hashable {
    /// One after the other with ``separator`` between them.
    case joined
    /// A character per option, "1" where it is ticked; for each option the place of its character, from 0.
    case bits([Int])
    /// So many codes of so many characters each, blank or zero where there are fewer.
    case codes(count: Int, width: Int, isLiteral: Bool)
  }

  /// How the cells write their values, where a definition gives them rules of their own.
  var notation = CellNotation.written
  /// How ticked options stand in one cell.
  var storage = TickedStorage.joined
  /// What the bytes are between ticked options in one cell.
  var separator = ","
  /// Whether a text beside the ticked options of a cell is that of "other", which the platform appends without a mark.
  var gathersOther = false
  /// Further texts that mean "ticked" in a column of one option, such as the option's own code.
  var tickedTexts: [String] = []
  /// Further texts that mean "not ticked" in such a column.
  var untickedTexts: [String] = []
  /// Whether the column is one option of "tick all that apply".
  var isOption: Bool { !tickedTexts.isEmpty }
  /// Whether the labels say themselves which of them count as missing, so that their wording decides nothing.
  var labelsSayAll = false
  /// Whether cells hold the answers' texts, so that a text that is also a code is read as a text.
  var labelsFirst = false
  /// Whether answers that are ranges of a quantity are put in its order.
  var ordersRanges = true
  /// The order of day and month where the column's own cells do not decide it.
  var dateOrder: DateText.Order?
  /// What stands behind every number of the column: " / 10".
  var numberTail = ""
  /// Texts that stand for no value in this file, beside the blank one ("NA").
  var missingTexts: [DeclaredCode] = []

  init(
    _ variable: Variable, knowledge: Knowledge = .nothing, blank: MissingReason = .unknownBlank, gridKey: String? = nil
  ) {
    self.variable = variable
    self.knowledge = knowledge
    self.blank = blank
    self.gridKey = gridKey
  }
}

/// Columns that belong together, by their positions: names are made unique only when the survey is put together.
struct ColumnGroup: Sendable, Hashable {
  /// The question's name.
  var name: String
  /// The question's text.
  var label: String
  /// The positions of the columns in the questionnaire's order.
  var members: [Int]
  /// For ticked options, the code that means "ticked".
  var tickedCode: String = "1"
  /// Whether a blank cell is an option that was not ticked as soon as the question was answered.
  var blankIsUnticked = false
  /// For ticked options, the columns with the texts of "other": who wrote one has answered.
  var others: [Int] = []
}
