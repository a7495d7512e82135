"""Scales and factors against psych, lavaan, GPArotation and the definitions."""

from case import Case, Convention, by_weight, same

FAMILY = "scales"
PACKAGES = ["psych", "lavaan", "GPArotation", "polycor", "mnormt"]
SHARE = 6.0


def draw_items(random, count, n, nasty=True):
    """Items of one or two traits: Likert or continuous, now and then one that is constant or repeats another."""
    loadings = [random.uniform(0.4, 0.9) * random.choice([1, 1, 1, 1, -1]) for _ in range(count)]
    points = random.choice([2, 4, 5, 7, None])
    traits = random.choice([1, 2])
    together = random.uniform(0, 0.7)
    rows = []
    for _ in range(n):
        first = random.gauss(0, 1)
        second = together * first + (1 - together**2) ** 0.5 * random.gauss(0, 1)
        row = []
        for j, loading in enumerate(loadings):
            trait = second if traits == 2 and j >= count // 2 else first
            value = loading * trait + (1 - loading**2) ** 0.5 * random.gauss(0, 1)
            if points is None:
                row.append(repr(value))
            else:
                row.append(str(min(points, max(1, round((points + 1) / 2 + value * points / 4)))))
        rows.append(row)
    columns = {f"i{j + 1}": [row[j] for row in rows] for j in range(count)}
    if nasty and random.random() < 0.08:
        columns["i1"] = ["3"] * n
    if nasty and random.random() < 0.06:
        columns["i2"] = list(columns["i1"])
    if random.random() < 0.3:
        share = random.choice([0.02, 0.15])
        columns = {name: ["" if random.random() < share else v for v in column] for name, column in columns.items()}
    return columns, points


def kinds(columns):
    return {name: "numeric" for name in columns}


def listed(columns):
    return ",".join(columns)


def alpha_case(random, seed):
    count = random.choice([2, 3, 4, 5, 8])
    columns, _ = draw_items(random, count, random.choice([3, 4, 6, 10, 25, 60, 150, 300]))
    compare = same(
        "estimate.value=alpha effects.standardized-alpha.value=standardized"
        " effects.mean-interitem-correlation.value=average items.*.mean=means items.*.sd=sds items.*.itemRest=rests"
        " items.*.alphaIfDropped=dropped effects.split-half-guttman.value=guttman"
        " effects.split-half-spearman-brown.value=brown effects.guttman-lambda-4.value=lambda4", 1e-9, 1e-11)
    compare += same("effects.guttman-lambda-6.value=lambda6 items.*.itemCorrected=corrected", 1e-7, 1e-9)
    compare += same("estimate.interval.lower=lower estimate.interval.upper=upper", 1e-9, 1e-11)
    return Case(
        "cronbach-alpha", seed, columns, ["--items", listed(columns), "--replicates", "0"], "r:alpha", compare,
        options={"items": list(columns)}, kinds=kinds(columns), source="psych::alpha")


def items_case(random, seed):
    count = random.choice([2, 3, 5, 8])
    columns, _ = draw_items(random, count, random.choice([3, 5, 10, 30, 100, 300]))
    compare = same(
        "estimate.value=alpha items.*.n=counts items.*.mean=means items.*.sd=sds items.*.itemTotal=totals"
        " items.*.itemRest=rests items.*.alphaIfDropped=dropped", 1e-9, 1e-11)
    compare += same("items.*.squaredMultipleCorrelation=smc", 1e-7, 1e-9)
    return Case(
        "item-analysis", seed, columns, ["--items", listed(columns)], "r:items", compare,
        options={"items": list(columns)}, kinds=kinds(columns), source="psych::alpha, psych::smc")


def ordinal_case(random, seed):
    count = random.choice([2, 3, 4])
    columns, points = draw_items(random, count, random.choice([20, 60, 150, 300]))
    while points is None:
        columns, points = draw_items(random, count, random.choice([20, 60, 150, 300]))
    compare = same("estimate.value=alpha", 1e-9, 1e-11) + same("effects.ordinal-alpha.value=ordinal", 3e-6, 1e-7)
    return Case(
        "cronbach-alpha (ordinal)", seed, columns, ["--items", listed(columns), "--replicates", "0"], "r:ordinal_alpha",
        compare, options={"items": list(columns)}, kinds=kinds(columns),
        source="polychoric correlations in two steps, by optimize() on mnormt::pmnorm")


def factor_case(random, seed):
    count = random.choice([4, 5, 6, 8, 10])
    columns, _ = draw_items(random, count, random.choice([12, 30, 60, 150, 300]))
    factors = random.choice([1, 1, 2, 2, 3]) if count > 5 else random.choice([1, 1, 2])
    method = random.choice(["ml", "minres"])
    rotation = random.choice(["none", "varimax", "oblimin", "oblimin"])
    compare = same("df.0=df details.rmsr=rmsr", 1e-6, 1e-7)
    compare += same("statistic.value=chi p=p", 1e-6, 1e-7)
    compare += same("loadings.*.uniqueness=uniquenesses", 1e-5, 1e-6)
    compare += same("details.kmo=kmo loadings.*.kmo=kmos details.bartlettChiSquared=bartlett", 1e-9, 1e-11)
    compare += same("eigenvalues.*.observed=eigenvalues", 1e-9, 1e-11)
    if rotation != "none" and factors > 1 or factors == 1:
        for factor in range(1, factors + 1):
            compare += same(f"loadings.*.factor{factor}=factor{factor}", 2e-4, 2e-5)
    if factors > 1 and rotation == "oblimin":
        compare += same("factors.*.variance=variances", 1e-4, 1e-5)
    return Case(
        f"factor-analysis ({method})", seed, columns,
        ["--items", listed(columns), "--factors", str(factors), "--method", method, "--rotation", rotation],
        "r:factors", compare, kinds=kinds(columns),
        options={"items": list(columns), "factors": factors, "method": method, "rotation": rotation, "columns": factors},
        source="stats::factanal's and psych::fa's discrepancies by nlminb() from eight places, GPArotation::GPFoblq")


def cfa_case(random, seed):
    count = random.choice([3, 4, 6, 6, 8])
    columns, _ = draw_items(random, count, random.choice([20, 40, 80, 150, 300]))
    names = list(columns)
    if count >= 6:
        half = count // 2
        model = f"F = {','.join(names[:half])}; G = {','.join(names[half:])}"
        lavaan = f"F =~ {' + '.join(names[:half])}\nG =~ {' + '.join(names[half:])}"
        arguments = ["--model", model]
    else:
        lavaan = f"F =~ {' + '.join(names)}"
        arguments = ["--items", listed(columns)]
    compare = same("df.0=df", 0) if count > 3 else []
    compare += same(
        "statistic.value=chisq p=p details.cfi=cfi details.tli=tli details.srmr=srmr details.logLikelihood=logl"
        " details.aic=aic details.bic=bic", 1e-6, 1e-6)
    compare += same("details.rmsea=rmsea details.rmseaLower90=rmseaLower details.rmseaUpper90=rmseaUpper", 1e-5, 1e-5)
    compare += same(
        "loadings.*.loading=loadings loadings.*.standardized=standardized loadings.*.errorVariance=variances", 3e-5, 3e-5)
    compare += same(
        "loadings.*.standardError=errors loadings.*.standardizedError=standardizedErrors"
        " loadings.*.errorVarianceError=varianceErrors", 2e-4, 2e-5)
    return Case(
        "cfa", seed, columns, arguments, "r:cfa", compare, kinds=kinds(columns),
        options={"items": names, "lavaan": lavaan}, source="lavaan::cfa")


def omega_case(random, seed):
    count = random.choice([3, 4, 6, 9])
    columns, _ = draw_items(random, count, random.choice([20, 50, 150, 300]))
    arguments = ["--items", listed(columns)]
    options = {"items": list(columns)}
    compare = same("estimate.value=omega estimate.standardError=error", 1e-5, 1e-6)
    compare += same("estimate.interval.lower=lower estimate.interval.upper=upper", 1e-5, 1e-6)
    compare += same("effects.cronbach-alpha.value=alpha", 1e-9)
    return Case(
        "omega", seed, columns, arguments, "r:omega", compare, kinds=kinds(columns), options=options,
        source="lavaan::cfa with omega as a defined parameter")


MAKERS = [(alpha_case, 4), (items_case, 3), (ordinal_case, 1), (factor_case, 4), (cfa_case, 3), (omega_case, 2)]


def cases(random, count):
    """Random items with random questions to them."""
    return by_weight(MAKERS, random, count)
