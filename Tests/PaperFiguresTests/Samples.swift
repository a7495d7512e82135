internal import PaperFigures

/// The made-up figures that the tests draw; no number in them stands for a respondent.
enum Samples {
  static let categories = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
  static let likert = LikertFigure(
    categories: categories,
    rows: [
      LikertRow(
        item: "I trust the platform with my personal data", group: "Students", counts: [52, 139, 172, 158, 99],
        missing: 19),
      LikertRow(
        item: "I trust the platform with my personal data", group: "Staff", counts: [77, 145, 161, 112, 49], missing: 10
      ),
      LikertRow(item: "I feel part of a community", group: "Students", counts: [8, 41, 134, 229, 222], missing: 6),
      LikertRow(item: "I feel part of a community", group: "Staff", counts: [8, 40, 156, 195, 151], missing: 7),
      LikertRow(
        item: "Moderation decisions are explained clearly", group: "Students", counts: [33, 118, 171, 198, 114],
        missing: 6),
      LikertRow(
        item: "Moderation decisions are explained clearly", group: "Staff", counts: [58, 147, 166, 131, 50], missing: 8),
      LikertRow(
        item: "I understand how recommendations are chosen", group: "Students", counts: [69, 164, 203, 141, 62],
        missing: 7),
      LikertRow(
        item: "I understand how recommendations are chosen", group: "Staff", counts: [90, 170, 159, 97, 33], missing: 9),
      LikertRow(
        item: "I would pay to remove advertising", group: "Students", counts: [125, 220, 183, 82, 22], missing: 8),
      LikertRow(item: "I would pay to remove advertising", group: "Staff", counts: [154, 205, 137, 46, 8], missing: 8),
    ],
    negativeName: "disagree", positiveName: "agree",
    words: FigureWords(
      title: "Most respondents feel part of a community; few would pay to remove advertising", respondents: 1200,
      synthetic: true))

  static func hypothesis(_ id: String, _ text: String, _ e: Double, _ l: Double, _ u: Double, _ p: Double) -> ForestRow
  {
    ForestRow(
      id: id, text: text, estimate: e, lower: l, upper: u, equivalence: 0.1, p: p,
      verdict: p < 0.05 ? "supported" : "not supported", decision: p < 0.05 ? .supported : .undecided)
  }
  static let forest = ForestFigure(
    rows: [
      hypothesis("H1", "I understand how recommendations are chosen", 0.24, 0.13, 0.36, 0.0001),
      hypothesis("H2", "I would pay to remove advertising", 0.27, 0.15, 0.38, 0.0001),
      hypothesis("H3", "Moderation decisions are explained clearly", 0.35, 0.24, 0.47, 0.0001),
      hypothesis("H4", "I trust the platform with my personal data", 0.29, 0.17, 0.40, 0.0001),
      hypothesis("H5", "I feel part of a community", 0.18, 0.07, 0.30, 0.005),
      hypothesis("H6", "Hours per week (log)", 0.18, 0.07, 0.29, 0.005),
      hypothesis("H7", "Age", 0.11, -0.01, 0.22, 0.069),
    ],
    heads: ForestHeads(
      text: "Hypothesis: students score higher on …", plot: "Hedges’ g with 95% CI", estimate: "g [95% CI]",
      p: "p (Holm)"),
    lowerLabel: "staff score higher", upperLabel: "students score higher",
    words: FigureWords(
      title: "Six of seven pre-registered differences are supported",
      subtitle: "Students minus staff; standardised mean differences", respondents: 1200,
      notes: ["Welch t tests, Holm-adjusted over seven hypotheses"], synthetic: true))

  static func share(_ label: String, _ group: String, _ e: Double, _ l: Double, _ u: Double, _ n: Int) -> ProportionRow
  {
    ProportionRow(label: label, group: group, estimate: e, lower: l, upper: u, respondents: n)
  }
  static let proportions = ProportionsFigure(
    rows: [
      share("I feel part of a community", "Students", 0.711, 0.674, 0.745, 634),
      share("I feel part of a community", "Staff", 0.629, 0.588, 0.668, 550),
      share("Moderation decisions are explained clearly", "Students", 0.492, 0.453, 0.531, 634),
      share("Moderation decisions are explained clearly", "Staff", 0.342, 0.304, 0.383, 552),
      share("I trust the platform with my personal data", "Students", 0.415, 0.377, 0.454, 620),
      share("I trust the platform with my personal data", "Staff", 0.296, 0.259, 0.336, 544),
      share("I understand how recommendations are chosen", "Students", 0.314, 0.280, 0.351, 639),
      share("I understand how recommendations are chosen", "Staff", 0.237, 0.203, 0.274, 549),
      share("I would pay to remove advertising", "Students", 0.165, 0.138, 0.196, 632),
      share("I would pay to remove advertising", "Staff", 0.098, 0.076, 0.126, 550),
    ], reference: 0.5, referenceLabel: "half of respondents", interval: "95% Wilson intervals",
    words: FigureWords(
      title: "Only “I feel part of a community” is agreed with by a majority of both groups",
      subtitle: "% who agree or strongly agree, with 95% CI", respondents: 1200,
      notes: ["Not adjusted for multiple comparisons"], synthetic: true))
  static let mosaic = MosaicFigure(
    columnVariable: "main platform", rowVariable: "age",
    columns: ["Twitch", "YouTube", "TikTok", "Reddit", "Discord", "Other"],
    rows: ["50+", "40–49", "30–39", "16–29"],
    counts: [
      [43, 41, 30, 20, 24, 15], [111, 112, 78, 48, 44, 13], [121, 134, 80, 69, 53, 32], [34, 32, 23, 19, 18, 6],
    ],
    association: MosaicAssociation(chiSquare: 14.1, degreesOfFreedom: 15, p: 0.518, cramersV: 0.06),
    words: FigureWords(title: "No association between age group and main platform", respondents: 1200, synthetic: true))
  static let paradox = MosaicFigure(
    columnVariable: "necessary", rowVariable: "anti-social",
    columns: ["Necessary", "Not necessary"], rows: ["Anti-social", "Not anti-social"],
    counts: [[520, 160], [280, 240]], percentage: .ofTotal, emphasis: MosaicCell(column: 0, row: 0),
    emphasisLabel: "both anti-social and necessary, 43.3% [40.6, 46.1] of respondents",
    association: MosaicAssociation(
      chiSquare: 66.97, degreesOfFreedom: 1, p: 1e-12, cramersV: 0.24, interval: 0.18...0.29),
    words: FigureWords(
      title: "Four in ten find social media both anti-social and necessary", respondents: 1200, synthetic: true))

  /// Every kind of figure as a function of theme and width.
  static let kinds: [(name: String, draw: @Sendable (FigureTheme, FigureWidth) throws -> Figure)] = [
    ("likert", { try likert.figure(theme: $0, width: $1) }),
    (
      "likert-aside",
      {
        var figure = likert
        figure.style = .neutralAside
        return try figure.figure(theme: $0, width: $1)
      }
    ),
    (
      "likert-stacked",
      {
        var figure = likert
        figure.style = .stacked
        return try figure.figure(theme: $0, width: $1)
      }
    ),
    ("forest", { try forest.figure(theme: $0, width: $1) }),
    ("thesis", { try thesis.figure(theme: $0, width: $1) }),
    ("proportions", { try proportions.figure(theme: $0, width: $1) }),
    ("mosaic", { try mosaic.figure(theme: $0, width: $1) }),
    ("paradox", { try paradox.figure(theme: $0, width: $1) }),
  ]

  static let widths: [(name: String, width: FigureWidth)] = [
    ("89", .single), ("120", .oneAndHalf), ("183", .double),
  ]

  /// Hypotheses on several scales, held against thresholds of their own.
  static let thesis = ForestFigure(
    rows: [
      ForestRow(
        id: "C1", text: "A majority finds social media both anti-social and necessary", family: "The paradox",
        estimate: 0.433, lower: 0.405, upper: 0.461, threshold: 0.5, equivalence: 0.05, p: 0.9999,
        verdict: "contradicted", decision: .contradicted, format: .percentage),
      ForestRow(
        id: "C2", text: "A majority finds social media anti-social", family: "The paradox", estimate: 0.567,
        lower: 0.539, upper: .infinity, threshold: 0.5, equivalence: 0.05, p: 0.0000021, verdict: "supported",
        decision: .supported, format: .percentage),
      ForestRow(
        id: "C41", text: "Most who do it dislike it", family: "What people do", estimate: 0.512, lower: 0.483,
        upper: 0.540, threshold: 0.5, equivalence: 0.05, p: 0.217, verdict: "undecided", decision: .undecided,
        format: .percentage),
      ForestRow(
        id: "C17", text: "The five behaviours differ in how annoying they are", family: "What people do",
        estimate: nil, lower: nil, upper: nil, threshold: 0.5, p: nil, verdict: "not estimable",
        decision: .undecided, format: .percentage),
    ],
    heads: ForestHeads(plot: "Estimate less threshold", p: "p (Holm)"), scale: .differenceFromThreshold,
    referenceLabel: "threshold", lowerLabel: "against the claim", upperLabel: "for the claim",
    axisFormat: .percentage,
    words: FigureWords(
      title: "One of four claims holds", respondents: 1200, weighting: "weighted by region, age and sex",
      synthetic: true))
}
