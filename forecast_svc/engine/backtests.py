"""Backtests of sums: how far forecasts of 7, 14 and 28 days went astray on past days,
and what follows for those to come. Pure; never imported by the service itself, only
by its worker processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtr

from forecast_svc.engine import demand_class as classes
from forecast_svc.engine.calibration import HORIZONS, LEVELS
from forecast_svc.engine.features import (
    TRAIN_HORIZON,
    WINDOW,
    FeatureBlock,
    features_at,
)
from forecast_svc.engine.global_model import GlobalModel, coming_closures, train
from forecast_svc.engine.intervals import SLOW_MOVER
from forecast_svc.engine.last_year import Backtested
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Floats

_ORIGINS = 13
"""Past origins, 28 days apart: a year, so that its seasons are all among them."""
_TRAINED_AT = (13, 8, 4, 1)
"""Origins at which a model is trained; those after each go by it, too. A tree that is
three months old is hardly worse, while training is what takes the time."""
_MOST_ROWS = 100_000
_LEVEL_DAYS = 28
_STEP = 7
_FEWEST_SUMS = 4
_LARGEST_SQUARE = 9.0
"""Of a standardised error: beyond three deviations it is the tail's, not the std's."""
_PRODUCT_DOUBT = 6
"""Backtests of a product that the shop's dispersion counts for."""
_DOUBT = 60
"""Of products, as ``learned`` says."""
_HALF_LIFE = 2 * TRAIN_HORIZON
"""Days after which an origin counts half: how far sums go astray changes with the season,
and trees of a year ago knew less."""
_LEAST_MEAN = 1e-3
_GRID = np.linspace(0, 1, 401)


@dataclass(frozen=True)
class Calibrated:
    """By product: ``dispersion`` (products, horizons) and ``nominal`` (products,
    horizons, levels), as ``SumCalibration`` has them."""

    dispersion: NDArray[np.float32]
    nominal: NDArray[np.float32]
    tested: Sequence[Sequence["Sums"]]
    """What it is from: by origin, the oldest first, and by horizon."""


@dataclass(frozen=True)
class Sums:
    """Forecasts of sums over one horizon from column ``end``, and what came; arrays side
    by side."""

    end: int
    rows: NDArray[np.int64]
    classes: NDArray[np.str_]
    mean: Floats
    dispersion: Floats
    """Variance over mean, as the product's own past sums suggest."""
    sold: Floats

    def select(self, chosen: NDArray[np.bool_]) -> "Sums":
        return Sums(
            self.end,
            self.rows[chosen],
            self.classes[chosen],
            self.mean[chosen],
            self.dispersion[chosen],
            self.sold[chosen],
        )


def calibrate(
    panel: Panel, rows: NDArray[np.int64], backtests: Sequence[Backtested]
) -> Calibrated | None:
    """For the products of ``rows``; ``None`` where nothing was tested."""
    tested = [
        [
            sums_of(
                panel,
                of.end,
                of.rows,
                of.mean[:, :days].sum(axis=1),
                panel.units[of.rows, of.end : of.end + days].sum(axis=1),
                days,
            )
            for days in HORIZONS
        ]
        for of in backtests
    ]
    return learned(panel, rows, tested) if tested else None


def learned(
    panel: Panel,
    rows: NDArray[np.int64],
    tested: Sequence[Sequence[Sums]],
    doubt: float = _DOUBT,
) -> Calibrated:
    """What backtests say of sums of ``rows`` to come, where ``doubt`` sums of a shop are
    what the stated distribution counts for, and of a class what its shop counts for."""
    dispersion, nominal = [], []
    for position, days in enumerate(HORIZONS):
        of_origins = [sums[position] for sums in tested]
        past, weight = _joined(of_origins), _weights(of_origins)
        of_day, of_class = _learned(past, weight, len(panel.units), doubt)
        now = demand_classes(panel, panel.width, days)
        dispersion.append(of_day[rows] * own_dispersion(panel, panel.width, days)[rows])
        nominal.append([of_class[name] for name in now[rows]])
    return Calibrated(
        np.stack(dispersion, axis=1).astype(np.float32),
        np.stack([np.array(n) for n in nominal], axis=1).astype(np.float32),
        tested,
    )


def own_dispersion(panel: Panel, end: int, days: int) -> Floats:
    """Variance over mean of sums of ``days`` around four weeks' level, over the year
    before column ``end``; 1, as of chance alone, where there is too little to see."""
    then = np.arange(end - days, max(end - WINDOW, _LEVEL_DAYS), -_STEP)
    if not len(then):
        return np.ones(len(panel.units))
    level = panel.between(then - _LEVEL_DAYS, then) * (days / _LEVEL_DAYS)
    errors = (panel.between(then, then + days) - level) ** 2
    known = then[None, :] - _LEVEL_DAYS >= panel.first_sale_column[:, None]
    sums = (level * known).sum(axis=1)
    enough = (known.sum(axis=1) >= _FEWEST_SUMS) & (sums > 0)
    found: Floats = np.divide(
        (errors * known).sum(axis=1), sums, out=np.ones(len(sums)), where=enough
    )
    return found


def demand_classes(panel: Panel, end: int, days: int) -> NDArray[np.str_]:
    """As ``demand_class`` tells them, of all products at once."""
    mean = panel.mean(end, WINDOW)
    share = np.maximum(panel.selling_share(end, WINDOW), 1e-9)
    square = panel.variance(end, WINDOW) + mean**2
    cv2 = square * share / np.maximum(mean, 1e-9) ** 2 - 1
    rare, varied = 1 / share >= classes.LONGEST_INTERVAL, cv2 >= classes.LARGEST_CV2
    by_both = np.where(
        rare,
        np.where(varied, "lumpy", "intermittent"),
        np.where(varied, "erratic", "smooth"),
    )
    return np.where(mean * days < classes.FEW, "few", by_both)


EarlierModels = dict[int, GlobalModel]
"""The models of origins, by how many lie between each and today."""


def backtest(
    panel: Panel, weight: float, earlier: EarlierModels | None = None
) -> list[Backtested]:
    """From rolling origins of the last year, the oldest first, each with what was known
    by then; ``weight`` is the share of the global model. Without ``earlier`` models some
    are trained, and put there."""
    tested = []
    model = None
    earlier = {} if earlier is None else earlier
    given = dict(earlier)
    for n in range(_ORIGINS, 0, -1):
        end = panel.width - n * TRAIN_HORIZON
        if end <= 0:
            continue
        then = panel.until(end)
        if given:
            model = given.get(n, model)
        elif model is None or n in _TRAINED_AT:
            model = train(then, _MOST_ROWS) or model
        if model is None:
            continue
        earlier[n] = model
        coming = features_at(then, end, TRAIN_HORIZON)
        mean = blended(weight, model.forecast(then, coming), coming)
        mean[:, coming_closures(then, TRAIN_HORIZON)] = 0
        tested.append(Backtested(end, coming.rows, mean))
    return tested


def blended(weight: float, expected: Floats, coming: FeatureBlock) -> Floats:
    """With a smoothed level times the weekday in place of each product's own model,
    which takes its time and is as far off."""
    local = np.where(coming.open, coming.start * coming.mean[:, None], 0)
    mean: Floats = weight * expected + (1 - weight) * local
    return mean


def sums_of(
    panel: Panel,
    end: int,
    rows: NDArray[np.int64],
    mean: Floats,
    sold: Floats,
    days: int,
) -> Sums:
    sums = Sums(
        end,
        rows,
        demand_classes(panel, end, days)[rows],
        mean,
        own_dispersion(panel, end, days)[rows],
        sold,
    )
    return sums.select(sums.mean > _LEAST_MEAN)


def _joined(sums: Sequence[Sums]) -> Sums:
    parts = zip(
        *((s.rows, s.classes, s.mean, s.dispersion, s.sold) for s in sums), strict=True
    )
    return Sums(sums[-1].end, *map(np.concatenate, parts))


def _weights(sums: Sequence[Sums]) -> Floats:
    """How much each sum counts, side by side as they are joined."""
    newest = max(of.end for of in sums)
    return np.concatenate(
        [np.full(len(of.rows), 0.5 ** ((newest - of.end) / _HALF_LIFE)) for of in sums]
    )


def _learned(
    past: Sums, weight: Floats, products: int, doubt: float
) -> tuple[Floats, dict[str, Floats]]:
    """Factors on each product's own dispersion, and by class the probabilities to ask
    for in place of ``LEVELS``."""
    squares = (past.sold - past.mean) ** 2 / (past.dispersion * past.mean + 1e-9)
    squares = weight * np.minimum(squares, _LARGEST_SQUARE)
    shop = (squares.sum() + doubt) / (weight.sum() + doubt)
    own = np.bincount(past.rows, squares / shop, products)
    count = np.bincount(past.rows, weight, products)
    factor: Floats = shop * (own + _PRODUCT_DOUBT) / (count + _PRODUCT_DOUBT)
    below, up_to = probabilities(
        past.mean, past.dispersion * factor[past.rows] * past.mean, past.sold
    )
    of_shop = _drawn(_shares(below, up_to, weight), weight.sum(), _GRID, doubt)
    by_class: dict[str, Floats] = {}
    for name in classes.NAMES:
        chosen = past.classes == name
        share = _shares(below[chosen], up_to[chosen], weight[chosen])
        levels = _drawn(share, weight[chosen].sum(), of_shop, doubt)
        by_class[name] = np.interp(LEVELS, levels, _GRID)
    return factor, by_class


def probabilities(
    mean: Floats, variance: Floats, sold: Floats
) -> tuple[Floats, Floats]:
    """Of less than what was sold, and of at most that: of a negative binomial
    distribution for few units, of a gamma one for many."""
    square = np.maximum(variance, 1e-6 * mean**2)
    shape = mean**2 / square
    gamma = partial(_wilson_hilferty, mean, shape)
    excess = np.maximum(variance - mean, 1e-6 * mean)
    size = mean**2 / excess
    ratio = mean / (mean + excess)
    count = np.floor(sold)
    up_to = betainc(size, count + 1, ratio)
    below = np.where(count > 0, betainc(size, np.maximum(count, 1), ratio), 0)
    slow = mean < SLOW_MOVER
    return (
        np.where(slow, below, np.where(sold > 0, gamma(np.maximum(sold - 0.5, 0)), 0)),
        np.where(slow, up_to, gamma(sold + 0.5)),
    )


def _wilson_hilferty(mean: Floats, shape: Floats, sold: Floats) -> Floats:
    """Of a gamma distribution: its cube root is nearly normal."""
    root = np.cbrt(sold / mean)
    found: Floats = ndtr((root - 1 + 1 / (9 * shape)) * 3 * np.sqrt(shape))
    return found


def _shares(below: Floats, up_to: Floats, weight: Floats) -> Floats:
    """How often sums were at or below each quantile of ``_GRID`` (randomised PIT)."""
    if not len(below):
        return _GRID
    width = np.maximum(up_to - below, 1e-9)[:, None]
    passed = np.clip((_GRID[None, :] - below[:, None]) / width, 0, 1)
    shares: Floats = weight @ passed / weight.sum()
    return shares


def _drawn(shares: Floats, count: float, towards: Floats, doubt: float) -> Floats:
    """As many sums as ``doubt`` count for what was believed before."""
    drawn: Floats = (count * shares + doubt * towards) / (count + doubt)
    return drawn
