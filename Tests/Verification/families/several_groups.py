"""Several independent groups, and every pair of them afterwards."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, Difference, in_turn, same

FAMILY = "several groups"
PACKAGES = ["car"]
SHARE = 7.0


def columns(random: Random, shape: str, most: int = 300) -> dict[str, list[str]]:
    """Two to six groups, one in thirty times a single one, and numbers by them."""
    group = nasty.groups(random, nasty.size(random, most=most), *((1, 1) if random.random() < 0.03 else (2, 6)))
    return {"x": nasty.blanks(random, nasty.grouped(random, group, shape)), "g": nasty.blanks(random, group)}


def level(random: Random) -> float:
    return random.choice([0.95, 0.95, 0.99, 0.8])


def precision(data: dict[str, list[str]]) -> float:
    """What numbers near 1e9 allow: the means are rounded to sixteen digits."""
    return max(1e-9, 2e-14 * nasty.condition(data["x"]))


KINDS = {"x": "numeric", "g": "nominal"}


def anova(random: Random, seed: int) -> Case:
    data, confidence = columns(random, nasty.shape(random)), level(random)
    loose = precision(data)
    return Case(
        "anova", seed, data, ["--outcome", "x", "--by", "g", "--level", repr(confidence)], "r:anova",
        same("statistic.value=f df.0=df1 df.1=df2", loose) + same("p=p", max(1e-8, loose))
        + same("details.betweenSquares=between details.withinSquares=within", loose)
        + same("effects.eta-squared.value=eta", loose, loose)
        + same("effects.omega-squared.value=omega effects.epsilon-squared-f.value=epsilon", loose, loose)
        + same("effects.eta-squared.interval.lower=lower effects.eta-squared.interval.upper=upper", 1e-6, 1e-7),
        options={"level": confidence}, kinds=KINDS, source="stats::oneway.test")


def welch(random: Random, seed: int) -> Case:
    data, confidence = columns(random, nasty.shape(random)), level(random)
    loose = precision(data)
    return Case(
        "anova-welch", seed, data, ["--outcome", "x", "--by", "g", "--level", repr(confidence)], "r:welch",
        same("statistic.value=f df.0=df1 df.1=df2", loose) + same("p=p", max(1e-8, loose))
        + same("effects.omega-squared.value=omega", loose, loose)
        + same("effects.omega-squared.interval.lower=lower effects.omega-squared.interval.upper=upper", 1e-6, 1e-7),
        options={"level": confidence}, kinds=KINDS, source="stats::oneway.test")


def levene(random: Random, seed: int) -> Case:
    data = columns(random, nasty.shape(random))
    loose = precision(data)
    return Case(
        "levene", seed, data, ["--outcome", "x", "--by", "g"], "r:levene",
        same("statistic.value=f df.0=df1 df.1=df2", loose, 1e-12) + same("p=p", max(1e-8, loose)), kinds=KINDS,
        source="car::leveneTest")


def kruskal(random: Random, seed: int) -> Case:
    data = columns(random, nasty.shape(random))
    names = sorted({g for g, x in zip(data["g"], data["x"]) if g and x})
    return Case(
        "kruskal-wallis", seed, data, ["--outcome", "x", "--by", "g"], "r:kruskal",
        same("statistic.value=h", 1e-9, 1e-11) + same("p=p df.0=df", 1e-8)
        + same("effects.epsilon-squared.value=epsilon effects.eta-squared-h.value=eta", 1e-9, 1e-11)
        + [Comparison(f"details.meanRank.{name}", f"ranks.{index}") for index, name in enumerate(names) if len(names) > 1],
        kinds=KINDS, source="stats::kruskal.test")


def jonckheere(random: Random, seed: int) -> Case:
    data = columns(random, nasty.shape(random))
    direction = random.choice(["two-sided", "less", "greater"])
    return Case(
        "jonckheere", seed, data, ["--outcome", "x", "--by", "g", "--alternative", direction], "r:jonckheere",
        same("statistic.value=j effects.share-of-pairs-in-order.value=share details.mean=mean")
        + same("details.z=z", 1e-9, 1e-12) + same("p=p", 1e-8),
        options={"alternative": direction}, kinds=KINDS | {"g": "ordinal"},
        source="stats::cor.test (Kendall's S of answers and groups)")


RANGE = (
    "statistic.value=t df=df p=p estimate.value=difference estimate.standardError=error effects.0.value=d"
)


def listed(names: str, relative: float, absolute: float = 0.0) -> list[Comparison]:
    """Comparisons over all pairs."""
    return [
        Comparison(f"postHoc.comparisons.*.{c.topline}", f"pairs.*.{c.reference}", relative, absolute)
        for c in same(names)
    ]


def means(random: Random, seed: int, method: str) -> Case:
    shape = nasty.shape(random)
    data, confidence = columns(random, shape, 120), level(random)
    loose = precision(data)
    scale = max([abs(float(cell)) for cell in data["x"] if cell] or [1.0])
    test = "anova" if method == "tukey" else "anova-welch" if random.random() < 0.5 else "anova"
    compare = listed("statistic.value=t", loose, loose) + listed("df=df estimate.standardError=error", loose)
    compare += listed("estimate.value=difference", loose, 4e-16 * scale)
    in_python = random.random() < 0.6
    near = max(1e-8 if in_python else 1e-6, loose)
    compare += listed("pAdjusted=adjusted", near, 1e-13 if in_python else 1e-9)
    compare += listed(
        "estimate.interval.lower=lower estimate.interval.upper=upper estimate.interval90.lower=lower90"
        " estimate.interval90.upper=upper90", near, 4e-16 * scale + near * spread(data["x"]))
    if not in_python:
        compare += listed("effects.0.value=d", loose, loose) + listed("p=p", max(1e-8, loose))
        compare += listed(
            "effects.0.interval.lower=dLower effects.0.interval.upper=dUpper", max(1e-7, loose), max(1e-7, loose))
    if method == "tukey" and not in_python:
        compare += listed("pAdjusted=hsd", 1e-6, max(1e-8, 3e-14 * nasty.condition(data["x"])))
    function = method.replace("-", "_")
    return Case(
        method, seed, data, ["--outcome", "x", "--by", "g", "--post-hoc", method, "--level", repr(confidence)],
        f"python:{function}" if in_python else f"r:{function}", compare, test=test,
        options={"level": confidence, "test": test}, kinds=KINDS,
        source="the studentized range integrated with NumPy" if in_python
        else "stats::ptukey" if method != "tukey" else "stats::TukeyHSD")


def spread(cells: list[str]) -> float:
    """How far apart the numbers are."""
    values = [float(cell) for cell in cells if cell]
    return max(values) - min(values) if values else 0.0


def _ptukey(difference: Difference) -> bool:
    """A number that R makes with ptukey, within what ptukey is good for."""
    if not difference.case.reference.startswith("r:") or difference.topline is None or difference.reference is None:
        return False
    if ".pAdjusted" not in difference.path and ".interval" not in difference.path:
        return False
    if ".effects." in difference.path:
        return False
    return abs(difference.topline - difference.reference) <= 3e-3 * abs(difference.reference)


ADJUSTMENTS = ["holm", "hochberg", "bonferroni", "bh", "by", "none"]


def dunn(random: Random, seed: int) -> Case:
    data, confidence = columns(random, nasty.shape(random)), level(random)
    adjustment = random.choice(ADJUSTMENTS)
    return Case(
        "dunn", seed, data,
        ["--outcome", "x", "--by", "g", "--post-hoc", "dunn", "--adjustment", adjustment, "--level", repr(confidence)],
        "r:dunn",
        listed("statistic.value=z effects.0.value=difference", 1e-9, 1e-11) + listed("p=pValue pAdjusted=adjusted", 1e-8)
        + listed(
            "estimate.value=p estimate.interval.lower=lower estimate.interval.upper=upper"
            " estimate.interval90.lower=lower90 estimate.interval90.upper=upper90", 1e-8, 1e-9),
        test=random.choice(["kruskal-wallis", "jonckheere"]), options={"adjustment": adjustment, "level": confidence},
        kinds=KINDS | {"g": "ordinal"}, source="Dunn (1964) in R; stats::p.adjust")


def pairwise(random: Random, seed: int) -> Case:
    group = nasty.groups(random, nasty.size(random))
    shares = {name: random.choice([0, 0.02, 0.3, 0.5, 0.9, 1]) for name in nasty.GROUPS}
    answers = [random.choice("12") if random.random() < shares[name] else random.choice("345") for name in group]
    adjustment, confidence = random.choice(ADJUSTMENTS), level(random)
    return Case(
        "pairwise-proportions", seed, {"y": nasty.blanks(random, answers), "g": nasty.blanks(random, group)},
        ["--outcome", "y", "--by", "g", "--post-hoc", "pairwise-proportions", "--success", "1,2", "--adjustment",
         adjustment, "--level", repr(confidence)], "r:pairwise",
        listed("statistic.value=z estimate.value=difference", 1e-9, 1e-12)
        + listed("p=p pAdjusted=adjusted", 1e-9)
        + listed(
            "estimate.interval.lower=lower estimate.interval.upper=upper estimate.interval90.lower=lower90"
            " estimate.interval90.upper=upper90 effects.cohens-h.value=h effects.odds-ratio.value=odds", 1e-9, 1e-12),
        test="chi-square", options={"success": ["1", "2"], "adjustment": adjustment, "level": confidence},
        kinds={"y": "ordinal", "g": "nominal"}, answers={"y": ["1", "2", "3", "4", "5"], "g": nasty.GROUPS},
        source="stats::prop.test; stats::p.adjust")


MAKERS = [
    anova, welch, levene, kruskal, jonckheere, lambda random, seed: means(random, seed, "tukey"),
    lambda random, seed: means(random, seed, "games-howell"), dunn, pairwise,
]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


#: How the question is put so that both answer the same one.
NOTES = [
    (
        "anova, kruskal-wallis",
        "Intervals by bootstrap have no counterpart and are not compared. effectsize cuts omega and epsilon squared at zero;"
        " Topline does not."),
    ("levene", "Distances are from the medians, as `car::leveneTest` has it; SPSS shows those from the means first."),
]

CONVENTIONS: list[Convention] = [
    Convention(
        "the studentized range of R", ("tukey", "games-howell"),
        "R's `ptukey` integrates with a fixed number of points and loses digits for few degrees of freedom: with two"
        " groups and four degrees of freedom, where the range is the t distribution in disguise, it gives 0.07951657"
        " for 0.07951606. Topline's p-values and intervals agree to ten digits with SciPy's `studentized_range` and"
        " with the double integral taken directly, which the other data sets of these lines are held to.", _ptukey),
]
