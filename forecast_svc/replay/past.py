"""What would have been forecast on past days, from all that was known then. Pure; runs
in a worker process."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forecast_svc.compute import past
from forecast_svc.compute.tasks import TrainedGlobalModel
from forecast_svc.engine.ensemble import GlobalForecast
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.reach import padded
from forecast_svc.engine.season_model import season_forecast
from forecast_svc.engine.series import Series
from forecast_svc.forecasts.forecast import ForecastRequest, make_forecast
from forecast_svc.forecasts.inputs import ForecastInputs
from forecast_svc.forecasts.series import first_usable
from shared.clock import utc_now

HORIZON = 120
"""Days ahead: until what is ordered after the next order arrives, a week later."""


@dataclass(frozen=True)
class KnownThen:
    """Of a product at the end of ``as_of``, with what the shop's model said of it."""

    as_of: date
    inputs: ForecastInputs
    shared: GlobalForecast | None = None


def packed(
    days: Sequence[date], known: Sequence[Mapping[date, ForecastInputs]]
) -> list[tuple[int, list[tuple[int, bytes]]]]:
    """The panel of each day: the same products from the same day on."""
    first = first_usable(days[-1])
    return [
        (day.toordinal(), [_packed(of[day].series, first, day) for of in known])
        for day in days
    ]


def _packed(series: Series, first: date, day: date) -> tuple[int, bytes]:
    whole = padded(series, day) if series.values else None
    if whole is None:
        return first.toordinal(), b""
    start = max(whole.first_day, first)
    units = array("f", whole.values[(start - whole.first_day).days :])
    return start.toordinal(), units.tobytes()


def shared_forecasts(model: TrainedGlobalModel) -> dict[int, GlobalForecast]:
    """By position in the panel."""
    closed = frozenset(model.closed_days)
    return {
        position: GlobalForecast(
            array("f", mean).tolist(),
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


def forecast_then(
    products: Sequence[Sequence[KnownThen]],
) -> list[list[Prediction]]:
    """Of each product after each of its days, the oldest first."""
    return [_forecast(known) for known in products]


def _forecast(known: Sequence[KnownThen]) -> list[Prediction]:
    gaps = [k.inputs.gap_days(k.as_of) for k in known]
    days = HORIZON + max(gaps)
    local = past.product_forecasts([k.inputs.series for k in known], days)
    made = []
    for then, own, gap in zip(known, local, gaps, strict=True):
        season = season_forecast(then.inputs.series, HORIZON + gap)
        if season is not None and season.alone:
            own = season.prediction
        request = ForecastRequest(0, HORIZON, then.as_of)
        forecast = make_forecast(
            request, then.as_of, then.inputs, own, then.shared, season
        )
        made.append(forecast.prediction)
    return made
