"""What runs in a worker process. Nothing heavy is imported before it is needed:
the service imports this module too, to name its functions."""

import gc
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from typing import TYPE_CHECKING

from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.fitted import WarmStart
from forecast_svc.engine.prediction import MAX_HORIZON, Prediction
from forecast_svc.engine.promotions import PromotedDays
from forecast_svc.engine.series import Series

if TYPE_CHECKING:
    from forecast_svc.engine.backtests import Calibrated
    from forecast_svc.engine.panel_forecast import PanelForecast
    from forecast_svc.engine.seasonality import Floats

PRELOADED = "forecast_svc.engine.local_model"
"""Imported once by the fork server; workers inherit it."""


def warm(niceness: int = 0) -> None:
    """Have numpy and pmdarima in memory before the first fit's clock starts."""
    import forecast_svc.engine.local_model  # noqa: F401

    os.nice(niceness)

    # A collection would write into every page shared with the fork server.
    gc.freeze()


@dataclass(frozen=True, slots=True)
class TrainedGlobalModel:
    """A shop's forecast without numpy: ``means`` of the products at ``positions``,
    each ``MAX_HORIZON`` 32-bit floats, from ``levels`` of units a day on;
    ``closed_days`` are days ahead, from 0;
    ``calibrations`` of the same products, or ``None`` where nothing could be tested."""

    positions: list[int]
    means: list[bytes]
    levels: list[float]
    weight: float
    width: float
    examples: int
    closed_days: list[int]
    calibrations: list[SumCalibration] | None
    totals: list[SumCalibration] | None
    """Of the groups of products that were asked for."""


def train(
    last_day: int,
    packed: Sequence[tuple[int, bytes]],
    place: str,
    gap_days: int = 0,
    groups: Sequence[Sequence[int]] = (),
    promoted: Sequence[Sequence[PromotedDays]] = (),
) -> TrainedGlobalModel | None:
    """``packed`` is each product's first day and its units as 32-bit floats, without the
    lift of its promotions, which are ``promoted``;
    ``place`` is whose public holidays count. Days ahead are counted from ``gap_days``
    after the last one. ``groups`` are positions of products whose sums are tested, too.

    Raises ``ImportError`` where LightGBM cannot be loaded.
    """
    try:
        from forecast_svc.engine.features import levels_of
        from forecast_svc.engine.global_model import panel_of
        from forecast_svc.engine.panel_forecast import forecast_panel
        from forecast_svc.engine.total_backtests import calibrate_totals
    except OSError as error:
        # LightGBM needs the system's OpenMP library, which may be missing.
        raise ImportError(str(error)) from error

    panel = panel_of(packed, last_day, place, promoted)
    made = forecast_panel(panel, gap_days + MAX_HORIZON)
    if made is None:
        return None
    found = made.calibrated
    totals = calibrate_totals(panel, groups, found.tested) if found and groups else None
    told = trained_model(made, levels_of(panel), gap_days)
    return replace(told, totals=sum_calibrations(totals))


def trained_model(
    made: "PanelForecast", levels: "Floats", gap_days: int = 0
) -> TrainedGlobalModel:
    """The same without numpy; ``levels`` are of all products of the panel."""
    import numpy as np

    return TrainedGlobalModel(
        positions=made.rows.tolist(),
        means=[mean.tobytes() for mean in made.mean[:, gap_days:].astype(np.float32)],
        levels=levels[made.rows].tolist(),
        weight=made.weight,
        width=made.width,
        examples=made.examples,
        closed_days=[n - gap_days for n in made.closed_days if n >= gap_days],
        calibrations=sum_calibrations(made.calibrated),
        totals=None,
    )


def sum_calibrations(found: "Calibrated | None") -> list[SumCalibration] | None:
    if found is None:
        return None
    both = zip(found.dispersion.tolist(), found.nominal.tolist(), strict=True)
    return [*starmap(SumCalibration, both)]


def fit(
    first_day: date,
    values: tuple[float, ...],
    start: WarmStart | None,
    quick: bool = False,
) -> Prediction:
    """A ``quick`` one searches for nothing.

    Raises when no sound prediction comes out.
    """
    from forecast_svc.engine.local_model import apply, predict

    series = Series(first_day, values)
    if start is None:
        return predict(series, MAX_HORIZON, quick=quick)
    # Applied also before a refit: only so is it seen whether the order still fits.
    applied = apply(series, MAX_HORIZON, start.model)
    if applied is None:
        return predict(series, MAX_HORIZON, quick=quick)
    if start.method == "filter":
        return applied
    made = predict(series, MAX_HORIZON, earlier=start.model)
    searched_on = start.model.order_searched_on
    return replace(made, model=replace(made.model, order_searched_on=searched_on))
