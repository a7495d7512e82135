"""Comparisons of all pairs of groups by the studentized range, integrated directly."""

import functools
import math

import numpy
from scipy import optimize, special, stats


def _nodes(low, high, pieces, points):
    """Gauss-Legendre nodes and weights on equal pieces of an interval."""
    x, w = numpy.polynomial.legendre.leggauss(points)
    edges = numpy.linspace(low, high, pieces + 1)
    half = (edges[1:] - edges[:-1]) / 2
    middle = (edges[1:] + edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()


_Z, _W = _nodes(-8.5, 8.5, 16, 16)
_PHI = stats.norm.pdf(_Z) * _W
_BELOW = special.ndtr(_Z)


def range_upper(q, k, df):
    """P(Q > q) of k means and df degrees of freedom: the range of k normal values, over the logarithm of s."""
    # s^2 df is chi-squared: the logarithm of s lies in here but for 1e-16.
    low = math.log(stats.chi2.ppf(1e-17, df) / df) / 2
    high = math.log(stats.chi2.isf(1e-17, df) / df) / 2
    t, weight = _nodes(low, high, 40, 12)
    s = numpy.exp(t)
    density = numpy.exp(
        math.log(2) + df / 2 * math.log(df / 2) - special.gammaln(df / 2) + df * t - df * s * s / 2)
    # The largest of k is z with density k phi(z) Phi(z)^(k-1); the range is below w where none of the others is more
    # than w lower. Written as a difference of powers, so that small tails keep their digits.
    lower = special.ndtr(_Z[None, :] - (q * s)[:, None])
    above = (_BELOW[None, :] ** (k - 1) - (_BELOW[None, :] - lower) ** (k - 1)) @ _PHI * k
    return float((density * weight * above).sum())


@functools.lru_cache(maxsize=None)
def reach(k, df, level):
    return optimize.brentq(lambda q: range_upper(q, k, df) - (1 - level), 1e-9, 5000, xtol=1e-10, rtol=1e-12)


def _groups(data):
    found = {}
    for value, group in zip(data["x"], data["g"]):
        if value is not None and group is not None:
            found.setdefault(group, []).append(value)
    if len(found) < 2:
        raise ValueError("fewer than two groups")
    first = next(iter(found.values()))[0]
    return [[value - first for value in found[name]] for name in sorted(found)]


def _squares(values):
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((value - mean) ** 2 for value in values)


def _pairs(groups, level, unit):
    moments = [(len(values), *_squares(values)) for values in groups]
    answers = []
    for a in range(len(groups)):
        for b in range(a + 1, len(groups)):
            error, df = unit(moments, a, b)
            difference = moments[a][1] - moments[b][1]
            ends = {}
            for key, wanted in (("", level), ("90", 0.9)):
                half = reach(len(groups), df, wanted) * error / math.sqrt(2)
                ends |= {f"lower{key}": difference - half, f"upper{key}": difference + half}
            answers.append({
                "t": difference / error, "df": df, "difference": difference, "error": error,
                "adjusted": range_upper(abs(difference / error) * math.sqrt(2), len(groups), df), **ends})
    return {"pairs": answers}


def reference_tukey(data, options):
    groups = _groups(data)
    df = sum(len(values) - 1 for values in groups)
    squares = math.fsum(_squares(values)[1] for values in groups)
    if df < 1 or squares == 0:
        raise ValueError("no variation within groups")
    return _pairs(
        groups, options["level"],
        lambda moments, a, b: (math.sqrt(squares / df * (1 / moments[a][0] + 1 / moments[b][0])), df))


def reference_games_howell(data, options):
    groups = _groups(data)
    if min(len(values) for values in groups) < 2:
        raise ValueError("a group of one")
    constant = [values for values in groups if _squares(values)[1] == 0]
    if len(constant) > 1 or (constant and options["test"] == "anova-welch"):
        raise ValueError("groups without variation")

    def unit(moments, a, b):
        parts = [moments[index][2] / (moments[index][0] - 1) / moments[index][0] for index in (a, b)]
        df = sum(parts) ** 2 / sum(part**2 / (moments[index][0] - 1) for part, index in zip(parts, (a, b)))
        return math.sqrt(sum(parts)), df

    return _pairs(groups, options["level"], unit)
