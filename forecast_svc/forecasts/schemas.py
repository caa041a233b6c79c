"""A forecast as it is answered: the edge, where numbers are rounded."""

from collections.abc import Iterable
from datetime import date
from statistics import fmean
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from forecast_svc.engine.locations import LocationPart
from forecast_svc.engine.prediction import Prediction
from forecast_svc.forecasts.forecast import DECIMALS, Forecast, ForecastRequest, rounded
from forecast_svc.forecasts.model_schemas import ModelOut
from forecast_svc.projection.schemas import UnitsOut
from shared.types import Id, Unit


class TotalOut(BaseModel):
    """All days together, with bounds of their sum: narrower than the sum of the
    daily bounds, and what an order for these days is reckoned from."""

    expected: UnitsOut
    lower: UnitsOut
    upper: UnitsOut


class AppliedOut(BaseModel):
    """A planner's override that made the forecast what it is."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    first_day: date
    last_day: date
    percentage: float | None
    units: float | None


class SuspiciousDayOut(BaseModel):
    """A day that sold so much more than all others that it may be a mistake. Whoever
    knows better says so with ``POST /api/forecast/corrections``."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    quantity: UnitsOut
    """What is on record, without the lift of a promotion."""
    used: UnitsOut
    """What the forecast takes it for."""


class IntervalOut(BaseModel):
    """What holds the units of each day with one probability, and their sum."""

    lower: list[float]
    upper: list[float]
    total: TotalOut

    @classmethod
    def of(cls, prediction: Prediction, level: float) -> Self:
        days = len(prediction.mean)
        bounds = prediction.interval(level)
        least, most = prediction.interval(level, days)
        return cls(
            lower=rounded(bounds.lower),
            upper=rounded(bounds.upper),
            total=TotalOut(
                expected=round(prediction.expected(days), DECIMALS),
                lower=round(least, DECIMALS),
                upper=round(most, DECIMALS),
            ),
        )


class DaysTotalOut(BaseModel):
    """The first ``days`` days together; quantiles by their probability."""

    days: int
    mean: UnitsOut
    quantiles: dict[str, UnitsOut]

    @classmethod
    def of(cls, prediction: Prediction, days: int, quantiles: Iterable[float]) -> Self:
        return cls(
            days=days,
            mean=round(prediction.expected(days), DECIMALS),
            quantiles={
                str(q): round(prediction.quantile(q, days), DECIMALS) for q in quantiles
            },
        )


class LocationOut(BaseModel):
    """A location's part in the product's forecast."""

    location_id: Id
    share: float
    """Of the days of the horizon, on the mean; 0 where it has never sold the product."""
    basis: Literal["share", "own", "never_sold"]
    """By its recent level and weekdays; or by its own smoothed days, which did better on
    past days."""

    @classmethod
    def of(
        cls, location_id: int, part: LocationPart | None, request: ForecastRequest
    ) -> Self:
        if part is None:
            return cls(location_id=location_id, share=0, basis="never_sold")
        share = fmean(part.share[: request.horizon_days])
        basis: Literal["share", "own"] = "own" if part.own else "share"
        return cls(location_id=location_id, share=round(share, 4), basis=basis)


class ForecastOut(BaseModel):
    """Expected units per day, with bounds that hold with probability ``level``.

    ``level``, ``lower``, ``upper`` and ``total`` are those of the first level asked
    for; ``levels`` has them all.
    """

    product_id: Id
    location: LocationOut | None
    """Null where all locations are together. Suspicious days, the model and what it
    stands on are always the product's."""
    horizon_days: int
    forecast: list[float]
    lower: list[float]
    upper: list[float]
    total: TotalOut
    dates: list[date]
    level: float
    levels: dict[str, IntervalOut]
    """By level, as "0.95"."""
    quantiles: dict[str, list[float]]
    """What each day's units stay at or below, by probability, as "0.8"."""
    totals: list[DaysTotalOut]
    """Sums of the first days, for each number of days asked for."""
    as_of: date
    """The last complete day that was used; ``dates`` starts the day after."""
    data_end: date
    """The last day that the data of this product reaches. The days after it are not
    taken for days without sales: the forecast goes on across them."""
    gap_days: int
    """Days from there to ``as_of``."""
    archived: bool
    """The product is no longer sold; its series stays."""
    unit: Unit
    quantity_decimals: int
    """What the product is sold by, and how finely."""
    baseline: list[float] | None
    """What the model expects, where a planner says otherwise; null where none does."""
    overrides: list[AppliedOut]
    suspicious_days: list[SuspiciousDayOut]
    """The earliest first; those that were confirmed or corrected are not among them."""
    model: ModelOut

    @classmethod
    def of(cls, forecast: Forecast, location: LocationOut | None = None) -> Self:
        request = forecast.request
        prediction = forecast.prediction.head(request.horizon_days)
        levels = {
            str(level): IntervalOut.of(prediction, level) for level in request.levels
        }
        first = levels[str(request.levels[0])]
        baseline = forecast.baseline.mean[: request.horizon_days]
        return cls(
            product_id=request.product_id,
            location=location,
            horizon_days=request.horizon_days,
            forecast=rounded(prediction.mean),
            lower=first.lower,
            upper=first.upper,
            total=first.total,
            dates=forecast.dates,
            level=request.levels[0],
            levels=levels,
            quantiles={
                str(q): rounded(prediction.quantile(q)) for q in request.quantiles
            },
            totals=[
                DaysTotalOut.of(forecast.prediction, days, request.quantiles)
                for days in request.totals
            ],
            as_of=forecast.as_of,
            data_end=forecast.data_end,
            gap_days=forecast.gap_days,
            archived=forecast.inputs.archived,
            unit=forecast.inputs.unit,
            quantity_decimals=forecast.inputs.quantity_decimals,
            baseline=rounded(baseline) if forecast.overrides else None,
            overrides=[AppliedOut.model_validate(o) for o in forecast.overrides],
            suspicious_days=[
                SuspiciousDayOut(
                    day=found.day,
                    quantity=round(found.quantity, DECIMALS),
                    used=round(found.used, DECIMALS),
                )
                for found in forecast.inputs.outliers.suspicious_days
            ],
            model=ModelOut.of(forecast),
        )
