"""Stock-outs: censored demand, and its estimate. Pure; no numpy.

On a day without stock the sales say nothing about the demand, except that it
was not smaller. Taken for zeros, such days teach a model that nobody wants what
was merely missing, and it orders even less.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series, days_between
from forecast_svc.engine.weekdays import weekday_index

_LEVEL_DAYS = 28
_FEWEST_OPEN = 14
"""Days with stock below which there is nothing to judge the others by."""
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
        never less than was sold."""
        estimated = self.stocked_out | self.closed | self.unknown
        if not estimated:
            return series
        missing = [n for n, day in enumerate(series.days()) if day in estimated]
        if not missing or len(series.values) - len(missing) < _FEWEST_OPEN:
            return series
        seen = sorted(set(range(len(series.values))) - set(missing))
        weekday = series.first_day.weekday()
        index = weekday_index(
            [series.values[n] for n in seen[-_YEAR:]],
            [(weekday + n) % 7 for n in seen[-_YEAR:]],
        )
        values = list(series.values)
        for n in missing:
            then = bisect_left(seen, n)
            before = seen[max(0, then - _LEVEL_DAYS) : then] or seen[:_LEVEL_DAYS]
            shares = sum(index[(weekday + m) % 7] for m in before)
            sold = sum(series.values[m] for m in before)
            level = sold / shares if shares else 0.0
            values[n] = max(values[n], level * index[(weekday + n) % 7])
        return replace(series, values=tuple(values), censored=tuple(missing))

    def inverse_transform(
        self, prediction: Prediction, days: Sequence[date]
    ) -> Prediction:
        if self.closed.isdisjoint(days):
            return prediction
        return prediction.scaled([float(day not in self.closed) for day in days])
