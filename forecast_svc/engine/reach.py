"""How far the data of a product reaches: a day without a sale is a zero only where
somebody would have told of one. Pure; no numpy."""

from collections.abc import Iterable, Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean
from typing import Self

from forecast_svc.engine.series import Series, days_between

IDLE_DAYS = 28
"""Days without anything to tell, closed ones not counted, that are no end of the data:
a closed week is a week of zeros."""

Period = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Data reaches up to ``last_day``; days between periods of it are ``unknown``."""

    last_day: date
    unknown: frozenset[date] = field(default=frozenset())

    @classmethod
    def of(
        cls,
        *,
        imported: Iterable[Period],
        traded: Iterable[Period],
        closed: AbstractSet[date],
        as_of: date,
    ) -> Self:
        """From the periods of imports, which tell of every day in them, and those in
        which the shop sold by itself: it goes on for a while after its last sale.

        Where there is neither, nothing suggests that the data ends.
        """
        live = [
            (first, as_of if _idle(last, as_of, closed) <= IDLE_DAYS else last)
            for first, last in traded
        ]
        known = sorted(
            (first, min(last, as_of))
            for first, last in (*imported, *live)
            if first <= as_of
        )
        if not known:
            return cls(as_of)
        unknown: set[date] = set()
        end = known[0][1]
        for first, last in known[1:]:
            if _idle(end, first, closed) > IDLE_DAYS:
                unknown.update(days_between(end, first)[1:-1])
            end = max(end, last)
        return cls(end, frozenset(unknown))

    def cut(self, series: Series) -> Series:
        """Without the days that the data does not reach; sales are never cut."""
        sold = [n for n, value in enumerate(series.values) if value > 0]
        if not sold:
            return series
        last = (self.last_day - series.first_day).days
        return Series(series.first_day, series.values[: max(last, sold[-1]) + 1])

    def unsold(self, series: Series) -> frozenset[date]:
        """The unknown days of a series; a day with sales is known."""
        if not self.unknown:
            return self.unknown
        sold = {
            day
            for day, value in zip(series.days(), series.values, strict=True)
            if value
        }
        return self.unknown - sold


def padded(series: Series, last_day: date) -> Series | None:
    """A series that ends a little earlier than others, as long as they are: each day
    that is missing is the mean of its weekday in the four weeks before. ``None`` where
    that is too long ago to say anything."""
    missing = (last_day - series.last_day).days
    if missing > IDLE_DAYS:
        return None
    values = list(series.values)
    for _ in range(missing):
        values.append(fmean(values[-7 : -IDLE_DAYS - 1 : -7] or values))
    return Series(series.first_day, tuple(values))


def _idle(last: date, following: date, closed: AbstractSet[date]) -> int:
    """Days from one to another that were not closed."""
    days = (following - last).days
    if days <= IDLE_DAYS:
        return days
    between = (last + timedelta(days=n) for n in range(1, days + 1))
    return sum(1 for day in between if day not in closed)
