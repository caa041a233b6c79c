"""A product that has lost its customers: its forecast follows the last weeks. Pure; no
numpy.

Models smooth, and what was sold for a year outweighs two weeks. Where those two weeks
are nothing that chance explains, they are what counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

_WEEK = 7
_WEEKS = range(2, 53)
"""Weeks since the level fell: fewer may be chance."""
_MOST_SELLING = 12
"""Weeks, after which a lower level is a season's, unless nothing is sold at all."""
_BEFORE = 8
"""Weeks before, that tell from which level."""
_FEWEST_BEFORE = 4
_YEAR = 52
"""Weeks that tell how much a week varies."""
_BEYOND_CHANCE = 3.0
"""Standard deviations."""
_FALLEN = 0.67
"""Of the level before, what the new one is at the most."""
_BELIEVED = 3
"""Days that the forecast still counts for against those since the fall."""
_SAME_LAST_YEAR = 0.75
"""Of the level before it, what the same weeks of last year sold at the most, where it
is the season that has ended."""


@dataclass(frozen=True, slots=True)
class LevelShift:
    """``days`` since the level fell to ``level`` units a day."""

    days: int
    level: float

    def factor(self, expected: float) -> float:
        """On a forecast that expects so many units a day."""
        if expected <= self.level:
            return 1.0
        mixed = (_BELIEVED * expected + self.days * self.level) / (
            _BELIEVED + self.days
        )
        return mixed / expected


def level_shift(values: Sequence[float]) -> LevelShift | None:
    """From daily units, the newest last; ``None`` where nothing has fallen."""
    weeks = _weekly(values)
    found, most = None, _BEYOND_CHANCE
    for since in _WEEKS:
        before = weeks[-since - _BEFORE : -since]
        if len(before) < _FEWEST_BEFORE:
            break
        level, now = fmean(before), fmean(weeks[-since:])
        if now >= _FALLEN * level or (now and since > _MOST_SELLING):
            continue
        if _ends_each_year(weeks, since):
            continue
        # A sum of weeks varies more than independent ones do: levels wander.
        variance = _dispersion(weeks[:-since]) * level * since * (1 + since / 4)
        beyond = since * (level - now) / sqrt(variance)
        if beyond > most:
            found, most = LevelShift(since * _WEEK, now / _WEEK), beyond
    return found


def _weekly(values: Sequence[float]) -> list[float]:
    """Sums of whole weeks, the newest last."""
    start = len(values) % _WEEK
    return [sum(values[n : n + _WEEK]) for n in range(start, len(values), _WEEK)]


def _dispersion(weeks: Sequence[float]) -> float:
    """Variance over mean of a week around the four before it; 1 at least, as of
    counts."""
    year = weeks[-_YEAR:]
    levels = [fmean(year[n - 4 : n]) for n in range(4, len(year))]
    errors = sum(
        (week - level) ** 2 for week, level in zip(year[4:], levels, strict=True)
    )
    return max(1.0, errors / sum(levels)) if any(levels) else 1.0


def _ends_each_year(weeks: Sequence[float], since: int) -> bool:
    """Whether the same weeks of last year had fallen, too."""
    then = weeks[-_YEAR - since : -_YEAR]
    before = weeks[-_YEAR - since - _BEFORE : -_YEAR - since]
    if len(then) < since or len(before) < _FEWEST_BEFORE:
        return False
    return fmean(then) <= _SAME_LAST_YEAR * fmean(before)
