"""What the seasons of past years say of the one to come. Pure; no numpy.

The last weeks say nothing about a product that is sold in a season only: out of
season they expect nothing, in season they expect it to go on for ever. The same
days of past years say when and how much.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import ceil, exp, log, sqrt
from statistics import fmean

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.seasons import JITTER, CalendarName, SeasonalHistory
from forecast_svc.engine.series import Series
from forecast_svc.engine.weekdays import weekday_index

NAME = "yearly_season"
_MOST_YEARS = 3
_MISSED_BELOW = 0.02
"""Of the best year, what a year sells in which the season did not come."""
_RETURN = _NO_RETURN = 0.25
"""Beta prior: after one season nobody knows; most come every year or never again."""
_MISS_COUNTS = 2
"""Times: a product is given up more often than it pauses."""
_LATE_BY = 5.0
"""Days by which a season is late on the mean, where it comes at all."""
_PRIOR_DAYS = 14
"""Days that what past years say of the level counts for, against this season's."""
_LOCAL_DAYS = 56
"""Days in season after which the product's local model says half."""
_NEWEST = 0.6
"""Weight of the newest year in the level, against the years before it."""
_LARGEST_TREND = 0.7
"""Logarithm."""
_LEVEL_STD = 0.25
"""Least relative std of a season's level."""


@dataclass(frozen=True, slots=True)
class SeasonForecast:
    """``local_share`` is the part of each day's mean that the product's local model
    has: it knows the weeks of a season that is under way, and no season to come."""

    prediction: Prediction
    local_share: Sequence[float]
    calendar: CalendarName
    years: int
    """Seasons seen."""
    comes: float
    """The probability that the season comes, or 1 once it has."""

    @property
    def alone(self) -> bool:
        return not any(self.local_share)

    def after(self, days: int) -> "SeasonForecast":
        """Without the first ``days`` days."""
        return replace(
            self,
            prediction=self.prediction.after(days),
            local_share=self.local_share[days:],
        )

    def blend(self, local: Prediction) -> Prediction:
        """Of a forecast as long as this one."""
        if self.alone:
            return self.prediction
        mean, std = [], []
        days = zip(
            self.local_share,
            zip(local.mean, local.std, strict=True),
            zip(self.prediction.mean, self.prediction.std, strict=True),
            strict=True,
        )
        for share, (ours, spread), (theirs, wide) in days:
            mean.append(share * ours + (1 - share) * theirs)
            apart = share * (1 - share) * (ours - theirs) ** 2
            std.append(sqrt(share * spread**2 + (1 - share) * wide**2 + apart))
        mixed = self.prediction.with_days(mean, std)
        return replace(mixed, fitted_at=local.fitted_at, model=local.model)


def season_forecast(series: Series, horizon: int) -> SeasonForecast | None:
    """``None`` for what is sold all year, or at times that no calendar knows."""
    history = SeasonalHistory.of(series)
    if history is None:
        return None
    outlook = _Outlook(history)
    return outlook.forecast(horizon) if outlook.came else None


@dataclass(frozen=True)
class _Outlook:
    """Days are ordinals."""

    history: SeasonalHistory

    @cached_property
    def base(self) -> int:
        """The last day out of season: the season that is under way, or due, begins
        after it."""
        day = self.history.last_day
        while day > self.history.first_day and (
            self.history.season_of(day) or self.history.is_due(day)
        ):
            day -= 1
        return day

    @cached_property
    def totals(self) -> dict[int, float]:
        """Units of each year before ``base``, by how long ago; the oldest one only where
        its season is whole, or all there is."""
        found = {}
        for years in range(1, _MOST_YEARS + 1):
            start = self.history.before(self.base, years) + 1
            end = self.history.before(self.base, years - 1)
            if years == 1 or self._is_whole(start, end):
                found[years] = self.history.sold(start, end)
        return found

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether nothing was in season a year after days that nobody knows."""
        unknown = self.history.first_day - JITTER
        if end <= unknown:
            return False
        year_after = range(end + 1, end + 1 + max(0, unknown - start))
        return not any(map(self.history.season_of, year_after))

    @cached_property
    def came(self) -> list[int]:
        """Years ago in which the season came, the newest first."""
        least = _MISSED_BELOW * max(self.totals.values())
        return [years for years, sold in self.totals.items() if sold > least]

    @cached_property
    def week(self) -> list[float]:
        """Weekday index of the days in season."""
        days = [d for s in self.history.seasons for d in range(s.first, s.last + 1)]
        units = [self.history.values[d - self.history.first_day] for d in days]
        return weekday_index(units, [(d - 1) % 7 for d in days])

    def _index(self, day: int) -> float:
        return self.week[(day - 1) % 7]

    def _then(self, day: int) -> float:
        """Without its weekday, what a past day in season sold: the mean of the days
        around it, a week or as many as have a week's sales, within the season."""
        season = self.history.season_of(day)
        if season is None:
            return 0.0
        reach = ceil(JITTER * season.days / season.selling_days)
        first, last = max(season.first, day - reach), min(season.last, day + reach)
        shares = sum(map(self._index, range(first, last + 1)))
        return self.history.sold(first, last) / shares if shares else 0.0

    def share(self, day: int) -> float:
        """Of a year's units, what falls on a day: the mean of past years."""
        thens = [(years, self.history.before(day, years)) for years in self.came]
        known = [(y, then) for y, then in thens if self.history.knows(then)]
        if not known:
            return 0.0
        shares = [self._then(then) / self.totals[years] for years, then in known]
        return self._index(day) * fmean(shares)

    @cached_property
    def level(self) -> float:
        """Units of a year in which the season comes: smoothed, with a damped trend."""
        logs = [log(self.totals[years]) for years in reversed(self.came)]
        level = logs[0]
        for newer in logs[1:]:
            level += _NEWEST * (newer - level)
        # A step of the mean, of which the more is believed the more steps there are.
        trend = (logs[-1] - logs[0]) / (len(logs) + 1)
        return exp(level + min(_LARGEST_TREND, max(-_LARGEST_TREND, trend)))

    @cached_property
    def level_std(self) -> float:
        """Relative, of a season around its level, and of the level itself, of which a
        few years say little."""
        logs = [log(self.totals[years]) for years in self.came]
        steps = [(a - b) ** 2 for a, b in pairwise(logs)]
        apart = max(_LEVEL_STD**2, fmean(steps) / 2 if steps else 0.0)
        return sqrt(apart * (1 + 2 / len(logs)))

    def _returns(self, begun: bool) -> float:
        """The probability that the season comes, as if it were not due yet; with
        ``begun`` the one after that which is under way."""
        oldest = max(self.came)
        # A year that is not whole has shown that it came, too.
        earlier = self.history.seasons[0].first <= self.history.before(
            self.base, oldest
        )
        came = len(self.came) - 1 + earlier + begun
        missed = sum(1 for years in self.totals if years < oldest) - len(self.came) + 1
        doubt = _NO_RETURN + _MISS_COUNTS * missed
        return (_RETURN + came) / (_RETURN + came + doubt)

    @cached_property
    def due(self) -> list[int]:
        """Days of the season that is under way, or should be."""
        days = range(self.base + 1, self.history.last_day + 1)
        return [day for day in days if self.share(day) > 0]

    @cached_property
    def begun(self) -> bool:
        """It lies after ``base``, and has sold enough not to be a stray sale."""
        return self.history.seasons[-1].last > self.base

    @cached_property
    def comes(self) -> float:
        if self.begun:
            return 1.0
        returns = self._returns(begun=False)
        late = returns * exp(-len(self.due) / _LATE_BY)
        return late / (late + 1 - returns)

    @cached_property
    def pace(self) -> float:
        """This season against what was expected of it by now."""
        if not self.begun or not self.due:
            return 1.0
        sold = self.history.sold(self.base + 1, self.history.last_day)
        expected = self.level * sum(map(self.share, self.due))
        weight = len(self.due) / (len(self.due) + _PRIOR_DAYS)
        return 1 + weight * (sold / expected - 1)

    @cached_property
    def stray(self) -> float:
        """Units a day out of season."""
        seasons = self.history.seasons
        inside = sum(self.history.sold(s.first, s.last) for s in seasons)
        days = len(self.history.values) - sum(s.days for s in seasons)
        return max(0.0, sum(self.history.values) - inside) / max(1, days)

    @cached_property
    def noise(self) -> float:
        """Relative std of a day in season around its week."""
        errors = squares = 0.0
        for season in self.history.seasons:
            for day in range(season.first, season.last + 1):
                expected = self._then(day) * self._index(day)
                errors += (self.history.sold(day, day) - expected) ** 2
                squares += expected**2
        return sqrt(errors / squares) if squares else 1.0

    def forecast(self, horizon: int) -> SeasonForecast:
        start = self.history.last_day + 1
        days = range(start, start + horizon)
        local = len(self.due) / (len(self.due) + _LOCAL_DAYS) if self.begun else 0.0
        return SeasonForecast(
            self._prediction(days),
            local_share=[local * self._goes_on(day) for day in days],
            calendar=self.history.calendar,
            years=len(self.history.seasons),
            comes=self.comes,
        )

    def _is_next(self, day: int) -> bool:
        """Of the season after the one that is under way, or due."""
        return self.history.before(day, 1) > self.base

    def _goes_on(self, day: int) -> bool:
        return self.history.is_due(day) and not self._is_next(day)

    def _prediction(self, days: range) -> Prediction:
        """Days vary, so does the level, and either season may not come at all."""
        again = self._returns(begun=self.begun)
        season = [self.level * self.pace * self.share(day) for day in days]
        mean, std, sums = [], [], []
        # Units that come if the season does, their noise, and what is sold anyway.
        this, following, stray = _Sum(self.comes), _Sum(again), 0.0
        for day, units in zip(days, season, strict=True):
            noise = max(units, (self.noise * units) ** 2)
            part = following if self._is_next(day) else this
            alone = _Sum(part.comes, units, noise)
            others = 0.0 if units else self.stray
            part.add(units, noise)
            stray += others
            mean.append(part.comes * units + others)
            std.append(sqrt(alone.variance(self.level_std) + others))
            variances = (part.variance(self.level_std) for part in (this, following))
            sums.append(sqrt(sum(variances) + stray))
        return Prediction(NAME, mean, std, sums)


@dataclass(slots=True)
class _Sum:
    """Units of some days of a season, and their noise (variance), if it comes."""

    comes: float
    units: float = 0.0
    noise: float = 0.0

    def add(self, units: float, noise: float) -> None:
        self.units += units
        self.noise += noise

    def variance(self, level_std: float) -> float:
        square = self.noise + self.units**2 * (1 + level_std**2)
        return self.comes * square - (self.comes * self.units) ** 2
