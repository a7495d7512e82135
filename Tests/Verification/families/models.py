"""Regression models and latent classes against lm, glm, polr, sandwich, car, lmtest and a plain EM algorithm."""

from case import Case, Convention, by_weight, same

FAMILY = "models"
PACKAGES = ["MASS", "sandwich", "lmtest", "car"]
SHARE = 7.0


def draw_predictors(random, n):
    """Numeric and categorical predictors, sometimes collinear, constant, rare or of very different sizes."""
    scale = random.choice([1, 1, 1, 1e-4, 1e5])
    shift = random.choice([0, 0, 0, 1000])
    x = [random.gauss(0, 1) * scale + shift * scale for _ in range(n)]
    way = random.choices(["free", "related", "sum", "constant"], [6, 3, 1, 0.5])[0]
    z = [random.gauss(0, 1) for _ in range(n)]
    if way == "related":
        z = [a / scale + random.gauss(0, 0.1) for a in x]
    if way == "sum":
        z = [2 * a + 1 for a in x]
    if way == "constant":
        z = [2.5] * n
    count = random.choice([2, 3, 4])
    weights = [random.choice([1, 1, 3, 10]) for _ in range(count)]
    g = [str(1 + v) for v in random.choices(range(count), weights, k=n)]
    b = [random.choice(["no", "yes"]) for _ in range(n)]
    return {"x": [repr(v) for v in x], "z": [repr(v) for v in z], "g": g, "b": b}, scale


KINDS = {"y": "numeric", "x": "numeric", "z": "numeric", "g": "nominal", "b": "nominal"}

#: Terms of the model: as the command names them, the numeric and the categorical among them.
TERMS = [
    (["x"], ["x"], []), (["x", "g"], ["x"], ["g"]), (["g"], [], ["g"]), (["x", "z"], ["x", "z"], []),
    (["x", "z", "g", "b"], ["x", "z"], ["g", "b"]), (["x", "b", "x:b"], ["x"], ["b"]), (["g", "b"], [], ["g", "b"]),
    (["g", "b", "g:b"], [], ["g", "b"]),
]


def blank(random, columns):
    if random.random() < 0.6:
        return columns
    share = random.choice([0.03, 0.2])
    return {name: ["" if random.random() < share else cell for cell in column] for name, column in columns.items()}


def standardized(columns, scale):
    return [float(v) / scale if v else 0.0 for v in columns["x"]]


def size(random):
    return random.choice([3, 5, 8, 15, 25, 40, 80, 150, 300])


ROWS = "coefficients.*.estimate=estimates coefficients.*.standardError=errors coefficients.*.statistic=statistics coefficients.*.p=p"


def setting(random, columns, names):
    """The model's terms with a reference now and then."""
    terms, numeric, categorical = random.choice(TERMS)
    options = {"terms": terms, "numeric": numeric, "categorical": categorical, "references": {}}
    words = ["--predictors", ",".join(terms)]
    if categorical and random.random() < 0.3:
        answer = sorted(set(columns[categorical[0]]) - {""})[-1]
        options["references"] = {categorical[0]: answer}
        words += ["--reference", f"{categorical[0]}={answer}"]
    return options, words


def linear_case(random, seed):
    n = size(random)
    columns, scale = draw_predictors(random, n)
    x = standardized(columns, scale)
    effect = random.choice([0, 0.5, 2])
    spread = random.choice([0, 0, 1])
    big = random.choice([0, 0, 0, 1e6])
    columns["y"] = [
        repr(big + effect * a + (g == "1") * 0.5 + random.gauss(0, 1) * (1 + spread * abs(a)))
        for a, g in zip(x, columns["g"])]
    if random.random() < 0.1:
        columns["y"] = [str(random.randrange(1, 6)) for _ in range(n)]
    columns = blank(random, columns)
    options, words = setting(random, columns, columns)
    errors = random.choice(["classical", "classical", "hc0", "hc1", "hc2", "hc3"])
    options.update(outcome="y", errors=errors)
    condition = 1e3 if abs(x[0]) > 100 else 1
    loose = 1e-8 * condition
    compare = same(ROWS, loose, loose * (1 + big * 1e-4))
    compare += same("coefficients.*.interval.lower=lowers coefficients.*.interval.upper=uppers", loose, loose)
    compare += same("coefficients.0.df=df", 0)
    compare += same("statistic.value=f", 1e-6 * condition, 1e-9) + same("p=overall", 1e-5 * condition, 1e-12)
    compare += same("estimate.value=r2 effects.adjusted-r-squared.value=adjusted details.residual-deviation=sigma",
                    1e-8, 1e-9)
    # A term without a test is not in Topline's list: so each by its name.
    for position, term in enumerate(options["terms"]):
        compare += same(
            f"terms.{term}.statistic.value=termF.{position} terms.{term}.p=termP.{position}", 1e-5 * condition, 1e-9)
    if errors == "classical":
        compare += same("details.breusch-pagan=breusch", 1e-6, 1e-8)
    return Case(
        f"linear ({errors})", seed, columns, words + ["--outcome", "y", "--errors", errors], "r:linear", compare,
        options=options, kinds=KINDS, source="stats::lm" if errors == "classical" else "sandwich::vcovHC")


def logistic_case(random, seed):
    n = size(random)
    columns, scale = draw_predictors(random, n)
    x = standardized(columns, scale)
    centre = sum(x) / n
    effect = random.choice([0, 0.5, 1.5, 6])
    columns["y"] = [
        "yes" if effect * (a - centre) + (g == "1") * 0.7 + random.gauss(0, 1) > 0 else "no"
        for a, g in zip(x, columns["g"])]
    columns = blank(random, columns)
    options, words = setting(random, columns, columns)
    interval = random.choice(["profile", "wald"])
    options.update(outcome="y", success=["yes"], interval=interval)
    loose = 1e-4 if abs(x[0]) > 100 else 1e-6
    compare = same(ROWS, loose, loose)
    compare += same("coefficients.*.interval.lower=lowers coefficients.*.interval.upper=uppers", max(loose, 1e-5),
                    max(loose, 1e-5))
    compare += same("statistic.value=chi p=overall", 1e-7, 1e-8)
    compare += same(
        "estimate.value=area estimate.standardError=areaError effects.mcfadden-r-squared.value=mcfadden"
        " effects.nagelkerke-r-squared.value=nagelkerke effects.tjur-r-squared.value=tjur", 1e-7, 1e-8)
    compare += same("terms.*.statistic.value=termChi", 1e-5, 1e-6)
    return Case(
        f"logistic ({interval})", seed, columns,
        words + ["--outcome", "y", "--success", "yes", "--interval", interval], "r:logistic", compare,
        options=options, kinds=KINDS | {"y": "nominal"}, source="stats::glm")


def ordinal_case(random, seed):
    n = size(random)
    columns, scale = draw_predictors(random, n)
    x = standardized(columns, scale)
    centre = sum(x) / n
    effect = random.choice([0, 0.5, 1.5])
    points = random.choice([2, 3, 5, 7])
    columns["y"] = [
        str(min(points, max(1, round((points + 1) / 2 + effect * (a - centre) + (g == "1") * 0.7
                                     + random.gauss(0, 1) * points / 4))))
        for a, g in zip(x, columns["g"])]
    columns = blank(random, columns)
    options, words = setting(random, columns, columns)
    options["outcome"] = "y"
    loose = 1e-4 if abs(x[0]) > 100 else 1e-6
    compare = same(ROWS, loose, loose)
    compare += same("coefficients.*.interval.lower=lowers coefficients.*.interval.upper=uppers", loose, loose)
    compare += same("statistic.value=chi p=overall", 1e-7, 1e-8)
    return Case(
        "ordinal", seed, columns, words + ["--outcome", "y", "--interval", "wald"], "r:ordinal", compare,
        options=options, kinds=KINDS | {"y": "ordinal"}, source="MASS::polr, and its likelihood by Newton's method")


def latent_case(random, seed):
    n = random.choice([20, 60, 150, 300])
    count = random.choice([3, 4, 5])
    answers = random.choice([2, 2, 3])
    true = random.choice([1, 2, 3])
    shares = [random.uniform(0.5, 1) for _ in range(true)]
    probabilities = [[[random.uniform(0.05, 1) ** 2 for _ in range(answers)] for _ in range(count)] for _ in range(true)]
    columns = {f"i{j + 1}": [] for j in range(count)}
    for _ in range(n):
        own = probabilities[random.choices(range(true), shares)[0]]
        for j in range(count):
            columns[f"i{j + 1}"].append(random.choices("123456"[:answers], own[j])[0])
    columns = blank(random, columns)
    classes = random.choice([1, 2, 2, 3])
    options = {"items": list(columns), "classes": classes, "starts": 20}
    compare = same("details.log-likelihood=likelihood", 2e-8, 1e-6) + same("details.parameters=parameters", 0)
    return Case(
        "latent-class", seed, columns, ["--items", ",".join(columns), "--classes", str(classes)], "r:latent", compare,
        options=options, kinds={name: "nominal" for name in columns}, source="EM from 20 random starts, in R")


#: Where two searches for the highest likelihood part, the higher one is right.
CONVENTIONS = [
    Convention(
        "the higher of two maxima", ("latent-class",),
        "The likelihood of latent classes has many maxima. Topline's starts found a higher one than the reference's.",
        lambda d: isinstance(d.topline, float) and isinstance(d.reference, float) and d.topline > d.reference),
]

MAKERS = [(linear_case, 4), (logistic_case, 3), (ordinal_case, 2), (latent_case, 1)]


def cases(random, count):
    """Random models of random data."""
    return by_weight(MAKERS, random, count)
