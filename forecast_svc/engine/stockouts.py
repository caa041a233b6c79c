"""Stock-outs: censored demand, and its estimate. Pure; no numpy.

On a day without stock the sales say nothing about the demand, except that it
was not smaller. Taken for zeros, such days teach a model that nobody wants what
was merely missing, and it orders even less.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import erfc, exp, pi, sqrt

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series, days_between
from forecast_svc.engine.weekdays import weekday_index

_LEVEL_DAYS = 28
_FEWEST_OPEN = 14
"""Days with stock below which there is nothing to judge the others by."""
_HALF_LIFE_DAYS = 10
"""Of what a day tells of the level of later ones."""
_FAR = 5.0
"""Standard deviations from which on the tail of a normal distribution is too thin to
divide by."""
_YEAR = 365


@dataclass(frozen=True, slots=True)
class StockoutChange:
    """A product was stocked out at a location on a day, or no longer so."""

    day: date
    empty: bool
    location_id: int


def stockout_days(changes: Iterable[StockoutChange], last_day: date) -> set[date]:
    """Every day with a moment without stock at any location; ``changes``, also those
    after ``last_day``, in the ledger's order.

    A location whose first change emptied it had stock before. One that was filled
    first had none, but nobody saw it run out: no stock-out begins with that.
    """
    changes = list(changes)
    first = {change.location_id: change.empty for change in reversed(changes)}
    stocked = {location for location, empty in first.items() if empty}
    days: set[date] = set()
    since: date | None = None
    for change in changes:
        if change.day > last_day:
            continue
        if change.empty:
            stocked.discard(change.location_id)
            if not stocked:
                since = since or change.day
        else:
            stocked.add(change.location_id)
            if since is not None:
                days.update(days_between(since, change.day))
                since = None
    if since is not None:
        days.update(days_between(since, last_day))
    return days


@dataclass(frozen=True, slots=True)
class StockoutImputer:
    """Estimates the demand of past days without stock, on which the shop was
    ``closed``, or which nobody knows; of days to come only the closed ones are known,
    and sell nothing."""

    stocked_out: AbstractSet[date]
    closed: AbstractSet[date]
    unknown: AbstractSet[date] = frozenset()

    def fit_transform(self, series: Series) -> Series:
        """Such days filled in: what the days before them and their weekday suggest,
        never less than was sold. On a day on which the shelf was emptied more was wanted
        than was there: it is what such days suggest, and counts for the days after it.
        What sells best is missed most, and would otherwise be judged by its slow days."""
        estimated = self.stocked_out | self.closed | self.unknown
        if not estimated:
            return series
        days = series.days()
        missing = [n for n, day in enumerate(days) if day in estimated]
        if not missing or len(series.values) - len(missing) < _FEWEST_OPEN:
            return series
        seen = sorted(set(range(len(series.values))) - set(missing))
        emptied = {n for n in missing if self._was_emptied(days[n])}
        usual = _Usual(series, seen, emptied)
        for n in missing:
            usual.estimate(n)
        return replace(series, values=tuple(usual.values), censored=tuple(missing))

    def _was_emptied(self, day: date) -> bool:
        """It was not empty before; nor was it closed, or nobody knows."""
        return (
            day in self.stocked_out
            and day - timedelta(days=1) not in self.stocked_out
            and day not in self.closed | self.unknown
        )

    def inverse_transform(
        self, prediction: Prediction, days: Sequence[date]
    ) -> Prediction:
        if self.closed.isdisjoint(days):
            return prediction
        return prediction.scaled([float(day not in self.closed) for day in days])


class _Usual:
    """What days suggest of each other: ``values`` of the days that were ``seen``, and of
    the others as they are estimated, the earliest first."""

    def __init__(
        self, series: Series, seen: Sequence[int], emptied: AbstractSet[int]
    ) -> None:
        self.values = list(series.values)
        self._seen = seen
        self._emptied = emptied
        self._counted = sorted({*seen, *emptied})
        self._weekday = series.first_day.weekday()
        year = seen[-_YEAR:]
        self._index = weekday_index(
            [self.values[n] for n in year], [(self._weekday + n) % 7 for n in year]
        )

    def estimate(self, n: int) -> None:
        then = bisect_left(self._counted, n)
        before = self._counted[max(0, then - _LEVEL_DAYS) : then]
        before = before or list(self._seen[:_LEVEL_DAYS])
        level = self._level(before)
        sold, mean = self.values[n], level * self._share(n)
        if n in self._emptied:
            mean = _at_least(sold, mean, self._dispersion(before, level))
        self.values[n] = max(sold, mean)

    def _share(self, n: int) -> float:
        return self._index[(self._weekday + n) % 7]

    def _level(self, days: Sequence[int]) -> float:
        """Of a usual weekday; late days count more."""
        weights = [0.5 ** ((days[-1] - n) / _HALF_LIFE_DAYS) for n in days]
        weighted = list(zip(weights, days, strict=True))
        shares = sum(weight * self._share(n) for weight, n in weighted)
        sold = sum(weight * self.values[n] for weight, n in weighted)
        return sold / shares if shares else 0.0

    def _dispersion(self, days: Sequence[int], level: float) -> float:
        """Variance over mean."""
        means = [level * self._share(n) for n in days]
        squares = sum(
            (self.values[n] - mean) ** 2 for n, mean in zip(days, means, strict=True)
        )
        return squares / sum(means) if sum(means) > 0 else 0.0


def _at_least(sold: float, mean: float, dispersion: float) -> float:
    """The mean of a demand of which no more is known than that it was not below
    ``sold``: of a normal one, so that grams and pieces are judged alike."""
    std = sqrt(mean * dispersion)
    if sold <= 0 or std <= 0:
        return mean
    above = (sold - mean) / std
    if above > _FAR:
        return sold + std / above
    density = exp(-(above**2) / 2) / sqrt(2 * pi)
    return mean + std * density / (erfc(above / sqrt(2)) / 2)
