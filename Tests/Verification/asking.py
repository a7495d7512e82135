"""Asks both sides of a case: the built command, and R or Python."""

from __future__ import annotations

import csv
import importlib.util
import json
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from case import Case

HERE = Path(__file__).resolve().parent
#: The exit statuses that say that the data or the question cannot be answered.
REFUSED = {64, 65}


def load(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


def versions(rscript: str, packages: list[str]) -> dict[str, str]:
    """R's version and that of each package; a missing package is left out."""
    script = (
        "cat('R', as.character(getRversion()), '\\n');"
        "for (p in commandArgs(TRUE)) if (requireNamespace(p, quietly = TRUE))"
        " cat(p, as.character(packageVersion(p)), '\\n')"
    )
    shown = subprocess.run([rscript, "-e", script, *packages], capture_output=True, text=True, check=True).stdout
    return dict(line.split()[:2] for line in shown.splitlines() if len(line.split()) >= 2)


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
