internal import PaperGraphics
internal import SurveyModel
internal import TextFormats

/// One share with its interval.
public struct ProportionRow: Sendable, Hashable {
  /// What the share is of, such as an item's text.
  public var label: String
  /// The group, where there are several.
  public var group: String?
  /// The share, from 0 to 1; nil where nobody answered.
  public var estimate: Double?
  /// The lower end of the interval.
  public var lower: Double?
  /// The upper end of the interval.
  public var upper: Double?
  /// How many respondents it is based on, never weighted.
  public var respondents: Int

  /// Creates a row.
  public init(
    label: String, group: String? = nil, estimate: Double?, lower: Double?, upper: Double?, respondents: Int
  ) {
    self.label = label
    self.group = group
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.respondents = respondents
  }
}

/// Shares as points with their intervals, and as text beside them.
///
/// Groups differ by shape as well as by colour; a reference line is labelled and stays open where a text would cross
/// it.
public struct ProportionsFigure: Sendable, Hashable {
  /// In which order the labels stand.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// From the largest mean share of a label's groups to the smallest.
    case byEstimate = "estimate"
    /// As they were given.
    case asGiven = "given"
  }

  /// The rows; those of one label need not stand together.
  public var rows: [ProportionRow]
  /// In which order the labels stand.
  public var order: Order
  /// Where a reference line stands, from 0 to 1.
  public var reference: Double?
  /// What the reference line means, such as "half of respondents".
  public var referenceLabel: String?
  /// How the intervals were computed, such as "95% Wilson intervals".
  public var interval: String
  /// How many decimals the percentages have.
  public var decimals: Int
  /// Whether the axis goes to 100 per cent, whatever the largest share.
  public var showsWholeScale: Bool
  /// Below this number of respondents a row is marked with a dagger.
  public var fewRespondents: Int
  /// Title, question, base and so on.
  public var words: FigureWords

  /// Creates the figure's specification.
  public init(
    rows: [ProportionRow], order: Order = .byEstimate, reference: Double? = nil, referenceLabel: String? = nil,
    interval: String, decimals: Int = 0, showsWholeScale: Bool = false, fewRespondents: Int = 30, words: FigureWords
  ) {
    self.rows = rows
    self.order = order
    self.reference = reference
    self.referenceLabel = referenceLabel
    self.interval = interval
    self.decimals = decimals
    self.showsWholeScale = showsWholeScale
    self.fewRespondents = fewRespondents
    self.words = words
  }

  /// Lays the figure out.
  ///
  /// - Throws: `FigureError` when there is no row, or when a share lies outside 0 to 1.
  public func figure(theme: FigureTheme = .topline, width: FigureWidth = .double) throws(FigureError) -> Figure {
    try FigureError.check(width, figure: "proportions")
    guard !rows.isEmpty else {
      throw FigureError(
        .empty, place: Place(column: "proportions"), found: "no share", expected: "at least one",
        remedy: "name the variables to show")
    }
    for row in rows {
      let values = [row.estimate, row.lower, row.upper].compactMap { $0 }
      let isOrdered = (row.lower ?? 0) <= (row.upper ?? 1)
      guard values.allSatisfy({ (0...1).contains($0) }), isOrdered, row.respondents >= 0 else {
        throw FigureError(
          .number, place: Place(column: "proportions: \(SafeText.clean(row.label).text)"),
          found: "a share or limit outside 0 to 1", expected: "0 ≤ lower ≤ upper ≤ 1",
          remedy: "give shares, not percentages")
      }
    }
    if let reference, !(0...1).contains(reference) {
      throw FigureError(
        .number, place: Place(column: "proportions"), found: "a reference of \(reference)", expected: "0 to 1",
        remedy: "give a share, not a percentage")
    }
    var layout = ProportionsLayout(figure: self, theme: theme, width: width)
    return layout.draw()
  }

  /// The labels with their rows in the order of the figure.
  var items: [(label: String, rows: [ProportionRow])] {
    var result: [(label: String, rows: [ProportionRow])] = []
    for row in rows {
      var row = row
      row.label = SafeText.clean(row.label).text
      row.group = row.group.map { SafeText.clean($0).text }
      if let position = result.firstIndex(where: { $0.label == row.label }) {
        result[position].rows.append(row)
      } else {
        result.append((row.label, [row]))
      }
    }
    guard order == .byEstimate else { return result }
    let keys = result.map { item -> Double in
      let known = item.rows.compactMap(\.estimate)
      return known.isEmpty ? -1 : known.reduce(0, +) / Double(known.count)
    }
    return result.indices.sorted { keys[$0] != keys[$1] ? keys[$0] > keys[$1] : $0 < $1 }.map { result[$0] }
  }

  /// The groups in order of appearance.
  var groups: [String] {
    var result: [String] = []
    for row in rows {
      if let group = row.group.map({ SafeText.clean($0).text }), !result.contains(group) { result.append(group) }
    }
    return result
  }

  // MARK: - Words

  func text(_ row: ProportionRow) -> String {
    guard let estimate = row.estimate else { return "no answers" }
    let share = NumberStyle.percent(estimate, of: 1, decimals: decimals)
    guard let lower = row.lower, let upper = row.upper else { return share }
    let limits = [lower, upper].map { NumberStyle.percent($0, of: 1, decimals: decimals, sign: false) }
    return "\(share) [\(limits[0]), \(limits[1])]"
  }

  func countText(_ row: ProportionRow) -> String {
    let isFew = row.respondents > 0 && row.respondents < fewRespondents
    return NumberStyle.count(row.respondents) + (isFew ? "†" : "")
  }

  var ownSubtitle: String {
    let what = words.weighting == nil ? "Share of respondents" : "Weighted share of respondents"
    let several = items.count > 1
    return "\(what), with \(interval)" + (several && order == .byEstimate ? "; largest first." : ".")
  }

  var notes: [String] {
    var notes = [FigureWords.sentence(interval.prefix(1).uppercased() + interval.dropFirst())]
    if rows.contains(where: { $0.respondents > 0 && $0.respondents < fewRespondents }) {
      notes.append("† Fewer than \(fewRespondents) respondents.")
    }
    return notes
  }

  var description: String {
    let count = items.count == 1 ? "one share" : "shares of \(items.count) labels"
    let groups = groups.count > 1 ? " in \(groups.count) groups" : ""
    var text = "Dot plot of \(count)\(groups) with \(interval). "
    if let reference {
      text += "Reference line at \(NumberStyle.percent(reference, of: 1))"
      text += referenceLabel.map { ", \($0). " } ?? ". "
    }
    let sentences = items.flatMap(\.rows).map { row in
      let name = row.group.map { "\(row.label), \($0)" } ?? row.label
      return "\(name): \(self.text(row)) (n = \(NumberStyle.count(row.respondents)))."
    }
    return text + sentences.joined(separator: " ")
  }

  var data: [(String, JSONValue)] {
    [
      ("interval", .string(interval)), ("reference", .finite(reference)), ("order", .string(order.rawValue)),
      (
        "rows",
        .array(
          items.flatMap(\.rows).map { row in
            .object(
              JSONObject([
                ("label", .string(row.label)), ("group", .text(row.group)), ("estimate", .finite(row.estimate)),
                ("lower", .finite(row.lower)), ("upper", .finite(row.upper)), ("n", .integer(row.respondents)),
              ]))
          })
      ),
    ]
  }
}
