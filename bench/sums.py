"""Quantiles of sums: how often what came stayed at or below them, by shop and by class.

The engine's own functions in the order in which the service calls them: at each origin
the shop's model is trained and every product's known order is fitted, with what was
sold by then and no more. Weekly, over a year; HTTP and database are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.windows import SCORE_HORIZON, Floats, History
from forecast_svc.compute import tasks
from forecast_svc.compute.fits import fallback
from forecast_svc.engine.baselines import baseline, too_short
from forecast_svc.engine.calibration import HORIZONS, SumCalibration
from forecast_svc.engine.demand_class import (
    FEW,
    DemandClass,
    interval_and_variation,
)
from forecast_svc.engine.ensemble import GlobalForecast
from forecast_svc.engine.fitted import WarmStart
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.promotions import PromotionLift
from forecast_svc.engine.season_model import season_forecast
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series
from forecast_svc.engine.stockouts import StockoutImputer
from forecast_svc.forecasts.forecast import ForecastRequest, make_forecast
from forecast_svc.forecasts.inputs import ForecastInputs
from shared.clock import utc_now

QUANTILES = (0.8, 0.9, 0.95)
SEARCH_EVERY = 4
"""Origins from one search of an order to the next."""
PATHS = 1_000
YEAR = 365
_SHORTEST = 28


@dataclass(frozen=True)
class SumWindow:
    """One product at one origin. ``below`` and ``up_to`` are by horizon: shares of the
    sample paths whose sum is less than what came, and at most that."""

    shop: str
    product: str
    as_of: date
    demand_class: DemandClass
    few: tuple[bool, ...]
    mean: Floats
    coming: Floats
    scale: float
    below: Floats
    up_to: Floats
    asked: NDArray[np.bool_]
    """By horizon and quantile: whether what came stayed at or below the answer."""

    def covered(self, horizon: int, q: float) -> float:
        """1 when what came was below the quantile, 0 when it was above it; where it was
        just that, the share that makes the level exact (randomised PIT)."""
        below, up_to = self.below[horizon], self.up_to[horizon]
        if up_to <= below:
            return float(below <= q)
        return float(np.clip((q - below) / (up_to - below), 0, 1))


def sum_windows(
    shop: str, histories: Sequence[History], place: str, origins: Sequence[date]
) -> Iterator[SumWindow]:
    """The oldest origin first: each goes on from the fits of the one before it."""
    fits: dict[str, Prediction] = {}
    for n, as_of in enumerate(sorted(origins)):
        yield from _at(shop, histories, place, as_of, fits, n % SEARCH_EVERY == 0)


def _at(
    shop: str,
    histories: Sequence[History],
    place: str,
    as_of: date,
    fits: dict[str, Prediction],
    search: bool,
) -> Iterator[SumWindow]:
    for history, prediction, coming in predictions_at(
        histories, place, as_of, fits, search=search
    )[0]:
        yield window_of(shop, history, as_of, prediction, coming)


def predictions_at(
    histories: Sequence[History],
    place: str,
    as_of: date,
    fits: dict[str, Prediction],
    *,
    search: bool,
    groups: Sequence[Sequence[str]] = (),
) -> tuple[list[tuple[History, Prediction, Floats]], list[SumCalibration] | None]:
    """Each product with what the service would say of it and what came, and how sums
    of the ``groups``, which are products by name, have varied."""
    made = []
    known = [h for h in histories if len(h.until(as_of))]
    caps = [OutlierCap() for _ in known]
    series = [
        cap.fit_transform(_series(h, as_of)) for h, cap in zip(known, caps, strict=True)
    ]
    packed = [
        (s.first_day.toordinal(), np.array(s.values, np.float32).tobytes())
        for s in series
    ]
    positions = {h.name: n for n, h in enumerate(known)}
    grouped = [[positions[n] for n in group if n in positions] for group in groups]
    model = tasks.train(as_of.toordinal(), packed, place, groups=grouped)
    shared = shared_forecasts(model) if model else {}
    for n, (history, of, cap) in enumerate(zip(known, series, caps, strict=True)):
        coming = history.after(as_of, SCORE_HORIZON)
        if len(coming) < SCORE_HORIZON or len(of.values) < _SHORTEST:
            continue
        local = local_model(of, fits.get(history.name), search)
        if local.model.arima_order is not None:
            fits[history.name] = local
        prediction = blended(of, cap, local, shared.get(n), as_of)
        made.append((history, prediction, coming))
    return made, model.totals if model else None


def _series(history: History, as_of: date) -> Series:
    values = tuple(history.until(as_of)[-MAX_SERIES_DAYS:].tolist())
    return Series(as_of - timedelta(days=len(values) - 1), values)


def shared_forecasts(
    model: tasks.TrainedGlobalModel, days: int = SCORE_HORIZON
) -> dict[int, GlobalForecast]:
    closed = frozenset(model.closed_days)
    return {
        position: GlobalForecast(
            np.frombuffer(mean, np.float32)[:days].tolist(),
            model.weight,
            model.width,
            closed,
            len(model.positions),
            utc_now(),
            model.calibrations[n] if model.calibrations else None,
        )
        for n, (position, mean) in enumerate(
            zip(model.positions, model.means, strict=True)
        )
    }


def local_model(series: Series, earlier: Prediction | None, search: bool) -> Prediction:
    reason = too_short(series)
    if reason is not None:
        return baseline(series, SCORE_HORIZON, reason)
    start = None if earlier is None or search else WarmStart(earlier.model, "order")
    try:
        return tasks.fit(series.first_day, series.values, start)
    except Exception:
        return fallback(series, "fit_failed")


def blended(
    series: Series,
    outliers: OutlierCap,
    local: Prediction,
    shared: GlobalForecast | None,
    as_of: date,
    days: int = SCORE_HORIZON,
) -> Prediction:
    """What the service would say of a product without a calendar."""
    season = season_forecast(series, days)
    if season is not None and season.alone:
        local = season.prediction
    inputs = ForecastInputs(
        archived=False,
        unit="piece",
        quantity_decimals=0,
        parent_id=None,
        first_day=series.first_day,
        series=series,
        stockouts=StockoutImputer(frozenset(), frozenset()),
        promotions=PromotionLift(frozenset()),
        outliers=outliers,
        overrides=[],
        fit=None,
        global_trained=True,
        global_forecast=shared,
        beaten_by_naive=None,
    )
    request = ForecastRequest(0, days, as_of)
    made = make_forecast(request, as_of, inputs, local, shared, season)
    return made.prediction


def window_of(
    shop: str, history: History, as_of: date, prediction: Prediction, coming: Floats
) -> SumWindow:
    seed = as_of.toordinal()
    sums = prediction.paths(PATHS, seed).cumsum(axis=1)[:, [h - 1 for h in HORIZONS]]
    came = coming.cumsum()[[h - 1 for h in HORIZONS]]
    # What adds up to the same in another order is the same.
    near = 1e-6 * (1 + came)
    year = history.until(as_of)[-YEAR:]
    return SumWindow(
        shop=shop,
        product=history.name,
        as_of=as_of,
        demand_class=interval_and_variation(year.tolist()),
        few=tuple(year.mean() * days < FEW for days in HORIZONS),
        mean=np.array(prediction.mean[:SCORE_HORIZON]),
        coming=coming,
        scale=float(np.mean(np.diff(year) ** 2)),
        below=(sums < came - near).mean(axis=0),
        up_to=(sums <= came + near).mean(axis=0),
        asked=np.array(
            [
                [came[n] <= prediction.quantile(q, days) + near[n] for q in QUANTILES]
                for n, days in enumerate(HORIZONS)
            ]
        ),
    )
