internal import PaperReports
internal import PaperTables
internal import StudyPlan
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
internal import TextFormats

/// A report with every part that a page can have, from numbers that belong to no study.
enum ReportFixtures {
  static func share(_ id: String, _ value: Double, _ lower: Double, _ upper: Double, n: Int) -> Estimate {
    Estimate(
      id: id, value: value, interval: Interval(lower: lower, upper: upper, level: 0.95, method: "clopper-pearson"),
      narrowInterval: Interval(
        lower: lower + 0.005, upper: upper - 0.005, level: 0.9, method: "clopper-pearson"),
      base: Base(count: n))
  }

  static let supported: Verdict = {
    let estimate = share("joint-share", 0.5741, 0.5452, 0.6026, n: 1153)
    return Verdict(
      id: "C1", says: "A majority feels both that social media is anti-social and that it is necessary",
      quote: "the majority had the same paradoxical feeling", estimand: "share that feels both", estimate: estimate,
      threshold: 0.5, smallestEffect: 0.05, direction: .supported, size: .unclear, association: .together,
      p: 0.0000006, pAdjusted: 0.0000006, family: "thesis", adjustment: "none",
      effects: [
        EffectSize(
          id: "phi", value: 0.214, interval: Interval(lower: 0.16, upper: 0.27, level: 0.95, method: "fisher-z")),
        EffectSize(id: "odds-ratio", value: 2.71),
      ],
      tests: [
        TestResult(
          id: "paradox", method: "Joint share of two feelings against a threshold", symbol: "x", statistic: 662,
          p: 0.0000006, estimate: estimate, effects: [EffectSize(id: "phi", value: 0.214)], base: Base(count: 1153),
          conventions: ["the interval is Clopper–Pearson"], source: "Clopper & Pearson (1934)")
      ],
      missingBounds: MissingBounds(lower: 0.551, upper: 0.591, lowerLimit: 0.523, upperLimit: 0.619),
      sentence: "57.4% of 1,153 respondents feel both (95% CI [54.5, 60.3]), which is above one half.",
      refutation: "An interval that lies below 50%.", notes: ["Cuts: above the midpoint, at or above agreeing."],
      parts: [
        Verdict(
          id: "C1.firm", says: "Both at or above the first agreeing answer", estimand: "share that agrees to both",
          estimate: share("joint-share", 0.51, 0.48, 0.539, n: 1153), threshold: 0.5, smallestEffect: 0.05,
          direction: .inconclusive, reason: "the interval holds the threshold", size: .within, p: 0.5,
          family: "thesis", sentence: "51.0% agree to both.", refutation: "An interval below 50%.")
      ])
  }()

  static let contradicted = Verdict(
    id: "C41", says: "All do it, all dislike it", quote: "we all do it and we all hate it",
    estimand: "share that promotes itself and dislikes it",
    estimate: share("joint-share", 0.312, 0.285, 0.34, n: 1149), threshold: 0.5, smallestEffect: 0.05,
    direction: .contradicted, size: .beyond, association: .apart, p: 1e-30, pAdjusted: 3e-30, family: "self-promotion",
    sentence: "31.2% of 1,149 respondents do it and dislike it, which is below one half.",
    refutation: "An interval that lies below 50%.")

  static let inconclusive = Verdict(
    id: "C32", says: "People are trusted more than adverts", estimand: "P(X > Y) − P(X < Y)",
    estimate: Estimate(
      id: "probability-difference", value: 0.031,
      interval: Interval(lower: -0.021, upper: 0.083, level: 0.95, method: "wald"), base: Base(count: 1160)),
    threshold: 0, smallestEffect: 0.1, direction: .inconclusive, reason: "the interval holds the threshold",
    size: .within, p: 0.24, pAdjusted: 0.48, family: "trust",
    required: [RequiredRespondents(truth: 0.1, power: 0.8, respondents: 1566)],
    sentence: "The difference is .03 (95% CI [−.02, .08]); the interval holds zero.",
    refutation: "An interval that lies below zero.")

  static let svg = """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="183mm" height="40mm" viewBox="0 0 518.74 113.39" \
    role="img" aria-labelledby="f0123-t" aria-describedby="f0123-d" font-family="Arial, Liberation Sans, sans-serif" \
    font-size="7" fill="#1A1A1A"><title id="f0123-t">A figure</title><desc id="f0123-d">Two bars: 60 and 40.</desc>
    <rect width="518.74" height="113.39" fill="#FFFFFF"/><path d="M100,20h240v24h-240zM100,60h160v24h-160z" \
    fill="#185D9C"/><text x="10" y="36">Agree</text><text x="10" y="76">Disagree</text></svg>

    """

  static let preparation: PreparationReport = {
    var report = PreparationReport(respondents: 1200)
    report.selected = 1187
    return report
  }()

  static func report(isSynthetic: Bool = true) -> StudyReport {
    var report = StudyReport(
      study: "sample-study", title: "Needed and lonely", isSynthetic: isSynthetic, version: "0.1.0")
    report.registration = "As registered (self-attested)."
    report.notDone = ["The trend over waves was asked for; this version does not compute it."]
    report.sample = [
      ReportField("kind", "nonprobability"), ReportField("population", "adults using social media weekly"),
      ReportField("mode", "web"),
    ]
    report.preparation = preparation
    report.missing = [
      MissingAnswers(variable: "a1", respondents: 1187, reasons: [.init(.unknownBlank, 21), .init(.dontKnow, 4)]),
      MissingAnswers(variable: "n1", respondents: 1187, reasons: [.init(.unknownBlank, 13)]),
    ]
    report.defaults = ["Quartiles follow Hyndman and Fan’s rule 7.", "Intervals of shares are Wilson’s."]
    report.verdicts = [supported, contradicted, inconclusive]
    report.figures = [
      ReportFigure(
        id: "1", title: "A figure", caption: "Two answers, percent.", description: "Two bars: 60 and 40.", svg: svg,
        sidecar: ["values": [60, 40]]),
      ReportFigure(
        id: "2", title: "The same picture again", caption: "", description: "Two bars.", svg: svg, sidecar: .null),
    ]
    report.tables = [
      ReportTable(id: "1", .verdicts([supported, contradicted, inconclusive])),
      ReportTable(
        id: "answers",
        Table(
          title: "Answers", columns: [.text("Answer"), .count(), TableColumn("Share", unit: "%", format: .percent)],
          rows: [
            TableRow(["Agree", .count(662), .percent(662, of: 1153)]),
            TableRow(["Disagree", .count(491), .percent(491, of: 1153)]),
          ])),
    ]
    report.notebooks = [("sample-study", Notebook(cells: [.init(.markdown, "# Check"), .init(.code, "1 + 1")]))]
    report.inputs = [
      SourceFile(
        name: "/home/someone/data/responses.csv", format: "csv", size: 123_456,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    ]
    report.settings = ["data": ["/home/someone/data/responses.csv"], "style": ["level": 0.95]]
    return report
  }
}
