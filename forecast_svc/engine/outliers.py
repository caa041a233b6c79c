"""Outliers: days far above all others, cut before any model sees them. Pure; no numpy.

A mistyped quantity or a single bulk order would otherwise be expected again, by the
product's own model and by the shop's.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from statistics import fmean

from forecast_svc.engine.series import Series

_YEAR = 365
_QUARTER = 91
_RANK = 5
"""A day is held against the fifth largest of its year: four of a kind are no outliers."""
_SELLING_DAYS_EACH = 6
"""Selling days for each rank: where few are, the second largest must do."""
_FEWEST = 4
"""Selling days of a year below which no day is usual."""
_CAP = 1.5
"""Times that day, up to which a day counts as it is."""
_IMPLAUSIBLE = 4.0
"""Times the cap, beyond which a day says nothing at all: the days around it say it."""
_AROUND = 28
"""Days to both sides."""


@dataclass(frozen=True, slots=True)
class SuspiciousDay:
    """A day that sold ``quantity``, of which models see ``used``."""

    day: date
    quantity: float
    used: float


@dataclass(slots=True)
class OutlierCap:
    """Caps the days of each year, counted back from the last one, and names them:
    ``suspicious_days``. What it cuts is not put back: nobody knows when it comes again.

    ``confirmed`` days count as they are; a ``promoted`` one is capped too, but not
    suspicious, since it is known why it sold so much.
    """

    confirmed: AbstractSet[date] = frozenset()
    promoted: AbstractSet[date] = frozenset()
    suspicious_days: list[SuspiciousDay] = field(default_factory=list)

    def fit_transform(self, series: Series) -> Series:
        values = list(series.values)
        end = len(values)
        while end > 0:
            # What is left of the oldest year may be too little to judge by.
            start = end - _YEAR if end - _YEAR >= _QUARTER else 0
            self._cap(series, values, start, end)
            end = start
        if not self.suspicious_days and values == list(series.values):
            return series
        self.suspicious_days.sort(key=lambda found: found.day)
        return replace(series, values=tuple(values))

    def _cap(self, series: Series, values: list[float], start: int, end: int) -> None:
        year = values[start:end]
        sold = sorted((value for value in year if value > 0), reverse=True)
        if len(sold) < _FEWEST:
            return
        rank = min(_RANK, max(2, len(sold) // _SELLING_DAYS_EACH))
        cap = _CAP * sold[rank - 1]
        if sold[0] <= cap:
            return
        for n, value in enumerate(year, start=start):
            day = series.first_day + timedelta(days=n)
            if value <= cap or day in self.confirmed:
                continue
            if value <= _IMPLAUSIBLE * cap:
                values[n] = cap
            else:
                around = [
                    *values[max(0, n - _AROUND) : n],
                    *values[n + 1 : n + 1 + _AROUND],
                ]
                values[n] = fmean(min(units, cap) for units in around)
            if day not in self.promoted:
                self.suspicious_days.append(SuspiciousDay(day, value, values[n]))
