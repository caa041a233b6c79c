"""A forecast as it is answered: the edge, where numbers are rounded."""

from collections.abc import Iterable
from datetime import date
from statistics import fmean
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from forecast_svc.engine.locations import LocationPart
from forecast_svc.engine.prediction import Prediction, Reason
from forecast_svc.engine.promotions import LiftBasis
from forecast_svc.engine.seasons import CalendarName
from forecast_svc.forecasts.forecast import DECIMALS, Forecast, ForecastRequest, rounded
from forecast_svc.projection.schemas import UnitsOut
from shared.types import Id, Instant, Unit


class ShopOut(BaseModel):
    """The model that all products of the shop share, and its part in the mean."""

    model_config = ConfigDict(from_attributes=True)

    weight: float
    """Between 0 and 1; by the number of products and a backtest of 28 days."""
    products: int
    made_at: Instant


class WindowOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    first_day: date
    last_day: date
    sold: UnitsOut


class BacktestOut(BaseModel):
    """Forecasts of four weeks from past days, by the model as fitted to all days: RMSSE
    (M5 guide), beside that of repeating the week before. Without the shop's model; for
    what was really said at the time see ``/accuracy``."""

    model_config = ConfigDict(from_attributes=True)

    windows: int
    rmsse: float
    naive_rmsse: float


class LiftOut(BaseModel):
    """How many times more is expected of a day with a promotion."""

    model_config = ConfigDict(from_attributes=True)

    factor: float
    """The mean of the promoted days to come."""
    days: int
    """Past days with a promotion, from which it is known; 0 where there are none."""
    basis: LiftBasis
    """``past``: as those days sold; ``planned``: as a planner expects, since nothing like
    it has been seen of this product; ``unknown``: neither, so the promotion changes
    nothing."""


class SeasonOut(BaseModel):
    """What is sold for a part of the year only goes by the same days of past years."""

    model_config = ConfigDict(from_attributes=True)

    calendar: CalendarName
    """What the seasons go by: the date, Easter, or the moon (the Islamic year)."""
    years: int
    """Seasons seen so far, one that is under way included."""
    comes: float
    """The probability that the season comes; 1 once it has begun."""


class LevelShiftOut(BaseModel):
    """The product sells so much less than before that chance does not explain it: the
    forecast follows the days since."""

    model_config = ConfigDict(from_attributes=True)

    days: int
    level: float
    """Units a day since then."""


class ModelOut(BaseModel):
    """How the numbers were made.

    ``fallback`` is true whenever they do not come from a fitted model;
    ``reason`` then says why, as a stable code.
    """

    name: str
    """auto_arima when fitted; yearly_season for what is sold in a season only; category
    for a new product that borrows from others, variant for one that borrows from its
    siblings; single_sale, mean_28_days or
    adida_weekday otherwise."""
    fallback: bool
    reason: Reason | None
    fitted_at: Instant | None
    first_day: date | None
    """The first day with a sale; null while there is none."""
    history_days: int
    """Days from the first sale to ``as_of``, those without sales included."""
    selling_days: int
    made: Literal["search", "order", "filter"] | None
    """By a full search; by fitting the order found lately; or by applying a model
    fitted lately to newer days."""
    searched_on: date | None
    """The last day that the search saw."""
    window: WindowOut | None
    """The days that it was fitted to."""
    order: list[int] | None
    """(p, d, q) that the search chose."""
    weekday_effect: Literal["none", "additive", "multiplicative"]
    closed_weekdays: list[int]
    """Weekdays on which nothing is ever sold; Monday is 0."""
    yearly_effect: bool
    capped_days: int
    """Days that were cut before fitting: those of ``suspicious_days``."""
    censored_days: int
    """Days without stock, or on which the shop was closed: estimated, because sales
    do not tell their demand."""
    promotion: LiftOut | None
    """Put on the promoted days to come; null while none is past or coming."""
    backtest: BacktestOut | None
    parameters: dict[str, Any]
    """All that was fitted: enough to make the same model again."""
    beaten_by_naive: bool | None
    """Whether repeating the last week would have been better in the last three
    scored windows; null before any was scored."""
    shop: ShopOut | None
    """Null while there is none, or where history is too short or products too few."""
    season: SeasonOut | None
    """Null for what is sold all year."""
    level_shift: LevelShiftOut | None
    """Null where the level has not fallen."""

    @classmethod
    def of(cls, forecast: Forecast) -> Self:
        inputs, prediction = forecast.inputs, forecast.prediction
        first, model = inputs.first_day, prediction.model
        lift = inputs.promotions.of_days(forecast.dates)
        shop = forecast.global_forecast
        return cls(
            name=prediction.name,
            fallback=prediction.fallback,
            reason=prediction.reason,
            fitted_at=prediction.fitted_at,
            first_day=first,
            history_days=(forecast.as_of - first).days + 1 if first else 0,
            selling_days=inputs.series.selling_days,
            made=model.method,
            searched_on=model.order_searched_on,
            window=model.window and WindowOut.model_validate(model.window),
            order=list(model.order) if model.order else None,
            weekday_effect=model.weekday_effect,
            closed_weekdays=list(model.closed_weekdays),
            yearly_effect=model.yearly_effect,
            capped_days=len(inputs.outliers.suspicious_days),
            censored_days=len(inputs.series.censored),
            promotion=lift and LiftOut.model_validate(lift),
            backtest=model.backtest and BacktestOut.model_validate(model.backtest),
            parameters=model.parameters,
            beaten_by_naive=inputs.beaten_by_naive,
            shop=shop and ShopOut.model_validate(shop),
            season=forecast.season and SeasonOut.model_validate(forecast.season),
            level_shift=forecast.level_shift
            and LevelShiftOut.model_validate(forecast.level_shift),
        )


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
