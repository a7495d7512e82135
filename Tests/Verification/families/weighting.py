"""Weights made from margins of the population: raking and post-stratification against R's survey."""

from case import Case, same

FAMILY = "weighting"
PACKAGES = ["survey"]
SHARE = 1.5

KINDS = {"y": "numeric", "k": "ordinal", "m": "nominal", "h": "nominal", "b": "nominal"}


def margin(random, variables, columns, total):
    """A margin of the population, now and then with an answer that nobody gave."""
    cells = sorted(set(zip(*(columns[name] for name in variables))))
    if random.random() < 0.06:
        cells = cells + [tuple("9" for _ in variables)]
    if random.random() < 0.06 and len(cells) > 2:
        cells = cells[:-1]
    shares = [random.uniform(0.3, 1.5) for _ in cells]
    counts = [max(1, round(total * share / sum(shares))) for share in shares]
    counts[0] += total - sum(counts)
    return {"variables": variables, "cells": [list(cell) for cell in cells], "totals": counts}


def words(margins):
    parts = []
    for own in margins:
        cells = ", ".join(f"{'*'.join(cell)}={total}" for cell, total in zip(own["cells"], own["totals"]))
        parts.append(f"{'*'.join(own['variables'])}: {cells}")
    return "; ".join(parts)


def draw(random, seed):
    n = random.choice([12, 30, 60, 150, 300])
    columns = {
        "y": [repr(random.gauss(0, 1)) if random.random() > 0.05 else "" for _ in range(n)],
        "k": [str(random.choice([1, 1, 2, 3])) for _ in range(n)],
        "m": [str(random.choice([1, 2, 2, 3])) for _ in range(n)],
        "h": [str(random.choice([1, 2])) for _ in range(n)],
        "b": [str(random.choice([1, 2, 3, 4])) for _ in range(n)],
    }
    total = random.choice([n, 1000, 5000000])
    chosen = random.choice([[["m"]], [["m"], ["h"]], [["m"], ["h"], ["b"]], [["m", "h"]], [["m", "h"], ["b"]]])
    margins = [margin(random, variables, columns, total) for variables in chosen]
    options = {"margins": margins}
    arguments = ["--rake", words(margins)]
    if random.random() < 0.5:
        columns["weight"] = [repr(random.lognormvariate(0, 0.6)) for _ in range(n)]
        options["weights"] = "weight"
        arguments += ["--weights", "weight"]
    if random.random() < 0.5 and n >= 30:
        columns["unit"] = [f"u{random.randrange(max(6, n // 5))}" for _ in range(n)]
        options["clusters"] = "unit"
        arguments += ["--clusters", "unit"]
    if min(min(own["totals"]) for own in margins) < 1:
        return draw(random, seed)
    return columns, arguments, options


def summary_case(random, seed):
    columns, arguments, options = draw(random, seed)
    compare = same(
        "variables.0.mean.value=mean variables.0.weightedBase=weighted variables.0.effectiveN=effective"
        " weighting.total=total weighting.effectiveN=allEffective weighting.smallest=smallest weighting.largest=largest"
        " variables.1.categories.*.percent=shares", 1e-7, 1e-8)
    compare += same("variables.0.mean.df=df")
    # survey sweeps the margins out of influences until little is left.
    compare += same(
        "variables.0.mean.standardError=error variables.0.mean.interval.lower=lower"
        " variables.0.mean.interval.upper=upper variables.1.categories.*.standardError=shareErrors", 1e-5, 1e-6)
    name = "summary --rake" if len(options["margins"]) > 1 else "summary --rake (one margin)"
    return Case(
        name, seed, columns, ["summary", "{file}", "--variables", "y,k"] + arguments, "r:margins", compare,
        options=options, kinds=KINDS,
        source="survey::rake" if len(options["margins"]) > 1 else "survey::postStratify")


def t_case(random, seed):
    columns, arguments, options = draw(random, seed)
    columns["k"] = ["1" if v == "1" else "2" for v in columns["k"]]
    compare = same("df.0=df") + same("statistic.value=t p=p", 1e-5, 1e-7)
    return Case(
        "t-welch --rake", seed, columns, ["--outcome", "y", "--by", "k"] + arguments, "r:margins_t", compare,
        options=options, kinds=KINDS, source="survey::svyttest", test="t-welch")


def cases(random, count):
    """Random margins over random answers."""
    made = []
    while len(made) < count:
        seed = random.randrange(1 << 32)
        own = type(random)(seed)
        made.append((summary_case if own.random() < 0.7 else t_case)(own, seed))
    return made
