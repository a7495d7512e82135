"""Differential test of the built command against R and SciPy on seeded random data sets.

    verify.py TOPLINE [--cases N] [--seed S] [--family NAME] [--kind NAME] [--report FILE] [--keep DIR]

Every family in families/ draws cases; the command answers them, R (one process for each family) or Python answers them
too, and every number that both give is compared. A difference beyond its tolerance that no named convention explains
fails the run. Where R or one of its packages is missing, what needs it is left out, and said.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

# The references' matrices are small: threads of their own would only be in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from asking import Answer, ask_python, ask_r, ask_topline, command, load, versions  # noqa: E402
from case import Convention, Difference  # noqa: E402
from comparing import Line, compare, explain  # noqa: E402
from report import report  # noqa: E402


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
    sys.stdout.reconfigure(line_buffering=True)
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
    notes: list[tuple[str, str]] = []
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
        notes += getattr(module, "NOTES", [])
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
            line.open += bool(open_ones)
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
            arguments.report.write_text(report(lines, conventions, used, notes, known, arguments.seed), encoding="utf-8")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
