"""Holds the numbers of Documentation/Conventions.md to what the programs give today.

    python Tests/ToplineCommandTests/Conventions/check_conventions.py TOPLINE REPOSITORY [--write]

A table row whose first cell begins with Topline, R or SciPy holds a command or an expression in the second cell and
named numbers in the third, such as `p = .0405; statistic = 4.20`. Each is run on answers.csv beside this file, and each
number must be the right one, rounded to as many digits as are printed. R is left out, with a note, where it or one of
its packages is not installed. With --write the numbers are put in anew. Ends with 'N passed, 0 failed', or lists what
differs and ends with status 1.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

HERE = Path(__file__).resolve().parent
R_HEAD = """
suppressMessages({library(survey); library(psych); library(car); library(polycor); library(effectsize)})
d <- read.csv("answers.csv")
A <- d$minutes[d$group == "A"]; B <- d$minutes[d$group == "B"]
t2 <- table(factor(d$used, levels = c(1, 0)), d$group)
des <- svydesign(~unit, strata = ~stratum, weights = ~wt, data = d)
show <- function(x) cat(paste(sprintf("%.17g", as.numeric(x)), collapse = " "), "\\n")
"""


def topline(command, how):
    """What each name of a row means in the JSON of the command."""
    name, *arguments = shlex.split(how)
    positional = [arguments.pop(0)] if name == "test" else []
    files = [str(HERE / "answers.csv"), str(HERE / "codebook.csv")]
    process = subprocess.run([str(command), name, *positional, *files, *arguments, "--quiet", "--output-format", "json"],
                             capture_output=True, text=True, timeout=120, check=False)
    if process.returncode != 0:
        raise ValueError(f"status {process.returncode}: {process.stderr.strip()}")
    document = json.loads(process.stdout)

    def number(key):
        if name == "summary":
            variable = document["variables"][0]
            if key.startswith("share."):
                _, code, end = key.split(".")
                return next(c for c in variable["categories"] if c["code"] == code)["interval"][end]
            if key in ("q1", "q3"):
                return variable["quartiles"][0 if key == "q1" else 1]
            if key == "se":
                return variable["mean"]["standardError"]
            if key in ("lower", "upper"):
                return variable["mean"]["interval"][key]
            return variable[key]
        if key == "statistic":
            return document["statistic"]["value"]
        if key == "estimate":
            return document["estimate"]["value"]
        if key.startswith("effect."):
            return next(e for e in document["effects"] if e["id"] == key.removeprefix("effect."))["value"]
        return document[key]

    return number


def scipy_values(how):
    d = pd.read_csv(HERE / "answers.csv")
    a, b = (d["minutes"][d["group"] == group].to_numpy() for group in "AB")
    t2 = pd.crosstab(d["used"], d["group"]).loc[[1, 0]].to_numpy()
    value = eval(how, {"stats": stats, "np": np, "d": d, "A": a, "B": b, "t2": t2})  # the page is our own
    return [float(number) for number in np.atleast_1d(np.asarray(value, dtype=float))]


def r_values(expressions):
    """The values of all expressions, or nothing where R or a package of it is absent."""
    script = R_HEAD + "\n".join(f"show({expression})" for expression in expressions)
    try:
        process = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, cwd=HERE, timeout=300,
                                 check=False)
    except FileNotFoundError:
        return None, "Rscript is not installed"
    lines = [line for line in process.stdout.splitlines() if re.fullmatch(r"[-+.0-9eE NAInf]+", line.strip())]
    if process.returncode != 0 or len(lines) != len(expressions):
        reason = process.stderr.strip().splitlines()[-1:] or ["no answer"]
        if "there is no package called" in process.stderr:
            return None, reason[0]
        raise SystemExit(f"FAIL  R: {process.stderr.strip()}")
    return [[float(part) for part in line.split()] for line in lines], None


def printed(value):
    """Four digits, and no leading zero below 1."""
    text = f"{value:.4f}" if abs(value) < 1 else f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    if abs(value) < 0.001:
        text = f"{value:.2e}"
    return re.sub(r"^(-?)0\.", r"\1.", text)


def agrees(text, value):
    """Whether a printed number is the value, rounded to the digits that are printed."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0 ** (int(exponent or 0) - decimals)
    return abs(float(text) - value) <= 0.5000001 * unit


def rows(text):
    """The rows that hold numbers: line, system, expression, names and printed numbers."""
    for index, line in enumerate(text.splitlines()):
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) != 3 or not (match := re.match(r"(Topline|R|SciPy)\b", cells[0])):
            continue
        if not (how := re.fullmatch(r"`(.*)`", cells[1])):
            continue
        values = [part.split(" = ") for part in cells[2].split("; ")]
        yield index, match.group(1), how.group(1), values, cells


def main():
    parser = argparse.ArgumentParser(description="Holds the page of conventions to what the programs give.")
    parser.add_argument("topline", type=Path)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--write", action="store_true", help="put the numbers in anew")
    options = parser.parse_args()
    page = options.repository / "Documentation" / "Conventions.md"
    text = page.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = list(rows(text))
    in_r = [row for row in found if row[1] == "R"]
    r_results, absent = r_values([row[2] for row in in_r])
    r_of = {} if r_results is None else {row[0]: values for row, values in zip(in_r, r_results)}
    failures, passed = [], 0
    for index, system, how, values, cells in found:
        try:
            if system == "Topline":
                number = topline(options.topline.resolve(), how)
                actual = [number(name) for name, _ in values]
            elif system == "SciPy":
                actual = scipy_values(how)
            elif index in r_of:
                actual = r_of[index]
            else:
                continue
        except Exception as error:  # whatever goes wrong is the row's failure
            failures.append(f"line {index + 1}: {how}: {error}")
            continue
        if len(actual) != len(values) or any(value is None for value in actual):
            failures.append(f"line {index + 1}: {how}: gives {actual}, the row names {len(values)} numbers")
            continue
        if options.write:
            shown = "; ".join(f"{name} = {printed(value)}" for (name, _), value in zip(values, actual))
            lines[index] = f"| {cells[0]} | {cells[1]} | {shown} |"
            continue
        for (name, shown), value in zip(values, actual):
            if shown != "?" and agrees(shown, value):
                passed += 1
            else:
                failures.append(f"line {index + 1}: {how}: {name} is {value!r}, the page says {shown}")
    if absent:
        print(f"note  {absent}: the rows of R are left out")
    if options.write:
        page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not found:
        failures.append(f"{page}: no rows with numbers")
    for failure in failures:
        print(f"FAIL  {failure}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
