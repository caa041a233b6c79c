"""Totals: what several products are expected to sell together. Pure; no numpy.

The total is the sum of its products, day by day: there is nothing to reconcile. How it
varies is no sum, since products go up and down together: backtests of the totals
themselves tell it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from math import sqrt

from forecast_svc.engine.calibration import HORIZONS, SumCalibration
from forecast_svc.engine.prediction import Prediction

NAME = "sum_of_products"
KEPT_DAYS = 90
"""Days ahead that products' forecasts are kept for, to be added up."""


def together(predictions: Iterable[Prediction], *, measured: bool) -> Prediction:
    """As if no product knew of the others. All reach as far."""
    made = list(predictions)
    return Prediction(
        NAME,
        [sum(units) for units in zip(*(p.mean for p in made), strict=True)],
        _root_sums(p.std for p in made),
        _root_sums(p.cumulative_std for p in made),
        measured=measured,
    )


def calibrated(total: Prediction, found: SumCalibration | None) -> Prediction:
    """With the deviations that backtests of this total have shown. Its days vary as
    much more, or less, than those of independent products as its weeks do."""
    week = HORIZONS[0]
    if found is None or len(total.mean) < week:
        return total
    alone = total.cumulative_std[week - 1]
    if not alone:
        return total
    shown = sqrt(found.dispersion[0] * total.expected(week))
    std, sums = (
        [of_day * shown / alone for of_day in of]
        for of in (total.std, total.cumulative_std)
    )
    return replace(
        total,
        std=std,
        cumulative_std=found.cumulative_std(list(accumulate(total.mean)), sums),
        calibration=found,
    )


def _root_sums(deviations: Iterable[Sequence[float]]) -> list[float]:
    by_day = zip(*deviations, strict=True)
    return [sqrt(sum(of_one**2 for of_one in of_day)) for of_day in by_day]
