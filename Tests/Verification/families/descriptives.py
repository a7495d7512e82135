"""What a summary says of one variable: shares with intervals, moments, quantiles by all nine rules."""

from __future__ import annotations

from random import Random

import nasty
from case import Case, Comparison, Convention, in_turn, same

FAMILY = "summaries"
PACKAGES: list[str] = []
SHARE = 2.0

LIKERT = ["1", "2", "3", "4", "5", "6", "7"]


def level(random: Random) -> float:
    return random.choice([0.95, 0.95, 0.99, 0.8])


def numbers(random: Random, seed: int) -> Case:
    shape = nasty.shape(random)
    cells = nasty.blanks(random, nasty.numbers(random, nasty.size(random, least=1), shape))
    if not any(cells):
        cells[0] = "3"
    rule, confidence = random.randint(1, 9), level(random)
    scale = max(abs(float(cell)) for cell in cells if cell)
    loose = max(1e-9, 4e-16 * nasty.condition(cells))
    return Case(
        "moments and quantiles", seed, {"x": cells},
        ["summary", "{file}", "--quantile-rule", str(rule), "--level", repr(confidence)], "r:numbers",
        same("variables.0.n=n variables.0.min=min variables.0.max=max", 2e-15)
        + same("variables.0.median=median variables.0.quartiles.*=quartiles", 1e-14, 4e-16 * scale)
        + same("variables.0.sd=sd variables.0.mean.standardError=error", loose)
        + same(
            "variables.0.mean.value=mean variables.0.mean.interval.lower=lower variables.0.mean.interval.upper=upper"
            " variables.0.mean.interval90.lower=lower90 variables.0.mean.interval90.upper=upper90", 1e-9, 1e-14 * scale),
        options={"rule": rule, "level": confidence}, kinds={"x": "numeric"}, source="stats::quantile; stats::sd")


def shares(random: Random, seed: int) -> Case:
    offered = LIKERT[: random.randint(2, 7)]
    weights = random.choices([0, 1, 5, 20], [1, 3, 2, 1], k=len(offered))
    weights = weights if any(weights) else [1] * len(offered)
    cells = nasty.blanks(random, random.choices(offered, weights, k=nasty.size(random, least=1)))
    if not any(cells):
        cells[0] = offered[0]
    confidence = level(random)
    return Case(
        "shares", seed, {"y": cells}, ["summary", "{file}", "--level", repr(confidence)], "r:shares",
        same("variables.0.n=n variables.0.categories.*.count=counts")
        + same("variables.0.categories.*.percent=percent", 1e-12)
        + same("variables.0.categories.*.interval.lower=lower variables.0.categories.*.interval.upper=upper", 1e-9, 1e-11),
        options={"level": confidence}, kinds={"y": "ordinal"}, answers={"y": offered}, source="stats::prop.test")


MAKERS = [numbers, numbers, shares]


def cases(random: Random, count: int) -> list[Case]:
    """Each kind in turn."""
    return in_turn(MAKERS, random, count)


CONVENTIONS: list[Convention] = []
