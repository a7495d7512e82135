/// The names, symbols and number formats of statistics by their stable ids.
public enum StatisticVocabulary {
  /// How one statistic is named and shown.
  public struct Entry: Sendable, Hashable {
    /// The name in words.
    public var name: String
    /// The symbol, where there is one.
    public var symbol: String?
    /// How its value is shown.
    public var format: NumberFormat
    /// Name, symbol and unit in one.
    public var words: String {
      name + (symbol.map { ", \($0)" } ?? "") + (format.scale == .percent ? ", %" : "")
    }
  }

  /// The entry of an id; an unknown one is named by its id's words and shown as a plain number.
  public static func entry(_ id: String) -> Entry {
    if let known = entries[id] { return known }
    let words = id.split(separator: "-").joined(separator: " ")
    return Entry(name: words.prefix(1).uppercased() + words.dropFirst(), symbol: nil, format: .plain)
  }

  private static let entries: [String: Entry] = [
    "joint-share": Entry(name: "Share that feels both", symbol: nil, format: .percent),
    "share": Entry(name: "Share", symbol: nil, format: .percent),
    "proportion": Entry(name: "Proportion", symbol: nil, format: .percent),
    "mean-share": Entry(name: "Mean share", symbol: nil, format: .percent),
    "share-difference": Entry(name: "Difference of shares", symbol: nil, format: .bounded),
    "risk-difference": Entry(name: "Difference of shares", symbol: nil, format: .bounded),
    "excess-joint-share": Entry(name: "Joint share beyond independence", symbol: "J − pₐpₙ", format: .bounded),
    "mean": Entry(name: "Mean", symbol: "M", format: .plain),
    "mean-difference": Entry(name: "Difference of means", symbol: nil, format: .plain),
    "median": Entry(name: "Median", symbol: "Mdn", format: .plain),
    "probability-of-superiority": Entry(
      name: "Probability of superiority", symbol: "P(X > Y) + ½P(X = Y)", format: .bounded),
    "stochastic-superiority": Entry(
      name: "Stochastic superiority within persons", symbol: "P(X > Y) − P(X < Y)", format: .bounded),
    "paired-superiority": Entry(
      name: "Stochastic superiority within persons", symbol: "P(X > Y) − P(X < Y)", format: .bounded),
    "rank-biserial": Entry(name: "Rank-biserial correlation", symbol: "r", format: .bounded),
    "matched-rank-biserial": Entry(name: "Matched-pairs rank-biserial correlation", symbol: "r", format: .bounded),
    "kendalls-w": Entry(name: "Kendall’s coefficient of concordance", symbol: "W", format: .bounded),
    "kendall-w": Entry(name: "Kendall’s coefficient of concordance", symbol: "W", format: .bounded),
    "cramers-v": Entry(name: "Cramér’s V", symbol: "V", format: .bounded),
    "cramers-v-corrected": Entry(name: "Bias-corrected Cramér’s V", symbol: "V", format: .bounded),
    "contingency-coefficient": Entry(name: "Contingency coefficient", symbol: "C", format: .bounded),
    "phi": Entry(name: "Phi coefficient", symbol: "φ", format: .bounded),
    "phi-ratio": Entry(name: "Phi over its largest value", symbol: "φ/φmax", format: .bounded),
    "phi-over-maximum": Entry(name: "Phi over its largest value", symbol: "φ/φmax", format: .bounded),
    "odds-ratio": Entry(name: "Odds ratio", symbol: "OR", format: .plain),
    "log-odds-ratio": Entry(name: "Logarithm of the odds ratio", symbol: "ln OR", format: .plain),
    "risk-ratio": Entry(name: "Ratio of shares", symbol: "RR", format: .plain),
    "tetrachoric": Entry(name: "Tetrachoric correlation", symbol: "r", format: .bounded),
    "polychoric": Entry(name: "Polychoric correlation", symbol: "r", format: .bounded),
    "pearson-r": Entry(name: "Pearson correlation", symbol: "r", format: .bounded),
    "spearman-rho": Entry(name: "Spearman correlation", symbol: "ρ", format: .bounded),
    "kendall-tau": Entry(name: "Kendall correlation", symbol: "τ", format: .bounded),
    "cohens-d": Entry(name: "Cohen’s d", symbol: "d", format: .plain),
    "hedges-g": Entry(name: "Hedges’ g", symbol: "g", format: .plain),
    "cohens-g": Entry(name: "Cohen’s g", symbol: "g", format: .bounded),
    "cohens-h": Entry(name: "Cohen’s h", symbol: "h", format: .plain),
    "cohens-w": Entry(name: "Cohen’s w", symbol: "w", format: .plain),
    "eta-squared": Entry(name: "Eta squared", symbol: "η²", format: .bounded),
    "omega-squared": Entry(name: "Omega squared", symbol: "ω²", format: .bounded),
    "epsilon-squared": Entry(name: "Epsilon squared", symbol: "ε²", format: .bounded),
    "cronbach-alpha": Entry(name: "Cronbach’s alpha", symbol: "α", format: .bounded),
    "standardized-alpha": Entry(name: "Standardised alpha", symbol: "α", format: .bounded),
    "omega-total": Entry(name: "Omega total", symbol: "ω", format: .bounded),
    "mean-interitem-correlation": Entry(name: "Mean correlation between items", symbol: "r", format: .bounded),
  ]

  /// The name of an interval's method in words.
  public static func method(_ id: String) -> String {
    methods[id] ?? id.split(separator: "-").joined(separator: " ")
  }

  private static let methods: [String: String] = [
    "wilson": "Wilson", "clopper-pearson": "Clopper–Pearson", "logit": "logit", "korn-graubard": "Korn–Graubard",
    "wald": "Wald", "newcombe": "Newcombe", "student-t": "Student’s t", "t": "Student’s t", "feldt": "Feldt",
    "brunner-munzel": "Brunner–Munzel", "bootstrap-bca": "bias-corrected bootstrap",
    "bootstrap-percentile": "percentile bootstrap", "fisher-z": "Fisher’s z",
    "profile-likelihood": "profile likelihood", "miettinen-nurminen": "Miettinen–Nurminen",
  ]
}
