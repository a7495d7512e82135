"""Compares what both sides of a case gave."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from asking import Answer
from case import Case, Convention, Difference

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
    #: Data sets with a difference that nothing explains.
    open: int = 0


def compare(case: Case, ours: Answer, theirs: Answer, line: Line) -> list[Difference]:
    def difference(path: str, topline: Any, reference: Any, message: str = "") -> Difference:
        return Difference(case, path, topline, reference, ours.document, theirs.document, message)

    line.cases += 1
    line.sources.add(case.source or case.reference)
    line.tolerance = max([line.tolerance] + [comparison.relative for comparison in case.compare])
    if ours.defect:
        return [difference("", "defect", "", ours.defect)]
    expected = {
        comparison.reference: flat(look_up(theirs.document, comparison.reference.split(".")))
        for comparison in case.compare
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


def explain(differences: list[Difference], conventions: list[Convention]) -> None:
    for difference in differences:
        for convention in conventions:
            if difference.topline == "defect" or difference.case.name not in convention.cases:
                continue
            if convention.applies(difference):
                difference.convention = convention.name
                break
