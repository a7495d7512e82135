"""Golden values of worked examples, by SciPy 1.17.1.

    pip install scipy==1.17.1
    python Tests/SurveyStatisticsTests/Golden/classic.py > Tests/SurveyStatisticsTests/Golden/classic-py.json

The data are those of the papers and manuals that are named beside them.
"""

import json

import scipy
from scipy import stats

# Brunner & Munzel (2000), table 1.
pain = ([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1], [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4])
# Five rankings of four items without ties; ten ratings of three ways of teaching with ties.
rankings = [[2, 1, 3, 4], [1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 4, 3], [1, 4, 2, 3]]
lessons = [[3, 4, 3], [2, 2, 4], [3, 3, 5], [1, 3, 2], [2, 3, 2], [2, 4, 5], [1, 2, 4], [3, 4, 4], [2, 4, 5], [1, 3, 4]]
# The hotel of SciPy's manual.
hotel = [[27, 25, 14, 7, 0], [7, 14, 18, 35, 12], [1, 3, 2, 7, 17]]


def pair(result):
    return {"statistic": float(result.statistic), "p": float(result.pvalue)}


munzel = stats.brunnermunzel(*pain)
exact = stats.page_trend_test(rankings, method="exact")
asymptotic = stats.page_trend_test(rankings, method="asymptotic")
out = {
    "made_with": {"scipy": scipy.__version__},
    "munzel": {
        "two": pair(munzel),
        "greater": pair(stats.brunnermunzel(*pain, alternative="greater")),
        "less": pair(stats.brunnermunzel(*pain, alternative="less")),
    },
    "page": {"rankings": rankings, "exact": pair(exact), "asymptotic": pair(asymptotic),
             "lessons": float(stats.page_trend_test(lessons).statistic)},
    "hotel": {"table": hotel, "d": float(stats.somersd(hotel).statistic),
              "transposed": float(stats.somersd([list(row) for row in zip(*hotel)]).statistic)},
}
print(json.dumps(out, indent=1))
