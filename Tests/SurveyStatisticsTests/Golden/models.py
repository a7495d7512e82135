"""Reference values of the regression models, by programs that share no line with Topline.

Needs numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0 and mpmath 1.4.1:

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    python Tests/SurveyStatisticsTests/Golden/models.py > Tests/SurveyStatisticsTests/Golden/models.json

The data are drawn here by a fixed linear congruential generator and are nobody's answers.
"""

import json
import sys

import mpmath
import numpy as np
import scipy
import scipy.optimize
import scipy.stats
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import variance_inflation_factor

N = 240


def uniforms(count, state=20240217):
    numbers = []
    for _ in range(count):
        state = (6364136223846793005 * state + 1442695040888963407) % 2**64
        numbers.append((state >> 11) / 2**53)
    return numbers


def data():
    u = np.array(uniforms(N * 6)).reshape(N, 6)
    age = np.floor(18 + 60 * u[:, 0])
    group = np.digitize(u[:, 1], [0.4, 0.75])
    score = np.round(5 * u[:, 2] + age / 20, 2)
    noise = scipy.stats.norm.ppf(u[:, 3])
    y = np.round(2 + 0.05 * age - 0.8 * (group == 1) + 0.6 * (group == 2) + 0.3 * score + (0.4 + age / 60) * noise, 3)
    latent = 0.03 * (age - 45) + 0.9 * (group == 2) - 0.2 * score
    yes = (u[:, 4] < 1 / (1 + np.exp(-latent))).astype(int)
    logit = np.log(u[:, 5] / (1 - u[:, 5]))
    ordered = np.digitize(latent + logit, [-1.5, -0.2, 1.1])
    return age, group, score, y, yes, ordered


def listed(values):
    return [float(v) for v in np.asarray(values).ravel()]


def linear(X, y):
    fit = sm.OLS(y, X).fit()
    result = {
        "coefficients": listed(fit.params),
        "r2": fit.rsquared,
        "adjusted": fit.rsquared_adj,
        "F": fit.fvalue,
        "p": fit.f_pvalue,
        "classical": listed(fit.bse),
        "classical_p": listed(fit.pvalues),
        "interval": [listed(row) for row in fit.conf_int()],
    }
    for kind in ("HC0", "HC1", "HC2", "HC3"):
        robust = sm.OLS(y, X).fit(cov_type=kind, use_t=True)
        result[kind.lower()] = listed(robust.bse)
        result[kind.lower() + "_F"] = float(robust.fvalue)
    statistic, p, _, _ = het_breuschpagan(fit.resid, X)
    result["breusch_pagan"] = [float(statistic), float(p)]
    result["standardized"] = listed(fit.params[1:] * X[:, 1:].std(axis=0) / y.std())
    result["vif"] = [float(variance_inflation_factor(X, j)) for j in range(1, X.shape[1])]
    R = np.corrcoef(X[:, 1:], rowvar=False)
    # The group has the columns 1 and 2 after age; the generalised inflation by its definition.
    inside, outside = [1, 2], [0, 3]
    result["gvif_group"] = float(
        np.linalg.det(R[np.ix_(inside, inside)]) * np.linalg.det(R[np.ix_(outside, outside)]) / np.linalg.det(R))
    weights = 1 + np.arange(len(y)) % 3
    weighted = sm.WLS(y, X, weights=weights).fit()
    result["wls"] = {"coefficients": listed(weighted.params), "se": listed(weighted.bse)}
    repeated = sm.OLS(np.repeat(y, weights), np.repeat(X, weights, axis=0)).fit(cov_type="HC3", use_t=True)
    result["frequency_hc3"] = listed(repeated.bse)
    return result


def logistic(X, y):
    fit = sm.Logit(y, X).fit(method="newton", tol=1e-15, maxiter=100, disp=False)
    family = sm.families.Binomial()
    threshold = scipy.stats.chi2.ppf(0.95, 1) / 2

    def end(j, side):
        others = [k for k in range(X.shape[1]) if k != j]

        def drop(value):
            model = sm.GLM(y, X[:, others], family=family, offset=value * X[:, j]).fit(tol=1e-15, maxiter=200)
            mean = model.fittedvalues
            return fit.llf - np.sum(np.where(y == 1, np.log(mean), np.log1p(-mean))) - threshold

        far = fit.params[j] + side * 6 * fit.bse[j]
        return scipy.optimize.brentq(drop, fit.params[j], far, xtol=1e-13)

    n = len(y)
    share = y.mean()
    # In closed form: statsmodels fits the null model too, and stops early.
    llnull = float(n * (share * np.log(share) + (1 - share) * np.log1p(-share)))
    lr = 2 * (fit.llf - llnull)
    p = fit.predict()
    ones, zeros = p[y == 1], p[y == 0]
    kernel = (ones[:, None] > zeros[None, :]) + 0.5 * (ones[:, None] == zeros[None, :])
    area = kernel.mean()
    variance = kernel.mean(axis=1).var(ddof=1) / len(ones) + kernel.mean(axis=0).var(ddof=1) / len(zeros)
    snell = 1 - np.exp(2 / n * (llnull - fit.llf))
    return {
        "coefficients": listed(fit.params),
        "se": listed(fit.bse),
        "p": listed(fit.pvalues),
        "llf": fit.llf,
        "llnull": llnull,
        "lr": float(lr),
        "lr_p": float(scipy.stats.chi2.sf(lr, X.shape[1] - 1)),
        "mcfadden": float(1 - fit.llf / llnull),
        "nagelkerke": float(snell / (1 - np.exp(2 / n * llnull))),
        "tjur": float(ones.mean() - zeros.mean()),
        "auc": float(area),
        "auc_se": float(np.sqrt(variance)),
        "profile": [[end(j, -1), end(j, 1)] for j in range(X.shape[1])],
    }


def ordinal(X, y):
    """The proportional-odds model by scipy, brought to the maximum and differentiated twice by mpmath."""
    mpmath.mp.dps = 40
    np.seterr(all="ignore")
    cuts = int(y.max())
    Z = X[:, 1:]

    def value(theta):
        limits = np.concatenate([[-np.inf], theta[:cuts], [np.inf]])
        eta = Z @ theta[cuts:]
        upper = scipy.special.expit(limits[y + 1] - eta)
        lower = scipy.special.expit(limits[y] - eta)
        return -np.sum(np.log(upper - lower))

    start = np.concatenate([np.linspace(-1, 1, cuts), np.zeros(Z.shape[1])])
    rough = scipy.optimize.minimize(value, start, method="BFGS", options={"gtol": 1e-8}).x
    rows = [[mpmath.mpf(float(v)) for v in row] for row in Z]

    def parts(theta):
        size = len(theta)
        total, slope, curve = mpmath.mpf(0), mpmath.zeros(size, 1), mpmath.zeros(size, size)
        logistic_ = lambda x: 1 / (1 + mpmath.exp(-x))
        for row, answer in zip(rows, y):
            eta = mpmath.fsum(a * b for a, b in zip(row, theta[cuts:]))
            ends = []
            if answer < cuts:
                vector = [mpmath.mpf(0)] * size
                vector[answer] = mpmath.mpf(1)
                for k, x in enumerate(row):
                    vector[cuts + k] = -x
                f = logistic_(theta[answer] - eta)
                ends.append((1, f, vector))
            if answer > 0:
                vector = [mpmath.mpf(0)] * size
                vector[answer - 1] = mpmath.mpf(1)
                for k, x in enumerate(row):
                    vector[cuts + k] = -x
                f = logistic_(theta[answer - 1] - eta)
                ends.append((-1, f, vector))
            p = (1 if answer == cuts else ends[0][1]) - (ends[-1][1] if answer > 0 else 0)
            total += mpmath.log(p)
            gradient = [mpmath.fsum(s * f * (1 - f) * v[i] for s, f, v in ends) for i in range(size)]
            for i in range(size):
                slope[i] += gradient[i] / p
                for j in range(size):
                    second = mpmath.fsum(s * f * (1 - f) * (1 - 2 * f) * v[i] * v[j] for s, f, v in ends)
                    curve[i, j] += second / p - gradient[i] * gradient[j] / p**2
        return total, slope, curve

    theta = [mpmath.mpf(float(v)) for v in rough]
    for _ in range(6):
        total, slope, curve = parts(theta)
        step = mpmath.lu_solve(-curve, slope)
        theta = [t + s for t, s in zip(theta, step)]
    total, slope, curve = parts(theta)
    covariance = (-curve) ** -1
    se = [mpmath.sqrt(covariance[i, i]) for i in range(len(theta))]
    result = {
        "thresholds": [float(t) for t in theta[:cuts]],
        "coefficients": [float(t) for t in theta[cuts:]],
        "se": [float(s) for s in se],
        "llf": float(total),
        "gradient": float(max(abs(s) for s in slope)),
    }
    result["brant"] = brant(X, y, cuts)
    return result


def brant(X, y, cuts):
    fits = [sm.Logit((y > cut).astype(int), X).fit(method="newton", tol=1e-15, maxiter=100, disp=False)
            for cut in range(cuts)]
    p = [fit.predict() for fit in fits]
    k = X.shape[1]
    inverse = [np.linalg.inv(X.T @ (X * (q * (1 - q))[:, None])) for q in p]
    V = np.zeros((cuts * (k - 1), cuts * (k - 1)))
    for a in range(cuts):
        for b in range(cuts):
            low, high = min(a, b), max(a, b)
            block = inverse[a] @ (X.T @ (X * (p[high] - p[low] * p[high])[:, None])) @ inverse[b]
            V[a * (k - 1):(a + 1) * (k - 1), b * (k - 1):(b + 1) * (k - 1)] = block[1:, 1:]
    beta = np.concatenate([fit.params[1:] for fit in fits])

    def wald(columns):
        D = np.zeros(((cuts - 1) * len(columns), cuts * (k - 1)))
        for cut in range(1, cuts):
            for i, column in enumerate(columns):
                D[(cut - 1) * len(columns) + i, column] = 1
                D[(cut - 1) * len(columns) + i, cut * (k - 1) + column] = -1
        d = D @ beta
        statistic = float(d @ np.linalg.solve(D @ V @ D.T, d))
        return [statistic, len(D), float(scipy.stats.chi2.sf(statistic, len(D)))]

    return {"all": wald(range(k - 1)), "age": wald([0]), "group": wald([1, 2]), "score": wald([3])}


def main():
    age, group, score, y, yes, ordered = data()
    X = np.column_stack([np.ones(N), age, group == 1, group == 2, score]).astype(float)
    print(json.dumps({
        "made_with": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
                      "mpmath": mpmath.__version__, "python": sys.version.split()[0]},
        "data": {"age": listed(age), "group": [int(g) for g in group], "score": listed(score), "y": listed(y),
                 "yes": [int(v) for v in yes], "ordered": [int(v) for v in ordered]},
        "linear": linear(X, y),
        "logistic": logistic(X, yes),
        "ordinal": ordinal(X, ordered),
    }, indent=1))


main()
