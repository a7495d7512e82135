/// Python of the verification notebook: scales and the numbers that are needed.
extension VerificationCode {
  /// Reliability, factor models and sample sizes.
  static let scales = #"""
    def alpha(items):
        """Cronbach's alpha from variances, Feldt's interval, and each item against the rest."""
        matrix = np.column_stack(items)
        matrix = matrix[~np.isnan(matrix).any(axis=1)]
        n, k = matrix.shape
        covariance, correlation = np.cov(matrix, rowvar=False), np.corrcoef(matrix, rowvar=False)
        value = lambda c: len(c) / (len(c) - 1) * (1 - np.trace(c) / c.sum())
        raw = value(covariance)
        f = stats.f((n - 1), (n - 1) * (k - 1))
        ends = {level: (1 - (1 - raw) * f.isf((1 - level) / 2), 1 - (1 - raw) * f.ppf((1 - level) / 2))
                for level in (LEVEL, 0.90)}
        multiple = 1 - 1 / np.diag(np.linalg.inv(correlation))
        result = {"n": n, "estimate": raw, "statistic": raw, "lower": ends[LEVEL][0], "upper": ends[LEVEL][1],
                  "lower90": ends[0.90][0], "upper90": ends[0.90][1], "detail.standardizedAlpha": value(correlation),
                  "detail.meanCorrelation": (correlation.sum() - k) / (k * (k - 1)), "detail.items": k,
                  "detail.lambda6": 1 - (1 - multiple).sum() / correlation.sum()}
        return result


    def factors(matrix, assignment):
        """A factor model fitted to correlations by maximum likelihood with scipy's optimiser; chi-squared with n."""
        n, k = matrix.shape
        observed = np.corrcoef(matrix, rowvar=False)
        assignment = np.array(assignment)
        count = assignment.max() + 1

        def implied(v):
            loadings = np.zeros((k, count))
            loadings[np.arange(k), assignment] = v[:k]
            between = np.eye(count)
            if count == 2:
                between[0, 1] = between[1, 0] = v[2 * k]
            return loadings @ between @ loadings.T + np.diag(v[k:2 * k])

        def misfit(v):
            sign, log = np.linalg.slogdet(implied(v))
            if sign <= 0:
                return 1e6
            return log + np.trace(np.linalg.solve(implied(v), observed)) - np.linalg.slogdet(observed)[1] - k

        start = np.concatenate([np.full(k, 0.6), np.full(k, 0.64), np.zeros(1 if count == 2 else 0)])
        found = optimize.minimize(misfit, start, method="BFGS", options={"gtol": 1e-9, "maxiter": 2000})
        found = optimize.minimize(misfit, found.x, method="Nelder-Mead",
                                  options={"xatol": 1e-10, "fatol": 1e-15, "maxiter": 20000, "maxfev": 40000})
        v = found.x
        return {"chi": max(0, n * found.fun), "loadings": v[:k], "errors": v[k:2 * k],
                "between": v[2 * k] if count == 2 else 1.0, "degrees": k * (k + 1) // 2 - len(v),
                "residual": observed - implied(v), "observed": observed}


    def measurement(first, second, names):
        """Two factors against one, and each scale's omega."""
        matrix = np.column_stack(first + second)
        matrix = matrix[~np.isnan(matrix).any(axis=1)]
        n, k = matrix.shape
        one, two = factors(matrix, [0] * k), factors(matrix, [0] * len(first) + [1] * len(second))
        difference = max(0, one["chi"] - two["chi"])
        deviations = matrix.std(axis=0, ddof=1)
        result = {"n": n, "statistic": difference, "df.0": 1, "p": stats.chi2.sf(difference, 1),
                  "detail.chiSquaredOneFactor": one["chi"], "detail.dfOneFactor": one["degrees"],
                  "detail.chiSquaredTwoFactors": two["chi"], "detail.dfTwoFactors": two["degrees"],
                  "detail.factorCorrelation": two["between"]}
        for name, columns in ((names[0], slice(0, len(first))), (names[1], slice(len(first), k))):
            own = factors(matrix[:, columns], [0] * (columns.stop - columns.start))
            loadings, errors = own["loadings"] * deviations[columns], own["errors"] * deviations[columns] ** 2
            result["detail.omega." + name] = loadings.sum() ** 2 / (loadings.sum() ** 2 + errors.sum())
        null = n * -np.linalg.slogdet(two["observed"])[1] - k * (k - 1) / 2
        own = max(two["chi"] - two["degrees"], 0)
        result["detail.cfiTwoFactors"] = 1 - own / max(null, own)
        result["detail.rmseaTwoFactors"] = np.sqrt(own / (two["degrees"] * n))
        lower = np.tril_indices(k)
        result["detail.srmrTwoFactors"] = np.sqrt((two["residual"][lower] ** 2).mean())
        return result


    def required(threshold, truth, power, level=LEVEL):
        """The smallest n from which on the exact interval shows this truth with this power."""
        if truth < threshold:
            threshold, truth = 1 - threshold, 1 - truth
        tail = (1 - level) / 2
        z = stats.norm.isf(tail) * np.sqrt(threshold * (1 - threshold)) + stats.norm.ppf(power) * np.sqrt(
            truth * (1 - truth))
        n = np.arange(1, int(2 * (z / (truth - threshold)) ** 2 + 10 / (truth - threshold)) + 101)
        critical = stats.binom.isf(tail, n, threshold).astype(int) + 1
        critical = np.where(stats.binom.sf(critical - 2, n, threshold) <= tail, critical - 1, critical)
        weak = np.flatnonzero(stats.binom.sf(critical - 1, n, truth) < power)
        return int(n[weak[-1]]) + 1
    """#
}
