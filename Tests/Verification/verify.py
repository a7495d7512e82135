"""Differential test of the built command against R and SciPy on seeded random data sets.

    verify.py TOPLINE [--cases N] [--seed S] [--family NAME] [--kind NAME] [--report FILE] [--keep DIR]

Every family in families/ draws cases; the command answers them, R (one process for each family) or Python answers them
too, and every number that both give is compared. A difference beyond its tolerance that no named convention explains
fails the run. Where R or one of its packages is missing, what needs it is left out, and said.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

# The references' matrices are small: threads of their own would only be in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from case import Case, Comparison, Convention, Difference  # noqa: E402

#: The exit statuses that say that the data or the question cannot be answered.
REFUSED = {64, 65}


def load(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


# What is there to compare with


def versions(rscript: str, packages: list[str]) -> dict[str, str]:
    """R's version and that of each package; a missing package is left out."""
    script = (
        "cat('R', as.character(getRversion()), '\\n');"
        "for (p in commandArgs(TRUE)) if (requireNamespace(p, quietly = TRUE))"
        " cat(p, as.character(packageVersion(p)), '\\n')"
    )
    shown = subprocess.run([rscript, "-e", script, *packages], capture_output=True, text=True, check=True).stdout
    return dict(line.split()[:2] for line in shown.splitlines() if len(line.split()) >= 2)


# Both sides of a case


@dataclass
class Answer:
    """What one side gave: an object, or why not."""

    document: dict[str, Any] | None = None
    message: str = ""
    #: A crash, a hang, or output that is no JSON: never right.
    defect: str = ""


def write_files(case: Case, folder: Path) -> list[str]:
    """The case's data, and its codebook where the case tells kinds."""
    data = folder / "data.csv"
    names = list(case.columns)
    with data.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(zip(*case.columns.values()))
    if not case.kinds:
        return [str(data)]
    book = folder / "codebook.csv"
    with book.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["variable", "label", "kind", "level", "code", "value", "code_label"])
        for name in names:
            kind = case.kinds.get(name, "")
            if kind == "numeric":
                writer.writerow([name, name, "numeric", "scale", "", "", ""])
            elif kind:
                writer.writerow([name, name, "categorical", kind, "", "", ""])
                for code in offered(case, name):
                    writer.writerow([name, name, "", "", code, code if number(code) is not None else "", code])
            else:
                writer.writerow([name, name, "", "", "", "", ""])
    return [str(data), str(book)]


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def offered(case: Case, name: str) -> list[str]:
    """The answers of a column in their order."""
    if name in case.answers:
        return case.answers[name]
    cells = {cell for cell in case.columns[name] if cell}
    numbers = {cell: number(cell) for cell in cells}
    if all(value is not None for value in numbers.values()):
        return sorted(cells, key=lambda cell: numbers[cell] or 0.0)
    return sorted(cells)


def command(case: Case, topline: str, files: list[str]) -> list[str]:
    if "{file}" in case.arguments:
        words = [word for argument in case.arguments for word in (files if argument == "{file}" else [argument])]
        return [topline, *words]
    return [topline, "test", case.test or case.name.split(" ")[0], *files, *case.arguments]


def ask_topline(case: Case, topline: str, folder: Path) -> Answer:
    folder.mkdir(parents=True, exist_ok=True)
    words = command(case, topline, write_files(case, folder))
    if "--output-format" not in words:
        words += ["--output-format", "json"]
    try:
        run = subprocess.run(words, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return Answer(defect="no answer within two minutes")
    said = run.stderr.strip().replace("\n", " ")
    if run.returncode in REFUSED:
        return Answer(message=said or f"exit status {run.returncode}")
    if run.returncode != 0:
        return Answer(defect=f"exit status {run.returncode}: {said[-400:]}")

    def not_json(constant: str) -> float:
        raise ValueError(f"{constant} in JSON")

    try:
        return Answer(document=json.loads(run.stdout, parse_constant=not_json))
    except ValueError as error:
        return Answer(defect=f"output that is no JSON: {error}")


def columns_as_values(case: Case) -> dict[str, list[Any]]:
    """Columns of numbers where all cells are numbers, otherwise of texts; a blank cell is None."""
    values: dict[str, list[Any]] = {}
    for name, cells in case.columns.items():
        numbers = [number(cell) for cell in cells if cell]
        if all(value is not None for value in numbers):
            values[name] = [number(cell) if cell else None for cell in cells]
        else:
            values[name] = [cell or None for cell in cells]
    return values


def ask_r(cases: list[Case], family: str, rscript: str, folder: Path) -> list[Answer]:
    """One R process for all cases of a family."""
    folder.mkdir(parents=True, exist_ok=True)
    given, answers = folder / "cases.ndjson", folder / "answers.ndjson"
    with given.open("w", encoding="utf-8") as file:
        for case in cases:
            options = {"answers": {name: offered(case, name) for name in case.columns if name in case.kinds}}
            line = {
                "reference": case.reference.partition(":")[2], "data": columns_as_values(case),
                "options": options | case.options,
            }
            file.write(json.dumps(line) + "\n")
    script = HERE / "references" / f"{family}.R"
    run = subprocess.run(
        [rscript, "--vanilla", str(HERE / "run.R"), str(script), str(given), str(answers)],
        capture_output=True, text=True)
    lines = answers.read_text(encoding="utf-8").splitlines() if answers.exists() else []
    if run.returncode != 0 or len(lines) != len(cases):
        sys.exit(f"R stopped in the family {family} after {len(lines)} cases:\n{run.stderr[-2000:]}")
    found = []
    for line in lines:
        answer = json.loads(line)
        found.append(Answer(document=answer.get("answer"), message=str(answer.get("error", ""))))
    return found


def ask_python(cases: list[Case], family: str) -> list[Answer]:
    import warnings

    module = load(HERE / "references" / f"{family}.py")
    found = []
    for case in cases:
        function = getattr(module, f"reference_{case.reference.partition(':')[2]}")
        options = {"answers": {name: offered(case, name) for name in case.columns if name in case.kinds}}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found.append(Answer(document=function(columns_as_values(case), options | case.options)))
        except (ValueError, ArithmeticError, IndexError) as error:
            found.append(Answer(message=f"{type(error).__name__}: {error}"))
    return found


# Comparing

MISSING = object()


def look_up(value: Any, parts: list[str]) -> Any:
    """What a path leads to: a value, a list for `*`, or MISSING."""
    if not parts:
        return value
    head, rest = parts[0], parts[1:]
    if isinstance(value, dict):
        for length in range(len(parts), 0, -1):
            key = ".".join(parts[:length])
            if key in value:
                return look_up(value[key], parts[length:])
        return MISSING
    if isinstance(value, list):
        if head == "*":
            return [look_up(element, rest) for element in value]
        if head.lstrip("-").isdigit():
            return look_up(value[int(head)], rest) if -len(value) <= int(head) < len(value) else MISSING
        for element in value:
            if isinstance(element, dict) and head in (element.get(key) for key in ("id", "name", "term", "code")):
                return look_up(element, rest)
    return MISSING


def flat(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [element for part in value for element in flat(part)]
    if isinstance(value, dict):
        return [element for part in value.values() for element in flat(part)]
    return [value]


def finite(value: Any) -> float | None:
    """A finite number, or None for null, NaN, an infinity and R's NA."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str) and value in ("NA", "NaN", "Inf", "-Inf"):
        return None
    if value is None:
        return None
    return float(value)


@dataclass
class Line:
    """A line of the report."""

    cases: int = 0
    answered: int = 0
    refused: int = 0
    numbers: int = 0
    worst: float = 0.0
    sources: set[str] = field(default_factory=set)
    tolerance: float = 0.0
    explained: Counter[str] = field(default_factory=Counter)


def compare(case: Case, ours: Answer, theirs: Answer, line: Line) -> list[Difference]:
    def difference(path: str, topline: Any, reference: Any, message: str = "") -> Difference:
        return Difference(case, path, topline, reference, ours.document, theirs.document, message)

    line.cases += 1
    line.sources.add(case.source or case.reference)
    line.tolerance = max([line.tolerance] + [comparison.relative for comparison in case.compare])
    if ours.defect:
        return [difference("", "defect", "", ours.defect)]
    expected = {
        comparison.reference: flat(look_up(theirs.document, comparison.reference.split("."))) for comparison in case.compare
    } if theirs.document is not None else {}
    unknown = [key for key, values in expected.items() if any(value is MISSING for value in values)]
    if unknown:
        return [difference(unknown[0], "", "missing", "the reference has no such number")]
    # The peer refuses where it fails, or gives no number for the p-value, or none at all.
    decisive = [comparison.reference for comparison in case.compare if comparison.topline == "p"] or list(expected)
    silent = theirs.document is None or all(
        value == "skip" or finite(value) is None for key in decisive for value in expected[key])
    if ours.document is None:
        if silent or case.may_refuse:
            line.refused += 1
            return []
        return [difference("", "refusal", "answer", ours.message)]
    if theirs.document is None:
        return [difference("", "answer", "refusal", theirs.message)]
    line.answered += 1
    found = []
    for comparison in case.compare:
        mine = flat(look_up(ours.document, comparison.topline.split(".")))
        yours = expected[comparison.reference]
        # An effect size that the data have not is left out of the JSON: no number, as the reference's NaN is none.
        mine = [None if value is MISSING else value for value in mine]
        if len(mine) != len(yours):
            found.append(difference(comparison.topline, len(mine), len(yours), "numbers in the two lists"))
            continue
        for value, reference in zip(mine, yours):
            if reference == "skip":
                continue
            value, reference = finite(value), finite(reference)
            line.numbers += 1
            if value is None and reference is None:
                continue
            if value is None or reference is None:
                found.append(difference(comparison.topline, value, reference))
            elif comparison.allows(value, reference):
                line.worst = max(line.worst, comparison.error(value, reference))
            else:
                found.append(difference(comparison.topline, value, reference))
    return found


# The report


def short(value: float) -> str:
    return "0" if value == 0 else f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e+")


def with_version(source: str, known: dict[str, str]) -> str:
    import scipy

    package = re.match(r"([A-Za-z.]+)::", source)
    if package:
        name = package.group(1)
        base = name in ("stats", "base", "utils")
        return f"`{source}`" + ("" if base else f" ({name} {known.get(name, '?')})")
    if source.startswith("scipy"):
        return f"`{source}` (SciPy {scipy.__version__})"
    return source


def report(
    lines: dict[str, dict[str, Line]], conventions: list[Convention], used: Counter[str], known: dict[str, str], seed: int
) -> str:
    import numpy
    import scipy

    every = [line for family in lines.values() for line in family.values()]
    text = [
        "# Verification", "",
        "`make verify` draws random data sets, lets the built command and an independent program answer the same question",
        "on each, and compares every number that both give. This page is what it wrote; it holds no number that a run does",
        "not make anew. The data are drawn to be nasty: no, one or two respondents up to three hundred, answers full of",
        "ties, constant columns, numbers near 1e-8 and numbers near 1e9 that differ in the third decimal, blanks, answers",
        "that nobody gave, groups of very unequal size.", "",
        f"{sum(line.cases for line in every):,} data sets (seed {seed}), {sum(line.numbers for line in every):,} compared"
        f" numbers, {sum(line.refused for line in every):,} data sets that cannot answer the question and were refused by"
        f" both. R {known.get('R', '?')}, SciPy {scipy.__version__}, NumPy {numpy.__version__}.", "",
        "- *Refused*: Topline says why it cannot answer, and the reference fails or gives no number.",
        "- *Worst error*: the largest relative difference among the numbers within tolerance (numbers near zero are"
        " measured against the size at which the absolute tolerance begins).",
        "- *Tolerance*: the widest relative tolerance of the line. It grows with the condition of the data, so that"
        " numbers near 1e9 are held to what sixteen digits allow.",
        "- *Explained*: data sets with a difference that a rule below covers.", "",
    ]
    for family, entries in lines.items():
        text += [f"## {family[0].upper()}{family[1:]}", ""]
        text += ["| statistic | data sets | numbers | refused | worst error | tolerance | explained | reference |"]
        text += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"]
        for name, line in entries.items():
            sources = "; ".join(with_version(source, known) for source in sorted(line.sources))
            text.append(
                f"| {name} | {line.cases} | {line.numbers} | {line.refused} | {short(line.worst)} |"
                f" {short(line.tolerance)} | {sum(line.explained.values()) or ''} | {sources} |")
        text.append("")
    text += ["## Where R and SciPy differ from Topline", ""]
    shown = [convention for convention in conventions if used[convention.name]]
    if not shown:
        text += ["Nowhere in this run.", ""]
    for convention in shown:
        text += [
            f"**{convention.name[0].upper()}{convention.name[1:]}** ({', '.join(convention.cases)};"
            f" {used[convention.name]} data sets). {convention.reason}", ""]
    return "\n".join(text)


# The run


def explain(differences: list[Difference], conventions: list[Convention]) -> None:
    for difference in differences:
        for convention in conventions:
            if difference.case.name in convention.cases and difference.topline != "defect" and convention.applies(difference):
                difference.convention = convention.name
                break


def shown(difference: Difference, folder: Path, topline: str) -> str:
    case = difference.case
    files = [str(folder / name) for name in ("data.csv", "codebook.csv") if (folder / name).exists()]
    words = " ".join(word if re.fullmatch(r"[\w./,=-]+", word) else f"'{word}'" for word in command(case, topline, files))
    return (
        f"{case.name} (seed {case.seed}) {difference.path}: Topline {difference.topline!r}, {case.reference}"
        f" {difference.reference!r} {difference.message}\n    {words}\n    options {json.dumps(case.options)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topline")
    parser.add_argument("--cases", type=int, default=6000, help="data sets in all")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--family", help="only this family")
    parser.add_argument("--kind", help="only the cases of this line of the report")
    parser.add_argument("--report", type=Path, help="where the report is written")
    parser.add_argument("--keep", type=Path, help="where the files of differing cases are kept")
    arguments = parser.parse_args()
    topline = shutil.which(arguments.topline)
    if topline is None:
        sys.exit(f"verify: no command {arguments.topline}; build it with 'make build'")
    topline = os.path.abspath(topline)
    modules = [load(path) for path in sorted((HERE / "families").glob("[a-z]*.py"))]
    names = [module.FAMILY for module in modules]
    if arguments.family and arguments.family not in names:
        sys.exit(f"verify: no family '{arguments.family}'; there are {', '.join(names)}")
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("verify: skipped, for there is no Rscript here; install R (Debian: r-base-core) to run it")
        return 0
    wanted = sorted({"jsonlite"}.union(*(getattr(module, "PACKAGES", []) for module in modules)))
    known = versions(rscript, wanted)
    if "jsonlite" not in known:
        print("verify: skipped, for R has no package jsonlite here (Debian: r-cran-jsonlite)")
        return 0
    total = sum(getattr(module, "SHARE", 1.0) for module in modules)
    conventions: list[Convention] = []
    lines: dict[str, dict[str, Line]] = {}
    used: Counter[str] = Counter()
    failures = 0
    incomplete = bool(arguments.family or arguments.kind)
    keep = arguments.keep or Path(tempfile.mkdtemp(prefix="topline-verify-"))
    for module in modules:
        family = module.FAMILY
        if arguments.family and family != arguments.family:
            continue
        missing = [package for package in getattr(module, "PACKAGES", []) if package not in known]
        if missing:
            print(f"verify: {family} left out, for R has no package {', '.join(missing)} here")
            incomplete = True
            continue
        count = math.ceil(arguments.cases * getattr(module, "SHARE", 1.0) / total)
        cases = module.cases(Random(f"{arguments.seed}/{family}"), count)
        if arguments.kind:
            cases = [case for case in cases if case.name == arguments.kind]
        own = list(getattr(module, "CONVENTIONS", []))
        conventions += own
        entries: dict[str, Line] = defaultdict(Line)
        folders = [keep / family / str(index) for index in range(len(cases))]
        with ThreadPoolExecutor(3) as pool:
            in_r = [index for index, case in enumerate(cases) if case.reference.startswith("r:")]
            in_python = [index for index, case in enumerate(cases) if not case.reference.startswith("r:")]
            script = Path(module.__file__).stem
            r_answers = (
                pool.submit(ask_r, [cases[index] for index in in_r], script, rscript, keep / family) if in_r else None)
            with ThreadPoolExecutor(2) as two:
                ours = list(two.map(lambda pair: ask_topline(pair[0], topline, pair[1]), zip(cases, folders)))
            theirs: dict[int, Answer] = {}
            if in_python:
                theirs |= dict(zip(in_python, ask_python([cases[index] for index in in_python], script)))
            if r_answers:
                theirs |= dict(zip(in_r, r_answers.result()))
        for index, case in enumerate(cases):
            line = entries[case.name]
            differences = compare(case, ours[index], theirs[index], line)
            explain(differences, own)
            for name in {difference.convention for difference in differences if difference.convention}:
                line.explained[name] += 1
                used[name] += 1
            open_ones = [difference for difference in differences if not difference.convention]
            for difference in open_ones[:3]:
                print(shown(difference, folders[index], topline))
            failures += len(open_ones)
            if not open_ones:
                shutil.rmtree(folders[index], ignore_errors=True)
        for name, line in entries.items():
            if not line.numbers:
                print(f"verify: {name} compares no number: every case is refused")
                failures += 1
        lines[family] = dict(entries)
        done = entries.values()
        print(
            f"{family}: {sum(line.cases for line in done)} data sets, {sum(line.numbers for line in done)} numbers,"
            f" {sum(line.refused for line in done)} refused by both,"
            f" {sum(sum(line.explained.values()) for line in done)} explained")
    if not arguments.keep and not failures:
        shutil.rmtree(keep, ignore_errors=True)
    elif failures:
        print(f"verify: {failures} differences that nothing explains; their files are in {keep}")
    if arguments.report:
        if incomplete:
            print(f"verify: {arguments.report} is left as it is, for not everything was run")
        else:
            arguments.report.write_text(report(lines, conventions, used, known, arguments.seed), encoding="utf-8")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
