"""Measures statistics as whole processes, Topline and R in turn on the same file; prints tables in Markdown.

    statistics_beside_r.py TOPLINE FOLDER [ROUNDS [ROUNDS-OF-R]]      side by side
    statistics_beside_r.py TOPLINE FOLDER curves [ROUNDS]              how cost grows with the respondents

FOLDER holds what generate.py wrote. Reading is in every number. The curves take the beginnings of the file; beside whole
processes they show where the processor's time went (perf, counted 5,000 times a second): reading, the pass over the
respondents, and what comes after it.
"""
import collections
import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from reading import run

R = pathlib.Path(__file__).with_name("peers_statistics.R")
DESIGN = ["--weights", "Weight", "--strata", "Stratum", "--clusters", "PSU"]
TWO = ["--where", "Gender == 'Female' or Gender == 'Male'"]
SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000]


def cut(source, target, count):
    """Writes the first respondents of a survey to a file of their own."""
    if target.exists():
        return target
    with open(source, encoding="utf-8", newline="") as whole, open(target, "w", encoding="utf-8", newline="") as part:
        out = csv.writer(part, lineterminator="\n")
        for number, record in enumerate(csv.reader(whole)):
            if number > count:
                break
            out.writerow(record)
    return target


def tests(topline, file):
    """The commands by name, each as Topline's and as R's word for it."""
    def test(name, *options):
        return [topline, "test", name, str(file), "--quiet", "--output-format", "json", *options]

    return {
        "30 design-based means with intervals": (
            [topline, "summary", str(file), "--quiet", "--output-format", "json", "--variables", "Q1..Q30", *DESIGN],
            "means"),
        "Rao-Scott test": (test("chi-square", "--outcome", "Q1", "--by", "Gender", *DESIGN), "rao-scott"),
        "alpha with item statistics, 30 items": (test("cronbach-alpha", "--items", "Q1..Q30"), "alpha"),
        "Mann-Whitney, a five-point item": (
            test("mann-whitney", "--outcome", "Q1", "--by", "Gender", *TWO), "mann-whitney"),
    }


def loading(topline, file):
    """Reads and selects what the Mann-Whitney test does, and is then refused: answers without numbers have no ranks."""
    return [topline, "test", "wilcoxon-signed-rank", str(file), "--quiet", "--outcome", "Q1", "--with", "Gender", *TWO]


def small(topline, file):
    def test(name, *options):
        return [topline, "test", name, str(file), "--quiet", "--output-format", "json", *options]

    return {
        "alpha of 10 items, 10,000 resamples": (
            test("cronbach-alpha", "--items", "Q1..Q10", "--replicates", "10000"), "bootstrap"),
        "polychoric factor analysis, 20 items": (
            test("factor-analysis", "--items", "Q1..Q20", "--factors", "1", "--correlation", "polychoric"),
            "polychoric"),
        "latent classes 1 to 4, 40 starts, 10 items": (
            test("latent-class", "--items", "Q1..Q10", "--classes", "1..4", "--starts", "40"), None),
    }


def times(command, rounds):
    return [run(command)[0] for _ in range(rounds)]


def side_by_side(title, commands, file, rounds, rounds_of_r):
    """Every round runs each command once, in its first rounds R too, so that what else the machine does falls on both."""
    print(f"\n{title}\n\n| | Topline: least, s | median, s | processors, s | R: least, s | median, s | processors, s "
          "| R / Topline | of the processors |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    found = {name: ([], []) for name in commands}
    for number in range(rounds):
        for name, (ours, theirs) in commands.items():
            found[name][0].append(run(ours))
            if theirs and number < rounds_of_r:
                found[name][1].append(run(["Rscript", str(R), theirs, str(file)]))
    for name, both in found.items():
        line, least = f"| {name} ", []
        for runs in both:
            if not runs:
                line += "| | | "
                continue
            seconds, busy = [one[0] for one in runs], min(one[2] for one in runs)
            least.append((min(seconds), busy))
            line += f"| {min(seconds):.3g} | {statistics.median(seconds):.3g} | {busy:.3g} "
        if len(least) == 2:
            line += f"| {least[1][0] / least[0][0]:.0f} | {least[1][1] / least[0][1]:.0f} |"
        else:
            line += "| | |"
        print(line, flush=True)


# MARK: Curves

# In which part of a process a function is, by words of its name; the first that a call chain holds from within counts.
PARTS = {
    "reading": ["SurveyReading", "RecordScanner", "ParallelTable", "CellEnds", "Board"],
    "the pass": ["PatternCounting", "AxisCodes", "SurveyAggregation", "SurveyDesign", "Preparation", "RequestData"],
    "after": ["RaoScott", "DesignVariance", "SamplingVariance", "SurveyStatistics", "SummaryMaker"],
}


def parts(command):
    """Milliseconds of the processor's time in each part of a process."""
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "perf.data")
        subprocess.run(["perf", "record", "-q", "-F", "5000", "-g", "-o", data, *command], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        text = subprocess.run(["perf", "script", "-i", data, "-F", "ip,sym"], check=True, capture_output=True,
                              text=True, errors="replace").stdout
    found = collections.Counter()
    for sample in text.split("\n\n"):
        if not sample.strip():
            continue
        part = next((part for frame in sample.splitlines() for part, words in PARTS.items()
                     if any(word in frame for word in words)), "the rest")
        found[part] += 1000 / 5000
    return found


def curves(topline, folder, rounds):
    files = {size: cut(folder / "survey.csv", folder / f"survey-{size}.csv", size) for size in SIZES}
    commands = {
        "Rao-Scott test (patterns)": lambda file: tests(topline, file)["Rao-Scott test"][0],
        "alpha, 30 items (products)": lambda file: tests(topline, file)["alpha with item statistics, 30 items"][0],
        "Mann-Whitney of a continuous variable (sorted)": lambda file: [
            topline, "test", "mann-whitney", str(file), "--quiet", "--outcome", "Weight", "--by", "Gender", *TWO],
    }
    for name, command in commands.items():
        print(f"\n{name}\n\n| respondents | whole process, least, s | reading, ms | the pass, ms | after, ms |")
        print("| --- | --- | --- | --- | --- |")
        for size, file in files.items():
            least = min(times(command(file), rounds))
            medians = [parts(command(file)) for _ in range(5)]
            middle = {part: statistics.median(one[part] for one in medians) for part in PARTS}
            print(f"| {size:,} | {least:.3f} | {middle['reading']:.0f} | {middle['the pass']:.1f} "
                  f"| {middle['after']:.1f} |", flush=True)


if __name__ == "__main__":
    topline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if "curves" in sys.argv[3:4]:
        curves(topline, folder, int(sys.argv[4]) if len(sys.argv) > 4 else 5)
        sys.exit()
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    rounds_of_r = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    file = folder / "survey.csv"
    side_by_side("A million respondents", tests(topline, file), file, rounds, rounds_of_r)
    alone, test = [], []
    for _ in range(3 * rounds):
        alone.append(run(loading(topline, file), (0, 65))[0])
        test.append(run(tests(topline, file)["Mann-Whitney, a five-point item"][0])[0])
    print(f"\nMann-Whitney adds to loading: least {1000 * (min(test) - min(alone)):.0f} ms, "
          f"median {1000 * (statistics.median(test) - statistics.median(alone)):.0f} ms ({min(alone):.3f} s loading)")
    few = cut(file, folder / "survey-1200.csv", 1200)
    side_by_side("1,200 respondents", small(topline, few), few, rounds, rounds_of_r)
