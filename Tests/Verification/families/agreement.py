"""Agreement of codings, and equivalence within bounds."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, in_turn, same

FAMILY = "agreement and equivalence"
PACKAGES = ["psych"]
SHARE = 6.0

LIKERT = ["1", "2", "3", "4", "5"]
WIDE = "estimate.interval.lower=lower estimate.interval.upper=upper"
BOTH = f"{WIDE} estimate.interval90.lower=lower90 estimate.interval90.upper=upper90"


def level(random: Random) -> float:
    return random.choice([0.95, 0.95, 0.99, 0.8])


def cohen(random: Random, seed: int) -> Case:
    offered = LIKERT[: random.randint(2, 5)]
    shares = random.choices([0, 1, 4], [1, 4, 2], k=len(offered))
    shares = shares if any(shares) else [1] * len(offered)
    stay = random.choice([0, 0.3, 0.7, 0.95, 1])
    x = random.choices(offered, shares, k=nasty.size(random))
    y = [value if random.random() < stay else random.choices(offered, shares)[0] for value in x]
    weighting, confidence = random.choice(["none", "linear", "quadratic"]), level(random)
    return Case(
        "cohen-kappa", seed, {"x": nasty.blanks(random, x), "y": nasty.blanks(random, y)},
        ["--outcome", "x", "--with", "y", "--weighting", weighting, "--level", repr(confidence)], "r:cohen",
        same("estimate.value=kappa estimate.value=psych statistic.value=z", 1e-9, 1e-11)
        + same("estimate.standardError=error", 1e-8, 1e-7) + same("p=p", 1e-8)
        + same(f"details.observedAgreement=observed details.chanceAgreement=chance", 1e-9) + same(WIDE, 1e-8, 3e-7),
        options={"weighting": weighting, "level": confidence}, kinds={"x": "ordinal", "y": "ordinal"},
        answers={"x": offered, "y": offered}, source="psych::cohen.kappa")


def codings(random: Random, shape: str) -> dict[str, list[str]]:
    """Two to four coders of the same units."""
    names = ["qa", "qb", "qc", "qd"][: random.randint(2, 4)]
    count, agree = nasty.size(random, most=120), random.choice([0, 0.4, 0.8, 1])
    truth = [nasty.draw(random, shape) for _ in range(count)]
    return {
        name: nasty.blanks(
            random, [nasty.text(value if random.random() < agree else nasty.draw(random, shape)) for value in truth])
        for name in names
    }


def fleiss(random: Random, seed: int) -> Case:
    data, confidence = codings(random, random.choice(["likert", "counts"])), level(random)
    names = list(data)
    return Case(
        "fleiss-kappa", seed, data, ["--items", ",".join(names), "--level", repr(confidence)], "r:fleiss",
        same("statistic.value=z estimate.value=kappa", 1e-9, 1e-11) + same("p=p", 1e-8)
        + same("details.standardErrorUnderChance=under", 1e-9) + same("estimate.standardError=error", 1e-8, 1e-8)
        + same(WIDE, 1e-7, 1e-7),
        options={"items": names, "level": confidence}, kinds={name: "numeric" for name in names},
        source="Fleiss (1971), Gwet (2008) in R")


def krippendorff(random: Random, seed: int) -> Case:
    metric = random.choice(["nominal", "ordinal", "interval", "ratio"])
    shape = random.choice(["likert", "counts", nasty.shape(random)])
    data = codings(random, shape)
    names = list(data)
    loose = max(1e-9, 1e-14 * max(nasty.condition(cells) for cells in data.values()))
    return Case(
        "krippendorff-alpha", seed, data, ["--items", ",".join(names), "--metric", metric], "r:krippendorff",
        same("statistic.value=alpha estimate.value=alpha", loose, max(1e-10, loose)) + same("details.pairableValues=pairable"),
        options={"items": names, "metric": metric}, kinds={name: "numeric" for name in names},
        source="Hayes and Krippendorff (2007) in R")


def icc(random: Random, seed: int) -> Case:
    data, confidence = codings(random, nasty.shape(random)), level(random)
    form = random.choice(["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"])
    names = list(data)
    loose = max(1e-7, 1e-13 * max(nasty.condition(cells) for cells in data.values()))
    return Case(
        "icc", seed, data, ["--items", ",".join(names), "--form", form, "--level", repr(confidence)], "r:icc",
        same("estimate.value=icc", loose, loose) + same("statistic.value=f df.0=df1 df.1=df2", loose, loose)
        + same("p=p", max(1e-6, loose), 1e-12) + same(WIDE, max(1e-6, loose), max(1e-6, loose)),
        options={"items": names, "form": form, "level": confidence}, kinds={name: "numeric" for name in names},
        source="psych::ICC")


def bounds(random: Random) -> tuple[list[float], bool]:
    return random.choice([[-0.5, 0.5], [-0.2, 0.2], [-1.0, 0.3], [0.1, 2.0]]), random.random() < 0.5


def mean(random: Random, seed: int, test: str) -> Case:
    shape = nasty.shape(random)
    limits, standardized = bounds(random)
    confidence = random.choice([0.95, 0.95, 0.975, 0.9])
    words = [f"--bounds={limits[0]},{limits[1]}", "--level", repr(confidence)]
    words += ["--bounds-scale", "standardized"] if standardized else []
    options = {"bounds": limits, "standardized": standardized, "level": confidence}
    count = nasty.size(random)
    if test == "tost" and random.random() < 0.4:
        data = {"x": nasty.blanks(random, nasty.numbers(random, count, shape))}
        options["mu"] = {"offset": 1e9, "tiny": 1e-9, "huge": 1e12}.get(shape, 3.0)
        words += ["--outcome", "x", f"--mu={options['mu']!r}"]
        reference, kinds = "r:tost_one", {"x": "numeric"}
    elif test == "tost":
        group = nasty.groups(random, count, 2, 2)
        data = {"x": nasty.blanks(random, nasty.grouped(random, group, shape)), "g": nasty.blanks(random, group)}
        words += ["--outcome", "x", "--by", "g"]
        reference, kinds = "r:tost", {"x": "numeric", "g": "nominal"}
    else:
        data = {name: nasty.blanks(random, nasty.numbers(random, count, shape)) for name in ("x", "y")}
        words += ["--outcome", "x", "--with", "y"]
        reference, kinds = "r:tost_paired", {"x": "numeric", "y": "numeric"}
    loose = max(1e-8, *(2e-14 * nasty.condition(data[name]) for name in data if name != "g"))
    scale = max([abs(float(cell)) for name in data if name != "g" for cell in data[name] if cell] or [1.0])
    return Case(
        test, seed, data, words, reference,
        same("p=p details.pAboveLower=above details.pBelowUpper=below details.pAgainstZero=zero", loose, loose**1.5)
        + same("df.0=df estimate.standardError=error", loose) + same(f"estimate.value=difference {BOTH}", loose, 4e-16 * scale),
        options=options, kinds=kinds, source="stats::t.test; stats::pt")


def share(random: Random, seed: int) -> Case:
    confidence = random.choice([0.95, 0.95, 0.975, 0.9])
    p = random.choice([0.02, 0.3, 0.5, 0.9])
    group = nasty.groups(random, nasty.size(random), 2, 2)
    shift = random.choice([0, 0, 0.1])
    data = {
        "y": nasty.blanks(
            random, ["1" if random.random() < p + shift * (name == "ga") else random.choice("23") for name in group]),
        "g": nasty.blanks(random, group),
    }
    limits = random.choice([[-0.2, 0.2], [-0.05, 0.1], [-0.3, 0.25]])
    words = ["--outcome", "y", "--success", "1", f"--bounds={limits[0]},{limits[1]}", "--level", repr(confidence)]
    options = {"success": ["1"], "bounds": limits, "level": confidence}
    two = random.random() < 0.5
    if two:
        words += ["--by", "g"]
    else:
        options["probability"] = random.choice([0.5, 0.4, 0.6])
        words += ["--probability", repr(options["probability"])]
    compare = same("p=p details.pAboveLower=above details.pBelowUpper=below", 1e-6 if two else 1e-9, 1e-14)
    compare += same(f"estimate.value={'difference' if two else 'share'} {BOTH}", 1e-9, 1e-12)
    return Case(
        "tost-proportion", seed, data, words, "r:tost_shares" if two else "r:tost_share", compare, options=options,
        kinds={"y": "ordinal", "g": "nominal"}, answers={"y": ["1", "2", "3"], "g": nasty.GROUPS},
        source="Newcombe (1998) turned round, in R" if two else "stats::binom.test")


MAKERS = [
    cohen, fleiss, krippendorff, icc, lambda random, seed: mean(random, seed, "tost"),
    lambda random, seed: mean(random, seed, "tost-paired"), share,
]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


#: How the question is put so that both answer the same one.
NOTES = [
    (
        "cohen-kappa",
        "Weights go by the places among all answers offered: an answer that nobody gave parts its neighbours. psych takes the"
        " weights as they are given to it."),
    ("icc", "An estimate below zero is not cut, as in psych."),
]

CONVENTIONS: list[Convention] = []
