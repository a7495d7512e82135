"""Association of two answers: tables, orders and numbers."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, Difference, in_turn, same

FAMILY = "association"
PACKAGES = ["polycor"]
SHARE = 9.0

LIKERT = ["1", "2", "3", "4", "5", "6"]
LETTERS = ["va", "vb", "vc", "vd", "ve", "vf"]


def level(random: Random) -> float:
    return random.choice([0.95, 0.95, 0.99, 0.8])


def alternative(random: Random) -> str:
    return random.choice(["two-sided", "two-sided", "less", "greater"])


def weights(random: Random, count: int) -> list[float]:
    found = [random.choices([0, 0.3, 1, 4], [1, 3, 6, 2])[0] for _ in range(count)]
    return found if any(found) else [1.0] * count


def crossing(
    random: Random, most: int = 300, rows: tuple[int, int] = (2, 6), columns: tuple[int, int] = (2, 6)
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Two answers that go together or not, and what was offered."""
    offered = {"y": LIKERT[: random.randint(*rows)], "z": LETTERS[: random.randint(*columns)]}
    count = nasty.size(random, most=most)
    y = random.choices(offered["y"], weights(random, len(offered["y"])), k=count)
    shares = weights(random, len(offered["z"]))
    tie = random.choice([0, 0, 0.3, 0.7, 1])
    z = [
        offered["z"][min(len(offered["z"]) - 1, offered["y"].index(value))] if random.random() < tie
        else random.choices(offered["z"], shares)[0] for value in y
    ]
    return {"y": nasty.blanks(random, y), "z": nasty.blanks(random, z)}, offered


KINDS = {"y": "ordinal", "z": "nominal"}


def fourfold(data: dict[str, list[str]]) -> bool:
    pairs = [(y, z) for y, z in zip(data["y"], data["z"]) if y and z]
    return len({y for y, _ in pairs}) == 2 and len({z for _, z in pairs}) == 2


def chi_square(random: Random, seed: int) -> Case:
    small = (2, 2) if random.random() < 0.4 else (2, 6)
    data, offered = crossing(random, rows=small, columns=small)
    yates, confidence = random.random() < 0.4, level(random)
    test = "g-test" if not yates and random.random() < 0.4 else "chi-square"
    words = ["--outcome", "y", "--by", "z", "--level", repr(confidence)]
    words += ["--correction", "yates" if yates else "none"] if test == "chi-square" else []
    options = {"yates": yates, "level": confidence, "g": test == "g-test"}
    if random.random() < 0.3:
        return Case(
            test, seed, data, words, "scipy:chi2",
            same("statistic.value=statistic", 1e-9, 1e-11) + same("p=p df.0=df", 1e-8),
            options=options, kinds=KINDS, answers=offered, source="scipy.stats.chi2_contingency")
    main = "statistic.value=g df.0=df p=gp" if test == "g-test" else "statistic.value=statistic df.0=df p=p"
    compare = same(main, 1e-8, 0) if test != "g-test" else same("statistic.value=g df.0=df", 1e-9, 1e-11) + same("p=gp", 1e-8)
    if test == "chi-square":
        compare = same("statistic.value=statistic df.0=df", 1e-9, 1e-11) + same("p=p", 1e-8)
    compare += same(
        "details.pearson=pearson details.likelihoodRatio=g details.smallestExpectedCount=smallest"
        " effects.cramers-v.value=v details.contingencyCoefficient=contingency", 1e-9, 1e-11)
    compare += same("effects.cramers-v-bias-corrected.value=corrected", 1e-8, 1e-7)
    compare += same("effects.cramers-v.interval.lower=lower effects.cramers-v.interval.upper=upper", 1e-6, 1e-6)
    if fourfold(data):
        compare += same("effects.phi.value=phi", 1e-9, 1e-12)
        compare += same(
            "effects.odds-ratio.value=odds effects.odds-ratio.interval.lower=oddsLower"
            " effects.odds-ratio.interval.upper=oddsUpper effects.risk-ratio.value=risk"
            " effects.risk-ratio.interval.lower=riskLower effects.risk-ratio.interval.upper=riskUpper")
        compare += same("effects.phi.interval.lower=phiLower effects.phi.interval.upper=phiUpper", 1e-6, 1e-7)
    return Case(
        test, seed, data, words, "r:chi_square", compare, options=options, kinds=KINDS, answers=offered,
        source="stats::chisq.test")


def fisher(random: Random, seed: int) -> Case:
    two = random.random() < 0.6
    data, offered = crossing(random, 300 if two else 40, *(((2, 2), (2, 2)) if two else ((2, 4), (2, 3))))
    direction = alternative(random) if two else "two-sided"
    confidence = level(random)
    compare = same("p=p", 1e-7)
    if fourfold(data):
        compare += same("details.pLess=less details.pGreater=greater details.pCentral=central", 1e-7)
        compare += same("estimate.value=odds estimate.interval.lower=lower estimate.interval.upper=upper", 1e-7)
    return Case(
        "fisher" if two else "fisher (larger tables)", seed, data,
        ["--outcome", "y", "--by", "z", "--alternative", direction, "--level", repr(confidence)], "r:fisher", compare,
        options={"alternative": direction, "level": confidence}, kinds=KINDS, answers=offered,
        source="stats::fisher.test")


def trend(random: Random, seed: int) -> Case:
    group = nasty.groups(random, nasty.size(random))
    base, step = random.choice([0, 0.2, 0.5, 1]), random.choice([0, 0.1, -0.1])
    answers = [
        random.choice("12") if random.random() < base + step * nasty.GROUPS.index(name) else random.choice("345")
        for name in group
    ]
    direction, confidence = alternative(random), level(random)
    return Case(
        "cochran-armitage", seed, {"y": nasty.blanks(random, answers), "g": nasty.blanks(random, group)},
        ["--outcome", "y", "--by", "g", "--success", "1,2", "--alternative", direction, "--level", repr(confidence)],
        "r:trend",
        same("statistic.value=z", 1e-8, 1e-8) + same("p=p", 1e-7)
        + same(
            "estimate.value=slope estimate.standardError=error estimate.interval.lower=lower"
            " estimate.interval.upper=upper", 1e-9, 1e-12)
        + same("details.pearson=pearson", 1e-9, 1e-11) + same("details.departure=departure", 1e-8, 1e-10)
        + same("details.pDeparture=pd", 1e-7, 1e-7),
        options={"success": ["1", "2"], "alternative": direction, "level": confidence},
        kinds={"y": "ordinal", "g": "ordinal"}, answers={"y": LIKERT[:5], "g": nasty.GROUPS},
        source="stats::prop.trend.test")


def mantel_haenszel(random: Random, seed: int, exact: bool) -> Case:
    size = (2, 2) if exact or random.random() < 0.6 else (2, 4)
    data, offered = crossing(random, 120 if exact else 300, size, size)
    strata = nasty.GROUPS[: random.randint(1, 5)]
    data["w"] = nasty.blanks(random, [random.choice(strata) for _ in data["y"]])
    offered["w"] = nasty.GROUPS
    confidence, direction, continuity = level(random), alternative(random), random.random() < 0.5
    words = ["--outcome", "y", "--by", "z", "--within", "w", "--level", repr(confidence)]
    kinds = KINDS | {"w": "nominal"}
    if exact:
        return Case(
            "mantel-haenszel (exact)", seed, data, words + ["--exact", "--alternative", direction],
            "r:mantel_haenszel_exact",
            same("statistic.value=statistic") + same("p=p", 1e-7)
            + same("estimate.value=odds estimate.interval.lower=lower estimate.interval.upper=upper", 1e-7),
            options={"level": confidence, "alternative": direction}, kinds=kinds, answers=offered,
            source="stats::mantelhaen.test")
    larger = not fourfold({"y": [y if z and w else "" for y, z, w in zip(*data.values())], "z": data["z"]})
    words += ["--correction", "continuity" if continuity else "none"]
    return Case(
        "mantel-haenszel", seed, data, words, "r:mantel_haenszel",
        same("statistic.value=statistic", 1e-8, 1e-9) + same("p=p df.0=df", 1e-7)
        + ([] if larger else same("estimate.value=odds estimate.interval.lower=lower estimate.interval.upper=upper", 1e-8)
           + same("details.breslowDay=bd", 1e-7, 1e-8) + same("details.pBreslowDay=pbd", 1e-6, 1e-8)),
        options={"level": confidence, "continuity": continuity}, kinds=kinds, answers=offered,
        source="stats::mantelhaen.test")


def numbers(random: Random, shape: str, most: int = 300) -> dict[str, list[str]]:
    """Two columns of numbers that go together or not, seldom fully."""
    count = nasty.size(random, most=most)
    x = [nasty.draw(random, shape) for _ in range(count)]
    kind = random.random()
    if kind < 0.06:
        y = [-3 * value if kind < 0.03 else value for value in x]
    elif kind < 0.5:
        y = [nasty.draw(random, shape) for _ in x]
    else:
        y = [value if random.random() < 0.5 else nasty.draw(random, shape) for value in x]
    return {
        "x": nasty.blanks(random, [nasty.text(value) for value in x]),
        "y": nasty.blanks(random, [nasty.text(value) for value in y]),
    }


NUMERIC = {"x": "numeric", "y": "numeric"}
INTERVAL = "estimate.interval.lower=lower estimate.interval.upper=upper"


def pearson(random: Random, seed: int) -> Case:
    data, direction, confidence = numbers(random, nasty.shape(random)), alternative(random), level(random)
    if random.random() < 0.1:
        # Squares of such numbers are too large or too small for a double.
        factor = random.choice([2.0**700, 2.0**-700])
        data["x"] = [cell and repr(float(cell) * factor) for cell in data["x"]]
    loose = max(1e-9, 1e-14 * nasty.condition(data["x"]), 1e-14 * nasty.condition(data["y"]))
    return Case(
        "pearson", seed, data, ["--outcome", "x", "--with", "y", "--alternative", direction, "--level", repr(confidence)],
        "r:pearson",
        same("statistic.value=t", loose, 1e-10) + same("p=p", max(1e-8, loose)) + same("df.0=df")
        + same("estimate.value=r", loose, 1e-11)
        + same(f"{INTERVAL} estimate.interval90.lower=lower90 estimate.interval90.upper=upper90", loose, 1e-11),
        options={"alternative": direction, "level": confidence}, kinds=NUMERIC, source="stats::cor.test")


def spearman(random: Random, seed: int) -> Case:
    method = random.choice(["asymptotic", "automatic", "automatic"])
    shape = random.choice(["continuous", "continuous", nasty.shape(random)])
    data = numbers(random, shape, random.choice([9, 300]))
    direction, confidence = alternative(random), level(random)
    return Case(
        "spearman", seed, data,
        ["--outcome", "x", "--with", "y", "--alternative", direction, "--level", repr(confidence)]
        + ([] if method == "automatic" else ["--asymptotic"]), "r:spearman",
        same("statistic.value=s", 1e-9, 1e-9) + same("estimate.value=rho", 1e-9, 1e-12)
        + same("p=p", 1e-8) + same(INTERVAL, 1e-8, 1e-11),
        options={"alternative": direction, "level": confidence, "method": method}, kinds=NUMERIC,
        source="stats::cor.test")


def kendall(random: Random, seed: int) -> Case:
    method = random.choice(["asymptotic", "automatic", "automatic"])
    shape = random.choice(["continuous", nasty.shape(random)])
    data, direction = numbers(random, shape, random.choice([20, 200])), alternative(random)
    return Case(
        "kendall", seed, data,
        ["--outcome", "x", "--with", "y", "--alternative", direction]
        + ([] if method == "automatic" else ["--asymptotic"]), "r:kendall",
        same("statistic.value=concordant details.concordant=concordant details.discordant=discordant")
        + same("estimate.value=tau details.z=z", 1e-9, 1e-11)
        # R takes the exact upper tail from 1.
        + same("p=p", 1e-8, 1e-14),
        options={"alternative": direction, "method": method}, kinds=NUMERIC, source="stats::cor.test")


def ordinal(random: Random, seed: int, test: str) -> Case:
    data, offered = crossing(random)
    direction, confidence = alternative(random), level(random)
    words = ["--outcome", "y", "--by", "z", "--alternative", direction, "--level", repr(confidence)]
    kinds = {"y": "ordinal", "z": "ordinal"}
    own = "gamma" if test == "gamma" else "rows"
    names = {"goodman-kruskal-gamma": "gamma", "somers-d": "columns", "somers-d-reversed": "rows",
             "somers-d-symmetric": "symmetric", "kendall-tau-b": "b", "stuart-tau-c": "c"}
    if test == "somers-d":
        names["somers-d-reversed"], names["somers-d"] = "columns", "rows"
    compare = same("statistic.value=z", 1e-8, 1e-10) + same("p=p", 1e-7)
    compare += same(f"estimate.value={own}", 1e-9, 1e-11) + same("estimate.standardError=error", 1e-5, 1e-6)
    compare += same(
        f"estimate.interval.lower={own}Lower estimate.interval.upper={own}Upper", 1e-5, 2e-6)
    for name, key in names.items():
        if key != own:
            compare += same(f"effects.{name}.value={key}", 1e-9, 1e-11) + same(
                f"effects.{name}.interval.lower={key}Lower effects.{name}.interval.upper={key}Upper", 1e-5, 2e-6)
    return Case(
        test, seed, data, words, "r:ordinal", compare,
        options={"alternative": direction, "level": confidence, "measure": own}, kinds=kinds, answers=offered,
        source="Goodman and Kruskal, Somers by all pairs; errors by the delta method, in R")


def polychoric(random: Random, seed: int) -> Case:
    data, offered = crossing(random, 300, (2, 5), (2, 5))
    kinds = {"y": "ordinal", "z": "ordinal"}
    if random.random() < 0.3:
        # Here the tables are full, so that polycor's search ends inside.
        count = random.randint(80, 300)
        base = [random.gauss(0, 1) for _ in range(count)]
        offered = {"y": LIKERT[:4], "z": LETTERS[:3]}
        data = {
            "y": [LIKERT[min(3, max(0, int(value + random.gauss(0, 1) + 2)))] for value in base],
            "z": [LETTERS[min(2, max(0, int(value + random.gauss(0, 1) + 1.5)))] for value in base],
        }
        ml = random.random() < 0.5
        return Case(
            "polychoric (polycor)", seed, data, ["--outcome", "y", "--by", "z", "--estimator", "ml" if ml else "two-step"],
            "r:polychor", same("estimate.value=rho", 2e-3, 2e-3), test="polychoric", options={"ml": ml}, kinds=kinds,
            answers=offered, source="polycor::polychor")
    used = {name: {cell for cell, other in zip(*pair) if cell and other} for name, pair in
            {"y": (data["y"], data["z"]), "z": (data["z"], data["y"])}.items()}
    cuts = [
        Comparison(f"details.{side}Threshold.{label}", f"{side}s.{index}", 1e-9, 1e-12)
        for side, name in (("row", "y"), ("column", "z"))
        for index, label in enumerate([answer for answer in offered[name] if answer in used[name]][:-1])
        if all(len(values) > 1 for values in used.values())
    ]
    return Case(
        "polychoric", seed, data, ["--outcome", "y", "--by", "z"], "python:polychoric",
        same("estimate.value=rho", 1e-6, 1e-6) + same("details.logLikelihood=likelihood", 1e-9, 1e-8) + cuts, kinds=kinds,
        answers=offered, source="Olsson (1979) by direct maximization with SciPy")


MAKERS = [
    chi_square, chi_square, fisher, trend, lambda random, seed: mantel_haenszel(random, seed, False),
    lambda random, seed: mantel_haenszel(random, seed, True), pearson, spearman, kendall,
    lambda random, seed: ordinal(random, seed, "gamma"), lambda random, seed: ordinal(random, seed, "somers-d"), polychoric,
]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


#: How the question is put so that both answer the same one.
NOTES = [
    (
        "spearman",
        "R takes an Edgeworth series up to 1289 respondents and calls it exact; Topline is exact up to nine respondents"
        " without ties, and takes t with n − 2 degrees of freedom beyond, as SciPy and SPSS do."),
    (
        "fisher, mantel-haenszel (exact)",
        "R finds the conditional odds ratio and its interval with a search that stops at about four digits (up to one in"
        " fifteen off where the ratio is in the thousands). They are held to the conditional distribution solved to twelve."),
    ("kendall", "As R's, without continuity correction; R's `cor.test` and Topline are exact under fifty without ties."),
    (
        "mantel-haenszel",
        "R takes at least two strata, and solves a covariance that may not have full rank; Topline takes its rank as degrees"
        " of freedom."),
    (
        "gamma, somers-d",
        "SciPy has Somers' d alone; values are held to all pairs counted, errors to the delta method with numeric derivatives."),
]

CONVENTIONS: list[Convention] = []
