"""Golden values of association, agreement and equivalence by another road than Topline's: numerical integration,
numerical derivatives and brute force.

    python association.py > association-py.json        # NumPy, SciPy, statsmodels
"""
import itertools
import json
import sys

import numpy as np
import scipy
import statsmodels
from scipy import optimize, special, stats

NODES, WEIGHTS = np.polynomial.legendre.leggauss(80)


def cell(a0, a1, b0, b1, rho):
    """A rectangle of the bivariate normal distribution, by integrating over the first trait."""
    a0, a1 = max(a0, -9.0), min(a1, 9.0)
    x = (a1 - a0) / 2 * NODES + (a1 + a0) / 2
    root = np.sqrt(1 - rho * rho)
    inner = special.ndtr((b1 - rho * x) / root) - special.ndtr((b0 - rho * x) / root)
    return (a1 - a0) / 2 * np.sum(WEIGHTS * np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * inner)


def cells(rho, rows, columns):
    a = np.concatenate([[-np.inf], rows, [np.inf]])
    b = np.concatenate([[-np.inf], columns, [np.inf]])
    return np.array([[cell(a[i], a[i + 1], b[j], b[j + 1], rho) for j in range(len(b) - 1)] for i in range(len(a) - 1)])


def margin_cuts(sums):
    return special.ndtri(np.cumsum(sums)[:-1] / np.sum(sums))


def two_step(table):
    rows, columns = margin_cuts(table.sum(1)), margin_cuts(table.sum(0))

    def slope(rho, h=1e-5):
        return np.sum(table * (np.log(cells(rho + h, rows, columns)) - np.log(cells(rho - h, rows, columns)))) / (2 * h)

    return optimize.brentq(slope, -0.5, 0.9, xtol=1e-14)


def two_step_error(table):
    """The delta method on the shares of the cells, each slope by a central difference."""
    n = table.sum()
    slopes = np.zeros_like(table)
    for index in np.ndindex(table.shape):
        h = 0.02 * max(table[index], 1)
        up, down = table.copy(), table.copy()
        up[index] += h
        down[index] -= h
        far_up, far_down = table.copy(), table.copy()
        far_up[index] += 2 * h
        far_down[index] -= 2 * h
        slopes[index] = (8 * (two_step(up) - two_step(down)) - (two_step(far_up) - two_step(far_down))) / (12 * h)
    return np.sqrt(np.sum(table * slopes**2) - np.sum(table * slopes) ** 2 / n)


def maximum(table):
    rows, columns = margin_cuts(table.sum(1)), margin_cuts(table.sum(0))
    k = len(rows)

    def likelihood(theta):
        return np.sum(table * np.log(cells(np.tanh(theta[0]), theta[1:k + 1], theta[k + 1:])))

    def gradient(theta, h=1e-4):
        result = np.zeros_like(theta)
        for i in range(len(theta)):
            step = np.zeros_like(theta)
            step[i] = h
            result[i] = (8 * (likelihood(theta + step) - likelihood(theta - step))
                         - (likelihood(theta + 2 * step) - likelihood(theta - 2 * step))) / (12 * h)
        return result

    start = np.concatenate([[np.arctanh(two_step(table))], rows, columns])
    theta = optimize.root(gradient, start, tol=1e-12).x
    hessian = np.zeros((len(theta), len(theta)))
    for i in range(len(theta)):
        step = np.zeros_like(theta)
        step[i] = 1e-3
        hessian[i] = (gradient(theta + step) - gradient(theta - step)) / 2e-3
    rho = np.tanh(theta[0])
    error = np.sqrt(np.linalg.inv(-(hessian + hessian.T) / 2)[0, 0]) * (1 - rho * rho)
    return {"rho": rho, "error": error, "rows": theta[1:k + 1], "columns": theta[k + 1:], "logLikelihood": likelihood(theta)}


def polychoric(table):
    table = np.array(table, float)
    return {"table": table, "twoStep": two_step(table), "twoStepError": two_step_error(table), "ml": maximum(table)}


def pairs(table):
    """Concordant and discordant pairs by listing every pair of cells."""
    c = d = 0
    for (i, j), n in np.ndenumerate(table):
        for (k, l), m in np.ndenumerate(table):
            if k > i and l > j:
                c += n * m
            if k > i and l < j:
                d += n * m
    return c, d


def ordinal(table):
    """Gamma, Somers' d, tau-b and tau-c; errors by numerical derivatives of each by the counts."""
    table = np.array(table, float)

    def measures(t):
        c, d = pairs(t)
        n = t.sum()
        rows = n * n - np.sum(t.sum(1) ** 2)
        columns = n * n - np.sum(t.sum(0) ** 2)
        m = min(t.shape)
        return np.array([(c - d) / (c + d), 2 * (c - d) / columns, 2 * (c - d) / rows,
                         4 * (c - d) / (rows + columns), 2 * (c - d) / np.sqrt(rows * columns),
                         2 * (c - d) * m / (n * n * (m - 1))])

    value = measures(table)
    slopes = []
    for index in np.ndindex(table.shape):
        up, down = table.copy(), table.copy()
        up[index] += 1e-4
        down[index] -= 1e-4
        slopes.append((measures(up) - measures(down)) / 2e-4)
    slopes = np.array(slopes)
    errors = np.sqrt(np.sum(table.ravel()[:, None] * slopes**2, axis=0))
    names = ["gamma", "rowsByColumns", "columnsByRows", "symmetric", "tauB", "tauC"]
    somers = stats.somersd(table.astype(int))
    return {"table": table, "concordant": pairs(table)[0], "discordant": pairs(table)[1],
            "values": dict(zip(names, value)), "errors": dict(zip(names, errors)), "scipySomers": somers.statistic}


def kappa(counts):
    """Fleiss's kappa by statsmodels; its error by the jackknife's first-order form over subjects."""
    from statsmodels.stats.inter_rater import fleiss_kappa
    counts = np.array(counts, float)
    n = len(counts)

    def value(weights):
        m = counts[0].sum()
        shares = weights @ counts / (weights.sum() * m)
        agreement = weights @ ((counts * (counts - 1)).sum(1) / (m * (m - 1))) / weights.sum()
        chance = np.sum(shares**2)
        return (agreement - chance) / (1 - chance)

    ones = np.ones(n)
    slopes = np.array([(value(ones + 1e-5 * e) - value(ones - 1e-5 * e)) / 2e-5 for e in np.eye(n)])
    return {"counts": counts, "kappa": fleiss_kappa(counts), "error": np.sqrt(np.sum(slopes**2) * n / (n - 1))}


def exact_table(table, statistic):
    """The exact p of a table given its margins, by listing every table; and the tables' number."""
    table = np.array(table)
    rows, columns = table.sum(1), table.sum(0)
    found = []

    def fill(row, left, done):
        if row == len(rows) - 1:
            if sum(left) == rows[row]:
                found.append(done + [list(left)])
            return
        for part in itertools.product(*[range(int(c) + 1) for c in left]):
            if sum(part) == rows[row]:
                fill(row + 1, [a - b for a, b in zip(left, part)], done + [list(part)])

    fill(0, list(columns), [])
    weight = np.array([np.exp(-np.sum(special.gammaln(np.array(t) + 1))) for t in found])
    weight /= weight.sum()
    values = np.array([statistic(np.array(t, float)) for t in found])
    observed = statistic(table.astype(float))
    return {"table": table, "p": weight[values >= observed - 1e-9].sum(), "tables": len(found)}


def pearson_statistic(t):
    expected = np.outer(t.sum(1), t.sum(0)) / t.sum()
    return np.sum((t - expected) ** 2 / expected)


traits = [[40, 20, 10, 5, 3], [25, 50, 30, 15, 6], [12, 32, 60, 35, 14], [6, 14, 33, 55, 30], [2, 5, 12, 28, 48]]
job = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]]
diagnoses = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
             [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
range_grid = [(q, k, df) for q in (1.0, 4.0, 9.0, 20.0) for k in (2, 4, 10) for df in (1, 3, 20, 200)]


def studentized(q, k, df):
    """The upper tail of the studentized range, by SciPy's own integration."""
    return stats.studentized_range.sf(q, k, df)


out = {
    "meta": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
             "python": sys.version.split()[0]},
    "polychoric": {"traits": polychoric(traits), "job": polychoric(np.array(job) + 1),
                   "fourfold": polychoric([[40, 15], [10, 35]])},
    "ordinal": {"job": ordinal(job), "long": ordinal([[12, 7, 3], [5, 9, 8], [2, 6, 11], [1, 2, 14]])},
    "fleiss": kappa(diagnoses),
    "exact": exact_table([[3, 1, 0], [1, 2, 2], [2, 0, 3]], pearson_statistic),
    "range": [{"q": q, "k": k, "df": df, "upper": studentized(q, k, df)} for q, k, df in range_grid],
}


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    return value


print(json.dumps(plain(out), indent=1))
