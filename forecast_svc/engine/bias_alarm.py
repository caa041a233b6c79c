"""Bias alarm: forecasts of a product that are too high, or too low, week after week. Pure;
no numpy.

A two-sided CUSUM (Page, 1954) of standardised errors of weeks that do not overlap. Its
threshold grows with the number of products, so that in a whole shop whose forecasts
are without bias about one alarm in two years is false.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import median
from typing import Literal

ALLOWANCE = 0.5
"""Standard deviations a week that are no bias worth an alarm."""
FALSE_ALARMS = 0.5
"""A year, in the whole shop."""
WEEKS = 52
_LARGEST = 2.5
"""Standard deviations that one week can count for: a single wild week is no bias."""
_FEWEST = 8
_DOUBT = 24
"""Weeks that the stated deviation counts for."""
_MAD = 1.6
"""Median absolute deviations to a standard deviation: a little more than of a normal
distribution, since sums of sales are skewed."""
_SIEGMUND = 1.166
"""What a discrete CUSUM oversteps its threshold by (Siegmund, 1985)."""

Direction = Literal["too_high", "too_low"]


@dataclass(frozen=True, slots=True)
class BiasAlarm:
    """``start`` is the position of the first week of the run that raised it."""

    start: int
    direction: Direction


def threshold(products: int) -> float:
    """By Siegmund\'s formula for the mean weeks between two false alarms of one product:
    as many as make ``FALSE_ALARMS`` a year of all of them, on both sides."""
    wanted = 2 * WEEKS * max(products, 1) / FALSE_ALARMS
    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _weeks(middle) < wanted else (low, middle)
    return high


def _weeks(height: float) -> float:
    x = 2 * ALLOWANCE * (height + _SIEGMUND)
    return (exp(x) - x - 1) / (2 * ALLOWANCE**2)


def bias_alarm(deviations: Sequence[float], products: int) -> BiasAlarm | None:
    """``deviations`` are what forecasts of past weeks were too high, in the standard
    deviations that they had stated, the oldest first. ``None`` where chance explains
    them, or where the forecasts have come right again."""
    if len(deviations) < _FEWEST:
        return None
    std = _std(deviations)
    limit = threshold(products)
    high = _run([z / std for z in deviations], limit)
    low = _run([-z / std for z in deviations], limit)
    if high is not None:
        return BiasAlarm(high, "too_high")
    return None if low is None else BiasAlarm(low, "too_low")


def _std(deviations: Sequence[float]) -> float:
    """Around their median, so that a bias does not hide itself; drawn to 1, which they
    would have if what was stated were right."""
    middle = median(deviations)
    own = _MAD * median(abs(z - middle) for z in deviations)
    count = len(deviations)
    return sqrt((_DOUBT + count * own**2) / (_DOUBT + count)) or 1.0


def _run(deviations: Sequence[float], limit: float) -> int | None:
    """Where the run began that is beyond the limit at the end."""
    total, start = 0.0, 0
    for week, z in enumerate(deviations):
        if total <= 0:
            total, start = 0.0, week
        total += min(_LARGEST, max(-_LARGEST, z)) - ALLOWANCE
        # An alarm ends as soon as it would be raised by nothing newer.
        total = min(total, 2 * limit)
    return start if total > limit else None
