"""Random columns that are nasty on purpose: ties, constants, tiny and huge scales, missing answers, few respondents."""

from __future__ import annotations

import math
from random import Random

GROUPS = ["ga", "gb", "gc", "gd", "ge", "gf"]


def size(random: Random, least: int = 0, most: int = 300) -> int:
    """How many respondents: often few, sometimes none, seldom many."""
    draw = random.random()
    if draw < 0.12:
        return random.randint(least, max(least, min(most, least + 2)))
    if draw < 0.6:
        return random.randint(least, min(most, 30))
    if draw < 0.9:
        return random.randint(least, min(most, 100))
    return random.randint(least, most)


def text(value: float) -> str:
    """A number as a cell: the shortest text that is read as the same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


#: How a numeric column is drawn, and how often.
SHAPES = [
    ("likert", 5), ("continuous", 5), ("counts", 2), ("tied", 2), ("tiny", 1), ("huge", 1), ("offset", 1),
    ("skewed", 1), ("constant", 0.5), ("half-constant", 0.5),
]


def shape(random: Random, *, without: tuple[str, ...] = ()) -> str:
    """The name of a shape."""
    known = [(name, weight) for name, weight in SHAPES if name not in without]
    return random.choices([name for name, _ in known], [weight for _, weight in known])[0]


def draw(random: Random, shape: str, shift: float = 0.0) -> float:
    """One number of a shape, moved by `shift` standard deviations."""
    normal = random.gauss(0, 1) + shift
    match shape:
        case "likert":
            return float(min(5, max(1, round(3 + 1.2 * normal))))
        case "counts":
            return float(max(0, round(4 + 3 * normal)))
        case "tied":
            return round(normal * 2) / 2
        case "tiny":
            return round(normal * 1000) * 1e-11
        case "huge":
            return float(round(normal * 1e6)) * 1e6
        case "offset":
            return 1e9 + round(normal * 1000) / 1000
        case "skewed":
            return round(math.exp(normal), 6)
        case "constant":
            return 3.0
        case "half-constant":
            return 3.0 if random.random() < 0.8 else round(normal, 3)
        case _:
            return round(normal, 9)


def blanks(random: Random, cells: list[str]) -> list[str]:
    """The cells, in a third of all columns some of them blank."""
    if random.random() < 0.67:
        return cells
    share = random.choice([0.02, 0.1, 0.4])
    return ["" if random.random() < share else cell for cell in cells]


def numbers(random: Random, count: int, shape: str, shift: float = 0.0) -> list[str]:
    """A column of numbers."""
    return [text(draw(random, shape, shift)) for _ in range(count)]


def groups(random: Random, count: int, least: int = 2, most: int = 6) -> list[str]:
    """A column of groups, often unbalanced."""
    used = GROUPS[: random.randint(least, most)]
    weights = [random.choice([1, 1, 1, 3, 10]) for _ in used]
    return random.choices(used, weights, k=count) if count else []


def grouped(random: Random, group: list[str], shape: str) -> list[str]:
    """Numbers whose places differ between groups, in half of all columns."""
    spread = random.choice([0, 0, 0.4, 1.5])
    shift = {name: random.gauss(0, 1) * spread for name in GROUPS}
    return [text(draw(random, shape, shift[name])) for name in group]


def condition(*columns: list[str]) -> float:
    """How many times the numbers' spread their largest size is: the factor by which sums of squares lose accuracy."""
    values = [float(cell) for column in columns for cell in column if cell]
    if not values:
        return 1.0
    # In units of the largest, so that squares of very large and very small numbers stay in range.
    largest = max(abs(value) for value in values)
    if largest == 0:
        return 1.0
    values = [value / largest for value in values]
    mean = math.fsum(values) / len(values)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    return max(1.0, 1 / spread) if spread else 1.0
