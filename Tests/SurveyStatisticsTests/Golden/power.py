"""Reference values of statistical power, by scipy's noncentral distributions.

Needs scipy 1.17.1:

    python Tests/SurveyStatisticsTests/Golden/power.py > Tests/SurveyStatisticsTests/Golden/power.json
"""

import json

import scipy
from scipy import stats


def rows():
    for n in (4, 15, 60):
        for effect in (0.2, 0.5, 1.1):
            for alpha in (0.05, 0.01):
                df, ncp = 3 * n - 2, effect * (2 * n / 3) ** 0.5
                t = stats.t.isf(alpha / 2, df)
                yield "two-means", n, effect, alpha, stats.nct.sf(t, df, ncp) + stats.nct.cdf(-t, df, ncp)
                df, ncp = n - 1, effect * n**0.5
                t = stats.t.isf(alpha / 2, df)
                yield "one-mean", n, effect, alpha, stats.nct.sf(t, df, ncp) + stats.nct.cdf(-t, df, ncp)
                f = stats.f.isf(alpha, 2, 3 * n - 3)
                yield "anova", n, effect, alpha, stats.ncf.sf(f, 2, 3 * n - 3, effect**2 * 3 * n)
                yield "chi-squared", n, effect, alpha, stats.ncx2.sf(stats.chi2.isf(alpha, 4), 4, effect**2 * n)


def finite(rows):
    # scipy's noncentral t gives no number in a few corners.
    return [row for row in rows if row[4] == row[4]]


print(json.dumps({
    "made_with": {"scipy": scipy.__version__},
    "rows": [dict(zip(("test", "n", "effect", "alpha", "power"), (a, b, c, d, float(e)))) for a, b, c, d, e in finite(rows())],
}, indent=1))
