"""How much of a week's sales falls on each weekday. Pure; no numpy."""

from collections.abc import Sequence
from statistics import fmean

PSEUDO_DAYS = 3
"""Days that draw a weekday to the mean, so that few of them say little."""
_CLOSED_BELOW = 0.03
_BY_CHANCE = 0.001


def weekday_index(values: Sequence[float], weekdays: Sequence[int]) -> list[float]:
    """Sales of each weekday against the mean, drawn towards 1 by three days.

    0 for a weekday that is closed: hardly anything is sold, on so many days
    that chance does not explain it.
    """
    mean = fmean(values) if values else 0.0
    if mean == 0:
        return [0.0] * 7
    idle = sum(1 for value in values if value <= 0) / len(values)
    index = []
    for weekday in range(7):
        sold = [v for v, k in zip(values, weekdays, strict=True) if k == weekday]
        share = sum(sold) / (len(sold) + PSEUDO_DAYS) / mean
        closed = share < _CLOSED_BELOW and idle ** len(sold) < _BY_CHANCE
        drawn = PSEUDO_DAYS / (len(sold) + PSEUDO_DAYS)
        index.append(0.0 if closed else share + drawn)
    return index
