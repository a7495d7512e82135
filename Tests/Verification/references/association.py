"""Association: SciPy's tests, and the polychoric correlation by direct maximization."""

import numpy
from scipy import optimize, special, stats


def table_of(data, options):
    offered = options["answers"]
    pairs = [(y, z) for y, z in zip(data["y"], data["z"]) if y is not None and z is not None]

    def code(value):
        return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)

    rows = [answer for answer in offered["y"] if any(code(y) == answer for y, _ in pairs)]
    columns = [answer for answer in offered["z"] if any(code(z) == answer for _, z in pairs)]
    table = numpy.zeros((len(rows), len(columns)))
    for y, z in pairs:
        table[rows.index(code(y)), columns.index(code(z))] += 1
    if min(table.shape) < 2:
        raise ValueError("fewer than two rows or columns")
    return table


def reference_chi2(data, options):
    table = table_of(data, options)
    pearson = stats.chi2_contingency(table, correction=options["yates"])
    ratio = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    return {
        "statistic": float(ratio.statistic if options["g"] else pearson.statistic), "df": int(pearson.dof),
        "p": float(ratio.pvalue if options["g"] else pearson.pvalue)}


def reference_somersd(data, options):
    # SciPy has the columns depend on the rows; its error is the one under any association, so that p is not compared.
    table = table_of(data, options)
    return {"d": float(stats.somersd(table.T.astype(int)).statistic)}


_X, _W = numpy.polynomial.legendre.leggauss(120)


def _lower(h, k, rho):
    """P(X < h, Y < k) of normal X and Y: independence, and the integral of the density over the correlation."""
    if h == -numpy.inf or k == -numpy.inf:
        return 0.0
    if h == numpy.inf:
        return float(special.ndtr(k))
    if k == numpy.inf:
        return float(special.ndtr(h))
    # rho = sin(angle) takes the density's peak away.
    angle = numpy.arcsin(rho) / 2 * (_X + 1)
    s = numpy.sin(angle)
    density = numpy.exp(-(h * h + k * k - 2 * h * k * s) / (2 * numpy.cos(angle) ** 2)) / (2 * numpy.pi)
    return float(special.ndtr(h) * special.ndtr(k) + numpy.arcsin(rho) / 2 * (density * _W).sum())


def reference_polychoric(data, options):
    """Olsson's (1979) two steps: cuts from the margins, then the correlation with the largest likelihood."""
    table = table_of(data, options)
    if table.shape == (2, 2):
        # An empty cell of four counts one half, as in psych::tetrachoric.
        table = numpy.where(table == 0, 0.5, table)
    n = table.sum()
    rows = special.ndtri(numpy.cumsum(table.sum(axis=1))[:-1] / n)
    columns = special.ndtri(numpy.cumsum(table.sum(axis=0))[:-1] / n)
    h = numpy.concatenate([[-numpy.inf], rows, [numpy.inf]])
    k = numpy.concatenate([[-numpy.inf], columns, [numpy.inf]])

    def likelihood(rho):
        below = numpy.array([[_lower(a, b, rho) for b in k] for a in h])
        cells = below[1:, 1:] - below[:-1, 1:] - below[1:, :-1] + below[:-1, :-1]
        return float((table[table > 0] * numpy.log(numpy.maximum(cells[table > 0], 1e-300))).sum())

    best = optimize.minimize_scalar(lambda rho: -likelihood(rho), bounds=(-0.99999, 0.99999), method="bounded",
                                    options={"xatol": 1e-9})
    edge = max((-0.999999, 0.999999), key=likelihood)
    # The likelihood rises, or is as good as flat, up to a full correlation.
    boundary = likelihood(edge) >= likelihood(best.x) - 1e-11
    return {
        "rho": float(numpy.sign(edge)) if boundary else float(best.x),
        "likelihood": "skip" if boundary else likelihood(best.x),
        "rows": [float(value) for value in rows], "columns": [float(value) for value in columns]}
