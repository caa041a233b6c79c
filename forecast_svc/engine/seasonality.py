"""Seasonality: the week and the year. Pure, on numpy.

Both are measured on past days, taken out before a model is fitted, and put
back into its forecast. The constants were chosen on real shops' series.
"""

from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.fitted import FittedModel
from forecast_svc.engine.weekdays import PSEUDO_DAYS, weekday_index

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
FIT_DAYS = 365
"""The newest days, which the week is measured on and models are fitted to; the year
is measured on all."""


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
    def fit(cls, values: Floats, days: Days) -> "WeekdayEffect":
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
                effect[k] = (sold - mean).sum() / (len(sold) + PSEUDO_DAYS)
        return cls("additive", effect, np.full(7, True))

    def is_open(self, days: Days) -> NDArray[np.bool_]:
        is_open: NDArray[np.bool_] = self.open[weekdays(days)]
        return is_open

    def transform(self, values: Floats, days: Days) -> Floats:
        """Of open days only."""
        effect = self.by_weekday[weekdays(days)]
        return values - effect if self.kind == "additive" else values / effect

    def inverse_transform(
        self, mean: Floats, std: Floats, days: Days
    ) -> tuple[Floats, Floats]:
        effect = self.by_weekday[weekdays(days)]
        if self.kind == "additive":
            return mean + effect, std
        return mean * effect, std * effect


@dataclass(frozen=True, slots=True)
class YearlyEffect:
    """A factor for each day of the year: ``exp`` of two waves and their doubles."""

    waves: Floats

    @classmethod
    def fit(cls, values: Floats, days: Days) -> "YearlyEffect | None":
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
        deseasonalised = np.divide(
            values, share, out=np.full(len(values), np.nan), where=is_open
        )
        weeks = len(values) // 7
        week = np.nanmean(deseasonalised[-weeks * 7 :].reshape(weeks, 7), axis=1)
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


@dataclass(frozen=True, slots=True)
class Seasonality:
    """Week and year together; ``level`` is the mean of what is left without them."""

    week: WeekdayEffect
    year: YearlyEffect | None
    level: float

    @classmethod
    def fit(cls, values: Floats, days: Days) -> Self:
        year = YearlyEffect.fit(values, days)
        factor = year.factor(days) if year else 1.0
        values, days = (values / factor)[-FIT_DAYS:], days[-FIT_DAYS:]
        week = WeekdayEffect.fit(values, days)
        is_open = week.is_open(days)
        level = float(week.transform(values[is_open], days[is_open]).mean())
        return cls(week, year, level)

    @classmethod
    def of(cls, model: FittedModel) -> Self:
        """As it was when that model was fitted."""
        stored = model.parameters
        year = stored["year"] and YearlyEffect(np.array(stored["year"]))
        by_weekday = np.array(stored["week"])
        is_open = np.full(7, True)
        is_open[list(model.closed_weekdays)] = False
        kind = model.weekday_effect
        if kind == "none":
            raise ValueError("a fitted model has a weekday effect")
        return cls(WeekdayEffect(kind, by_weekday, is_open), year, stored["level"])

    def parameters(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "week": self.week.by_weekday.tolist(),
            "year": self.year.waves.tolist() if self.year is not None else None,
        }

    def transform(self, values: Floats, days: Days) -> Floats:
        """The residuals: the newest open days without week and year, around zero."""
        values, days = values[-FIT_DAYS:], days[-FIT_DAYS:]
        is_open = self.week.is_open(days)
        deseasonalised = self.week.transform(
            (values / self._factor(days))[is_open], days[is_open]
        )
        return deseasonalised - self.level

    def inverse_transform(
        self, mean: Floats, std: Floats, days: Days
    ) -> tuple[Floats, Floats]:
        """Of open days, in units again."""
        mean, std = self.week.inverse_transform(mean + self.level, std, days)
        factor = self._factor(days)
        return mean * factor, std * factor

    def _factor(self, days: Days) -> Floats:
        return np.ones(len(days)) if self.year is None else self.year.factor(days)


def _waves(days: NDArray[np.floating] | Days) -> Floats:
    angle = 2 * np.pi * np.asarray(days, dtype=np.float64) / YEAR
    return np.column_stack(
        [
            wave(n * angle)
            for n in range(1, _FOURIER_PAIRS + 1)
            for wave in (np.sin, np.cos)
        ]
    )
