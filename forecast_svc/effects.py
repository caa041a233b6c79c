"""What repeats in a series: the week and the year. Pure, on numpy.

Both are measured on past days, taken out before a model is fitted, and put
back into its forecast. The constants were chosen on real shops' series.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from forecast_svc.simple import weekday_index

Floats = NDArray[np.float64]
Days = NDArray[np.int64]
"""Days as proleptic ordinals: ``(day - 1) % 7`` is the weekday, Monday 0."""

YEAR = 365.25
_SHORTEST_YEARLY = 540
_LEAST_SELLING_SHARE = 0.5
_LEAST_EXPLAINED = 0.15
_FOURIER_PAIRS = 2
_RIDGE = 100 / 7
_LARGEST_SWING = 1.2
_PSEUDO_DAYS = 3


def weekdays(days: Days) -> Days:
    return (days - 1) % 7


@dataclass(frozen=True, slots=True)
class WeekdayEffect:
    """By weekday: a factor when ``multiplicative``, else units to add.

    ``open`` is false for weekdays on which nothing is ever sold: their days
    are left out of the fit and forecast as zero. With one closed, a factor
    fits better; otherwise a sum does.
    """

    kind: Literal["additive", "multiplicative"]
    by_weekday: Floats
    open: NDArray[np.bool_]

    @classmethod
    def of(cls, values: Floats, days: Days) -> "WeekdayEffect":
        week = weekdays(days)
        index = np.array(weekday_index(values.tolist(), week.tolist()))
        if not index.all():
            return cls("multiplicative", index, index > 0)
        mean = values.mean()
        effect = np.zeros(7)
        for k in range(7):
            sold = values[week == k]
            if len(sold):
                # Drawn towards none by three days, as the index is.
                effect[k] = (sold - mean).sum() / (len(sold) + _PSEUDO_DAYS)
        return cls("additive", effect, np.full(7, True))

    def is_open(self, days: Days) -> NDArray[np.bool_]:
        is_open: NDArray[np.bool_] = self.open[weekdays(days)]
        return is_open

    def remove(self, values: Floats, days: Days) -> Floats:
        """Of open days only."""
        effect = self.by_weekday[weekdays(days)]
        return values - effect if self.kind == "additive" else values / effect

    def restore(
        self, mean: Floats, deviation: Floats, days: Days
    ) -> tuple[Floats, Floats]:
        effect = self.by_weekday[weekdays(days)]
        if self.kind == "additive":
            return mean + effect, deviation
        return mean * effect, deviation * effect


@dataclass(frozen=True, slots=True)
class YearlyEffect:
    """A factor for each day of the year: ``exp`` of two waves and their doubles."""

    waves: Floats

    @classmethod
    def of(cls, values: Floats, days: Days) -> "YearlyEffect | None":
        """``None`` unless a year and a half shows that the year matters.

        On weekly means, whose logarithms are regressed on a trend and the
        waves; kept when the waves explain 15 % of what the trend leaves.
        """
        index = np.array(weekday_index(values.tolist(), weekdays(days).tolist()))
        share = index[weekdays(days)]
        is_open = share > 0
        if len(values) < _SHORTEST_YEARLY or not is_open.any():
            return None
        if (values[is_open] > 0).mean() < _LEAST_SELLING_SHARE:
            return None
        even = np.divide(values, share, out=np.full(len(values), np.nan), where=is_open)
        weeks = len(values) // 7
        week = np.nanmean(even[-weeks * 7 :].reshape(weeks, 7), axis=1)
        middle = days[-weeks * 7 :].reshape(weeks, 7).mean(axis=1)
        target = np.log(week + 0.1 * week.mean())
        trend = np.column_stack([np.ones(weeks), (middle - middle.mean()) / YEAR])
        design = np.hstack([trend, _waves(middle)])
        ridge = np.diag([0.0, 0.0] + [_RIDGE] * (2 * _FOURIER_PAIRS))
        weights = np.linalg.solve(design.T @ design + ridge, design.T @ target)
        detrended = target - trend @ np.linalg.lstsq(trend, target, rcond=None)[0]
        left = target - design @ weights
        total = float(detrended @ detrended)
        if total <= 0 or 1 - float(left @ left) / total < _LEAST_EXPLAINED:
            return None
        return cls(weights[2:])

    def factor(self, days: Days) -> Floats:
        swing = np.clip(_waves(days) @ self.waves, -_LARGEST_SWING, _LARGEST_SWING)
        factor: Floats = np.exp(swing)
        return factor


def _waves(days: NDArray[np.floating] | Days) -> Floats:
    angle = 2 * np.pi * np.asarray(days, dtype=np.float64) / YEAR
    return np.column_stack(
        [
            wave(n * angle)
            for n in range(1, _FOURIER_PAIRS + 1)
            for wave in (np.sin, np.cos)
        ]
    )
