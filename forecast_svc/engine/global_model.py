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
from forecast_svc.engine.fitted import SIMPLEST
from forecast_svc.engine.holidays import public_holidays
from forecast_svc.engine.local_model import predict
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Floats
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series

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
_HALF_WEIGHT_AT = 4
"""Products at which the global model and a product's own count the same."""
_SAMPLE = 40
"""Products of the backtest."""
_DOUBT = 30
"""Products that the suggested weight counts for."""
_WIDTHS = (0.7, 1.1)
"""Least and largest factor on the std."""
_WIDTH_DOUBT = 20
"""Products that a width of 1 counts for."""
_FIRST_FEAST = (12, 20)
"""Month and day."""
_LAST_FEAST = (1, 6)
"""Month and day."""
_TELLING_PRODUCTS = 8
_LAST_TIME = 400
"""Days within which a holiday comes back: a year, and what its date may move."""


@dataclass(frozen=True, slots=True)
class PanelForecast:
    """What the global model expects: ``mean`` (products, days) of ``rows``.

    ``weight`` is its share in the blend, ``width`` the factor by which the
    blend's errors are smaller than those of products' local models; both are from
    the last 28 days, forecast without them. ``examples`` it was trained on.
    """

    rows: NDArray[np.int64]
    mean: Floats
    weight: float
    width: float
    examples: int
    closed_days: list[int]
    """Days ahead, from 0, on which the shop as a whole will be closed."""


def forecast_panel(panel: Panel, horizon: int) -> PanelForecast | None:
    """``None`` for a shop with too few products or too little history."""
    trained = _train(panel)
    if trained is None:
        return None
    booster, examples = trained
    coming = features_at(panel, panel.width, horizon)
    weight, width = _backtest(panel, len(coming.rows))
    mean = _expected(booster, coming)
    closed_days = coming_closures(panel, horizon)
    mean[:, closed_days] = 0
    return PanelForecast(coming.rows, mean, weight, width, examples, closed_days)


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


def _train(panel: Panel) -> tuple[lightgbm.Booster, int] | None:
    last = panel.width - TRAIN_HORIZON
    ends = range(last, max(last - _ORIGIN_DAYS, TRAIN_HORIZON), -_ORIGIN_STEP)
    products = int((panel.age(panel.width) > 0).sum())
    if products < _LEAST_PRODUCTS or not ends:
        return None
    # Fewer past weeks of many products, so that any shop trains in seconds.
    step = max(1, -(-len(ends) * products * TRAIN_HORIZON // _MOST_ROWS))
    past = [_examples(panel, end) for end in ends[::step]]
    features, target, weight = map(np.concatenate, zip(*past, strict=True))
    if len(target) < _LEAST_ROWS:
        return None
    weight = np.minimum(weight, _HEAVIEST * np.median(weight))
    examples = lightgbm.Dataset(features, target, weight=weight / weight.mean())
    return lightgbm.train(_PARAMETERS, examples, _TREES), len(target)


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


def _expected(booster: lightgbm.Booster, coming: FeatureBlock) -> Floats:
    learned = np.asarray(booster.predict(coming.features)).reshape(coming.start.shape)
    mean: Floats = coming.mean[:, None] * np.maximum(0, coming.start + learned)
    mean[~coming.open] = 0
    return mean


def _backtest(panel: Panel, products: int) -> tuple[float, float]:
    """Weight and width, from the last 28 days of some products.

    The weight that would have been best is drawn to what the number of products
    suggests: one month says little.
    """
    suggested = products / (products + _HALF_WEIGHT_AT)
    then = panel.until(panel.width - TRAIN_HORIZON)
    trained = _train(then)
    if trained is None:
        return suggested, 1.0
    coming = features_at(then, then.width, TRAIN_HORIZON)
    expected = _expected(trained[0], coming)
    gain = change = blended = alone = 0.0
    chosen = range(0, len(coming.rows), max(1, -(-len(coming.rows) // _SAMPLE)))
    for position in chosen:
        row = int(coming.rows[position])
        own = np.array(predict(_series(then, row), TRAIN_HORIZON, order=SIMPLEST).mean)
        sold = panel.units[row, then.width :]
        scale = max(float(then.naive_mse(then.width, WINDOW)[row]), 1e-9)
        away = expected[position] - own
        gain += float((sold - own) @ away) / scale
        change += float(away @ away) / scale
        mixed = sold - own - suggested * away
        blended += float(mixed @ mixed) / scale
        alone += float((sold - own) @ (sold - own)) / scale
    if change <= 0 or alone <= 0:
        return suggested, 1.0
    best = min(1.0, max(0.0, gain / change))
    count = len(chosen)
    weight = (_DOUBT * suggested + count * best) / (_DOUBT + count)
    narrower = float(np.sqrt(blended / alone))
    width = (_WIDTH_DOUBT + count * narrower) / (_WIDTH_DOUBT + count)
    return weight, float(np.clip(width, *_WIDTHS))


def _series(panel: Panel, row: int) -> Series:
    start = max(int(panel.first_sale_column[row]), panel.width - MAX_SERIES_DAYS)
    values = tuple(float(units) for units in panel.units[row, start:])
    return Series(date.fromordinal(panel.first_day + start), values)


def panel_of(
    packed: Sequence[tuple[int, bytes]], last_day: int, place: str = ""
) -> Panel:
    """From each product's first day and its units as 32-bit floats; ``place`` is
    whose public holidays count."""
    first = min((first for first, _ in packed), default=last_day)
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
    )
