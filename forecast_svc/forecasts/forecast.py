"""A question about a product, and its answer, put together from all that was found:
the product's local model, the shop's global one, the calendar, and what planners
say. No input or output; rounded and named for the outside in ``schemas``."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean

from forecast_svc.engine.ensemble import GlobalForecast, blend
from forecast_svc.engine.level_shift import LevelShift, level_shift
from forecast_svc.engine.overrides import Override, in_force, override
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.season_model import SeasonForecast
from forecast_svc.engine.series import days_after
from forecast_svc.forecasts.inputs import ForecastInputs

_USUAL_DAYS = 28
_SEEDS = 10_000_000
"""More than there are days, so that each product and day has a seed of its own."""
DECIMALS = 3
"""Of units, wherever a forecast is told or written down."""


@dataclass(frozen=True, slots=True)
class ForecastRequest:
    """``as_of`` is the last day that may be used.

    Intervals at each of the ``levels``; ``quantiles`` of each day, and of the sums
    of the first days that ``totals`` names, also beyond the horizon.
    """

    product_id: int
    horizon_days: int
    as_of: date | None = None
    levels: tuple[float, ...] = (0.95,)
    quantiles: tuple[float, ...] = ()
    totals: tuple[int, ...] = ()

    @property
    def reach(self) -> int:
        """Days ahead that have to be known."""
        return max(self.horizon_days, *self.totals, 0)


@dataclass(frozen=True, slots=True)
class Forecast:
    """``prediction`` and ``baseline``, which is without overrides, reach as far as the
    request does."""

    request: ForecastRequest
    as_of: date
    inputs: ForecastInputs
    global_forecast: GlobalForecast | None
    season: SeasonForecast | None
    level_shift: LevelShift | None
    """What the product has fallen to, where the forecast follows it."""
    baseline: Prediction
    prediction: Prediction
    overrides: list[Override]
    """Those that count on some day of the horizon."""

    @property
    def gap_days(self) -> int:
        return self.inputs.gap_days(self.as_of)

    @property
    def data_end(self) -> date:
        """The last day that the data reaches."""
        return self.as_of - timedelta(days=self.gap_days)

    @property
    def seed(self) -> int:
        """Of the product's paths as of this day, wherever they are drawn."""
        return self.request.product_id * _SEEDS + self.as_of.toordinal()

    @property
    def dates(self) -> list[date]:
        return days_after(self.as_of, self.request.horizon_days)


def make_forecast(
    request: ForecastRequest,
    as_of: date,
    inputs: ForecastInputs,
    local: Prediction,
    global_forecast: GlobalForecast | None,
    season: SeasonForecast | None,
) -> Forecast:
    days = days_after(as_of, request.reach)
    # The models go on from where the data ends; what is asked for begins later.
    gap = inputs.gap_days(as_of)
    local = local.extended(gap + request.reach).head(gap + request.reach).after(gap)
    season = season and season.after(gap)
    baseline = blend(local, global_forecast, season)
    # Out of season everything has fallen.
    shift = level_shift(inputs.series.values) if season is None else None
    if shift is not None:
        baseline = baseline.scaled([shift.factor(_usual_day(baseline))] * len(days))
    # What is counted in whole units has whole bounds; parts of a kilo have not.
    baseline = replace(baseline, measured=inputs.quantity_decimals > 0)
    if season is not None and season.alone:
        global_forecast = None
    # What cleaning took out of the series comes back, the last step first.
    for step in (inputs.promotions, inputs.stockouts):
        baseline = step.inverse_transform(baseline, days)
    by_day = in_force(inputs.overrides, days)
    used = by_day[: request.horizon_days]
    return Forecast(
        request=request,
        as_of=as_of,
        inputs=inputs,
        global_forecast=global_forecast,
        season=season,
        level_shift=shift,
        baseline=baseline,
        prediction=override(baseline, by_day),
        overrides=[o for o in inputs.overrides if o in used],
    )


def _usual_day(prediction: Prediction) -> float:
    """Units expected on the mean of the first four weeks, or of as many days as there
    are."""
    return fmean(prediction.mean[:_USUAL_DAYS])


def rounded(units: Iterable[float]) -> list[float]:
    return [round(value, DECIMALS) for value in units]
