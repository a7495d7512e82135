/// The width of a figure on paper.
public struct FigureWidth: Sendable, Hashable {
  /// The width in millimetres.
  public var millimetres: Double

  /// Creates a width.
  public init(millimetres: Double) { self.millimetres = millimetres }

  /// One column of a journal, 89 mm.
  public static let single = FigureWidth(millimetres: 89)
  /// One and a half columns, 120 mm.
  public static let oneAndHalf = FigureWidth(millimetres: 120)
  /// Two columns, 183 mm.
  public static let double = FigureWidth(millimetres: 183)

  /// The width of that name: "single", "one-and-half" or "double".
  public static func named(_ name: String) -> FigureWidth? {
    switch name {
    case "single": .single
    case "one-and-half": .oneAndHalf
    case "double": .double
    default: nil
    }
  }
}

/// Sizes, lines and habits of a figure, as one journal or report wants them.
public struct FigureTheme: Sendable, Hashable {
  /// The preset's name.
  public var name: String
  /// The size of the title.
  public var titleSize: Double
  /// The size of the subtitle.
  public var subtitleSize: Double
  /// The size of item texts, axis and legend.
  public var bodySize: Double
  /// The size of the numbers in the figure.
  public var valueSize: Double
  /// The size of the footer.
  public var footerSize: Double
  /// The smallest type that the preset allows.
  public var minimumSize: Double
  /// Whether title and footer stand in the figure; otherwise they are text for the caption alone.
  public var titleInFigure: Bool
  /// Whether there are gridlines; otherwise there is an axis line with ticks.
  public var showsGrid: Bool
  /// The greatest height in millimetres, where the journal sets one.
  public var maximumHeight: Double?

  /// Topline's own reports.
  public static let topline = FigureTheme(
    name: "topline", titleSize: 9, subtitleSize: 7.5, bodySize: 7, valueSize: 6.5, footerSize: 6.2, minimumSize: 6,
    titleInFigure: true, showsGrid: true, maximumHeight: nil)
  /// Publication manual of the American Psychological Association, 7th edition: 8 to 14 pt, title above in the text.
  public static let apa = FigureTheme(
    name: "apa", titleSize: 10, subtitleSize: 8.5, bodySize: 8, valueSize: 8, footerSize: 8, minimumSize: 8,
    titleInFigure: false, showsGrid: true, maximumHeight: nil)
  /// Nature: 5 to 7 pt, axis lines with ticks, no gridlines, 170 mm high at most.
  public static let nature = FigureTheme(
    name: "nature", titleSize: 7, subtitleSize: 7, bodySize: 7, valueSize: 6, footerSize: 6, minimumSize: 5,
    titleInFigure: false, showsGrid: false, maximumHeight: 170)
  /// PLOS: 8 to 12 pt, 222.3 mm high at most.
  public static let plos = FigureTheme(
    name: "plos", titleSize: 10, subtitleSize: 8.5, bodySize: 8, valueSize: 8, footerSize: 8, minimumSize: 8,
    titleInFigure: false, showsGrid: true, maximumHeight: 222.3)
  /// Elsevier: 7 pt, 240 mm high at most.
  public static let elsevier = FigureTheme(
    name: "elsevier", titleSize: 8, subtitleSize: 7.5, bodySize: 7, valueSize: 7, footerSize: 7, minimumSize: 7,
    titleInFigure: false, showsGrid: true, maximumHeight: 240)

  /// The presets in the order in which they are listed to users.
  public static let all: [FigureTheme] = [.topline, .apa, .nature, .plos, .elsevier]

  /// The preset of that name.
  public static func named(_ name: String) -> FigureTheme? { all.first { $0.name == name } }

  /// The distance from one line of the body to the next.
  var lineHeight: Double { bodySize * 1.2 }
  /// The free rim of the canvas.
  var margin: Double { 4 }
}
