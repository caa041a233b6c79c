"""Products that are sold in a season only: when their seasons were, and by which
calendar they come back. Pure; no numpy."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from statistics import fmean
from typing import Literal

from dateutil.easter import easter

from forecast_svc.engine.series import Series

YEAR = 365
PAUSE = 60
"""Days of silence that end a season."""
JITTER = 3
"""Days by which a season may begin or end elsewhere."""
_AROUND = 7
"""Days to both sides that tell whether a day is silent."""
_SILENT_BELOW = 0.02
"""Of the best fortnight, what a silent one sells at the most: a stray sale is no
season."""
_MOST_DAYS = 182
"""Days of a year in season: half of it."""
_FEWEST_DAYS = 3
"""Selling days of a season; fewer are a spike."""
_FEWEST_DAYS_ONCE = 10
"""Selling days of a season that was seen once."""
_LONGEST_ONCE = 100
"""Days of a season that was seen once; what sold longer was given up."""
_LEAST_AGREEMENT = 0.5
"""Cohen's kappa of being in season, from one year to the next."""
_MOVES = 0.1
"""Kappa that a moving feast must add, not to be taken for chance."""
_LUNAR_YEAR = 354.367
"""Days."""

CalendarName = Literal["date", "easter", "moon"]


@lru_cache(maxsize=8192)
def _by_date(day: int, years: int) -> int:
    then = date.fromordinal(day)
    leap = (then.month, then.day) == (2, 29)
    before = then.replace(year=then.year - years, day=28 if leap else then.day)
    return before.toordinal()


@lru_cache(maxsize=8192)
def _by_easter(day: int, years: int) -> int:
    """From Carnival to Pentecost days go by Easter, others by their date."""
    year = date.fromordinal(day).year
    away = day - _easter(year)
    if not -PAUSE <= away <= PAUSE:
        return _by_date(day, years)
    return _easter(year - years) + away


def _easter(year: int) -> int:
    sunday: date = easter(year)
    return sunday.toordinal()


def _by_moon(day: int, years: int) -> int:
    """Of the Islamic calendar, to a day or two."""
    return day - round(_LUNAR_YEAR * years)


_CALENDARS: dict[CalendarName, Callable[[int, int], int]] = {
    "date": _by_date,
    "easter": _by_easter,
    "moon": _by_moon,
}


@dataclass(frozen=True, slots=True)
class Season:
    """First and last selling day, as ordinals."""

    first: int
    last: int
    selling_days: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class SeasonalHistory:
    """``seasons`` that come back by a ``calendar``, the oldest first."""

    first_day: int
    values: Sequence[float]
    seasons: Sequence[Season]
    calendar: CalendarName = "date"

    @classmethod
    def of(cls, series: Series) -> "SeasonalHistory | None":
        """``None`` for what is sold all year, or at times that no calendar knows."""
        if not _pauses(series.values):
            return None
        first = series.first_day.toordinal()
        history = cls(first, series.values, _seasons(series.values, first))
        return history._recurring()

    @property
    def last_day(self) -> int:
        return self.first_day + len(self.values) - 1

    def knows(self, day: int) -> bool:
        return self.first_day <= day <= self.last_day

    def sold(self, first: int, last: int) -> float:
        """Units from one day to another, as far as there are any."""
        start = max(0, first - self.first_day)
        return sum(self.values[start : max(0, last - self.first_day + 1)])

    def before(self, day: int, years: int) -> int:
        """The day so many years before a day."""
        return _CALENDARS[self.calendar](day, years)

    def season_of(self, day: int) -> Season | None:
        n = bisect_right(self.seasons, day, key=lambda s: s.first) - 1
        return self.seasons[n] if n >= 0 and day <= self.seasons[n].last else None

    def is_due(self, day: int) -> bool:
        """Whether it was in season a year before."""
        return self.season_of(self.before(day, 1)) is not None

    def _recurring(self) -> "SeasonalHistory | None":
        """With the calendar that fits best."""
        if not self.seasons or self._days_of_last_year() > _MOST_DAYS:
            return None
        if self.seasons[-1].first < self.seasons[0].first + YEAR - PAUSE:
            return self if self._once() else None
        kappa = {name: self._agreement(then) for name, then in _CALENDARS.items()}
        best = max(kappa, key=kappa.__getitem__)
        if kappa[best] < kappa["date"] + _MOVES:
            best = "date"
        history = replace(self, calendar=best)
        holds = kappa[best] >= _LEAST_AGREEMENT and not history._overruns()
        return history if holds else None

    def _days_of_last_year(self) -> int:
        since = self.last_day - YEAR + 1
        return sum(max(0, s.last - max(s.first, since) + 1) for s in self.seasons)

    def _once(self) -> bool:
        """A single year of seasons, over for now, and not missed since."""
        return (
            self.last_day - self.seasons[-1].last >= PAUSE
            and sum(s.days for s in self.seasons) <= _LONGEST_ONCE
            and sum(s.selling_days for s in self.seasons) >= _FEWEST_DAYS_ONCE
            and self.before(self.last_day, 1) <= self.seasons[0].last
        )

    def _overruns(self) -> bool:
        """It goes on selling after the season should have ended."""
        after = range(max(self.first_day, self.last_day - YEAR), self.last_day + 1)
        days = [d for d in after if d >= self.seasons[-1].first]
        due = [d for d in days if self.is_due(d)]
        late = [d for d in days if due and d > due[-1] + JITTER and self.sold(d, d) > 0]
        return len(late) >= _FEWEST_DAYS

    def _agreement(self, before: Callable[[int, int], int]) -> float:
        """Cohen's kappa: 1 when each year has the seasons of the one before it, 0 when
        they agree no more often than by chance."""
        in_season = {
            day
            for s in self.seasons
            for day in range(s.first - JITTER, s.last + JITTER + 1)
        }
        seen = []
        for day in range(self.first_day, self.last_day + 1):
            now, then = day in in_season, before(day, 1)
            # Before its first sale it was out of season, as far as anybody knows.
            if then >= self.first_day or not now:
                seen.append((now, then in in_season))
        share, earlier = (fmean(part) for part in zip(*seen, strict=True))
        chance = share * earlier + (1 - share) * (1 - earlier)
        same = fmean(a == b for a, b in seen)
        return (same - chance) / (1 - chance) if chance < 1 else 0.0


def _pauses(values: Sequence[float]) -> bool:
    """Quickly, whether there may be a pause at all: one that is long enough holds a
    whole month of ours."""
    month = PAUSE // 2
    sums = [sum(values[n : n + month]) for n in range(0, len(values) - month, month)]
    return len(values) > 2 * PAUSE and min(sums) <= _SILENT_BELOW * max(sums)


def _seasons(values: Sequence[float], first_day: int) -> list[Season]:
    """Stretches of selling days, with pauses between them."""
    sold = sorted(value for value in values if value > 0)
    # A single giant day must not make all others look silent.
    cap = sold[-5:][0] if sold else 0.0
    sums = [0.0, *accumulate(min(value, cap) for value in values)]
    end = len(values)
    around = [
        sums[min(n + _AROUND + 1, end)] - sums[max(n - _AROUND, 0)] for n in range(end)
    ]
    least = _SILENT_BELOW * max(around, default=0.0)
    found: list[list[int]] = []
    for n, value in enumerate(values):
        if value <= 0 or around[n] < least:
            continue
        if not found or n - found[-1][-1] > PAUSE:
            found.append([])
        found[-1].append(n)
    return [
        Season(first_day + days[0], first_day + days[-1], len(days))
        for days in found
        if len(days) >= _FEWEST_DAYS
    ]
