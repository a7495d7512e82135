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
      name + (symbol.map { ", \($0)" } ?? "")
    }
  }

  /// The entry of an id; an unknown one is named by its id's words and shown as a plain number.
  public static func entry(_ id: String) -> Entry {
    if let known = entries[id] { return known }
    let words = id.split(separator: "-").joined(separator: " ")
    return Entry(name: words.prefix(1).uppercased() + words.dropFirst(), symbol: nil, format: .plain)
  }

  private static let entries: [String: Entry] = [
    // Shares and what is made of them.
    "joint-share": Entry(name: "Share that feels both", symbol: nil, format: .percent),
    "smallest-joint-share": Entry(name: "Smallest of the shares", symbol: nil, format: .percent),
    "share": Entry(name: "Share", symbol: nil, format: .percent),
    "proportion": Entry(name: "Proportion", symbol: nil, format: .percent),
    "joint-share-wilson": Entry(name: "Share with Wilson’s interval", symbol: nil, format: .percent),
    "share-wilson": Entry(name: "Share with Wilson’s interval", symbol: nil, format: .percent),
    "frechet-bounds": Entry(
      name: "Joint share under independence, and what the two shares allow", symbol: nil, format: .percent),
    "share-above-of-changed": Entry(name: "Share above among those who differ", symbol: nil, format: .percent),
    "joint-excess": Entry(name: "Joint share beyond independence", symbol: "J − pₐpₙ", format: .bounded),
    "difference-of-shares": Entry(name: "Difference of shares", symbol: nil, format: .bounded),
    "difference-of-paired-shares": Entry(name: "Difference of paired shares", symbol: nil, format: .bounded),
    "slope-of-share": Entry(name: "Slope of the share", symbol: nil, format: .bounded),
    "lift": Entry(name: "Joint share over that of independence", symbol: nil, format: .plain),
    "odds-ratio": Entry(name: "Odds ratio", symbol: "OR", format: .plain),
    "paired-odds-ratio": Entry(name: "Paired odds ratio", symbol: "OR", format: .plain),
    "conditional-odds-ratio": Entry(name: "Conditional odds ratio", symbol: "OR", format: .plain),
    "risk-ratio": Entry(name: "Ratio of shares", symbol: "RR", format: .plain),
    "cohens-h": Entry(name: "Cohen’s h", symbol: "h", format: .plain),
    // Association.
    "phi": Entry(name: "Phi coefficient", symbol: "φ", format: .bounded),
    "phi-over-maximum": Entry(name: "Phi over its largest value", symbol: "φ/φmax", format: .bounded),
    "yules-q": Entry(name: "Yule’s Q", symbol: "Q", format: .bounded),
    "cramers-v": Entry(name: "Cramér’s V", symbol: "V", format: .bounded),
    "cramers-v-bias-corrected": Entry(name: "Bias-corrected Cramér’s V", symbol: "V", format: .bounded),
    "tetrachoric": Entry(name: "Tetrachoric correlation", symbol: "r", format: .bounded),
    "tetrachoric-correlation": Entry(name: "Tetrachoric correlation", symbol: "r", format: .bounded),
    "polychoric-correlation": Entry(name: "Polychoric correlation", symbol: "r", format: .bounded),
    "pearson-r": Entry(name: "Pearson correlation", symbol: "r", format: .bounded),
    "spearman-rho": Entry(name: "Spearman correlation", symbol: "ρ", format: .bounded),
    "kendall-tau": Entry(name: "Kendall correlation", symbol: "τ", format: .bounded),
    "cohens-w": Entry(name: "Cohen’s w", symbol: "w", format: .plain),
    "goodman-kruskal-gamma": Entry(name: "Goodman and Kruskal’s gamma", symbol: "γ", format: .bounded),
    "somers-d": Entry(name: "Somers’ d", symbol: "d", format: .bounded),
    "somers-d-reversed": Entry(name: "Somers’ d the other way round", symbol: "d", format: .bounded),
    "somers-d-symmetric": Entry(name: "Somers’ symmetric d", symbol: "d", format: .bounded),
    "kendall-tau-b": Entry(name: "Kendall’s tau-b", symbol: "τ", format: .bounded),
    "stuart-tau-c": Entry(name: "Stuart’s tau-c", symbol: "τ", format: .bounded),
    "common-odds-ratio": Entry(name: "Common odds ratio", symbol: "OR", format: .plain),
    "cohens-g": Entry(name: "Cohen’s g", symbol: "g", format: .bounded),
    // Agreement.
    "kappa": Entry(name: "Kappa", symbol: "κ", format: .bounded),
    "kappa-linear": Entry(name: "Linearly weighted kappa", symbol: "κ", format: .bounded),
    "kappa-quadratic": Entry(name: "Quadratically weighted kappa", symbol: "κ", format: .bounded),
    "krippendorff-alpha": Entry(name: "Krippendorff’s alpha", symbol: "α", format: .bounded),
    "icc-1-1": Entry(name: "Intraclass correlation", symbol: "ICC(1,1)", format: .bounded),
    "icc-2-1": Entry(name: "Intraclass correlation", symbol: "ICC(2,1)", format: .bounded),
    "icc-3-1": Entry(name: "Intraclass correlation", symbol: "ICC(3,1)", format: .bounded),
    "icc-1-k": Entry(name: "Intraclass correlation", symbol: "ICC(1,k)", format: .bounded),
    "icc-2-k": Entry(name: "Intraclass correlation", symbol: "ICC(2,k)", format: .bounded),
    "icc-3-k": Entry(name: "Intraclass correlation", symbol: "ICC(3,k)", format: .bounded),
    // Ranks.
    "probability-of-superiority": Entry(
      name: "Probability of superiority", symbol: "P(X > Y) + ½P(X = Y)", format: .bounded),
    "probability-difference": Entry(
      name: "Difference within persons", symbol: "P(X > Y) − P(X < Y)", format: .bounded),
    "rank-biserial": Entry(name: "Rank-biserial correlation", symbol: "r", format: .bounded),
    "matched-rank-biserial": Entry(name: "Matched-pairs rank-biserial correlation", symbol: "r", format: .bounded),
    "cliffs-delta": Entry(name: "Cliff’s delta", symbol: "δ", format: .bounded),
    "kendalls-w": Entry(name: "Kendall’s coefficient of concordance", symbol: "W", format: .bounded),
    "mean-order-correlation": Entry(name: "Mean rank correlation with the order", symbol: "r", format: .bounded),
    "order-tau": Entry(name: "Kendall correlation with the order", symbol: "τ", format: .bounded),
    // Means.
    "mean": Entry(name: "Mean", symbol: "M", format: .plain),
    "mean-difference": Entry(name: "Difference of means", symbol: nil, format: .plain),
    "median": Entry(name: "Median", symbol: "Mdn", format: .plain),
    "cohens-d-average": Entry(name: "Cohen’s d on the average variance", symbol: "d", format: .plain),
    "cohens-d-z": Entry(name: "Cohen’s d of the differences", symbol: "d", format: .plain),
    "glass-delta": Entry(name: "Glass’s delta", symbol: "Δ", format: .plain),
    "cohens-d": Entry(name: "Cohen’s d", symbol: "d", format: .plain),
    "hedges-g": Entry(name: "Hedges’ g", symbol: "g", format: .plain),
    "hedges-g-star": Entry(name: "Hedges’ g with separate variances", symbol: "g*", format: .plain),
    "hedges-g-z": Entry(name: "Hedges’ g of the differences", symbol: "g", format: .plain),
    "eta-squared": Entry(name: "Eta squared", symbol: "η²", format: .bounded),
    "eta-squared-h": Entry(name: "Eta squared of H", symbol: "η²", format: .bounded),
    "omega-squared": Entry(name: "Omega squared", symbol: "ω²", format: .bounded),
    "epsilon-squared-f": Entry(name: "Epsilon squared of F", symbol: "ε²", format: .bounded),
    "eta-squared-q": Entry(name: "Eta squared of Q", symbol: "η²", format: .bounded),
    "share-of-pairs-in-order": Entry(name: "Share of pairs in the stated order", symbol: nil, format: .percent),
    "mean-rank-difference": Entry(name: "Difference of mean ranks", symbol: nil, format: .plain),
    "epsilon-squared": Entry(name: "Epsilon squared", symbol: "ε²", format: .bounded),
    // Models.
    "r-squared": Entry(name: "Share of variance explained", symbol: "R²", format: .bounded),
    "adjusted-r-squared": Entry(name: "Adjusted share of variance explained", symbol: "R²", format: .bounded),
    "area-under-curve": Entry(name: "Area under the curve", symbol: "AUC", format: .bounded),
    "mcfadden-r-squared": Entry(name: "McFadden’s pseudo-R²", symbol: nil, format: .bounded),
    "nagelkerke-r-squared": Entry(name: "Nagelkerke’s pseudo-R²", symbol: nil, format: .bounded),
    "tjur-r-squared": Entry(name: "Tjur’s coefficient of discrimination", symbol: "D", format: .bounded),
    "relative-entropy": Entry(name: "Relative entropy", symbol: "E", format: .bounded),
    // Reliability.
    "cronbach-alpha": Entry(name: "Cronbach’s alpha", symbol: "α", format: .bounded),
    "omega-total": Entry(name: "Omega total", symbol: "ω", format: .bounded),
    "omega": Entry(name: "Omega", symbol: "ω", format: .bounded),
    "standardized-alpha": Entry(name: "Cronbach’s alpha of standardised items", symbol: "α", format: .bounded),
    "ordinal-alpha": Entry(name: "Ordinal alpha", symbol: "α", format: .bounded),
    "guttman-lambda-4": Entry(name: "Guttman’s lambda 4, best split", symbol: nil, format: .bounded),
    "guttman-lambda-6": Entry(name: "Guttman’s lambda 6", symbol: nil, format: .bounded),
    "split-half-spearman-brown": Entry(name: "Split half, Spearman–Brown", symbol: nil, format: .bounded),
    "split-half-guttman": Entry(name: "Split half, Guttman", symbol: nil, format: .bounded),
    "omega-hierarchical": Entry(name: "Omega hierarchical", symbol: "ωh", format: .bounded),
    "omega-total-group-factors": Entry(name: "Omega total with group factors", symbol: "ω", format: .bounded),
    "explained-common-variance": Entry(name: "Explained common variance", symbol: nil, format: .bounded),
    "factor-correlation": Entry(name: "Correlation of the factors", symbol: "φ", format: .bounded),
    "mean-interitem-correlation": Entry(name: "Mean correlation between items", symbol: "r", format: .bounded),
  ]

  /// The name of an interval's method in words.
  public static func method(_ id: String) -> String {
    methods[id] ?? id.split(separator: "-").joined(separator: " ")
  }

  private static let methods: [String: String] = [
    "wilson": "Wilson", "clopper-pearson": "Clopper–Pearson", "korn-graubard": "Korn–Graubard", "wald": "Wald",
    "newcombe": "Newcombe", "newcombe-paired": "Newcombe, paired", "tango": "Tango", "katz": "Katz",
    "student-t": "Student’s t", "t": "Student’s t", "feldt": "Feldt", "brunner-munzel": "Brunner–Munzel",
    "distribution-free": "distribution-free", "feng-cliff": "Feng–Cliff", "imbens-manski": "Imbens–Manski",
    "bootstrap-bca": "bias-corrected bootstrap",
    "bootstrap-percentile": "percentile bootstrap", "fisher-z": "Fisher’s z", "delta-fisher-z": "Fisher’s z",
    "delta-t": "Student’s t", "delta-logit": "logit", "profile-likelihood": "profile likelihood",
    "noncentral-chi-squared": "noncentral chi-squared", "noncentral-f": "noncentral F",
    "noncentral-t": "noncentral t", "frechet": "Fréchet", "woolf": "Woolf", "woolf-haldane": "Woolf–Haldane",
    "delong": "DeLong",
    "studentized-range": "studentized range", "bonett": "Bonett", "gwet": "Gwet", "f": "F",
    "f-satterthwaite": "F, Satterthwaite", "robins-breslow-greenland": "Robins–Breslow–Greenland",
    "bonett-wright": "Bonett–Wright", "fieller": "Fieller", "arcsine": "arcsine",
    "linearised-t": "linearised, Student’s t", "conditional-exact": "conditional exact",
  ]
}
