"""Effect sizes with intervals against the package effectsize, whose search for intervals stops at about four digits."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, Difference, in_turn, same

FAMILY = "effect sizes"
PACKAGES = ["effectsize", "psych"]
SHARE = 2.5


def sized(effect: str, key: str, loose: float) -> list[Comparison]:
    path = f"effects.{effect}"
    return same(f"{path}.value={key}.value", max(1e-8, loose), max(1e-9, loose)) + same(
        f"{path}.interval.lower={key}.lower {path}.interval.upper={key}.upper", 2e-2, 2e-2)


def two(random: Random, seed: int) -> Case:
    group = nasty.groups(random, nasty.size(random, least=6), 2, 2)
    cells = nasty.grouped(random, group, nasty.shape(random, without=("constant", "half-constant")))
    loose = 2e-14 * nasty.condition(cells)
    return Case(
        "Cohen's d and Hedges's g of two groups", seed, {"x": nasty.blanks(random, cells), "g": group},
        ["--outcome", "x", "--by", "g"], "r:two", sized("cohens-d", "d", loose) + sized("hedges-g", "g", loose),
        test="t-student", kinds={"x": "numeric", "g": "nominal"}, source="effectsize::cohens_d; effectsize::hedges_g")


def paired(random: Random, seed: int) -> Case:
    shape = random.choice(["likert", "continuous", "counts", "tied", "skewed"])
    count = nasty.size(random, least=5)
    data = {name: nasty.blanks(random, nasty.numbers(random, count, shape, shift)) for name, shift in (("x", 0.3), ("y", 0))}
    return Case(
        "Cohen's d and Hedges's g of pairs", seed, data, ["--outcome", "x", "--with", "y"], "r:paired",
        sized("cohens-d-z", "d", 1e-9) + sized("hedges-g-z", "g", 1e-9), test="t-paired",
        kinds={"x": "numeric", "y": "numeric"}, source="effectsize::cohens_d; effectsize::hedges_g")


def anova(random: Random, seed: int) -> Case:
    group = nasty.groups(random, nasty.size(random, least=10), 2, 6)
    cells = nasty.grouped(random, group, random.choice(["likert", "continuous", "counts", "tied", "skewed"]))
    return Case(
        "eta, omega and epsilon squared", seed, {"x": nasty.blanks(random, cells), "g": group},
        ["--outcome", "x", "--by", "g"], "r:anova",
        sized("eta-squared", "eta", 1e-9)
        + same("effects.omega-squared.value=omega effects.epsilon-squared-f.value=epsilon", 1e-8, 1e-9), test="anova",
        kinds={"x": "numeric", "g": "nominal"}, source="effectsize::eta_squared")


def table(random: Random, seed: int) -> Case:
    size = random.choice([2, 2, 3, 4])
    offered = {"y": ["1", "2", "3", "4"][:size], "z": ["va", "vb", "vc", "vd"][: random.choice([2, size])]}
    count, tie = nasty.size(random, least=10), random.choice([0, 0.2, 0.5])
    y = [random.choice(offered["y"]) for _ in range(count)]
    z = [
        offered["z"][offered["y"].index(cell) % len(offered["z"])] if random.random() < tie
        else random.choice(offered["z"]) for cell in y
    ]
    full = len(offered["y"]) == len(offered["z"]) == 2 and len(set(zip(y, z))) == 4
    return Case(
        "Cramér's V and odds ratio", seed, {"y": y, "z": z}, ["--outcome", "y", "--by", "z"], "r:table",
        sized("cramers-v", "v", 1e-9) + (sized("odds-ratio", "odds", 1e-9) if full else []), test="chi-square",
        kinds={"y": "ordinal", "z": "nominal"}, answers=offered, source="effectsize::cramers_v; effectsize::oddsratio")


def tetrachoric(random: Random, seed: int) -> Case:
    count, tie = nasty.size(random, least=10), random.choice([0, 0.3, 0.6, 0.9])
    share = random.choice([0.5, 0.2, 0.05])
    y = ["1" if random.random() < share else "2" for _ in range(count)]
    z = [{"1": "va", "2": "vb"}[cell] if random.random() < tie else random.choice(["va", "vb"]) for cell in y]
    return Case(
        "polychoric (tetrachoric)", seed, {"y": y, "z": z}, ["--outcome", "y", "--by", "z"], "r:tetrachoric",
        same("estimate.value=rho", 1e-3, 1e-3), test="polychoric", kinds={"y": "ordinal", "z": "ordinal"},
        answers={"y": ["1", "2"], "z": ["va", "vb"]}, source="psych::tetrachoric")


MAKERS = [two, paired, anova, table, tetrachoric]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


def _without_groups(difference: Difference) -> bool:
    """The same noncentrality, brought to a share of variance with the error's degrees of freedom in place of n."""
    document, value = difference.document, difference.topline
    if not document or ".interval" not in difference.path or value is None or difference.reference is None:
        return False
    noncentrality = value * document["base"]["n"] / (1 - value)
    theirs = noncentrality / (noncentrality + document["df"][1])
    return abs(theirs - difference.reference) <= 5e-3


CONVENTIONS: list[Convention] = [
    Convention(
        "the interval of eta squared", ("eta, omega and epsilon squared",),
        "Both find the noncentralities λ between which the observed F is neither too high nor too low. Topline turns them"
        " into shares of variance as λ / (λ + n), which is the share that λ stands for in the population (Steiger 2004,"
        " 10.1037/1082-989X.9.2.164); effectsize as λ / (λ + df of error), which is larger, the more so the fewer"
        " respondents there are for each group.", _without_groups),
]
