"""Writes the report of a run."""

from __future__ import annotations

import re
from collections import Counter

from case import Convention
from comparing import Line


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
    lines: dict[str, dict[str, Line]], conventions: list[Convention], used: Counter[str], notes: list[tuple[str, str]],
    known: dict[str, str], seed: int,
) -> str:
    """The page as Markdown."""
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
        "- *Explained*: data sets with a difference that a rule below covers.",
        "- *Open*: data sets with a difference that nothing explains yet; who is right is not known.", "",
    ]
    for family, entries in lines.items():
        text += [f"## {family[0].upper()}{family[1:]}", ""]
        text += ["| statistic | data sets | numbers | refused | worst error | tolerance | explained | open | reference |"]
        text += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"]
        for name, line in entries.items():
            sources = "; ".join(with_version(source, known) for source in sorted(line.sources))
            text.append(
                f"| {name} | {line.cases} | {line.numbers} | {line.refused} | {short(line.worst)} |"
                f" {short(line.tolerance)} | {sum(line.explained.values()) or ''} | {line.open or ''} | {sources} |")
        text.append("")
    text += ["## Where R and SciPy differ from Topline", ""]
    shown = [convention for convention in conventions if used[convention.name]]
    if not shown:
        text += ["Nowhere in this run.", ""]
    for convention in shown:
        text += [
            f"**{convention.name[0].upper()}{convention.name[1:]}** ({', '.join(convention.cases)};"
            f" {used[convention.name]} data sets). {convention.reason}", ""]
    if notes:
        text += [
            "Elsewhere the question is put so that both answer the same one; the defaults differ all the same:", ""]
        text += [f"- *{statistics}*: {sentence}" for statistics, sentence in notes] + [""]
    return "\n".join(text)
