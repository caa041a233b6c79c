"""Decisions that need nothing but their arguments."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate
from math import sqrt
from typing import Literal

from forecast_svc.details import Details

Reason = Literal[
    "no_history",
    "short_history",
    "few_sales",
    "fit_failed",
    "fit_timed_out",
    "fit_queue_full",
]
"""Why no fitted model answers. The last three are faults that may pass."""

MAX_HORIZON = 365
SHORTEST_SHARED = 120
"""Days of history with which a product takes part in the shop's shared model."""
MAX_SERIES_DAYS = 1095
"""Days of history that a model may use."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """Expected units and their standard deviation for each day after the series.

    ``together`` is the standard deviation of the sum of all days up to each: more
    than independent days would give, since a level that is wrong is wrong every
    day. A closed day has a mean and a deviation of exactly 0.
    """

    name: str
    mean: Sequence[float]
    deviation: Sequence[float]
    together: Sequence[float]
    reason: Reason | None = None
    fitted_at: datetime | None = None
    details: Details = field(default_factory=Details)

    @property
    def fallback(self) -> bool:
        return self.reason is not None

    def first(self, days: int) -> "Prediction":
        """Without the days after the first ones."""
        return replace(
            self,
            mean=self.mean[:days],
            deviation=self.deviation[:days],
            together=self.together[:days],
        )

    def changed(
        self, mean: Sequence[float], deviation: Sequence[float]
    ) -> "Prediction":
        """With other days, whose sums grow as before against independent days."""
        before, after = (
            map(sqrt, accumulate(spread**2 for spread in spreads))
            for spreads in (self.deviation, deviation)
        )
        together = [
            total * new / old if old else new
            for total, old, new in zip(self.together, before, after, strict=True)
        ]
        return replace(self, mean=mean, deviation=deviation, together=together)


def last_complete_day(today: date) -> date:
    return today - timedelta(days=1)


def days_after(day: date, count: int) -> list[date]:
    return [day + timedelta(days=n) for n in range(1, count + 1)]


def days_between(first: date, last: date) -> list[date]:
    """Both included; none when ``last`` lies before ``first``."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def days_of(instants: Sequence[datetime], zone: tzinfo) -> list[date]:
    """The calendar day of each instant in a zone."""
    return [instant.astimezone(zone).date() for instant in instants]
