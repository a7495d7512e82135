"""What a family of the verification hands to the driver: cases, what of them is compared, and known conventions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass
class Comparison:
    """One number, or one list of numbers, of Topline beside the reference's.

    A path is parted by dots. On an object a part is a key; on a list it is a position, the `id`, `name`, `term` or
    `code` of an element, or `*` for all elements: `effects.eta-squared.interval.lower`, `postHoc.comparisons.*.p`.
    Where the reference says "skip" for a number, it cannot tell it, and nothing is compared.
    """

    topline: str
    reference: str
    relative: float = 1e-9
    absolute: float = 0.0

    def allows(self, value: float, expected: float) -> bool:
        """Whether two finite numbers are as close as they must be."""
        return abs(value - expected) <= max(self.absolute, self.relative * abs(expected))

    def error(self, value: float, expected: float) -> float:
        """The difference in units of the expected number, or of the number at which the absolute tolerance begins."""
        if value == expected:
            return 0.0
        floor = self.absolute / self.relative if self.relative else 0.0
        unit = max(abs(expected), floor)
        return abs(value - expected) / unit if unit else float("inf")


def same(names: str, relative: float = 1e-9, absolute: float = 0.0) -> list[Comparison]:
    """Comparisons of one tolerance, written as `path=key` with blanks between them."""
    pairs = [entry.rsplit("=", 1) for entry in names.split()]
    return [Comparison(path, key, relative, absolute) for path, key in pairs]


@dataclass
class Case:
    """A data set, a command on it, and who else computes the same.

    `name` is the line of the report that the case belongs to. `columns` are written as a CSV; where `kinds` names a
    column ("numeric", "nominal", "ordinal"), a codebook stands beside it, with the answers of `answers` in their order
    (otherwise the distinct cells in order). `arguments` follow `topline test NAME FILES`; a list with "{file}" in it is
    the whole command after `topline`, and "{file}" becomes the files. `reference` is "r:FUNCTION" or
    "python:FUNCTION" ("scipy:" is the same): `reference_FUNCTION(data, options)` in references/FAMILY.R or .py.
    `source` says to a reader what that function calls ("stats::wilcox.test", "scipy.stats.brunnermunzel", "Page 1963,
    in R"). `may_refuse` holds the reason why Topline alone may refuse the data; without it, a refusal must be shared:
    the reference fails too, or gives no finite number for what is compared.
    """

    name: str
    seed: int
    columns: dict[str, list[str]]
    arguments: list[str]
    reference: str
    compare: list[Comparison]
    test: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)
    source: str = ""
    may_refuse: str = ""


#: Draws a case: the random numbers that are its own, and the seed that they come from.
Maker = Callable[[Random, int], Case]


def in_turn(makers: list[Maker], random: Random, count: int) -> list[Case]:
    """Cases of each maker in turn, each with a seed of its own, so that one can be drawn again by itself."""
    found = []
    for index in range(count):
        seed = random.getrandbits(32)
        found.append(makers[index % len(makers)](Random(seed), seed))
    return found


def by_weight(makers: list[tuple[Maker, float]], random: Random, count: int) -> list[Case]:
    """Cases of makers as often as they weigh, each with a seed of its own."""
    found = []
    for _ in range(count):
        seed = random.randrange(1 << 32)
        own = Random(seed)
        maker = own.choices([maker for maker, _ in makers], [weight for _, weight in makers])[0]
        found.append(maker(own, seed))
    return found


@dataclass
class Difference:
    """Where Topline and the reference part."""

    case: Case
    path: str
    #: A number, None for null, or "answer" or "refusal" where only one of the two answers.
    topline: Any
    #: A number, None for NaN, or "answer" or "refusal".
    reference: Any
    #: Topline's JSON, or None where it refused.
    document: dict[str, Any] | None
    #: The reference's answer, or None where it failed.
    answer: dict[str, Any] | None
    #: What Topline or the reference said when it refused.
    message: str
    convention: str = ""


@dataclass
class Convention:
    """A known difference that is no mistake: for which lines of the report, why, and exactly when."""

    name: str
    #: The names of the cases that it may explain.
    cases: tuple[str, ...]
    #: Who differs from whom, why, and what Topline does, for the report.
    reason: str
    applies: Callable[[Difference], bool]
