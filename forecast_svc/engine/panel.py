"""The panel: daily sales of all products side by side. Pure, on numpy.

Rows are products, columns days. What is asked of it is answered for all
products at once: a loop over products is what makes training slow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.known_days import KnownDays
from forecast_svc.engine.seasonality import Days, Floats, weekdays

_LEVEL_RATES = (0.1, 0.03)
_USUAL_WEEKS = 8
_USUALLY_SELLING = 3
"""Products a day, on the mean of these weeks."""


@dataclass(frozen=True)
class Panel:
    """``units[i, t]`` is what product ``i`` sold on day ``first_day + t``.

    Days before a product's first sale hold zeros; ``first_sale_column[i]`` is the column of
    that sale, or the number of columns when there is none. ``holidays`` are names
    of days (ordinals), ``known`` what else is known of days, past and to come.
    """

    first_day: int
    units: Floats
    first_sale_column: NDArray[np.int64]
    holidays: Mapping[int, str] = field(default_factory=dict)
    known: KnownDays | None = None

    @classmethod
    def of(
        cls,
        series: Sequence[tuple[int, Floats]],
        last_day: int,
        holidays: Mapping[int, str] | None = None,
        known: KnownDays | None = None,
        first_day: int | None = None,
    ) -> "Panel":
        """From each product's first day (an ordinal) and its days from there on. It begins
        with the first of them, unless an earlier ``first_day`` is told."""
        first = min((day for day, values in series if len(values)), default=last_day)
        first = first if first_day is None else first_day
        width = last_day - first + 1
        units = np.zeros((len(series), width))
        first_sale_column = np.full(len(series), width)
        for row, (day, values) in enumerate(series):
            kept = values[: max(0, last_day - day + 1)]
            units[row, day - first : day - first + len(kept)] = kept
            if len(kept):
                first_sale_column[row] = day - first
        return cls(first, units, first_sale_column, holidays or {}, known)

    def until(self, columns: int) -> "Panel":
        """Its first ``columns`` days."""
        first_sale_column = np.minimum(self.first_sale_column, columns)
        return replace(
            self, units=self.units[:, :columns], first_sale_column=first_sale_column
        )

    @property
    def width(self) -> int:
        return int(self.units.shape[1])

    @cached_property
    def days(self) -> Days:
        return self.first_day + np.arange(self.width)

    def age(self, end: int) -> NDArray[np.int64]:
        """Days since the first sale, that day included, before column ``end``."""
        return np.maximum(end - self.first_sale_column, 0)

    def mean(self, end: int, days: int) -> Floats:
        """Of the last days before column ``end``, or of those since the first sale."""
        return _window(self._sums, end, days) / self._counted(end, days)

    def between(self, low: Days, high: Days) -> Floats:
        """Units sold from each column of ``low`` up to the one before ``high``."""
        sold: Floats = self._sums[:, high] - self._sums[:, low]
        return sold

    def selling_share(self, end: int, days: int) -> Floats:
        return _window(self._selling, end, days) / self._counted(end, days)

    def variance(self, end: int, days: int) -> Floats:
        square = _window(self._squares, end, days) / self._counted(end, days)
        return np.maximum(square - self.mean(end, days) ** 2, 0)

    def naive_mse(self, end: int, days: int) -> Floats:
        """Mean squared change from day to day: what RMSSE divides by."""
        counted = np.maximum(np.minimum(self.age(end), days) - 1, 1)
        rough: Floats = _window(self._changes, end, days) / counted
        return rough

    def by_weekday(self, end: int, days: int) -> tuple[Floats, Floats]:
        """Sums and numbers of days, each (products, 7), Monday first."""
        sums = np.stack([_window(s, end, days) for s in self._weekday_sums], axis=1)
        start = np.minimum(np.maximum(self.first_sale_column, end - days), end)
        ahead = (np.arange(7) - weekdays(self.first_day + start)[:, None]) % 7
        counts = ((end - start)[:, None] - ahead + 6) // 7
        return sums, counts.astype(np.float64)

    def levels(self, end: int) -> list[Floats]:
        """Smoothed levels at the end of the day before column ``end``."""
        return [level[:, end - 1] for level in self._levels]

    @cached_property
    def closed_days(self) -> NDArray[np.bool_]:
        """Days on which nothing at all was sold, though usually some products are
        on that weekday."""
        selling = (self.units > 0).sum(axis=0)
        usual = np.zeros(self.width)
        for week in range(1, _USUAL_WEEKS + 1):
            usual[7 * week :] += selling[: max(0, self.width - 7 * week)]
        closed_days: NDArray[np.bool_] = selling == 0
        return closed_days & (usual >= _USUALLY_SELLING * _USUAL_WEEKS)

    def _counted(self, end: int, days: int) -> Floats:
        return np.maximum(np.minimum(self.age(end), days), 1).astype(np.float64)

    @cached_property
    def _sums(self) -> Floats:
        return _running(self.units)

    @cached_property
    def _selling(self) -> Floats:
        return _running((self.units > 0).astype(np.float64))

    @cached_property
    def _squares(self) -> Floats:
        return _running(self.units**2)

    @cached_property
    def _changes(self) -> Floats:
        change = np.diff(self.units, axis=1, prepend=0) ** 2
        change[np.arange(self.width)[None, :] <= self.first_sale_column[:, None]] = 0
        return _running(change)

    @cached_property
    def _weekday_sums(self) -> list[Floats]:
        week = weekdays(self.days)
        return [_running(self.units * (week == k)) for k in range(7)]

    @cached_property
    def _levels(self) -> list[Floats]:
        return [self._smoothed(rate) for rate in _LEVEL_RATES]

    def _smoothed(self, rate: float) -> Floats:
        # A level starts as the mean of what there is, not as the first sale.
        level, out = np.zeros(len(self.units)), np.empty_like(self.units)
        for t in range(self.width):
            rates = np.maximum(rate, 1 / np.maximum(t - self.first_sale_column + 1, 1))
            level = level + rates * (self.units[:, t] - level)
            out[:, t] = level
        return out


def _running(values: Floats) -> Floats:
    """``[:, t]`` is the sum of the columns before ``t``."""
    start = np.zeros((len(values), 1))
    return np.concatenate([start, np.cumsum(values, axis=1)], axis=1)


def _window(running: Floats, end: int, days: int) -> Floats:
    """Sums of the last columns before ``end``; before the first sale are zeros."""
    total: Floats = running[:, end] - running[:, max(end - days, 0)]
    return total
