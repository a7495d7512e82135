"""One sample: shares, counts, means and ranks against a given value."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, in_turn, same

FAMILY = "one sample"
PACKAGES = ["coin"]
SHARE = 6.0


INTERVAL = (
    "estimate.interval.lower=lower estimate.interval.upper=upper estimate.interval90.lower=lower90"
    " estimate.interval90.upper=upper90"
)
SHARES = (
    f"p=p estimate.value=share {INTERVAL} effects.difference.value=difference"
    " effects.difference.interval.lower=differenceLower effects.difference.interval.upper=differenceUpper"
    " effects.cohens-h.value=h effects.cohens-h.interval.lower=hLower effects.cohens-h.interval.upper=hUpper"
)
PAIRS = f"estimate.value=difference estimate.standardError=error"


def alternative(random: Random) -> str:
    return random.choice(["two-sided", "two-sided", "less", "greater"])


def likert(random: Random, count: int) -> tuple[list[str], list[str]]:
    """Answers and what was offered, some of it to nobody."""
    offered = ["1", "2", "3", "4", "5"][: random.randint(2, 5)]
    weights = [random.choice([0, 1, 1, 3, 20]) for _ in offered]
    if not any(weights):
        weights[0] = 1
    return random.choices(offered, weights, k=count), offered


def share(random: Random, seed: int, name: str) -> Case:
    cells, offered = likert(random, nasty.size(random))
    success = random.sample(offered, random.randint(1, max(1, len(offered) - 1)))
    probability = random.choice([0.5, 0.5, 0.75, 0.1, 0.01, 0.999, 1 / 3])
    direction = alternative(random)
    compare = same(SHARES, absolute=1e-13)
    if name == "binomial":
        compare += same(
            "details.pLess=less details.pGreater=greater details.pMinimumLikelihood=minimum"
            " details.wilsonLower=wilsonLower details.wilsonUpper=wilsonUpper", absolute=1e-14)
    else:
        compare += same("statistic.value=z estimate.standardError=error", absolute=1e-13)
    compare = [c if c.topline != "p" else Comparison("p", "p", 1e-9) for c in compare]
    return Case(
        name, seed, {"y": nasty.blanks(random, cells)},
        ["--outcome", "y", "--success", ",".join(success), "--probability", repr(probability), "--alternative", direction],
        f"r:{name}", compare, options={"success": success, "probability": probability, "alternative": direction},
        kinds={"y": "ordinal"}, answers={"y": offered},
        source="stats::binom.test" if name == "binomial" else "stats::prop.test")


def goodness(random: Random, seed: int) -> Case:
    cells, offered = likert(random, nasty.size(random))
    return Case(
        "chi-square-goodness-of-fit", seed, {"y": nasty.blanks(random, cells)}, ["--outcome", "y"], "r:goodness",
        same("statistic.value=statistic df.0=df p=p effects.cohens-w.value=w details.likelihoodRatio=g", 1e-9, 1e-13)
        + same("effects.cohens-w.interval.lower=lower effects.cohens-w.interval.upper=upper", 1e-6, 1e-6),
        kinds={"y": "ordinal"}, answers={"y": offered}, source="stats::chisq.test")


def location(random: Random, shape: str) -> float:
    """A value to test against, on the shape's scale."""
    match shape:
        case "tiny":
            return random.choice([0.0, 5e-9])
        case "huge":
            return random.choice([0.0, 1e12])
        case "offset":
            return random.choice([1e9, 1e9 + 0.5])
        case _:
            return random.choice([0.0, 3.0, 3.0, 1.0, 2.5, -1.25])


def t(random: Random, seed: int) -> Case:
    shape = nasty.shape(random)
    cells = nasty.blanks(random, nasty.numbers(random, nasty.size(random), shape))
    mu, direction = location(random, shape), alternative(random)
    loose = max(1e-9, 4e-15 * nasty.condition(cells) ** 1.0)
    scale = max([abs(float(cell)) for cell in cells if cell] or [1.0])
    return Case(
        "t-one-sample", seed, {"x": cells}, ["--outcome", "x", f"--mu={mu!r}", "--alternative", direction], "r:t",
        same("statistic.value=statistic p=p details.sd=sd estimate.standardError=error", loose * 20)
        + same("effects.cohens-d.value=d effects.hedges-g.value=g", loose * 20, 1e-13)
        + same(f"df.0=df estimate.value=mean {INTERVAL}", 1e-9, 1e-13 * scale)
        + same(
            "effects.cohens-d.interval.lower=dLower effects.cohens-d.interval.upper=dUpper"
            " effects.hedges-g.interval.lower=gLower effects.hedges-g.interval.upper=gUpper", max(1e-7, loose * 20), 1e-8),
        options={"mu": mu, "alternative": direction}, kinds={"x": "numeric"}, source="stats::t.test")


def wilcoxon(random: Random, seed: int, with_coin: bool) -> Case:
    shape = nasty.shape(random)
    exact = random.random() < 0.5
    cells = nasty.blanks(random, nasty.numbers(random, nasty.size(random, most=60 if exact else 300), shape))
    mu, direction = location(random, shape), alternative(random)
    zeros = random.choice(["pratt", "wilcox"])
    method = "exact" if exact else "asymptotic" if with_coin else random.choice(["asymptotic", "automatic"])
    continuity = method == "automatic" or (method == "asymptotic" and not with_coin and random.random() < 0.5)
    words = ["--outcome", "x", f"--mu={mu!r}", "--alternative", direction, "--zeros", {"wilcox": "wilcoxon"}.get(zeros, zeros)]
    words += [f"--{method}"] if method != "automatic" else []
    if method == "asymptotic":
        words += ["--correction", "continuity" if continuity else "none"]
    name = "wilcoxon-one-sample" + (" (exact)" if exact else " (normal)" if method == "asymptotic" else "")
    return Case(
        name, seed, {"x": cells}, words, "r:wilcoxon_coin" if with_coin else "r:wilcoxon",
        # coin takes its normal tails from 1.
        same("statistic.value=v") + same("p=p", 1e-9, 1e-15 if with_coin and not exact else 0)
        + same(f"effects.matched-rank-biserial.value=biserial {PAIRS}", 1e-9, 1e-13)
        + same(INTERVAL, 1e-8, 1e-9),
        options={"mu": mu, "alternative": direction, "zeros": zeros, "method": method, "continuity": continuity},
        kinds={"x": "numeric"}, source="coin::wilcoxsign_test" if with_coin else "stats::wilcox.test")


def sign(random: Random, seed: int) -> Case:
    shape = nasty.shape(random)
    cells = nasty.blanks(random, nasty.numbers(random, nasty.size(random), shape))
    mu, direction = location(random, shape), alternative(random)
    return Case(
        "sign", seed, {"x": cells}, ["--outcome", "x", f"--mu={mu!r}", "--alternative", direction], "r:sign",
        same("statistic.value=s p=p") + same(PAIRS, 1e-9, 1e-13) + same(INTERVAL, 1e-8, 1e-9)
        + same(
            "effects.share-above-of-changed.value=share effects.share-above-of-changed.interval.lower=shareLower"
            " effects.share-above-of-changed.interval.upper=shareUpper", 1e-9, 1e-13),
        options={"mu": mu, "alternative": direction}, kinds={"x": "numeric"}, source="stats::binom.test")


MAKERS = [
    lambda random, seed: share(random, seed, "binomial"),
    lambda random, seed: share(random, seed, "proportion"),
    goodness,
    t,
    lambda random, seed: wilcoxon(random, seed, True),
    lambda random, seed: wilcoxon(random, seed, False),
    sign,
]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


#: How the question is put so that both answer the same one.
NOTES = [
    (
        "binomial",
        "`binom.test` adds up the outcomes that are no likelier than the observed; Topline doubles the smaller tail, which"
        " agrees with the Clopper–Pearson interval that both print. The two-sided p is held to twice R's smaller one-sided"
        " p, and the detail `pMinimumLikelihood` to R's two-sided one."),
    (
        "all tests with a direction",
        "R's interval is one-sided where the alternative is; Topline's is two-sided whatever the alternative, and is held to"
        " R's two-sided one."),
    (
        "wilcoxon-one-sample, wilcoxon-signed-rank",
        "`wilcox.test` leaves out zeros, as Wilcoxon did, and has no exact p with ties; Topline ranks zeros by Pratt unless"
        " `--zeros wilcoxon` is given, and has the exact distribution given ties. Pratt's zeros and ties are held to coin and"
        " to a distribution built rank by rank. Without `--exact` or `--asymptotic` the p-value is exact, as in R, under"
        " fifty differences without ties and zeros."),
]

CONVENTIONS: list[Convention] = []
