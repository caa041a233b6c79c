"""How a replay is cut into steps, after each of which it can go on elsewhere. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil

CHUNK = 25
"""Products of one task of a worker process."""
WEEKS_TOGETHER = 7
"""Origins that one training serves: what is forecast weeks later with the same trees is
hardly worse, and training is what takes the time."""


def origins(first_day: date, days: int) -> list[date]:
    """The last known day of each weekly forecast, the first right before the replay."""
    return [first_day + timedelta(days=n - 1) for n in range(0, days, 7)]


def blocks(first_day: date, days: int) -> list[list[date]]:
    of = origins(first_day, days)
    return [of[n : n + WEEKS_TOGETHER] for n in range(0, len(of), WEEKS_TOGETHER)]


def chunks(product_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (product_ids[n : n + CHUNK] for n in range(0, len(product_ids), CHUNK))


def steps_of(days: int, products: int) -> int:
    """A block counts as many as there are chunks, and so does what follows."""
    return (ceil(ceil(days / 7) / WEEKS_TOGETHER) + 1) * ceil(products / CHUNK)
