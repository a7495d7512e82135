internal import PaperGraphics
internal import SurveyModel
internal import TextFormats

/// The answers to one item, or to one item in one group.
public struct LikertRow: Sendable, Hashable {
  /// The item's text.
  public var item: String
  /// The group, where there are several.
  public var group: String?
  /// How many gave each answer, in scale order; weighted where weights are used.
  public var counts: [Double]
  /// How many respondents answered, never weighted.
  public var respondents: Int
  /// How many did not answer.
  public var missing: Int

  /// Creates a row from counts that may be weighted.
  public init(item: String, group: String? = nil, counts: [Double], respondents: Int, missing: Int = 0) {
    self.item = item
    self.group = group
    self.counts = counts
    self.respondents = respondents
    self.missing = missing
  }

  /// Creates a row from plain counts.
  public init(item: String, group: String? = nil, counts: [Int], missing: Int = 0) {
    self.init(
      item: item, group: group, counts: counts.map(Double.init), respondents: counts.reduce(0, +), missing: missing)
  }
}

/// Where the middle of a scale lies.
public enum ScaleMiddle: Sendable, Hashable {
  /// The middle answer of an odd number is neutral; an even number has none.
  case automatic
  /// The answer at that position is neutral.
  case neutral(at: Int)
  /// There is no neutral answer; so many answers lie on the first side.
  case between(after: Int)
}

/// How the bars of a Likert figure stand.
public enum LikertStyle: String, Sendable, Hashable, CaseIterable {
  /// Around the middle of the neutral answer.
  case centred
  /// Around the border of the two sides, with the neutral answer in a column of its own.
  case neutralAside = "neutral-aside"
  /// From 0 to 100 per cent.
  case stacked
}

/// In which order the items stand.
public enum LikertOrder: String, Sendable, Hashable, CaseIterable {
  /// By the share of answers on the far side of the middle, all groups together.
  case byNet = "net"
  /// By that share less the share on the near side.
  case byBalance = "balance"
  /// As they were given.
  case asGiven = "given"
}

/// Answers to items on one scale as stacked bars around the scale's middle.
///
/// Items stand one below the other, groups as neighbouring bars; the sum of each side is printed in bold at its end, the
/// number of respondents at the right.
/// Source: Heiberger and Robbins (2014), doi:10.18637/jss.v057.i05.
public struct LikertFigure: Sendable, Hashable {
  /// The answers in scale order.
  public var categories: [String]
  /// The rows; those of one item need not stand together.
  public var rows: [LikertRow]
  /// Where the middle of the scale lies.
  public var middle: ScaleMiddle
  /// How the bars stand.
  public var style: LikertStyle
  /// In which order the items stand.
  public var order: LikertOrder
  /// What the sum of the first side is called, such as "disagree".
  public var negativeName: String?
  /// What the sum of the other side is called, such as "agree".
  public var positiveName: String?
  /// Below this number of respondents a row is marked with a dagger.
  public var fewRespondents: Int
  /// Title, question, base and so on.
  public var words: FigureWords

  /// Creates the figure's specification.
  public init(
    categories: [String], rows: [LikertRow], middle: ScaleMiddle = .automatic, style: LikertStyle = .centred,
    order: LikertOrder = .byNet, negativeName: String? = nil, positiveName: String? = nil, fewRespondents: Int = 30,
    words: FigureWords
  ) {
    self.categories = categories
    self.rows = rows
    self.middle = middle
    self.style = style
    self.order = order
    self.negativeName = negativeName
    self.positiveName = positiveName
    self.fewRespondents = fewRespondents
    self.words = words
  }

  /// Lays the figure out.
  ///
  /// - Parameters:
  ///   - theme: Sizes and habits.
  ///   - width: The width on paper; the height follows from the content.
  /// - Throws: `FigureError` when there is nothing to draw, or when counts and categories do not fit each other.
  public func figure(theme: FigureTheme = .topline, width: FigureWidth = .double) throws(FigureError) -> Figure {
    try FigureError.check(width, figure: "likert")
    try check()
    let numbers = LikertNumbers(self)
    var layout = LikertLayout(numbers: numbers, figure: self, theme: theme, width: width)
    return layout.draw()
  }

  private func check() throws(FigureError) {
    let place = Place(column: "likert")
    guard !rows.isEmpty else {
      throw FigureError(
        .empty, place: place, found: "no item", expected: "at least one", remedy: "name the items to show")
    }
    guard (2...11).contains(categories.count) else {
      throw FigureError(
        .shape, place: place, found: "\(categories.count) answer categories", expected: "2 to 11",
        remedy: "use figure kind frequency, or combine answers")
    }
    for row in rows {
      let place = Place(column: "likert: \(SafeText.clean(row.item).text)")
      guard row.counts.count == categories.count else {
        throw FigureError(
          .shape, place: place, found: "\(row.counts.count) counts", expected: "\(categories.count), one per category",
          remedy: "give a count for each category, 0 where nobody chose it")
      }
      guard row.counts.allSatisfy({ $0.isFinite && $0 >= 0 }), row.respondents >= 0, row.missing >= 0 else {
        throw FigureError(
          .number, place: place, found: "a count that is negative or not finite", expected: "counts from 0",
          remedy: "check the weights")
      }
    }
    let isInside =
      switch middle {
      case .automatic: true
      case .neutral(let position): position > 0 && position < categories.count - 1
      case .between(let position): position > 0 && position < categories.count
      }
    guard isInside else {
      throw FigureError(
        .shape, place: place, found: "a middle at the end of the scale", expected: "answers on both sides of it",
        remedy: "let the middle be found automatically")
    }
  }
}
