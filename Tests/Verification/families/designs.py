"""Weighted and complex samples: means, shares, quantiles, tests and regressions against R's survey.

Designs are drawn to be awkward: strata with a single unit, units that every stratum numbers anew, two stages with
population sizes, weights over four orders of magnitude, zeros among them, domains that leave strata empty, answers that
are missing, ties, groups of one, and replicate weights of every kind.
"""

import itertools
import math

from case import Case, Comparison, Convention

FAMILY = "designs"
PACKAGES = ["survey"]
SHARE = 12.0

KINDS = {"y": "numeric", "z": "numeric", "k": "ordinal", "b": "nominal", "g": "nominal", "d": "nominal"}

LONELY = ["adjust", "average", "remove", "certainty"]


def number(value):
    """The shortest text that reads back as the same number."""
    return repr(float(value))


def draw_design(random, n):
    """A design: its columns, its arguments, and what the reference needs of it."""
    kind = random.choices(["weights", "strata", "clusters", "both", "two-stage", "replicates"], [3, 2, 3, 5, 3, 4])[0]
    columns, arguments, options = {}, [], {}
    weighted = kind == "weights" or kind == "replicates" or random.random() < 0.8
    if kind == "replicates":
        return draw_replicates(random, n)
    strata = max(1, min(n // 4, random.choice([1, 2, 3, 5, 12])))
    stratum = [random.randrange(strata) for _ in range(n)]
    nested = random.random() < 0.5
    per_stratum = random.choice([2, 3, 5, 9])
    unit = [random.randrange(per_stratum) for _ in range(n)]
    has_strata = kind == "strata" or kind == "both" or (kind == "two-stage" and random.random() < 0.7)
    if not has_strata:
        stratum = [0] * n
        unit = [random.randrange(per_stratum * 3) for _ in range(n)]
    if random.random() < 0.2 and has_strata:
        # A stratum with one unit on purpose.
        unit = [0 if s == 0 else u for s, u in zip(stratum, unit)]
    if has_strata:
        columns["stratum"] = [f"s{s}" for s in stratum]
        arguments += ["--strata", "stratum"]
        options["strata"] = ["stratum"]
    if kind in ("clusters", "both", "two-stage"):
        if has_strata and nested:
            columns["unit"] = [f"u{u}" for u in unit]
            arguments += ["--nest"]
            options["nest"] = True
        else:
            columns["unit"] = [f"u{s}_{u}" for s, u in zip(stratum, unit)]
        names = ["unit"]
        if kind == "two-stage":
            columns["home"] = [f"h{random.randrange(4)}" for _ in range(n)]
            names.append("home")
            if not options.get("nest"):
                # Without --nest homes of different units must not share their names with R.
                columns["home"] = [f"{u}_{h}" for u, h in zip(columns["unit"], columns["home"])]
        arguments += ["--clusters", ",".join(names)]
        options["clusters"] = names
    sizes = []
    if kind != "weights" and random.random() < (0.8 if kind == "two-stage" else 0.35):
        units = {s: {i if "unit" not in columns else u for i, (t, u) in enumerate(zip(stratum, unit)) if t == s}
                 for s in set(stratum)}
        share = random.random() < 0.3
        whole = random.random() < 0.2
        size = {s: len(u) if whole and s == 0 else len(u) + random.randrange(1, 3 * len(u) + 3) for s, u in units.items()}
        columns["size"] = [
            number(len(units[s]) / size[s]) if share else str(size[s]) for s in stratum]
        sizes.append("size")
        if kind == "two-stage":
            homes = {}
            for s, u, h in zip(stratum, unit, columns["home"]):
                homes.setdefault((s, u), set()).add(h)
            inner = {key: len(found) + random.randrange(0, 5) for key, found in homes.items()}
            if share:
                columns["size2"] = [number(len(homes[s, u]) / inner[s, u]) for s, u in zip(stratum, unit)]
            else:
                columns["size2"] = [str(inner[s, u]) for s, u in zip(stratum, unit)]
            sizes.append("size2")
        arguments += ["--fpc", ",".join(sizes)]
        options["fpc"] = sizes
    if weighted:
        columns["weight"] = draw_weights(random, n)
        arguments += ["--weights", "weight"]
        options["weights"] = "weight"
    if len(options.get("clusters", [])) and len(set(columns["unit"])) < 2:
        # A sample of one unit is no design for R; Topline gives its estimates without intervals.
        return draw_design(random, n)
    if random.random() < 0.75:
        # R's average over later stages is taken within each unit, and is no number where one has a single unit below.
        options["lonely"] = random.choice([way for way in LONELY if kind != "two-stage" or way != "average"])
        arguments += ["--lonely-psu", options["lonely"]]
    return columns, arguments, options


def draw_weights(random, n):
    """Sampling weights: even, skewed, over four orders of magnitude, or with zeros."""
    way = random.choice(["even", "skewed", "wide", "zeros", "whole"])
    if way == "whole":
        return [str(random.randrange(1, 9)) for _ in range(n)]
    if way == "even":
        return [number(random.uniform(0.5, 2)) for _ in range(n)]
    if way == "wide":
        return [number(10 ** random.uniform(-2, 2)) for _ in range(n)]
    values = [random.lognormvariate(0, 0.7) for _ in range(n)]
    if way == "zeros":
        values = [0.0 if random.random() < 0.1 else v for v in values]
        values[random.randrange(n)] = 1.0
    return [number(v) for v in values]


def hadamard(size):
    """Sylvester's matrix of ones and minus ones; the size is a power of two."""
    return [[-1 if bin(i & j).count("1") % 2 else 1 for j in range(size)] for i in range(size)]


def draw_replicates(random, n):
    """Replicate weights of each kind, made from random groups of respondents."""
    kind = random.choice(["brr", "fay", "jk1", "jk2", "jkn", "bootstrap", "successive-difference"])
    base = [random.lognormvariate(0, 0.6) for _ in range(n)]
    options, extra = {"type": kind}, []
    if kind in ("brr", "fay", "successive-difference"):
        size = random.choice([4, 8, 16])
        matrix = hadamard(size)
        strata = random.randrange(1, size)
        fay = {"brr": 0.0, "fay": random.choice([0.3, 0.5])}.get(kind, 0.0)
        if kind == "fay":
            options["fay"] = fay
            extra = ["--fay", str(fay)]
        place = [(1 + random.randrange(strata), random.choice([1, -1])) for _ in range(n)]
        if kind == "successive-difference":
            rows = [(random.randrange(size), random.randrange(size)) for _ in range(n)]
            factors = [[1 + 2 ** -1.5 * (matrix[a][r] - matrix[b][r]) for r in range(size)] for a, b in rows]
        else:
            factors = [[2 - fay if matrix[s][r] == side else fay for r in range(size)] for s, side in place]
    elif kind == "jk1":
        size = random.choice([3, 5, 10])
        group = [random.randrange(size) for _ in range(n)]
        factors = [[0.0 if g == r else size / (size - 1) for r in range(size)] for g in group]
    elif kind == "jk2":
        size = random.choice([3, 6])
        place = [(random.randrange(size), random.randrange(2)) for _ in range(n)]
        factors = [[(0.0 if half else 2.0) if s == r else 1.0 for r in range(size)] for s, half in place]
    elif kind == "jkn":
        strata, units = random.choice([2, 3]), random.choice([2, 3, 4])
        size = strata * units
        place = [(random.randrange(strata), random.randrange(units)) for _ in range(n)]
        factors = [
            [1.0 if r // units != s else 0.0 if r % units == u else units / (units - 1) for r in range(size)]
            for s, u in place]
        options["scales"] = [(units - 1) / units] * size
        extra = ["--replicate-scales", ",".join(number(s) for s in options["scales"])]
    else:
        size = random.choice([10, 25])
        factors = [[random.choice([0.0, 1.0, 1.0, 2.0]) for _ in range(size)] for _ in range(n)]
    names = [f"rep{r + 1}" for r in range(size)]
    columns = {"weight": [number(w) for w in base]}
    for r, name in enumerate(names):
        columns[name] = [number(w * f[r]) for w, f in zip(base, factors)]
    options["columns"] = names
    arguments = ["--weights", "weight", "--replicate-weights", f"rep1..rep{size}", "--replicate-type", kind] + extra
    return columns, arguments, {"weights": "weight", "replicates": options}


def sizes(random):
    """How many respondents: mostly few, where things go wrong."""
    return random.choice([3, 5, 8, 12, 20, 30, 45, 60, 100, 160, 300])


def draw_answers(random, n):
    """An outcome, a second one, a categorical answer, groups and a condition, with missing answers."""
    way = random.choice(["normal", "normal", "ties", "far", "constant-but-one", "likert", "likert", "constant"])
    missing = random.choice([0, 0, 0.05, 0.3])
    group_count = random.choice([2, 2, 3, 4])
    group = [random.randrange(group_count) for _ in range(n)]
    shift = random.choice([0, 0.5, 2])

    def outcome(i):
        if way == "ties":
            return str(random.randrange(0, 4) + group[i] * (shift > 1))
        if way == "likert":
            return str(min(7, max(1, round(random.gauss(4 + group[i] * shift / 2, 1.6)))))
        if way == "far":
            return number(1e6 + random.gauss(group[i] * shift, 1))
        if way == "constant":
            return "0.1"
        if way == "constant-but-one":
            return number(3.5 if i else 4.25)
        return number(random.gauss(group[i] * shift, 1))

    def drop(values, share):
        return ["" if random.random() < share else v for v in values]

    y = [outcome(i) for i in range(n)]
    z = [number(float(v) * random.choice([0, 0.5, 1]) + random.gauss(0, 1)) for v in y]
    answers = random.choice([2, 3, 5])
    tilt = random.choice([1, 1, 4])
    k = [str(1 + min(answers - 1, int(answers * random.random() ** tilt))) for _ in range(n)]
    other = [str(random.choice([1, 2])) for _ in range(n)]
    return {
        "y": drop(y, missing), "z": drop(z, missing), "k": drop(k, missing), "b": drop(other, missing / 2),
        "g": drop([str(v + 1) for v in group], missing / 2), "d": [str(random.choice([1, 1, 2, 3])) for _ in range(n)],
    }


def largest(columns):
    """The size of the outcome's numbers."""
    return max(abs(float(v)) for v in columns["y"] if v)


def compared(pairs, relative, absolute=0.0):
    """Comparisons from pairs of a place in the result and a key of the reference."""
    return [Comparison(topline, reference, relative, absolute) for topline, reference in pairs]


STATISTIC = [("statistic.value", "t"), ("df.0", "df")]
ESTIMATE_ENDS = [("estimate.interval.lower", "lower"), ("estimate.interval.upper", "upper")]


def summary_case(random, seed, columns, arguments, options):
    numeric, categorical = "variables.0", "variables.1"
    call = ["summary", "{file}", "--variables", "y,k"] + arguments
    if random.random() < 0.35 and len(set(columns["g"]) - {""}) > 1:
        groups = sorted(set(columns["g"]) - {""})
        place = random.randrange(len(groups))
        options = {**options, "by": "g", "group": groups[place]}
        call += ["--by", "g"]
        numeric, categorical = f"groups.{place}.variables.0", f"groups.{place}.variables.1"
    mean = [(f"{numeric}.{a}", b) for a, b in [
        ("n", "n"), ("weightedBase", "weighted"), ("effectiveN", "effective"), ("mean.value", "mean"),
        ("mean.df", "df"), ("sd", "sd")]]
    error = [(f"{numeric}.{a}", b) for a, b in [
        ("mean.standardError", "error"), ("mean.interval.lower", "lower"), ("mean.interval.upper", "upper"),
        ("mean.interval90.lower", "lower90"), ("mean.interval90.upper", "upper90")]]
    quantiles = [(f"{numeric}.quantiles.*.{a}", b) for a, b in [
        ("value", "quantiles"), ("interval.lower", "quantileLower"), ("interval.upper", "quantileUpper")]]
    shares = [(f"{categorical}.categories.*.{a}", b) for a, b in [
        ("count", "counts"), ("percent", "percents"), ("standardError", "shareErrors"),
        ("interval.lower", "lowers"), ("interval.upper", "uppers")]]
    compare = compared(mean, 1e-9) + compared(error, 1e-8, 1e-13 * largest(columns)) + compared([(f"{numeric}.mean.designEffect", "deff")], 1e-8)
    compare += compared(quantiles, 1e-12) + compared(shares, 1e-9, 1e-11)
    compare += compared([(f"{numeric}.quantiles.*.standardError", "quantileErrors")], 1e-8)
    return Case("summary", seed, columns, call, "r:summary", compare, options={**options, "numeric": "y", "categorical": "k"}, kinds=KINDS)


def alternative(random, options, arguments):
    choice = random.choice(["two-sided", "two-sided", "less", "greater"])
    if choice != "two-sided":
        options["alternative"] = choice
        arguments += ["--alternative", choice]


def mean_case(random, seed, columns, arguments, options):
    name = random.choice(["t-one-sample", "t-paired", "sign", "sign-paired"])
    call, options = ["--outcome", "y"], {**options, "outcome": "y"}
    if name.endswith("paired"):
        call += ["--with", "z"]
        options["with"] = "z"
    else:
        options["mu"] = random.choice([0, 0.5, 3])
        call += ["--mu", str(options["mu"])]
    options["signs"] = name.startswith("sign")
    alternative(random, options, call)
    compare = compared(STATISTIC + [("p", "p"), ("estimate.standardError", "error")] + ESTIMATE_ENDS, 1e-8, 1e-13)
    compare += compared([("estimate.value", "mean")], 1e-9, 1e-13) + compared([("base.n", "n")], 0)
    if not options["signs"]:
        compare += compared([("effects.0.value", "d"), ("effects.0.interval.lower", "dLower"),
                             ("effects.0.interval.upper", "dUpper")], 1e-7, 1e-10)
    return Case(name, seed, columns, call + arguments, "r:mean", compare, options=options, kinds=KINDS)


def share_case(random, seed, columns, arguments, options):
    probability = random.choice([0.5, 0.2, 0.75])
    success = random.choice([["1"], ["1", "2"], ["2"]])
    success = [s for s in success if s in columns["k"]] or [next(v for v in columns["k"] if v)]
    call = ["--outcome", "k", "--success", ",".join(success), "--probability", str(probability)]
    options = {**options, "outcome": "k", "success": success, "probability": probability}
    alternative(random, options, call)
    compare = compared(STATISTIC + [("p", "p"), ("estimate.value", "share"), ("estimate.standardError", "error")]
                       + ESTIMATE_ENDS, 1e-9, 1e-13)
    return Case("proportion", seed, columns, call + arguments, "r:share", compare, options=options, kinds=KINDS)


def two_case(random, seed, columns, arguments, options):
    name = random.choice(["t-welch", "t-student", "proportions"])
    columns = {**columns, "g": ["1" if g == "1" else "2" if g else "" for g in columns["g"]]}
    options = {**options, "by": "g"}
    compare = compared(STATISTIC + [("p", "p"), ("estimate.value", "difference"), ("estimate.standardError", "error")]
                       + ESTIMATE_ENDS, 1e-7, 1e-10)
    if name == "proportions":
        success = next(v for v in columns["k"] if v)
        call = ["--outcome", "k", "--success", success]
        options.update(outcome="k", success=[success])
        compare += compared([("effects.0.value", "odds"), ("effects.0.interval.lower", "oddsLower"),
                             ("effects.0.interval.upper", "oddsUpper")], 1e-8, 1e-12)
    else:
        call = ["--outcome", "y"]
        options["outcome"] = "y"
        if random.random() < 0.3:
            options["mu"] = 0.5
            call += ["--mu", "0.5"]
        compare += compared([("effects.0.value", "d"), ("effects.0.interval.lower", "dLower"),
                             ("effects.0.interval.upper", "dUpper")], 1e-7, 1e-9)
    call += ["--by", "g"]
    alternative(random, options, call)
    return Case(name, seed, columns, call + arguments, "r:two_means", compare, options=options, kinds=KINDS)


def several_case(random, seed, columns, arguments, options):
    name = random.choice(["anova", "anova-welch", "kruskal-wallis"])
    call = ["--outcome", "y", "--by", "g"]
    options = {**options, "outcome": "y", "by": "g", "ranks": name == "kruskal-wallis"}
    if name == "kruskal-wallis" and random.random() < 0.3:
        options["score"] = "median"
        call += ["--correction", "median"]
    compare = compared([("statistic.value", "f"), ("df", "df"), ("p", "p")], 1e-6, 1e-12)
    return Case(name, seed, columns, call + arguments, "r:several", compare, options=options, kinds=KINDS)


def ranks_case(random, seed, columns, arguments, options):
    columns = {**columns, "g": ["1" if g == "1" else "2" if g else "" for g in columns["g"]]}
    call = ["--outcome", "y", "--by", "g"]
    options = {**options, "outcome": "y", "by": "g"}
    score = random.choice([None, None, "median", "van-der-waerden"])
    if score:
        options["score"] = score
        call += ["--correction", score]
    alternative(random, options, call)
    compare = compared(STATISTIC + [("p", "p"), ("details.scoreDifference", "difference"),
                                    ("details.scoreStandardError", "error"), ("estimate.value", "superiority"),
                                    ("estimate.standardError", "superiorityError")] + ESTIMATE_ENDS, 1e-8, 1e-12)
    return Case("mann-whitney", seed, columns, call + arguments, "r:ranks", compare, options=options, kinds=KINDS)


def correlation_case(random, seed, columns, arguments, options):
    name = random.choice(["pearson", "spearman"])
    call = ["--outcome", "y", "--with", "z"]
    options = {**options, "outcome": "y", "with": "z", "ranks": name == "spearman"}
    alternative(random, options, call)
    compare = compared([("df.0", "df"), ("estimate.value", "r")], 1e-8, 1e-10)
    compare += compared([("statistic.value", "t"), ("p", "p"), ("estimate.standardError", "error")] + ESTIMATE_ENDS,
                        1e-6, 1e-8)
    return Case(name, seed, columns, call + arguments, "r:correlation", compare, options=options, kinds=KINDS)


def independence_case(random, seed, columns, arguments, options):
    by = random.choice(["g", "b"])
    call = ["--outcome", "k", "--by", by]
    options = {**options, "outcome": "k", "by": by}
    if random.random() < 0.3:
        options["first"] = True
        call += ["--correction", "first-order"]
    compare = compared([("statistic.value", "statistic"), ("df", "df"), ("p", "p"), ("details.pearson", "pearson"),
                        ("effects.0.value", "v")], 1e-9, 1e-13)
    return Case("chi-square", seed, columns, call + arguments, "r:independence", compare, options=options, kinds=KINDS)


def fit_case(random, seed, columns, arguments, options):
    call = ["--outcome", "k"]
    options = {**options, "outcome": "k"}
    if random.random() < 0.3:
        options["first"] = True
        call += ["--correction", "first-order"]
    compare = compared([("statistic.value", "statistic"), ("df", "df"), ("p", "p"), ("details.pearson", "pearson")],
                       1e-9, 1e-13)
    return Case("chi-square-goodness-of-fit", seed, columns, call + arguments, "r:fit", compare, options=options, kinds=KINDS)


def regression_case(random, seed, columns, arguments, options):
    name = random.choice(["linear", "logistic", "ordinal"])
    numeric = random.choice([["z"], ["z"], []])
    categorical = random.choice([["g"], ["b"], ["g", "b"], []]) or ([] if numeric else ["g"])
    options = {**options, "model": name, "numeric": numeric, "categorical": categorical}
    call = ["--predictors", ",".join(numeric + categorical)]
    if name == "linear":
        options["outcome"] = "y"
    else:
        options["outcome"] = "k"
    call += ["--outcome", options["outcome"]]
    if name == "logistic":
        success = next(v for v in columns["k"] if v)
        options["success"] = [success]
        call += ["--success", success]
    rows = [("estimate", "estimates"), ("standardError", "errors"), ("statistic", "statistics"), ("p", "p")]
    if name != "ordinal":
        rows += [("interval.lower", "lowers"), ("interval.upper", "uppers")]
    compare = compared([(f"coefficients.*.{a}", b) for a, b in rows], 1e-6, 1e-8)
    compare += compared([("coefficients.0.df", "df")], 0)
    if name != "ordinal":
        compare += compared([("statistic.value", "f"), ("p", "fP")], 1e-5, 1e-9)
    reference = "r:ordinal" if name == "ordinal" else "r:regression"
    return Case(name, seed, columns, call + arguments, reference, compare, options=options, kinds=KINDS)


def has_empty_replicate(difference):
    """Whether Topline says that a replicate leaves a base without weight."""
    reason = "a replicate gives nobody in the base any weight"
    return difference.topline is None and reason in repr(difference.document)


CONVENTIONS = [
    Convention(
        "a replicate without anybody", ("summary",),
        "A replicate that gives nobody of a domain any weight has no mean there. R discards it with a warning and takes"
        " the variance from the others; Topline gives no variance and says why, because what the replicates stand for"
        " is then not what is left of them.", has_empty_replicate),
]

MAKERS = [(summary_case, 6), (mean_case, 3), (share_case, 2), (two_case, 3), (several_case, 2), (ranks_case, 3),
          (correlation_case, 3), (independence_case, 3), (fit_case, 2), (regression_case, 4)]


def cases(random, count):
    """Random designs with random questions to them."""
    made = []
    while len(made) < count:
        seed = random.randrange(1 << 32)
        own = type(random)(seed)
        maker = own.choices([m for m, _ in MAKERS], [w for _, w in MAKERS])[0]
        n = sizes(own)
        if maker is summary_case and own.random() < 0.05:
            n = 2000
        columns, arguments, design = draw_design(own, n)
        columns = {**draw_answers(own, n), **columns}
        if not any(columns["k"]) or not any(columns["y"]):
            continue
        options = {"design": design}
        if own.random() < 0.25:
            options["where"] = [{"column": "d", "operator": "=", "value": "1"}]
            arguments = arguments + ["--where", "d = 1"]
        made.append(maker(own, seed, columns, list(arguments), options))
    return made
