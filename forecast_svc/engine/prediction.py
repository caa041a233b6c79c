"""One forecast: what each day to come is expected to sell, and how surely. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate, islice
from math import sqrt
from typing import TYPE_CHECKING, Literal, overload

from forecast_svc.engine import intervals
from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.fitted import FittedModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_HORIZON = 365
"""Days ahead."""
_MIDDLE = 0.5
_WEEK = 7
_YEAR = 364

Reason = Literal[
    "no_history",
    "short_history",
    "few_sales",
    "fit_failed",
    "fit_timed_out",
    "fit_queue_full",
]
"""Why no fitted model answers. The last three are faults that may pass."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of each day, units."""

    lower: list[float]
    upper: list[float]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Expected units and their standard deviation for each day after the series.

    ``cumulative_std`` is the std of the sum of all days up to each:
    more than independent days would give, since a level that is wrong is wrong
    every day. A closed day has a mean and a standard deviation of exactly 0.
    """

    name: str
    mean: Sequence[float]
    std: Sequence[float]
    cumulative_std: Sequence[float]
    reason: Reason | None = None
    fitted_at: datetime | None = None
    model: FittedModel = field(default_factory=FittedModel)
    calibration: SumCalibration | None = None
    """What backtests have shown of sums, where there were any."""
    measured: bool = False
    """Units are kilos, litres or metres, of which there are parts."""

    @property
    def fallback(self) -> bool:
        return self.reason is not None

    def expected(self, days: int) -> float:
        """Units of the first ``days`` days together."""
        return sum(self.mean[:days])

    @overload
    def interval(self, level: float) -> Interval: ...

    @overload
    def interval(self, level: float, days: int) -> tuple[float, float]: ...

    def interval(
        self, level: float, days: int | None = None
    ) -> Interval | tuple[float, float]:
        """What holds the units of a day with probability ``level``; with ``days``,
        those of the first days together."""
        if days is not None and self.calibration is not None:
            tail = (1 - level) / 2
            low, high = (
                self._sum_quantile(self.calibration, q, days) for q in (tail, 1 - tail)
            )
            expected = self.expected(days)
            return min(low, expected), max(high, expected)
        if days is not None:
            low, _ = self._interval(
                self.expected(days), self.cumulative_std[days - 1], level
            )
            parts = self._parts(days)
            return low, max(self._interval(m, s, level)[1] for m, s in parts)
        bounds = [self._interval(m, s, level) for m, s in self._days()]
        return Interval([low for low, _ in bounds], [high for _, high in bounds])

    @overload
    def quantile(self, q: float) -> list[float]: ...

    @overload
    def quantile(self, q: float, days: int) -> float: ...

    def quantile(self, q: float, days: int | None = None) -> list[float] | float:
        """What the units of a day stay at or below with probability ``q``; with
        ``days``, those of the first days together."""
        if days is not None and self.calibration is not None:
            return self._sum_quantile(self.calibration, q, days)
        if days is not None:
            own = self._quantile(self.expected(days), self.cumulative_std[days - 1], q)
            # Below the middle the sum's own one is the more careful.
            if q < _MIDDLE:
                return own
            parts = self._parts(days)
            return max(own, *(self._quantile(m, s, q) for m, s in parts))
        return [self._quantile(m, s, q) for m, s in self._days()]

    def _sum_quantile(self, calibration: SumCalibration, q: float, days: int) -> float:
        """Never less than that of a shorter sum, nor above the middle than that of a
        day, since nothing sells below zero."""
        sums = zip(
            accumulate(self.mean[:days]),
            self.cumulative_std[:days],
            calibration.asked(q, days),
            strict=True,
        )
        longest = max(
            intervals.sum_quantile(*of_sum, measured=self.measured) for of_sum in sums
        )
        if q < _MIDDLE:
            return longest
        of_days = islice(self._days(), days)
        return max(longest, *(self._quantile(m, s, q) for m, s in of_days))

    def paths(self, n: int, seed: int) -> "NDArray[np.float64]":
        """``n`` ways in which the days may go, (n, days); the same for a ``seed``.

        Never negative. Days and sums of days have the means and standard deviations
        that are stated here: a path that begins high tends to stay high as far as
        ``cumulative_std`` says so. Where backtests have shown how sums vary, those of
        7, 14 and 28 days vary so. numpy is loaded when the first ones are drawn.
        """
        from forecast_svc.engine.paths import sample_paths

        return sample_paths(
            self.mean,
            self.std,
            self.cumulative_std,
            n,
            seed,
            self.calibration,
            measured=self.measured,
        )

    def head(self, days: int) -> "Prediction":
        """Without the days after the first ones."""
        return replace(
            self,
            mean=self.mean[:days],
            std=self.std[:days],
            cumulative_std=self.cumulative_std[:days],
        )

    def extended(self, days: int) -> "Prediction":
        """As far as ``days`` ahead: what lies beyond the last day goes as the same
        weekday a year, that is 52 weeks, before it, or as the last one."""
        missing = days - len(self.mean)
        if missing <= 0:
            return self
        mean, std, sums = (
            list(of) for of in (self.mean, self.std, self.cumulative_std)
        )
        shared = self._covariance(len(mean) - 1)
        for n in range(len(mean), days):
            then = n - _YEAR if n >= _YEAR else n - _WEEK if n >= _WEEK else n - 1
            mean.append(mean[then])
            std.append(std[then])
            grown = sums[-1] ** 2 + std[-1] ** 2 + 2 * n * shared
            # Days that made up for each other do not go on to do so for ever.
            sums.append(sqrt(max(grown, sums[-1] ** 2)))
        return replace(self, mean=mean, std=std, cumulative_std=sums)

    def after(self, days: int) -> "Prediction":
        """Without the first ``days`` days: what has come to pass unseen.

        Each day has the same covariance with every day before it; so it has with
        those that stay.
        """
        if days == 0:
            return self
        squares, variance = [], 0.0
        for n in range(days, len(self.mean)):
            shared = 2 * (n - days) * self._covariance(n)
            variance += max(0.0, self.std[n] ** 2 + shared)
            squares.append(variance)
        return replace(
            self,
            mean=self.mean[days:],
            std=self.std[days:],
            cumulative_std=[sqrt(square) for square in squares],
        )

    def _covariance(self, n: int) -> float:
        """Of day ``n`` with each day before it, as the sums tell."""
        if n == 0:
            return 0.0
        before, sums = self.cumulative_std[n - 1], self.cumulative_std[n]
        return (sums**2 - before**2 - self.std[n] ** 2) / 2 / n

    def scaled(self, factors: Sequence[float]) -> "Prediction":
        """Each day's units times a factor."""
        return self.with_days(
            [mean * factor for mean, factor in zip(self.mean, factors, strict=True)],
            [std * factor for std, factor in zip(self.std, factors, strict=True)],
        )

    def with_days(self, mean: Sequence[float], std: Sequence[float]) -> "Prediction":
        """With other days, whose sums grow as before against independent days."""
        before, after = (
            map(sqrt, accumulate(of_day**2 for of_day in days))
            for days in (self.std, std)
        )
        cumulative_std = [
            total * new / old if old else new
            for total, old, new in zip(self.cumulative_std, before, after, strict=True)
        ]
        return replace(self, mean=mean, std=std, cumulative_std=cumulative_std)

    def _interval(self, mean: float, std: float, level: float) -> tuple[float, float]:
        return intervals.interval(mean, std, level, measured=self.measured)

    def _quantile(self, mean: float, std: float, q: float) -> float:
        return intervals.quantile(mean, std, q, measured=self.measured)

    def _parts(self, days: int) -> list[tuple[float, float]]:
        """Means and standard deviations of what a sum of the first days is never less
        than, since nothing sells below zero: each of them, and each shorter sum."""
        sums = zip(accumulate(self.mean), self.cumulative_std, strict=True)
        return [*islice(self._days(), days), *islice(sums, days)]

    def _days(self) -> "zip[tuple[float, float]]":
        return zip(self.mean, self.std, strict=True)
