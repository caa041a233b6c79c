"""The recursive model: boosted trees that go from day to day. Pure; slow to import.

The global model's own trees go straight to a day to come, from what was known before
it. These see the days just before each, and their own forecasts once those are over:
they learn from every day of every product, and what they get wrong is different.
Never imported by the service itself, only by its worker processes.
"""

from dataclasses import dataclass
from typing import Self

import lightgbm
import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.features import (
    LARGEST,
    WINDOW,
    calendar,
    known_days,
    near_holidays,
    weekday_index,
)
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Days, Floats, weekdays

REACH = 91
"""Days ahead that it goes: errors feed on errors."""
_LAGS = (*range(1, 15), 21, 28, 35, 42)
_LAST_YEAR = 364
"""52 weeks: the same weekday."""
_MEANS = (7, 28, 56)
"""Days."""
_SHORTEST = 42
"""Days of a product before the first that is learned from."""
_TRAINED_DAYS = 728
_MOST_ROWS = 200_000
_LEAST_ROWS = 2_000
_HEAVIEST = 5.0
_TREES = 200
_PARAMETERS = {
    # Between Poisson's and gamma's: many days without a sale, and a long tail.
    "objective": "tweedie",
    "tweedie_variance_power": 1.3,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True)
class RecursiveModel:
    """Trained trees; they know no product, only its days."""

    booster: lightgbm.Booster

    @classmethod
    def train(cls, panel: Panel) -> "RecursiveModel | None":
        """``None`` for too few days to learn from."""
        days = _Days.of(panel, 0)
        if not len(days.rows):
            return None
        end = panel.width
        columns = np.arange(max(_SHORTEST, end - _TRAINED_DAYS), end)
        # Fewer days of many products, so that any shop trains in seconds.
        step = max(1, -(-len(columns) * len(days.rows) // _MOST_ROWS))
        features, target, weight = [], [], []
        weights = _weights(panel, days)
        for column in columns[::-1][::step]:
            kept = days.learned_from(column)
            features.append(days.features(column)[kept])
            target.append(days.units[kept, column])
            weight.append(weights[kept])
        if sum(map(len, target)) < _LEAST_ROWS:
            return None
        examples = lightgbm.Dataset(
            np.concatenate(features),
            np.concatenate(target),
            weight=np.concatenate(weight),
        )
        return cls(lightgbm.train(_PARAMETERS, examples, _TREES))

    def forecast(self, panel: Panel, rows: NDArray[np.int64], horizon: int) -> Floats:
        """Units of the products of ``rows`` on each of the first days, at most
        ``REACH``; all products of the shop go a day ahead together."""
        ahead = min(horizon, REACH)
        days = _Days.of(panel, ahead)
        for column in range(panel.width, panel.width + ahead):
            found = np.asarray(self.booster.predict(days.features(column)))
            days.add(column, np.minimum(found, LARGEST))
        mean = np.zeros((len(panel.units), ahead))
        mean[days.rows] = days.units[:, panel.width :] * days.mean[:, None]
        expected: Floats = mean[rows]
        return expected


@dataclass(frozen=True)
class _Days:
    """Past days and those to come of the products that have sold for long enough,
    ``units`` in mean days of each; ``sums`` are of all the columns before."""

    panel: Panel
    rows: NDArray[np.int64]
    mean: Floats
    units: Floats
    sums: Floats
    open: NDArray[np.bool_]
    """(products, weekdays): whether anything is ever sold on it."""
    weekday: Days
    calendar: Floats
    """(days, features), the same for all products."""
    known: NDArray[np.float32]
    """(features, products, days)."""

    @classmethod
    def of(cls, panel: Panel, ahead: int) -> Self:
        end = panel.width
        mean = panel.mean(end, WINDOW)
        rows = np.flatnonzero((panel.age(end) > _SHORTEST) & (mean > 0))
        mean = mean[rows]
        units = np.zeros((len(rows), end + ahead))
        units[:, :end] = np.minimum(panel.units[rows] / mean[:, None], LARGEST)
        sums = np.zeros((len(rows), end + ahead + 1))
        np.cumsum(units, axis=1, out=sums[:, 1:])
        days = panel.first_day + np.arange(end + ahead)
        of_day = [
            weekdays(days).astype(np.float64),
            *calendar(days),
            *near_holidays(panel, days),
        ]
        return cls(
            panel,
            rows,
            mean,
            units,
            sums,
            weekday_index(panel, end)[rows] > 0,
            weekdays(days),
            np.stack(of_day, axis=1),
            np.array(known_days(panel, rows, days), np.float32),
        )

    @property
    def first_sale_column(self) -> NDArray[np.int64]:
        return self.panel.first_sale_column[self.rows]

    def learned_from(self, column: int) -> NDArray[np.bool_]:
        """Products old enough by then, on weekdays on which they are ever sold."""
        old_enough = column - self.first_sale_column >= _SHORTEST
        return old_enough & self.open[:, self.weekday[column]]

    def add(self, column: int, units: Floats) -> None:
        self.units[:, column] = units * self.open[:, self.weekday[column]]
        self.sums[:, column + 1] = self.sums[:, column] + self.units[:, column]

    def features(self, column: int) -> NDArray[np.float32]:
        """Of one day of each product, from the days before it."""
        count = len(self.rows)
        age = column - self.first_sale_column
        then = column - _LAST_YEAR
        last_year = np.full(count, np.nan)
        if then >= 0:
            last_year = np.where(age >= _LAST_YEAR, self.units[:, then], np.nan)
        of_product = [
            *(self.units[:, column - lag] for lag in _LAGS),
            last_year,
            *(self._mean_of(column, days, age) for days in _MEANS),
            np.log(self.mean),
        ]
        of_day = np.broadcast_to(self.calendar[column], (count, self.calendar.shape[1]))
        of_both = [of[:, column] for of in self.known]
        features = np.concatenate(
            [np.stack([*of_product, *of_both], axis=1), of_day], axis=1
        )
        return features.astype(np.float32)

    def _mean_of(self, column: int, days: int, age: NDArray[np.int64]) -> Floats:
        sold = self.sums[:, column] - self.sums[:, max(column - days, 0)]
        mean: Floats = sold / np.clip(age, 1, days)
        return mean


def _weights(panel: Panel, days: _Days) -> Floats:
    """By what RMSSE divides by, as the global model's examples."""
    rough = panel.naive_mse(panel.width, WINDOW)[days.rows] / days.mean**2
    weight = 1 / np.maximum(rough, 1e-9)
    weight = np.minimum(weight, _HEAVIEST * np.median(weight))
    even: Floats = weight / weight.mean()
    return even
