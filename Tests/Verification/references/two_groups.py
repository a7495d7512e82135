"""SciPy's tests of two groups."""

from scipy import stats


def groups_of(data, options):
    found = {}
    for value, group in zip(data["x"], data["g"]):
        if value is not None and group is not None:
            found.setdefault(group, []).append(value)
    if len(found) != 2:
        raise ValueError("not two groups")
    return [found[name] for name in sorted(found)]


def reference_brunnermunzel(data, options):
    """SciPy's statistic is positive where the second group is higher; Topline's where the first is."""
    x, y = groups_of(data, options)
    if min(len(x), len(y)) < 2:
        raise ValueError("a group of one")
    result = stats.brunnermunzel(x, y, alternative=options["alternative"])
    return {"statistic": -float(result.statistic), "p": float(result.pvalue)}


def reference_mannwhitneyu(data, options):
    x, y = groups_of(data, options)
    if len(set(x + y)) < 2:
        raise ValueError("constant")
    result = stats.mannwhitneyu(
        x, y, use_continuity=options["continuity"], alternative=options["alternative"], method="asymptotic")
    return {"statistic": float(result.statistic), "p": float(result.pvalue)}
