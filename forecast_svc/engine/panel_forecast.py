"""What the whole shop's model expects of each product, how much it counts, and how
sums vary: all that a training leaves behind. Pure; never imported by the service
itself, only by its worker processes.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.backtests import (
    Calibrated,
    EarlierModels,
    backtest,
    blended,
    calibrate,
)
from forecast_svc.engine.features import TRAIN_HORIZON, WINDOW, features_at
from forecast_svc.engine.fitted import SIMPLEST
from forecast_svc.engine.global_model import GlobalModel, coming_closures, train
from forecast_svc.engine.last_year import Backtested, believed, factors
from forecast_svc.engine.local_model import predict
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Floats
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series

_HALF_WEIGHT_AT = 4
"""Products at which the global model and a product's own count the same."""
_RECENT = 7
"""Backtests, half a year, that tell how far last year's course is to be believed: before
that the trees knew a year less."""
_SAMPLE = 40
"""Products of the backtest."""
_DOUBT = 30
"""Products that the suggested weight counts for."""
_WIDTHS = (0.7, 1.1)
"""Least and largest factor on the std."""
_WIDTH_DOUBT = 20
"""Products that a width of 1 counts for."""


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
    calibrated: Calibrated | None
    """How sums of ``rows`` vary; ``None`` where nothing could be tested."""


@dataclass(frozen=True, slots=True)
class ShopModel:
    """Trees that were trained once, and what their backtests have told of them: they
    forecast from that day, or from later ones for which nobody has trained others."""

    model: GlobalModel
    weight: float
    width: float
    tested: list[Backtested]
    believed: float
    """Share of last year's course."""
    earlier: EarlierModels
    """The trees of those backtests."""

    @classmethod
    def train(cls, panel: Panel) -> Self | None:
        """``None`` for a shop with too few products or too little history."""
        model = train(panel)
        if model is None:
            return None
        # As many as take part on that day.
        products = len(features_at(panel, panel.width, 1).rows)
        weight, width = _weight_and_width(panel, products)
        earlier: EarlierModels = {}
        tested = backtest(panel, weight, earlier)
        share = believed(panel, tested[-_RECENT:])
        return cls(model, weight, width, tested, share, earlier)

    def forecast(self, panel: Panel, horizon: int) -> PanelForecast:
        """After the last day of a panel with the rows and the first day of the one that
        was trained on."""
        coming = features_at(panel, panel.width, horizon)
        mean = self.model.forecast(panel, coming)
        both = blended(self.weight, mean, coming)
        # The blend is to follow last year, of which this is a part.
        course = factors(panel, coming.rows, both, self.believed)
        mean += (course - 1) * both / self.weight
        mean = np.maximum(mean, 0)
        closed_days = coming_closures(panel, horizon)
        mean[:, closed_days] = 0
        return PanelForecast(
            coming.rows,
            mean,
            self.weight,
            self.width,
            self.model.examples,
            closed_days,
            calibrate(panel, coming.rows, self.tested),
        )

    def of_others(self, panel: Panel) -> Self:
        """The same trees for other products of the shop, whose sums vary by themselves:
        a panel that ends on the same day."""
        return replace(self, tested=backtest(panel, self.weight, self.earlier))


def forecast_panel(panel: Panel, horizon: int) -> PanelForecast | None:
    """``None`` for a shop with too few products or too little history."""
    model = ShopModel.train(panel)
    return None if model is None else model.forecast(panel, horizon)


def _weight_and_width(panel: Panel, products: int) -> tuple[float, float]:
    """Weight and width, from the last 28 days of some products.

    The weight that would have been best is drawn to what the number of products
    suggests: one month says little.
    """
    suggested = products / (products + _HALF_WEIGHT_AT)
    then = panel.until(panel.width - TRAIN_HORIZON)
    model = train(then)
    if model is None:
        return suggested, 1.0
    coming = features_at(then, then.width, TRAIN_HORIZON)
    theirs = model.forecast(then, coming)
    gain = change = blended = alone = 0.0
    chosen = range(0, len(coming.rows), max(1, -(-len(coming.rows) // _SAMPLE)))
    for position in chosen:
        row = int(coming.rows[position])
        own = np.array(predict(_series(then, row), TRAIN_HORIZON, order=SIMPLEST).mean)
        sold = panel.units[row, then.width :]
        scale = max(float(then.naive_mse(then.width, WINDOW)[row]), 1e-9)
        away = theirs[position] - own
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
