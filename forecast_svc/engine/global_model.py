"""The global model: boosted trees for all products of a shop. Pure; slow to import.

It learns what a smoothed level times a weekday index misses, from every past
week of every product: how the products of this shop rise and fall together,
with the year, and after peaks. Its forecast is blended with each product's own
fitted model, which is better where products are few or alike only in name.
Never imported by the service itself, only by its worker processes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import lightgbm
import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.ensemble import SHORTEST_SHARED
from forecast_svc.engine.features import (
    LARGEST,
    TRAIN_HORIZON,
    WINDOW,
    FeatureBlock,
    features_at,
)
from forecast_svc.engine.holidays import public_holidays
from forecast_svc.engine.known_days import KnownDays
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.promotions import PromotedDays
from forecast_svc.engine.recursive_model import REACH, RecursiveModel
from forecast_svc.engine.seasonality import Floats

_TREES = 300
# Chosen on real shops' series: many small, cautious trees.
_PARAMETERS = {
    # Not Huber's: closer by absolute errors, but too little of what sells in bursts.
    "objective": "l2",
    "learning_rate": 0.04,
    "num_leaves": 15,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 200,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
_ORIGIN_STEP = 7
"""Days between two origins."""
_ORIGIN_DAYS = 728
"""Days back to the first origin."""
_MOST_ROWS = 400_000
_LEAST_ROWS = 2_000
_LEAST_PRODUCTS = 3
_HEAVIEST = 5.0
_RECURSIVE_SHARE = 0.3
"""Of the recursive model, for the days that it was measured on; then it falls evenly
to nothing where that model ends."""
_FIRST_FEAST = (12, 20)
"""Month and day."""
_LAST_FEAST = (1, 6)
"""Month and day."""
_TELLING_PRODUCTS = 8
_LAST_TIME = 400
"""Days within which a holiday comes back: a year, and what its date may move."""


def coming_closures(panel: Panel, horizon: int) -> list[int]:
    """Days around Christmas and New Year, and holidays, on which the shop was shut a
    year before.

    Of the same date, not the same weekday, or of the same name; only in a shop
    with enough products to tell a closed day from a bad one.
    """
    if int((panel.age(panel.width) >= SHORTEST_SHARED).sum()) < _TELLING_PRODUCTS:
        return []
    tomorrow = panel.first_day + panel.width
    closed_days = {
        panel.first_day + int(column) for column in np.flatnonzero(panel.closed_days)
    }
    names = {
        panel.holidays[day]
        for day in closed_days
        if day in panel.holidays and tomorrow - day <= _LAST_TIME
    }
    return [
        n
        for n in range(horizon)
        if _at_the_feasts(tomorrow + n, closed_days)
        or panel.holidays.get(tomorrow + n) in names
    ]


def _at_the_feasts(ordinal: int, closed_days: Collection[int]) -> bool:
    day = date.fromordinal(ordinal)
    of_year = (day.month, day.day)
    if _LAST_FEAST < of_year < _FIRST_FEAST:
        return False
    return day.replace(year=day.year - 1).toordinal() in closed_days


@dataclass(frozen=True)
class GlobalModel:
    """Trees that go straight to each day to come, from ``examples``, and those that go
    there day by day."""

    direct: lightgbm.Booster
    recursive: RecursiveModel | None
    examples: int

    def forecast(self, panel: Panel, coming: FeatureBlock) -> Floats:
        """Units of each product and day after the last one of the panel."""
        if not len(coming.rows):
            return coming.start
        mean = _straight(self.direct, coming)
        if self.recursive is not None:
            theirs = self.recursive.forecast(panel, coming.rows, mean.shape[1])
            near = mean[:, : theirs.shape[1]]
            near += _recursive_share(theirs.shape[1]) * (theirs - near)
        mean[~coming.open] = 0
        return mean


def _recursive_share(days: int) -> Floats:
    ahead = np.arange(1, days + 1)
    left = (REACH - ahead) / (REACH - TRAIN_HORIZON)
    share: Floats = _RECURSIVE_SHARE * np.clip(left, 0, 1)
    return share


def train(panel: Panel, most_rows: int = _MOST_ROWS) -> GlobalModel | None:
    """``None`` for too few examples."""
    last = panel.width - TRAIN_HORIZON
    ends = range(last, max(last - _ORIGIN_DAYS, TRAIN_HORIZON), -_ORIGIN_STEP)
    products = int((panel.age(panel.width) > 0).sum())
    if products < _LEAST_PRODUCTS or not ends:
        return None
    # Fewer past weeks of many products, so that any shop trains in seconds.
    step = max(1, -(-len(ends) * products * TRAIN_HORIZON // most_rows))
    past = [_examples(panel, end) for end in ends[::step]]
    features, target, weight = map(np.concatenate, zip(*past, strict=True))
    if len(target) < _LEAST_ROWS:
        return None
    weight = np.minimum(weight, _HEAVIEST * np.median(weight))
    examples = lightgbm.Dataset(features, target, weight=weight / weight.mean())
    direct = lightgbm.train(_PARAMETERS, examples, _TREES)
    return GlobalModel(direct, RecursiveModel.train(panel), len(target))


def _examples(panel: Panel, end: int) -> tuple[NDArray[np.float32], Floats, Floats]:
    """Features, what the start missed, and weights: one past origin's open days.

    Weighted by what RMSSE divides by, so that a wild product counts as little
    here as it does there.
    """
    coming = features_at(panel, end, TRAIN_HORIZON)
    sold = panel.units[coming.rows, end : end + TRAIN_HORIZON] / coming.mean[:, None]
    missed = np.minimum(sold, LARGEST) - np.minimum(coming.start, LARGEST)
    rough = np.maximum(panel.naive_mse(end, WINDOW)[coming.rows], 1e-9)
    weight = np.broadcast_to((coming.mean**2 / rough)[:, None], missed.shape)
    kept = coming.open
    return coming.features[kept.reshape(-1)], missed[kept], weight[kept]


def _straight(booster: lightgbm.Booster, coming: FeatureBlock) -> Floats:
    """Units of each product and day, straight."""
    learned = np.asarray(booster.predict(coming.features)).reshape(coming.start.shape)
    mean: Floats = coming.mean[:, None] * np.maximum(0, coming.start + learned)
    return mean


def panel_of(
    packed: Sequence[tuple[int, bytes]],
    last_day: int,
    place: str = "",
    promoted: Sequence[Sequence[PromotedDays]] = (),
    *,
    first_day: int | None = None,
    promotes: bool | None = None,
) -> Panel:
    """From each product's first day and its units as 32-bit floats; ``place`` is
    whose public holidays count, ``promoted`` are the promotions of each product. Of
    some products of a shop it is told when the shop began, and whether it ``promotes``."""
    first = min((first for first, units in packed if units), default=last_day)
    first = first if first_day is None else first_day
    holidays = public_holidays(
        place,
        date.fromordinal(first),
        date.fromordinal(last_day + _LAST_TIME + TRAIN_HORIZON),
    )
    return Panel.of(
        [
            (first, np.frombuffer(units, np.float32).astype(np.float64))
            for first, units in packed
        ],
        last_day,
        {day.toordinal(): name for day, name in holidays.items()},
        KnownDays.of(first, last_day, promoted, promotes=promotes),
        first,
    )
