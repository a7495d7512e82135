"""Writes Documentation/Accuracy.md from what the tests recorded.

    make accuracy        runs the tests with TOPLINE_ACCURACY naming a folder, and then this script over it

    python3 Tests/accuracy_report.py RECORDS [ROOT]

RECORDS holds one file of JSON lines for each suite; Tests/TestSupport/AccuracyScope.swift writes them. Nothing is filled
in by hand: a statistic without a comparison, a worked example, a property or a cited docstring stands there as missing.
The exit status is 1 where a recorded error is larger than its tolerance, or a statistic of the catalogue lacks something.
"""

import glob
import json
import math
import os
import re
import sys

# The catalogue's names in the order of the guide, and the declaration whose docstring has the citation.
CATALOGUE = [
    ("One sample", [
        ("binomial", "Proportions/BinomialTest.swift", "func test"),
        ("proportion", "Proportions/ProportionTest.swift", "func oneSample"),
        ("chi-square-goodness-of-fit", "Categorical/ChiSquareTest.swift", "func goodnessOfFit"),
        ("t-one-sample", "Groups/TTest.swift", "func oneSample"),
        ("wilcoxon-one-sample", "Ranks/WilcoxonSignedRankTest.swift", "func oneSample"),
        ("sign", "Ranks/PairedSignTest.swift", "func oneSample"),
    ]),
    ("Two groups", [
        ("t-welch", "Groups/TTest.swift", "func welch"),
        ("t-student", "Groups/TTest.swift", "func student"),
        ("mann-whitney", "Ranks/MannWhitneyTest.swift", "func run"),
        ("brunner-munzel", "Ranks/BrunnerMunzelTest.swift", "func run"),
        ("proportions", "Proportions/ProportionTest.swift", "func twoSamples"),
    ]),
    ("Several groups", [
        ("anova", "Groups/AnovaTest.swift", "func run"),
        ("anova-welch", "Groups/AnovaTest.swift", "func welch"),
        ("kruskal-wallis", "Ranks/KruskalWallisTest.swift", "func run"),
        ("jonckheere", "Ranks/JonckheereTest.swift", "func run"),
        ("levene", "Groups/AnovaTest.swift", "func levene"),
    ]),
    ("Every pair of groups", [
        ("tukey", "Comparisons/PairwiseMeans.swift", "func tukey"),
        ("games-howell", "Comparisons/PairwiseMeans.swift", "func gamesHowell"),
        ("dunn", "Comparisons/PairwiseRanksAndShares.swift", "func dunn"),
        ("pairwise-proportions", "Comparisons/PairwiseRanksAndShares.swift", "func proportions"),
    ]),
    ("Related answers", [
        ("t-paired", "Groups/TTest.swift", "func paired"),
        ("wilcoxon-signed-rank", "Ranks/WilcoxonSignedRankTest.swift", "func run"),
        ("sign-paired", "Ranks/PairedSignTest.swift", "func run"),
        ("mcnemar", "Categorical/McNemarTest.swift", "func test"),
        ("bowker", "Categorical/SymmetryTests.swift", "enum BowkerTest"),
        ("stuart-maxwell", "Categorical/SymmetryTests.swift", "enum StuartMaxwellTest"),
        ("cochran-q", "Categorical/SymmetryTests.swift", "enum CochranQTest"),
        ("friedman", "Ranks/FriedmanTest.swift", "func run"),
        ("page", "Ranks/PageTest.swift", "func run"),
    ]),
    ("Association", [
        ("chi-square", "Categorical/ChiSquareTest.swift", "func independence"),
        ("g-test", "Categorical/ChiSquareTest.swift", "func independence"),
        ("fisher", "Categorical/FisherExactTest.swift", "func test"),
        ("cochran-armitage", "Categorical/CochranArmitageTest.swift", "func test"),
        ("mantel-haenszel", "Categorical/MantelHaenszelTest.swift", "func test"),
        ("pearson", "Ranks/CorrelationTests.swift", "enum PearsonTest"),
        ("spearman", "Ranks/CorrelationTests.swift", "enum SpearmanTest"),
        ("kendall", "Ranks/CorrelationTests.swift", "enum KendallTest"),
        ("gamma", "Categorical/OrdinalAssociationTest.swift", "func gamma"),
        ("somers-d", "Categorical/OrdinalAssociationTest.swift", "func somersD"),
        ("polychoric", "Categorical/PolychoricCorrelation.swift", "struct PolychoricCorrelation"),
    ]),
    ("Agreement", [
        ("cohen-kappa", "Categorical/CohenKappa.swift", "func test"),
        ("fleiss-kappa", "Categorical/FleissKappa.swift", "func test"),
        ("krippendorff-alpha", "Categorical/KrippendorffAlpha.swift", "func test"),
        ("icc", "Agreement/IntraclassCorrelation.swift", "func test"),
    ]),
    ("Scales", [
        ("cronbach-alpha", "Scales/CronbachAlpha.swift", "struct CronbachAlpha"),
        ("omega", "Scales/ScaleReliability.swift", "struct ScaleReliability"),
        ("item-analysis", "Scales/ItemAnalysis.swift", "struct ItemAnalysis"),
        ("factor-analysis", "Scales/ExploratoryFactorAnalysis.swift", "struct ExploratoryFactorAnalysis"),
        ("parallel-analysis", "Scales/ParallelAnalysis.swift", "struct ParallelAnalysis"),
        ("cfa", "Scales/FactorModel.swift", "struct FactorModel"),
    ]),
    ("Models", [
        ("linear", "Models/LinearRegression.swift", "struct LinearRegression"),
        ("logistic", "Models/LogisticRegression.swift", "struct LogisticRegression"),
        ("ordinal", "Models/OrdinalRegression.swift", "struct OrdinalRegression"),
        ("latent-class", "Models/LatentClassAnalysis.swift", "struct LatentClassAnalysis"),
    ]),
    ("Equivalence", [
        ("tost", "Equivalence/MeanEquivalenceTest.swift", "func independent"),
        ("tost-paired", "Equivalence/MeanEquivalenceTest.swift", "func paired"),
        ("tost-proportion", "Proportions/ShareEquivalenceTest.swift", "func oneSample"),
    ]),
    ("The thesis", [("paradox", "Thesis/JointShare.swift", "func estimate")]),
]

# Statistics beside the catalogue, by what their names say.
BESIDE = [
    ("Distributions", r" tail$| tails$| quantile$|^logarithm of the gamma|^random numbers"),
    ("Description", r"^mean$|^standard deviation$|^quantile rules|^ranks$"),
    ("Intervals", r" interval$|^bootstrap"),
    ("Measures of association", r"^phi$|^Yule|^odds ratio|^tetrachoric"),
    ("Complex samples", r"complex samples|^strata with|^replicate weights"),
    ("Weighting", r"^raking|^calibration|^post-stratification|^trimmed"),
    ("Further numbers", r""),
]

KINDS = ["golden", "nist", "published", "property"]
MISSING = "**missing**"


def records(folder):
    lines = []
    for path in sorted(glob.glob(os.path.join(folder, "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            lines += [json.loads(line) for line in file if line.strip()]
    return lines


def merged(lines):
    """One entry for each statistic, kind, reference, scale and tolerance."""
    table = {}
    for line in lines:
        key = (line["statistic"], line["kind"], line["reference"], line["scale"], line["tolerance"])
        worst = math.inf if line["worst"] is None else line["worst"]
        entry = table.setdefault(key, {"values": 0, "worst": worst, "outside": line["outside"], "tests": set()})
        entry["values"] += line["values"]
        worse = min if line["scale"] == "digits" else max
        entry["worst"] = worse(entry["worst"], worst)
        entry["tests"].add(line["test"])
    return table


def failures(table):
    for (statistic, kind, reference, scale, tolerance), entry in sorted(table.items()):
        holds = entry["worst"] >= tolerance if scale == "digits" else entry["worst"] <= tolerance
        # A digit printed is also right where binary rounding leaves the number half a unit and a hair away.
        if not holds and not (kind == "published" and entry["worst"] <= tolerance * (1 + 1e-9)):
            yield f"{statistic}: {entry['worst']} where {tolerance} is allowed ({reference})"


def one_digit(number):
    """A number rounded up to one digit, so that it is the same from run to run."""
    if number == 0:
        return "0"
    exponent = math.floor(math.log10(number))
    digit = math.ceil(number / 10**exponent - 1e-9)
    if digit == 10:
        digit, exponent = 1, exponent + 1
    return f"{digit}e{exponent}" if exponent < -3 else f"{digit * 10**exponent:g}"


def allowed(number):
    return f"{number:g}".replace("e-0", "e-")


def worst_of(parts):
    """The worst error beside each tolerance, the strictest first."""
    words = []
    for scale, tolerance, entry in sorted(parts, key=lambda part: (part[0] == "digits", part[1])):
        if scale == "digits":
            continue
        if tolerance == 0 and entry["worst"] == 0:
            continue
        unit = " abs." if scale == "absolute" else ""
        words.append(f"{one_digit(entry['worst'])}{unit} ({allowed(tolerance)})")
    digits = [(tolerance, entry) for scale, tolerance, entry in parts if scale == "digits"]
    if digits:
        least = min(entry["worst"] for _, entry in digits)
        spare = min(entry["worst"] - tolerance for tolerance, entry in digits)
        words.append(f"{math.floor(least * 10) / 10:g} digits, {math.floor(spare * 10) / 10:g} above the least allowed")
    return "; ".join(words) if words else "equal"


def rows(table, statistic, kinds):
    by_reference = {}
    for (name, kind, reference, scale, tolerance), entry in table.items():
        if name == statistic and kind in kinds:
            by_reference.setdefault((KINDS.index(kind), reference), []).append((scale, tolerance, entry))
    for (kind, reference), parts in sorted(by_reference.items()):
        cases = sum(entry["values"] for _, _, entry in parts)
        mark = " †" if any(entry["outside"] for _, _, entry in parts) else ""
        yield KINDS[kind], reference + mark, cases, parts


def cell(text):
    return text.replace("|", "\\|")


def family_table(table, statistics):
    lines = ["| statistic | compared with | cases | worst error (allowed) |", "| --- | --- | --- | --- |"]
    for statistic in statistics:
        found = list(rows(table, statistic, ("golden", "nist", "published")))
        if not found:
            lines.append(f"| {name(statistic)} | {MISSING if statistic in CITATIONS else 'properties only'} | | |")
            continue
        compared = "<br>".join(cell(reference) for _, reference, _, _ in found)
        cases = "<br>".join(str(count) for _, _, count, _ in found)
        worst = "<br>".join(
            worst_of(parts) if kind != "published" else f"as printed, {worst_of(parts)}" for kind, _, _, parts in found)
        lines.append(f"| {name(statistic)} | {compared} | {cases} | {worst} |")
    return lines


def name(statistic):
    return f"`{statistic}`" if statistic in CITATIONS else statistic


def citation(root, file, declaration):
    """The words after "Source:" of the docstring of a declaration, or of the members of a type that has none itself."""
    with open(os.path.join(root, "Sources/SurveyStatistics", file), encoding="utf-8") as handle:
        lines = handle.read().split("\n")
    pattern = re.compile(r"^\s*(public )?(static )?" + re.escape(declaration) + r"\b")
    places = [index for index, line in enumerate(lines) if pattern.match(line)]
    if not places:
        raise SystemExit(f"accuracy_report.py: no '{declaration}' in {file}; name another declaration in CATALOGUE")
    for place in places:
        found = source(lines, place)
        if found:
            return found
    if declaration.startswith("func"):
        return None
    for place in range(places[0] + 1, len(lines)):
        if lines[place].startswith("}"):
            return None
        if re.match(r"^  (public )(static )?(func|init)\b", lines[place]):
            found = source(lines, place)
            if found:
                return found
    return None


def source(lines, place):
    """The source that the docstring right above a line gives."""
    first = place
    while first > 0 and re.match(r"^\s*(///|@)", lines[first - 1]):
        first -= 1
    text = " ".join(line.strip().removeprefix("///").strip() for line in lines[first:place])
    found = re.search(r"Source: (.*?)(?= - [A-Z][a-z]+: |$)", text)
    return found.group(1) if found and re.search(r"\(\d{4}\)", found.group(1)) else None


def short(words):
    """Author and year of the first work that a docstring cites."""
    return words[: words.index(")") + 1]


def coverage(table, root):
    lines = [
        "| statistic | cited in its docstring | golden or NIST | published | properties |",
        "| --- | --- | --- | --- | --- |",
    ]
    gaps = []
    for _, members in CATALOGUE:
        for statistic, file, declaration in members:
            words = citation(root, file, declaration)
            counts = {kind: sum(row[2] for row in rows(table, statistic, (kind,))) for kind in KINDS}
            numbers = counts["golden"] + counts["nist"]
            laws = len(list(rows(table, statistic, ("property",))))
            row = [
                cell(short(words)) if words else MISSING, f"{numbers} values" if numbers else MISSING,
                f"{counts['published']} values" if counts["published"] else MISSING, str(laws) if laws else MISSING,
            ]
            for column, value in zip(["citation", "golden", "published", "property"], row):
                if value == MISSING:
                    gaps.append(f"{statistic}: no {column}")
            lines.append(f"| `{statistic}` | " + " | ".join(row) + " |")
    return lines, gaps


def properties(table):
    lines = ["| statistic | law | cases |", "| --- | --- | --- |"]
    for statistic in sorted({key[0] for key in table if key[1] == "property"}, key=lambda s: (s not in CITATIONS, s)):
        found = list(rows(table, statistic, ("property",)))
        laws = "<br>".join(cell(reference) for _, reference, _, _ in found)
        lines.append(f"| {name(statistic)} | {laws} | " + "<br>".join(str(count) for _, _, count, _ in found) + " |")
    return lines


CITATIONS = {statistic for _, members in CATALOGUE for statistic, _, _ in members}

HEAD = """# Accuracy

What every statistic is compared with, by how many numbers, and how far the worst of them is off. `make accuracy` runs
the tests and writes this page from what they recorded; nobody edits it. An error stands here only if a test compared
the number and would have failed beyond the allowed error, which stands in parentheses. Errors are relative unless they
say "abs."; they are rounded up to one digit. Digits are −log₁₀ of the relative error, at most 15.

What an independent program computes is *golden*: its name and version stand there, and the script with its results lies
in `Tests/SurveyStatisticsTests/Golden`. Golden values marked † lie outside the project, because their data are not the
project's to ship; without them these lines are missing. *Published* numbers are those that a paper, a textbook or a
manual prints, and are compared with the digits that stand there. NIST's Statistical Reference Datasets are in the
public domain.
"""


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    root = sys.argv[2] if len(sys.argv) == 3 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    lines = records(sys.argv[1])
    if not lines:
        raise SystemExit(f"accuracy_report.py: no records in {sys.argv[1]}; run the tests with TOPLINE_ACCURACY naming it")
    table = merged(lines)
    text = HEAD.split("\n")
    covered, gaps = coverage(table, root)
    text += ["## What each test of the catalogue has", "", *covered, ""]
    for family, members in CATALOGUE:
        text += [f"## {family}", "", *family_table(table, [statistic for statistic, _, _ in members]), ""]
    beside = sorted({key[0] for key in table} - CITATIONS)
    for family, pattern in BESIDE:
        members = [statistic for statistic in beside if re.search(pattern, statistic)]
        beside = [statistic for statistic in beside if statistic not in members]
        if members:
            text += [f"## {family}", "", *family_table(table, members), ""]
    text += ["## Properties", "", *properties(table)]
    with open(os.path.join(root, "Documentation/Accuracy.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(text).rstrip() + "\n")
    problems = list(failures(table)) + gaps
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
