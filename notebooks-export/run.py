#!/usr/bin/env python3
"""Runs notebooks and fails where one fails.

    run.py [PATH ...]            every notebook beside this script, or those named: green when all numbers agree
    run.py --prove [PATH ...]    besides, changes one number of each and sees that the notebook then fails

A path is a notebook, a folder with notebooks, or a folder in which their data is looked for. A notebook is run in
memory: no file is changed. TOPLINE_DATA names the data file where it is not found.
"""

import argparse
import os
import pathlib
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def run(notebook, folder):
    """The last cell's printed text; raises where a cell fails."""
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "".join(output.get("text", "") for output in outputs if output.output_type == "stream").strip()


def broken(notebook):
    """Changes one expected number in its seventh digit and gives its name."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("EXPECTED"):
            numbers = list(re.finditer(r'^    "([^"]+\.estimate)": (0\.\d{3,}),$', cell.source, re.MULTILINE))
            if not numbers:
                sys.exit("no number to change in EXPECTED")
            chosen = numbers[len(numbers) // 2]
            value = float(chosen[2])
            cell.source = (cell.source[:chosen.start(2)] + repr(value * (1 + 1e-7)) + cell.source[chosen.end(2):])
            return chosen[1]
    sys.exit("no cell with EXPECTED")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prove", action="store_true", help="see that a changed number turns each notebook red")
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    here = pathlib.Path(__file__).resolve().parent
    paths, folders = [], [here.parent]
    for path in arguments.paths or [here]:
        found = sorted(path.glob("*.ipynb")) if path.is_dir() else [path]
        paths += found
        if not found:
            folders.append(path.resolve())
    os.environ["TOPLINE_FOLDERS"] = os.pathsep.join(map(str, folders))
    if not paths:
        sys.exit("no notebook to run: topline study writes them")
    failed = False
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        try:
            print(f"{path.name}: {run(notebook, path.resolve().parent).splitlines()[-1]}")
        except CellExecutionError as error:
            failed = True
            print(f"{path.name}: FAILED\n{error}", file=sys.stderr)
            continue
        if arguments.prove:
            changed = nbformat.read(path, as_version=4)
            key = broken(changed)
            try:
                run(changed, path.resolve().parent)
            except CellExecutionError as error:
                if "numbers differ from the report" not in str(error) or key not in str(error):
                    sys.exit(f"{path.name}: failed for another reason than the changed number {key}:\n{error}")
                print(f"{path.name}: red with {key} changed in its seventh digit, as it must be")
            else:
                sys.exit(f"{path.name}: still green with {key} changed: it checks nothing")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
