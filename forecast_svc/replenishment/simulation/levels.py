"""Rules that people know: order up to a level once the position has come down to another.

Levels go by the days before an order day; those of the day itself are not known yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.simulation.course import Situation

Floats = NDArray[np.float64]
WINDOW = 91
"""Days that levels are from."""
FILL_DAYS = 28
"""Days of demand between the two levels."""
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Levels:
    """Order when the position is at most ``reorder``, up to ``up_to``."""

    reorder: float
    up_to: float


@dataclass(frozen=True)
class LevelRule:
    """``past`` tells the units of each day before an order day; ``levels`` are made of
    the last ``WINDOW`` of them. Orders are whole multiples of ``unit``."""

    past: Callable[[int], Floats]
    levels: Callable[[Floats], Levels]
    unit: float = 1.0

    def order(self, now: Situation) -> float:
        past = self.past(now.day)[-WINDOW:]
        if not len(past):
            return 0.0
        found = self.levels(past)
        if now.position > found.reorder + _NOTHING:
            return 0.0
        missing = max(0.0, found.up_to - now.position)
        return round(ceil(missing / self.unit - _NOTHING) * self.unit, 3)


def min_max(days: int, k: float) -> Callable[[Floats], Levels]:
    """The least is ``k`` times the mean demand of ``days``, lead time and review."""

    def levels(past: Floats) -> Levels:
        mean = float(past.mean())
        least = k * days * mean
        return Levels(least, least + FILL_DAYS * mean)

    return levels


def reorder_point(days: int, z: float) -> Callable[[Floats], Levels]:
    """(s, S): the mean demand of ``days``, lead time and review, and ``z`` standard
    deviations of it, as if days were independent."""

    def levels(past: Floats) -> Levels:
        mean, std = float(past.mean()), float(past.std())
        point = max(0.0, days * mean + z * std * sqrt(days))
        return Levels(point, point + FILL_DAYS * mean)

    return levels


def cover(days: int) -> Callable[[Floats], Levels]:
    """Order up to the mean demand of ``days`` each time."""

    def levels(past: Floats) -> Levels:
        level = days * float(past.mean())
        return Levels(level, level)

    return levels
