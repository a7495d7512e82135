"""Values of distributions and exact intervals to 25 digits, by mpmath 1.4.1 at 60 working digits.

    pip install mpmath==1.4.1
    python Tests/SurveyStatisticsTests/Golden/special.py > special.txt

The arguments are those that stand in special.json; every value is computed anew. The script prints each value beside
the one that stands there and ends with status 1 where they differ beyond the 24th digit.
"""

import json
import os
import sys

from mpmath import betainc, binomial, erfc, erfinv, exp, findroot, gammainc, log, loggamma, mp, mpf, sqrt

mp.dps = 60


def norm_upper(z):
    return erfc(mpf(z) / sqrt(2)) / 2


def norm_quantile_lower(p):
    start = sqrt(2) * erfinv(2 * mpf(p) - 1) if p > 1e-15 else -sqrt(-2 * log(mpf(p)))
    return findroot(lambda x: log(erfc(-x / sqrt(2)) / 2) - log(mpf(p)), start) if p != 0.5 else mpf(0)


def t_upper(t, df):
    t, df = mpf(t), mpf(df)
    return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def chisq_upper(x, df):
    return gammainc(mpf(df) / 2, mpf(x) / 2, regularized=True)


def f_upper(x, first, second):
    x, first, second = mpf(x), mpf(first), mpf(second)
    return betainc(second / 2, first / 2, 0, second / (second + first * x), regularized=True)


def ibeta(a, b, x):
    """The lower tail by its continued fraction, by way of the upper one beyond the mean."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    if x > (a + 1) / (a + b + 2):
        return 1 - ibeta(b, a, 1 - x)
    front = exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b)) / a
    # Lentz's algorithm.
    tiny = mpf(10) ** -300
    c, d = mpf(1), 1 - (a + b) * x / (a + 1)
    d = 1 / (d if d != 0 else tiny)
    value = d
    for m in range(1, 20000):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 + step * d
            c = 1 + step / c
            d = 1 / (d if d != 0 else tiny)
            value *= d * c
        if abs(d * c - 1) < mpf(10) ** -58:
            return front * value
    raise ArithmeticError(f"no limit at {a}, {b}, {x}")


def binom_upper_half(x, n):
    return sum(binomial(n, k) for k in range(int(x), int(n) + 1)) / mpf(2) ** int(n)


BLOCKS = {
    "norm_upper": norm_upper, "norm_quantile_lower": norm_quantile_lower, "t_upper": t_upper,
    "chisq_upper": chisq_upper, "f_upper": f_upper, "ibeta": ibeta, "binom_upper_half": binom_upper_half,
    "lgamma": lambda x: loggamma(mpf(x)),
}


def exact_interval(x, n, alpha, near):
    """Clopper and Pearson's limits as the roots of the two binomial tails, searched for around given numbers."""
    tail = mpf(alpha) / 2

    def root(function, start):
        return findroot(function, (start * (1 - mpf(10) ** -4), start * (1 - mpf(10) ** -5)), solver="secant")

    lower = mpf(0) if x == 0 else root(lambda p: ibeta(x, n - x + 1, p) / tail - 1, mpf(near[0]))
    upper = mpf(1) if x == n else root(lambda p: (1 - ibeta(x + 1, n - x, p)) / tail - 1, mpf(near[1]))
    return lower, upper


def wilson(x, n, alpha):
    z = findroot(lambda v: log(erfc(v / sqrt(2)) / 2) - log(mpf(alpha) / 2), 2 if alpha > 1e-3 else 6)
    share, n = mpf(x) / n, mpf(n)
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "special.json"), encoding="utf-8") as file:
        stored = json.load(file)
    worst = mpf(0)

    def compare(name, arguments, found, text):
        nonlocal worst
        wanted = mpf(text)
        error = abs(found - wanted) / abs(wanted) if wanted != 0 else abs(found)
        worst = max(worst, error)
        print(name, *arguments, mp.nstr(found, 25), text, mp.nstr(error, 2))

    for name, function in BLOCKS.items():
        for *arguments, text in stored[name]:
            compare(name, arguments, function(*arguments), text)
    for row in stored["proportion_ci"]:
        arguments = (row["x"], row["n"], row["alpha"])
        exact = exact_interval(*arguments, (row["cp_lo"], row["cp_hi"]))
        for label, (low, high) in (("cp", exact), ("wilson", wilson(*arguments))):
            compare(label + "_lo", arguments, low, row[label + "_lo"])
            compare(label + "_hi", arguments, high, row[label + "_hi"])
    print("largest relative difference", mp.nstr(worst, 2))
    return 0 if worst < mpf(10) ** -24 else 1


if __name__ == "__main__":
    sys.exit(main())
