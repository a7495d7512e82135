/// Python of the verification notebook: the statistics.
extension VerificationCode {
  /// Shares, their intervals, and what two answers have to do with each other.
  static let shares = #"""
    LEVEL = RECIPE["level"]


    def exact(x, n, level=LEVEL):
        """Clopper and Pearson's interval from quantiles of the beta distribution."""
        tail = (1 - level) / 2
        lower = 0.0 if x == 0 else stats.beta.ppf(tail, x, n - x + 1)
        upper = 1.0 if x == n else stats.beta.isf(tail, x + 1, n - x)
        return lower, upper


    def wilson(x, n, level=LEVEL):
        """Wilson's interval, from its formula."""
        z = stats.norm.isf((1 - level) / 2)
        centre = (x + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * np.sqrt(x * (n - x) / n + z * z / 4)
        return centre - half, centre + half


    def holm(ps):
        """Holm's step-down adjustment."""
        ps = np.asarray(ps, float)
        order = np.argsort(ps, kind="stable")
        stepped = np.maximum.accumulate((len(ps) - np.arange(len(ps))) * ps[order])
        adjusted = np.empty_like(ps)
        adjusted[order] = np.minimum(1, stepped)
        return adjusted


    def tetrachoric(cells):
        """The correlation of two normal traits that gives these four counts, solved from scipy's bivariate normal."""
        a, b, c, d = cells
        n = a + b + c + d
        h, k = stats.norm.isf((a + b) / n), stats.norm.isf((a + c) / n)

        def upper_corner(r):
            density = lambda t: np.exp(-(h * h - 2 * t * h * k + k * k) / (2 * (1 - t * t))) / (
                2 * np.pi * np.sqrt(1 - t * t))
            return stats.norm.sf(h) * stats.norm.sf(k) + integrate.quad(density, 0, r, epsabs=1e-13, epsrel=1e-12)[0]

        return optimize.brentq(lambda r: upper_corner(r) - a / n, -0.99999, 0.99999, xtol=1e-13)


    def fisher_z(value, error, critical):
        half = critical * error / (1 - value * value)
        return np.tanh(np.arctanh(value) - half), np.tanh(np.arctanh(value) + half)


    def linearised_error(values):
        """The standard error of the mean of influences, with n - 1."""
        return np.std(values, ddof=1) / np.sqrt(len(values))


    def joint_share(first, second, threshold):
        """The share of those with two feelings among those who gave both answers, and all that is printed with it."""
        asked = len(first)
        known = ~np.isnan(first) & ~np.isnan(second)
        x, y = first[known], second[known]
        n = int(known.sum())
        together = int((x * y).sum())
        result = share_of(together, n, threshold)
        # Whoever has one known no does not have both; only a yes or a blank leaves it open.
        possible = int(((np.isnan(first) | (first == 1)) & (np.isnan(second) | (second == 1))).sum())
        result.update({
            "bounds.lower": together / asked, "bounds.lowerLimit": exact(together, asked)[0],
            "bounds.upper": possible / asked, "bounds.upperLimit": exact(possible, asked)[1],
            "detail.missingLower": together / asked, "detail.missingLowerLimit": exact(together, asked)[0],
            "detail.missingUpper": possible / asked, "detail.missingUpperLimit": exact(possible, asked)[1],
            "detail.open": possible - together, "detail.asked": asked,
            "detail.both": together, "detail.firstOnly": int((x * (1 - y)).sum()),
            "detail.secondOnly": int(((1 - x) * y).sum()), "detail.neither": int(((1 - x) * (1 - y)).sum()),
        })
        result.update(imbens_manski(together, possible, asked))
        result.update(association(x, y))
        return result


    def share_of(x, n, threshold):
        lower, upper = exact(x, n)
        lower90, upper90 = exact(x, n, 0.90)
        less, greater = stats.binom.cdf(x, n, threshold), stats.binom.sf(x - 1, n, threshold)
        wilson_lower, wilson_upper = wilson(x, n)
        return {
            "n": n, "estimate": x / n, "se": np.sqrt(x / n * (1 - x / n) / n), "lower": lower, "upper": upper, "lower90": lower90, "upper90": upper90,
            "statistic": x, "p": min(1, 2 * min(less, greater)), "detail.pLess": less, "detail.pGreater": greater,
            "detail.threshold": threshold, "detail.wilsonLower": wilson_lower, "detail.wilsonUpper": wilson_upper,
            "effect.wilson": x / n, "effect.wilson.lower": wilson_lower, "effect.wilson.upper": wilson_upper,
        }


    def imbens_manski(low, high, n):
        """Imbens and Manski's interval for a share that missing answers only bound."""
        p, q = low / n, high / n
        errors = np.sqrt(p * (1 - p) / n), np.sqrt(q * (1 - q) / n)
        width = (q - p) / max(errors)
        c = optimize.brentq(lambda c: stats.norm.cdf(c + width) - stats.norm.cdf(-c) - LEVEL, 0, 10, xtol=1e-14)
        return {"detail.imbensManskiLower": max(0, p - c * errors[0]),
                "detail.imbensManskiUpper": min(1, q + c * errors[1])}


    def association(x, y):
        """Whether two yes-or-no answers go together, each measure from its definition."""
        n = len(x)
        j, p, q = (x * y).mean(), x.mean(), y.mean()
        result = {
            "detail.firstShare": p, "detail.secondShare": q, "detail.independence": p * q,
            "detail.frechetLower": max(0, p + q - 1), "detail.frechetUpper": min(p, q),
            "effect.frechet-bounds": p * q, "effect.frechet-bounds.lower": max(0, p + q - 1),
            "effect.frechet-bounds.upper": min(p, q),
        }
        if min(p, q, 1 - p, 1 - q) <= 0:
            return result
        t = stats.t.isf((1 - LEVEL) / 2, n - 1)
        excess = j - p * q
        error = linearised_error(x * y - q * x - p * y)
        spread = np.sqrt(p * (1 - p) * q * (1 - q))
        phi = np.corrcoef(x, y)[0, 1]
        slope = lambda share, other: -other / spread - phi / 2 * (1 - 2 * share) / (share * (1 - share))
        phi_error = linearised_error(x * y / spread + slope(p, q) * x + slope(q, p) * y)
        largest = (min(p, q) - p * q) / spread if phi >= 0 else (p * q - max(0, p + q - 1)) / spread
        table = np.array([[(x * y).sum(), (x * (1 - y)).sum()], [((1 - x) * y).sum(), ((1 - x) * (1 - y)).sum()]])
        half = 0.5 if (table == 0).any() else 0.0
        (a, b), (c, d) = table + half
        ratio, log_error = a * d / (b * c), np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
        z = stats.norm.isf((1 - LEVEL) / 2)
        ends = ratio * np.exp(-z * log_error), ratio * np.exp(z * log_error)
        chi, p_chi = stats.chi2_contingency(table, correction=False)[:2]
        yule = lambda r: (r - 1) / (r + 1)
        result.update({
            "detail.excess": excess, "effect.joint-excess": excess, "effect.joint-excess.lower": excess - t * error,
            "effect.joint-excess.upper": excess + t * error, "detail.lift": j / (p * q), "effect.lift": j / (p * q),
            "effect.phi": phi, "effect.phi-over-maximum": phi / largest, "detail.phiMaximum": largest,
            "effect.odds-ratio": ratio, "effect.odds-ratio.lower": ends[0], "effect.odds-ratio.upper": ends[1],
            "effect.yules-q": yule(ratio), "effect.yules-q.lower": yule(ends[0]), "effect.yules-q.upper": yule(ends[1]),
            "detail.associationStatistic": chi, "detail.associationP": p_chi,
        })
        result["effect.phi.lower"], result["effect.phi.upper"] = fisher_z(phi, phi_error, t)
        if half == 0:
            cells = table.ravel()
            r = tetrachoric(cells)
            # How the correlation moves with the three shares, by differences.
            from_shares = lambda s: tetrachoric(n * np.array([s[0], s[1] - s[0], s[2] - s[0], 1 - s[1] - s[2] + s[0]]))
            at, step = np.array([j, p, q]), 1e-5
            slopes = [(from_shares(at + step * e) - from_shares(at - step * e)) / (2 * step) for e in np.eye(3)]
            r_error = linearised_error(slopes[0] * x * y + slopes[1] * x + slopes[2] * y)
            result["effect.tetrachoric-correlation"] = r
            result["effect.tetrachoric-correlation.lower"], result["effect.tetrachoric-correlation.upper"] = fisher_z(
                r, r_error, t)
        return result


    def share(truth, threshold):
        """The share of one answer: a joint share with something that is true of everybody."""
        known = ~np.isnan(truth)
        asked, n, x = len(truth), int(known.sum()), int(np.nansum(truth))
        result = share_of(x, n, threshold)
        high = x + asked - n
        result.update({
            "bounds.lower": x / asked, "bounds.lowerLimit": exact(x, asked)[0], "bounds.upper": high / asked,
            "bounds.upperLimit": exact(high, asked)[1], "detail.missingLower": x / asked,
            "detail.missingLowerLimit": exact(x, asked)[0], "detail.missingUpper": high / asked,
            "detail.missingUpperLimit": exact(high, asked)[1], "detail.open": high - x, "detail.asked": asked,
            "detail.both": x, "detail.firstOnly": 0, "detail.secondOnly": n - x, "detail.neither": 0,
            "detail.firstShare": x / n, "detail.secondShare": 1.0, "detail.independence": x / n,
            "detail.frechetLower": x / n, "detail.frechetUpper": x / n,
        })
        result.update(imbens_manski(x, high, asked))
        return result
    """#

  /// Paired answers and ranks.
  static let ranks = #"""
    def tango(above, below, n, level=LEVEL):
        """Tango's score interval for a paired difference, its ends solved from the constrained likelihood."""
        z = stats.norm.isf((1 - level) / 2)

        def score(difference):
            second = -above - below + (2 * n - above + below) * difference
            third = -below * difference * (1 - difference)
            lower = (np.sqrt(max(0, second * second - 8 * n * third)) - second) / (4 * n)
            variance = n * (2 * max(0, lower) + difference * (1 - difference))
            return (above - below - n * difference) / np.sqrt(variance)

        value = (above - below) / n
        return (optimize.brentq(lambda d: score(d) - z, -1 + 1e-12, value - 1e-13, xtol=1e-15),
                optimize.brentq(lambda d: score(d) + z, value + 1e-13, 1 - 1e-12, xtol=1e-15))


    def paired(x, y, asked=None):
        """Two ratings of the same persons: P(X > Y) - P(X < Y), the sign test and the signed rank test."""
        known = ~np.isnan(x) & ~np.isnan(y)
        d = x[known] - y[known]
        n, above, below = len(d), int((d > 0).sum()), int((d < 0).sum())
        value, changed = (above - below) / n, (above + below) / n
        lower, upper = tango(above, below, n)
        lower90, upper90 = tango(above, below, n, 0.90)
        base = {"n": n, "estimate": value, "se": np.sqrt(changed - value * value) / np.sqrt(n), "lower": lower,
                "upper": upper, "lower90": lower90, "upper90": upper90}
        middle = stats.binom.pmf(above, above + below, 0.5)
        tail = min(stats.binom.cdf(above, above + below, 0.5), stats.binom.sf(above - 1, above + below, 0.5))
        p = min(1, 2 * tail)
        sign = dict(base, statistic=above, p=p)
        sign.update({"detail.above": above, "detail.below": below, "detail.equal": n - above - below,
                     "effect.share-above-of-changed": above / (above + below), "detail.midP": min(1, 2 * tail - middle)})
        ends = exact(above, above + below)
        sign.update({"effect.share-above-of-changed.lower": ends[0], "effect.share-above-of-changed.upper": ends[1]})
        rank = dict(base, **signed_rank(d))
        rank.update({"detail.above": above, "detail.below": below, "detail.equal": n - above - below})
        result = dict(base, p=p, tests={"sign-paired": sign, "wilcoxon-signed-rank": rank})
        result.update({key: value for key, value in rank.items() if key.startswith("effect.")})
        if asked is not None:
            signs = np.sign(x - y)
            for name, unknown, end in (("lower", -1, 0), ("upper", 1, 1)):
                filled = np.where(np.isnan(signs), unknown, signs)
                reach = stats.t.isf((1 - LEVEL) / 2, len(filled) - 1) * linearised_error(filled)
                result["bounds." + name] = filled.mean()
                result["bounds." + name + "Limit"] = filled.mean() + (-reach, reach)[end]
        return result


    def signed_rank(d):
        """Wilcoxon's test with Pratt's zeros, normal with continuity correction, and the rank-biserial correlation."""
        ranks = stats.rankdata(np.abs(d))
        positive, negative = ranks[d > 0].sum(), ranks[d < 0].sum()
        mean, variance = (positive + negative) / 2, (ranks[d != 0] ** 2).sum() / 4
        distance = positive - mean
        z = np.sign(distance) * max(0, abs(distance) - 0.5) / np.sqrt(variance)
        whole = positive + negative
        r = (positive - negative) / whole
        magnitude = np.abs(d)
        above = (magnitude[:, None] < magnitude[None, :]) + 0.5 * (magnitude[:, None] == magnitude[None, :])
        signs = np.sign(d)
        influence = signs * ranks + above @ signs - r * (np.abs(signs) * ranks + above @ np.abs(signs))
        error = np.sqrt(len(d)) * np.std(influence, ddof=1) / whole
        lower, upper = fisher_z(r, error, stats.norm.isf((1 - LEVEL) / 2))
        return {"statistic": positive, "p": min(1, 2 * stats.norm.sf(abs(z))), "detail.z": z, "detail.mean": mean,
                "detail.variance": variance, "detail.positive": positive, "detail.negative": negative, "detail.exact": 0,
                "effect.matched-rank-biserial": r, "effect.matched-rank-biserial.lower": lower,
                "effect.matched-rank-biserial.upper": upper}


    def rank_rows(items):
        """Each person's ranks of the items, ties at their mean rank."""
        return np.apply_along_axis(stats.rankdata, 1, np.column_stack(items))


    def friedman(items):
        """Friedman's test by scipy; Kendall's W from it, its interval by a bootstrap of persons with a seed of its own."""
        chi, p = stats.friedmanchisquare(*items)
        n, k = len(items[0]), len(items)
        w = chi / (n * (k - 1))
        ranks = rank_rows(items)
        result = {"n": n, "statistic": chi, "p": p, "df.0": k - 1, "estimate": w, "effect.kendalls-w": w}
        f = (n - 1) * chi / (n * (k - 1) - chi)
        result.update({"detail.imanDavenportF": f, "detail.imanDavenportP": stats.f.sf(f, k - 1, (k - 1) * (n - 1))})
        ties = sum(float((c ** 3 - c).sum()) for c in (np.unique(row, return_counts=True)[1] for row in ranks))
        result["detail.tieTerm"] = ties
        draws, means = [], []
        generator = np.random.default_rng(1)
        for _ in range(2000):
            sample = ranks[generator.integers(0, n, n)]
            rising = sample.mean(axis=0)
            squares = ((rising - (k + 1) / 2) ** 2).sum() * n * n
            tied = (sample ** 2).sum() - n * k * (k + 1) ** 2 / 4
            draws.append(squares * (k - 1) / tied / (n * (k - 1)))
            means.append(rising)
        for suffix, level in (("", LEVEL), ("90", 0.90)):
            result["lower" + suffix], result["upper" + suffix] = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
        result["effect.kendalls-w.lower"], result["effect.kendalls-w.upper"] = result["lower"], result["upper"]
        result["means"] = ranks.mean(axis=0)
        result["mean_draws"] = np.array(means)
        return result


    def page(items):
        """Page's L from its definition, its variance given the ties; the mean correlation with the stated order."""
        ranks = rank_rows(items)
        n, k = ranks.shape
        places = np.arange(1, k + 1)
        statistic = float((ranks.sum(axis=0) * places).sum())
        mean = n * k * (k + 1) ** 2 / 4
        # The conditional variance of a sum over permutations of each person's own ranks.
        spread = ((places - places.mean()) ** 2).sum()
        variance = float((spread * ((ranks - ranks.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)).sum() / (k - 1))
        z = (statistic - mean) / np.sqrt(variance)
        correlation = ((places - places.mean()) * (ranks - (k + 1) / 2)).sum(axis=1) / spread
        value, error = correlation.mean(), linearised_error(correlation)
        result = {"n": n, "statistic": statistic, "p": stats.norm.sf(z), "estimate": value, "se": error, "detail.z": z,
                  "detail.mean": mean, "detail.variance": variance, "detail.exact": 0}
        for suffix, level in (("", LEVEL), ("90", 0.90)):
            reach = stats.t.isf((1 - level) / 2, n - 1) * error
            result["lower" + suffix], result["upper" + suffix] = max(-1, value - reach), min(1, value + reach)
        result["effect.order-tau"] = stats.kendalltau(places, ranks.sum(axis=0)).statistic
        return result
    """#
}
