"""Two independent groups: means, ranks and shares."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, Difference, in_turn, same

FAMILY = "two groups"
PACKAGES = ["coin"]
SHARE = 6.0

INTERVAL = (
    "estimate.interval.lower=lower estimate.interval.upper=upper estimate.interval90.lower=lower90"
    " estimate.interval90.upper=upper90"
)


def alternative(random: Random) -> str:
    return random.choice(["two-sided", "two-sided", "less", "greater"])


def columns(random: Random, shape: str, count: int) -> dict[str, list[str]]:
    """Two groups, one in twenty times one or three, and numbers by them."""
    least, most = random.choice([(1, 1), (3, 3)]) if random.random() < 0.05 else (2, 2)
    group = nasty.groups(random, count, least, most)
    return {"x": nasty.blanks(random, nasty.grouped(random, group, shape)), "g": nasty.blanks(random, group)}


def level(random: Random) -> float:
    return random.choice([0.95, 0.95, 0.95, 0.99, 0.8])


def t(random: Random, seed: int, name: str) -> Case:
    shape = nasty.shape(random)
    data = columns(random, shape, nasty.size(random))
    mu = random.choice([0.0, 0.0, 0.5, -2.0])
    direction, confidence = alternative(random), level(random)
    # The means themselves are rounded, which numbers near 1e9 feel.
    loose = max(1e-9, 2e-14 * nasty.condition(data["x"]))
    d, g = ("cohens-d", "hedges-g") if name == "t-student" else ("cohens-d-average", "hedges-g-star")
    scale = max([abs(float(cell)) for cell in data["x"] if cell] or [1.0])
    return Case(
        name, seed, data,
        ["--outcome", "x", "--by", "g", f"--mu={mu!r}", "--alternative", direction, "--level", repr(confidence)],
        f"r:{name[2:]}",
        same("statistic.value=statistic", loose, loose) + same("p=p df.0=df estimate.standardError=error", loose)
        + [
            Comparison(f"details.sd.{group}", f"sd{index + 1}", 1e-9, 1e-13 * scale)
            for index, group in enumerate(sorted({g for x, g in zip(data["x"], data["g"]) if x and g})[:2])
        ]
        + same(f"estimate.value=difference {INTERVAL}", loose, 4e-16 * scale)
        + same(f"effects.{d}.value=d effects.{g}.value=g effects.glass-delta.value=delta", loose, loose)
        + same("effects.glass-delta.interval.lower=deltaLower effects.glass-delta.interval.upper=deltaUpper", loose, loose)
        + same(
            f"effects.{d}.interval.lower=dLower effects.{d}.interval.upper=dUpper effects.{g}.interval.lower=gLower"
            f" effects.{g}.interval.upper=gUpper", max(1e-7, loose), max(1e-8, loose)),
        options={"mu": mu, "alternative": direction, "level": confidence}, kinds={"x": "numeric", "g": "nominal"},
        source="stats::t.test")


RANKS = (
    "effects.cliffs-delta.value=delta effects.cliffs-delta.interval.lower=deltaLower"
    " effects.cliffs-delta.interval.upper=deltaUpper estimate.value=p details.above=above details.below=below"
)


def mann_whitney(random: Random, seed: int) -> Case:
    shape = nasty.shape(random)
    method = random.choice(["exact", "asymptotic", "asymptotic", "automatic"])
    data = columns(random, shape, nasty.size(random, most=40 if method == "exact" else 300))
    direction, confidence = alternative(random), level(random)
    continuity = method == "automatic" or (method == "asymptotic" and random.random() < 0.5)
    words = ["--outcome", "x", "--by", "g", "--alternative", direction, "--level", repr(confidence)]
    words += [f"--{method}"] if method != "automatic" else []
    if method == "asymptotic":
        words += ["--correction", "continuity" if continuity else "none"]
    reference = random.choice(["r:mann_whitney", "r:mann_whitney", "scipy:mannwhitneyu"])
    if method != "asymptotic":
        reference = "r:mann_whitney"
    by_r = same("statistic.value=statistic p=pValue") + same(RANKS, 1e-9, 1e-12) + same(
        "estimate.standardError=error estimate.df=df", 1e-7, 1e-12) + same(INTERVAL, 1e-8, 1e-9) + same(
        "effects.rank-biserial.value=biserial effects.rank-biserial.interval.lower=biserialLower"
        " effects.rank-biserial.interval.upper=biserialUpper", 1e-8, 1e-8)
    label = {"exact": " (exact)", "asymptotic": " (normal)", "automatic": ""}[method]
    return Case(
        "mann-whitney" + label, seed, data, words, reference,
        by_r if reference.startswith("r:") else same("statistic.value=statistic p=p"),
        options={"alternative": direction, "method": method, "continuity": continuity, "level": confidence},
        kinds={"x": "numeric", "g": "nominal"},
        source="stats::wilcox.test" if reference.startswith("r:") else "scipy.stats.mannwhitneyu")


def mann_whitney_coin(random: Random, seed: int) -> Case:
    exact = random.random() < 0.6
    data = columns(random, nasty.shape(random), nasty.size(random, most=60 if exact else 300))
    direction = alternative(random)
    words = ["--outcome", "x", "--by", "g", "--alternative", direction, "--exact" if exact else "--asymptotic"]
    return Case(
        "mann-whitney" + (" (exact)" if exact else " (normal)"), seed, data,
        words if exact else words + ["--correction", "none"], "r:mann_whitney_coin",
        # coin takes its tails from 1.
        same("p=p", 1e-9, 1e-14), options={"alternative": direction, "method": "exact" if exact else "asymptotic"},
        kinds={"x": "numeric", "g": "nominal"}, source="coin::wilcox_test")


def brunner_munzel(random: Random, seed: int) -> Case:
    data = columns(random, nasty.shape(random), nasty.size(random))
    direction, confidence = alternative(random), level(random)
    scipy = random.random() < 0.5
    return Case(
        "brunner-munzel", seed, data,
        ["--outcome", "x", "--by", "g", "--alternative", direction, "--level", repr(confidence)],
        "scipy:brunnermunzel" if scipy else "r:brunner_munzel",
        same("statistic.value=statistic", 1e-9, 1e-12) + same("p=p", 1e-8) if scipy else
        same("statistic.value=statistic", 1e-9, 1e-12) + same("p=pValue", 1e-8)
        + same("estimate.standardError=error df.0=df estimate.df=df", 1e-8, 1e-12)
        + same(f"{RANKS} {INTERVAL}", 1e-9, 1e-10),
        options={"alternative": direction, "level": confidence}, kinds={"x": "numeric", "g": "nominal"},
        source="scipy.stats.brunnermunzel" if scipy else "Brunner and Munzel (2000), Feng and Cliff (2004), in R")


def proportions(random: Random, seed: int) -> Case:
    count = nasty.size(random)
    least, most = (3, 3) if random.random() < 0.05 else (2, 2)
    group = nasty.groups(random, count, least, most)
    shares = {name: random.choice([0, 0.02, 0.3, 0.5, 0.9, 1]) for name in nasty.GROUPS}
    answers = [random.choice("12") if random.random() < shares[name] else random.choice("345") for name in group]
    direction, confidence = alternative(random), level(random)
    return Case(
        "proportions", seed, {"y": nasty.blanks(random, answers), "g": nasty.blanks(random, group)},
        ["--outcome", "y", "--by", "g", "--success", "1,2", "--alternative", direction, "--level", repr(confidence)],
        "r:proportions",
        same("statistic.value=z", 1e-9, 1e-12) + same("p=p", 1e-9)
        + same(f"estimate.value=difference estimate.standardError=error {INTERVAL}", 1e-9, 1e-12)
        + same(
            "effects.cohens-h.value=h effects.cohens-h.interval.lower=hLower effects.cohens-h.interval.upper=hUpper"
            " effects.risk-ratio.value=risk effects.risk-ratio.interval.lower=riskLower"
            " effects.risk-ratio.interval.upper=riskUpper effects.odds-ratio.value=odds"
            " effects.odds-ratio.interval.lower=oddsLower effects.odds-ratio.interval.upper=oddsUpper", 1e-9, 1e-12),
        options={"success": ["1", "2"], "alternative": direction, "level": confidence},
        kinds={"y": "ordinal", "g": "nominal"}, answers={"y": ["1", "2", "3", "4", "5"], "g": nasty.GROUPS},
        source="stats::prop.test")


MAKERS = [
    lambda random, seed: t(random, seed, "t-welch"),
    lambda random, seed: t(random, seed, "t-student"),
    mann_whitney,
    mann_whitney,
    mann_whitney_coin,
    brunner_munzel,
    proportions,
]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


def _central(difference: Difference) -> bool:
    """coin's exact two-sided p of a skewed distribution, where twice its own smaller tail is Topline's."""
    case, answer = difference.case, difference.answer
    if case.reference != "r:mann_whitney_coin" or case.options["alternative"] != "two-sided" or not answer:
        return False
    return case.options["method"] == "exact" and abs(difference.topline - answer["central"]) <= 1e-9 * answer["central"]


#: How the question is put so that both answer the same one.
NOTES = [
    (
        "mann-whitney",
        "`wilcox.test` gives no exact p with ties; with `--exact` Topline does, and is held to coin and to a count of all"
        " ways to choose the first group. Without `--exact` or `--asymptotic` both are exact where each group has fewer than"
        " fifty and nothing is tied."),
    (
        "brunner-munzel",
        "SciPy's statistic is positive where the second group is higher, Topline's where the first is."),
    ("proportions, proportion", "`prop.test` corrects for continuity unless told not to; Topline never does."),
]

CONVENTIONS: list[Convention] = [
    Convention(
        "two-sided exact p of ranks with ties", ("mann-whitney (exact)",),
        "With ties and groups of unequal size the exact distribution of the rank sum is not symmetric. coin adds up"
        " what lies at least as far from the mean on either side; Topline doubles the smaller tail, so that the"
        " two-sided p is always twice a one-sided one, and says so in its conventions.", _central),
]
