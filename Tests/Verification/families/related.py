"""The same respondents asked twice or more often."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, in_turn, same

FAMILY = "related answers"
PACKAGES = ["coin"]
SHARE = 7.0

INTERVAL = (
    "estimate.interval.lower=lower estimate.interval.upper=upper estimate.interval90.lower=lower90"
    " estimate.interval90.upper=upper90"
)
NUMERIC = {"x": "numeric", "y": "numeric"}
LIKERT = ["1", "2", "3", "4", "5"]


def alternative(random: Random) -> str:
    return random.choice(["two-sided", "two-sided", "less", "greater"])


def level(random: Random) -> float:
    return random.choice([0.95, 0.95, 0.99, 0.8])


def paired(random: Random, shape: str, count: int) -> dict[str, list[str]]:
    """Two columns that go together, or are the same, or differ by a constant."""
    kind = random.random()
    x = [nasty.draw(random, shape) for _ in range(count)]
    if kind < 0.04:
        y = list(x)
    elif kind < 0.08:
        y = [value + 1 for value in x]
    elif kind < 0.5:
        y = [nasty.draw(random, shape, 0.5) for _ in x]
    else:
        y = [value if random.random() < 0.4 else nasty.draw(random, shape, -0.3) for value in x]
    return {
        "x": nasty.blanks(random, [nasty.text(value) for value in x]),
        "y": nasty.blanks(random, [nasty.text(value) for value in y]),
    }


def precision(data: dict[str, list[str]]) -> tuple[float, float]:
    """How well differences of such numbers can be known, and the numbers' size."""
    pairs = [(float(x), float(y)) for x, y in zip(data["x"], data["y"]) if x and y]
    differences = [nasty.text(x - y) for x, y in pairs]
    size = max([abs(value) for pair in pairs for value in pair] or [1.0])
    return max(1e-9, 1e-13 * nasty.condition(differences)), size


def t(random: Random, seed: int) -> Case:
    data = paired(random, nasty.shape(random), nasty.size(random))
    loose, _ = precision(data)
    largest = max([abs(float(x) - float(y)) for x, y in zip(data["x"], data["y"]) if x and y] or [1.0])
    mu, direction, confidence = random.choice([0.0, 0.0, 0.5, -1.0]), alternative(random), level(random)
    return Case(
        "t-paired", seed, data,
        ["--outcome", "x", "--with", "y", f"--mu={mu!r}", "--alternative", direction, "--level", repr(confidence)], "r:t",
        same("statistic.value=statistic", loose, 1e-11) + same("p=p", max(1e-9, loose * 10))
        + same("df.0=df estimate.standardError=error details.sdOfDifferences=sd", loose)
        + same(f"estimate.value=difference {INTERVAL}", loose, 1e-13 * largest)
        + same("effects.cohens-d-z.value=d effects.hedges-g-z.value=g", loose, 1e-12)
        + same(
            "effects.cohens-d-z.interval.lower=dLower effects.cohens-d-z.interval.upper=dUpper"
            " effects.hedges-g-z.interval.lower=gLower effects.hedges-g-z.interval.upper=gUpper",
            max(1e-7, loose), max(1e-8, loose)),
        options={"mu": mu, "alternative": direction, "level": confidence}, kinds=NUMERIC, source="stats::t.test")


def wilcoxon(random: Random, seed: int, with_coin: bool) -> Case:
    exact = random.random() < 0.4
    data = paired(random, nasty.shape(random), nasty.size(random, most=60 if exact else 300))
    direction, zeros = alternative(random), random.choice(["pratt", "wilcox"])
    method = "exact" if exact else "asymptotic" if with_coin else random.choice(["asymptotic", "automatic"])
    continuity = method == "automatic" or (method == "asymptotic" and not with_coin and random.random() < 0.5)
    words = ["--outcome", "x", "--with", "y", "--alternative", direction]
    words += ["--zeros", "wilcoxon" if zeros == "wilcox" else zeros]
    words += [f"--{method}"] if method != "automatic" else []
    if method == "asymptotic":
        words += ["--correction", "continuity" if continuity else "none"]
    name = "wilcoxon-signed-rank" + (" (exact)" if exact else " (normal)" if method == "asymptotic" else "")
    return Case(
        name, seed, data, words, "r:wilcoxon_coin" if with_coin else "r:wilcoxon",
        # coin takes its normal tails from 1.
        same("statistic.value=v") + same("p=p", 1e-9, 1e-15 if with_coin and not exact else 0)
        + same("effects.matched-rank-biserial.value=biserial estimate.value=difference estimate.standardError=error",
               1e-9, 1e-12)
        + same(INTERVAL, 1e-8, 1e-9),
        options={"alternative": direction, "zeros": zeros, "method": method, "continuity": continuity}, kinds=NUMERIC,
        source="coin::wilcoxsign_test" if with_coin else "stats::wilcox.test")


def sign(random: Random, seed: int) -> Case:
    data, direction = paired(random, nasty.shape(random), nasty.size(random)), alternative(random)
    return Case(
        "sign-paired", seed, data, ["--outcome", "x", "--with", "y", "--alternative", direction], "r:sign",
        same("statistic.value=s p=p")
        + same("estimate.value=difference estimate.standardError=error", 1e-9, 1e-12) + same(INTERVAL, 1e-8, 1e-9)
        + same(
            "effects.share-above-of-changed.value=share effects.share-above-of-changed.interval.lower=shareLower"
            " effects.share-above-of-changed.interval.upper=shareUpper", 1e-9, 1e-12),
        options={"alternative": direction}, kinds=NUMERIC, source="stats::binom.test")


def answered_twice(random: Random, offered: list[str]) -> dict[str, list[str]]:
    count = nasty.size(random)
    stay = random.choice([0, 0.3, 0.7, 0.95, 1])
    weights = [random.choice([0, 1, 1, 4]) for _ in offered]
    weights = weights if any(weights) else [1] * len(offered)
    x = random.choices(offered, weights, k=count)
    y = [value if random.random() < stay else random.choice(offered) for value in x]
    return {"x": nasty.blanks(random, x), "y": nasty.blanks(random, y)}


def twice(random: Random, seed: int, name: str) -> Case:
    offered = ["1", "2"] if name == "mcnemar" and random.random() < 0.95 else LIKERT[: random.randint(2, 5)]
    data, confidence = answered_twice(random, offered), level(random)
    words = ["--outcome", "x", "--with", "y", "--level", repr(confidence)]
    options = {"level": confidence}
    if name == "mcnemar":
        rule = random.choice(["midP", "exact", "asymptotic", "corrected"])
        options["rule"] = rule
        words += {"midP": [], "exact": ["--exact"], "asymptotic": ["--asymptotic"],
                  "corrected": ["--correction", "continuity"]}[rule]
        compare = same("statistic.value=statistic", 1e-9, 1e-12) + same("p=p") + same(
            f"estimate.value=difference estimate.standardError=error {INTERVAL} effects.paired-odds-ratio.value=odds"
            " effects.paired-odds-ratio.interval.lower=oddsLower effects.paired-odds-ratio.interval.upper=oddsUpper"
            " effects.cohens-g.value=g effects.cohens-g.interval.lower=gLower effects.cohens-g.interval.upper=gUpper",
            1e-9, 1e-12)
    else:
        compare = same("statistic.value=statistic", 1e-9, 1e-11) + same("p=p", 1e-8) + same(
            "df.0=df estimate.value=share estimate.interval.lower=lower estimate.interval.upper=upper", 1e-9, 1e-12)
    source = {"mcnemar": "stats::mcnemar.test; stats::binom.test", "bowker": "stats::mcnemar.test",
              "stuart-maxwell": "Stuart (1955) with a generalized inverse, in R"}[name]
    return Case(
        name, seed, data, words, f"r:{name.split('-')[0]}", compare, options=options,
        kinds={"x": "ordinal", "y": "ordinal"}, answers={"x": offered, "y": offered}, source=source)


def items(random: Random, least: int, most: int, shape: str, count: int) -> dict[str, list[str]]:
    names = ["qa", "qb", "qc", "qd", "qe"][: random.randint(least, most)]
    shift = random.choice([0, 0, 0.4])
    columns = {name: nasty.numbers(random, count, shape, shift * index) for index, name in enumerate(names)}
    return {name: nasty.blanks(random, cells) for name, cells in columns.items()}


def cochran(random: Random, seed: int) -> Case:
    data = items(random, 2, 5, "likert", nasty.size(random))
    success = random.choice([["4", "5"], ["5"], ["1", "2", "3"]])
    names = list(data)
    return Case(
        "cochran-q", seed, data, ["--items", ",".join(names), "--success", ",".join(success)], "r:cochran",
        same("statistic.value=q effects.eta-squared-q.value=eta", 1e-9, 1e-11) + same("p=p", 1e-8)
        + same("df.0=df details.differing=differing"),
        options={"items": names, "success": success}, kinds={name: "ordinal" for name in names},
        answers={name: LIKERT for name in names}, source="stats::friedman.test")


def friedman(random: Random, seed: int) -> Case:
    data = items(random, 2, 5, nasty.shape(random), nasty.size(random))
    names = list(data)
    return Case(
        "friedman", seed, data, ["--items", ",".join(names)], "r:friedman",
        same("statistic.value=statistic estimate.value=w", 1e-9, 1e-11) + same("p=p", 1e-8) + same("df.0=df")
        + same("details.imanDavenportF=f details.imanDavenportP=fp", 1e-7, 1e-9)
        + [Comparison(f"details.meanRank.{name}", f"ranks.{index}") for index, name in enumerate(names)],
        options={"items": names}, kinds={name: "numeric" for name in names}, source="stats::friedman.test")


def page(random: Random, seed: int) -> Case:
    method = random.choice(["asymptotic", "automatic", "automatic"])
    data = items(random, 3, 5, nasty.shape(random), nasty.size(random, most=120))
    names = list(data)
    return Case(
        "page", seed, data, ["--items", ",".join(names)] + ([] if method == "automatic" else ["--asymptotic"]), "r:page",
        same("statistic.value=l details.mean=mean details.variance=variance") + same("details.z=z", 1e-9, 1e-12)
        + same("p=p", 1e-8) + same("estimate.value=correlation estimate.standardError=error", 1e-9, 1e-12)
        + [Comparison(f"details.meanRank.{name}", f"ranks.{index}") for index, name in enumerate(names)],
        options={"items": names, "method": method}, kinds={name: "numeric" for name in names},
        source="Page (1963) by all orders, in R")


MAKERS = [
    t, lambda random, seed: wilcoxon(random, seed, True), lambda random, seed: wilcoxon(random, seed, False), sign,
    lambda random, seed: twice(random, seed, "mcnemar"), lambda random, seed: twice(random, seed, "bowker"),
    lambda random, seed: twice(random, seed, "stuart-maxwell"), cochran, friedman, page,
]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


#: How the question is put so that both answer the same one.
NOTES = [
    (
        "mcnemar",
        "R and SPSS have the corrected χ² or the exact p; Topline's p is the mid-p unless `--exact`, `--asymptotic` or"
        " `--correction continuity` is given. All four are held to R."),
    (
        "bowker",
        "`mcnemar.test` gives NaN where nobody went either way between two answers; Topline leaves that pair out, together"
        " with its degree of freedom. Tables without such a pair are held to R, the others to the sum written out."),
    ("page", "R's base has none: exact p by all orders, otherwise normal with the variance given the ties."),
]

CONVENTIONS: list[Convention] = []
