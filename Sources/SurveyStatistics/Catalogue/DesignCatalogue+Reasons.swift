internal import SurveyAggregation
internal import SurveyModel

/// Why the other tests have no design-based version, and what to use instead.
extension DesignCatalogue {
  static func refusal(_ request: TestRequest, _ design: SurveyDesign) -> StatisticsError {
    let (reason, remedy) =
      reasons[request.test] ?? (
        "its distribution rests on a simple random sample", "leave the design out and say so in the paper"
      )
    return StatisticsError(
      .design, place: Place(column: design.isComplex ? "the design" : "--weights"),
      found: "\(design.words) for the test '\(request.test)'",
      expected: "a test with a design-based version; this one has none: \(reason)", remedy: remedy)
  }

  static let reasons: [String: (reason: String, remedy: String)] = [
    "binomial": ("binomial counts need independent respondents", "use proportion"),
    "fisher": ("its tables are all equally likely only in a simple random sample", "use chi-square"),
    "g-test": ("the design correction is that of Pearson's statistic", "use chi-square"),
    "wilcoxon-one-sample": ("signed ranks have no estimated population ranks to stand for", "use t-one-sample or sign"),
    "wilcoxon-signed-rank": (
      "signed ranks have no estimated population ranks to stand for", "use t-paired or sign-paired"
    ),
    "brunner-munzel": (
      "its variance is that of placements of independent respondents",
      "use mann-whitney, whose design-based interval does not rest on the null hypothesis either"
    ),
    "jonckheere": (
      "its variance counts permutations of respondents", "use kruskal-wallis, or spearman with the groups' order"
    ),
    "levene": ("it has not been linearised here", "compare the spreads that 'topline summary --by' shows"),
    "friedman": (
      "ranks within respondents are compared as if respondents were independent",
      "use t-paired or sign-paired for pairs, Holm-adjusted"
    ),
    "page": (
      "ranks within respondents are compared as if respondents were independent",
      "use sign-paired for neighbouring pairs, Holm-adjusted"
    ),
    "cochran-q": ("its variance counts permutations within respondents", "use mcnemar for pairs, Holm-adjusted"),
    "bowker": ("its statistic counts respondents cell by cell", "use mcnemar on two answers"),
    "stuart-maxwell": ("its covariances are those of independent respondents", "use mcnemar on two answers"),
    "kendall": ("its variance counts permutations of respondents", "use spearman"),
    "cochran-armitage": (
      "its variance is that of independent respondents", "use chi-square, or spearman with the groups' order"
    ),
    "mantel-haenszel": (
      "its variance is that of independent respondents", "use proportions in each stratum, Holm-adjusted"
    ),
    "gamma": ("its variance is that of independent respondents", "use spearman"),
    "somers-d": ("its variance is that of independent respondents", "use mann-whitney or spearman"),
    "polychoric": ("its likelihood is that of independent respondents", "use spearman"),
    "fleiss-kappa": (
      "its variance is that of independent respondents", "leave the design out: agreement describes the raters"
    ),
    "krippendorff-alpha": (
      "its variance is that of independent respondents", "leave the design out: agreement describes the raters"
    ),
    "icc": ("its variance is that of independent respondents", "leave the design out: agreement describes the raters"),
    "item-analysis": ("it describes the scale among these respondents", "leave the design out and say so"),
    "factor-analysis": (
      "the factor model is fitted to independent respondents",
      "leave the design out and say so: factors describe the scale"
    ),
    "parallel-analysis": (
      "its random data is that of independent respondents",
      "leave the design out and say so: factors describe the scale"
    ),
    "cfa": (
      "the factor model is fitted to independent respondents",
      "leave the design out and say so: factors describe the scale"
    ),
    "tost": (
      "it has not been made for complex samples",
      "hold the 90 % interval of t-welch against the bounds: it says the same"
    ),
    "tost-paired": (
      "it has not been made for complex samples",
      "hold the 90 % interval of t-paired against the bounds: it says the same"
    ),
    "tost-proportion": (
      "it has not been made for complex samples",
      "hold the 90 % interval of proportion against the bounds: it says the same"
    ),
    "linear": ("it has no design-based version here", "compare groups with t-welch or anova"),
    "logistic": ("it has no design-based version here", "compare groups with proportions"),
    "ordinal": ("it has no design-based version here", "compare groups with mann-whitney"),
    "latent-class": ("classes are fitted to independent respondents", "leave the design out and say so"),
    "cohen-kappa": (
      "its variance is that of independent respondents", "leave the design out: agreement describes the raters"
    ),
    "cronbach-alpha": (
      "its interval rests on independent respondents",
      "leave the design out and say so: reliability describes the scale"
    ),
    "omega": (
      "the factor model is fitted to independent respondents",
      "leave the design out and say so: reliability describes the scale"
    ),
  ]
}
