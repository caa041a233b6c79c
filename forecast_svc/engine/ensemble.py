"""A product's local forecast, the shop's global one and that of a season, blended.
Pure; no numpy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate

from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.season_model import SeasonForecast

SHORTEST_SHARED = 120
"""Days of history with which a product takes part in the global model."""


@dataclass(frozen=True, slots=True)
class GlobalForecast:
    """What the model of the whole shop expects of a product.

    ``weight`` between 0 and 1 is its share of the mean; ``width`` the factor on
    the standard deviation that the blend's own errors have shown.
    """

    mean: Sequence[float]
    weight: float
    width: float
    closed_days: frozenset[int]
    """Days ahead, from 0, on which the whole shop will be closed."""
    products: int
    made_at: datetime
    calibration: SumCalibration | None = None
    """How the blend's sums have varied; ``None`` where nobody has tested it."""
    level: float | None = None
    """Units a day from which the model started; ``None`` where nobody has noted it."""
    data_end: date | None = None
    """The last day that the model has seen."""


def blend(
    local: Prediction,
    shop: GlobalForecast | None,
    season: SeasonForecast | None = None,
) -> Prediction:
    """Days on which the product or the whole shop is closed are zero."""
    blended = local if shop is None else _with_global(local, shop)
    if season is None:
        return blended
    seasonal = season.blend(blended)
    if shop is None or not shop.closed_days:
        return seasonal
    days = range(len(seasonal.mean))
    return seasonal.scaled([float(n not in shop.closed_days) for n in days])


def _with_global(local: Prediction, shop: GlobalForecast) -> Prediction:
    days = zip(local.mean, local.std, shop.mean, strict=True)
    mean, std = [], []
    for n, (ours, spread, theirs) in enumerate(days):
        is_open = (ours or spread) and n not in shop.closed_days
        mixed = shop.weight * theirs + (1 - shop.weight) * ours
        mean.append(mixed if is_open else 0.0)
        std.append(spread * shop.width if is_open else 0.0)
    cumulative_std = [spread * shop.width for spread in local.cumulative_std]
    if shop.calibration is not None:
        sums = list(accumulate(mean))
        cumulative_std = shop.calibration.cumulative_std(sums, cumulative_std)
    return replace(
        local,
        mean=mean,
        std=std,
        cumulative_std=cumulative_std,
        calibration=shop.calibration,
    )
