"""Reference values of a small complex sample, by another road than the product's.

Every estimate is written as a plain function of the weights. Its influence is its derivative by each respondent's
weight (complex step, exact to rounding), times the weight; the variance is taken from these by the textbook's recursion
over stages. Nothing is linearised by hand. Run: python complex_sample.py > complex_sample.json
"""
import json

import numpy as np

N = 72
index = np.arange(N)
stratum = index // 24  # three strata
school = index // 6  # twelve first units, four in each stratum
pupil = index % 6
schools = np.array([10, 20, 8])[stratum]  # population of first units
pupils = np.array([30, 12, 18, 24])[school % 4]  # population of pupils in the school
weight = schools / 4 * pupils / 6
y = (index * index * 7 + index // 5) % 5 + 1.0
x = (3 * index + y.astype(int) * index % 4) % 7 + y / 2
g = (index * 5 + index // 7) % 3
s = ((index * 11 + y.astype(int)) % 5 < 2).astype(float)
base = np.ones(N, bool)
base[[4, 30, 31, 66]] = False  # outside the domain


def influence(estimate, w=weight):
    h = 1e-30
    result = np.empty(N)
    for i in range(N):
        step = w.astype(complex)
        step[i] += 1j * h
        result[i] = w[i] * (estimate(step).imag / h)
    return result


def variance(z, stages=2):
    total = 0.0
    for h in range(3):
        units = [c for c in np.unique(school[stratum == h])]
        sums = np.array([z[school == c].sum() for c in units])
        n, size = len(units), schools[stratum == h][0]
        total += (1 - n / size) * n / (n - 1) * ((sums - sums.mean()) ** 2).sum()
        if stages == 2:
            for c in units:
                own = z[school == c]
                m, population = len(own), pupils[school == c][0]
                total += n / size * (1 - m / population) * m / (m - 1) * ((own - own.mean()) ** 2).sum()
    return total


def mean(values, keep=base):
    return lambda w: (w * values)[keep].sum() / w[keep].sum()


def spread(values, w):
    m = mean(values)(w)
    return (w * (values - m) ** 2)[base].sum() / w[base].sum()


def ranks(values, w, keep=base):
    return np.array(
        [w[keep & (values < v)].sum() + w[keep & (values == v)].sum() / 2 for v in values]) / w[keep].sum()


def pearson(w, a=x, b=y):
    ma, mb = mean(a)(w), mean(b)(w)
    c = (w * (a - ma) * (b - mb))[base].sum() / w[base].sum()
    return c / np.sqrt(spread(a, w) * spread(b, w))


def spearman(w):
    u, v = ranks(x, w), ranks(y, w)
    m = lambda values: (w * values)[base].sum() / w[base].sum()
    return (m(u * v) - m(u) * m(v)) / np.sqrt((m(u * u) - m(u) ** 2) * (m(v * v) - m(v) ** 2))


first, second = base & (g == 0), base & (g == 1)


def superiority(w):
    total = 0
    for i in np.flatnonzero(first):
        below = w[second & (y < y[i])].sum() + w[second & (y == y[i])].sum() / 2
        total = total + w[i] * below
    return total / w[first].sum() / w[second].sum()


def cohens_d(w):
    a, b = mean(y, first)(w), mean(y, second)(w)
    both = first | second
    centred = np.where(first, y - a, y - b)
    n = both.sum()
    pooled = (w * centred ** 2)[both].sum() / w[both].sum() * n / (n - 2)
    return (a - b) / np.sqrt(pooled)


def one_sample_d(w):
    n = base.sum()
    return (mean(y)(w) - 3) / np.sqrt(spread(y, w) * n / (n - 1))


def log_odds_ratio(w):
    a, b = mean(s, first)(w), mean(s, second)(w)
    return np.log(a / (1 - a)) - np.log(b / (1 - b))


estimates = {
    "mean": mean(y),
    "total": lambda w: (w * y)[base].sum(),
    "ratio": lambda w: (w * y)[base].sum() / (w * x)[base].sum(),
    "share": mean(s),
    "meanDifference": lambda w: mean(y, first)(w) - mean(y, second)(w),
    "pearson": pearson,
    "spearman": spearman,
    "superiority": superiority,
    "cohensD": cohens_d,
    "oneSampleD": one_sample_d,
    "logOddsRatio": log_odds_ratio,
}

# Linear calibration to population totals of 1, x and membership in the second stratum, by its closed form.
auxiliary = np.stack([np.ones(N), x, (stratum == 1).astype(float)], axis=1)
targets = np.array([1.05, 1.1, 0.97]) * (auxiliary * weight[:, None]).sum(axis=0)


def calibrated(w):
    gram = (auxiliary * w[:, None]).T @ auxiliary
    return w * (1 + auxiliary @ np.linalg.solve(gram, targets - auxiliary.T @ w))


def numbers(values):
    return [float(v) for v in values]


result = {
    "data": {
        name: numbers(values) for name, values in {
            "stratum": stratum, "school": school, "pupil": pupil, "schools": schools, "pupils": pupils,
            "weight": weight, "y": y, "x": x, "g": g, "s": s, "base": base}.items()
    },
    "estimates": {},
    "calibrated": {"targets": numbers(targets), "weights": numbers(calibrated(weight)), "estimates": {}},
}
for name, estimate in estimates.items():
    z = influence(estimate)
    result["estimates"][name] = {
        "value": float(estimate(weight.astype(complex)).real), "twoStages": float(np.sqrt(variance(z))),
        "firstStage": float(np.sqrt(variance(z, stages=1)))}
    z = influence(lambda w: estimate(calibrated(w)))
    result["calibrated"]["estimates"][name] = {
        "value": float(estimate(calibrated(weight).astype(complex)).real),
        "firstStage": float(np.sqrt(variance(z, stages=1)))}
print(json.dumps(result, indent=1))
