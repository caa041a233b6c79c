"""What a forecast was made with, as it is answered."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from forecast_svc.engine.prediction import Reason
from forecast_svc.engine.promotions import LiftBasis
from forecast_svc.engine.seasons import CalendarName
from forecast_svc.forecasts.forecast import Forecast
from forecast_svc.projection.schemas import UnitsOut
from shared.types import Instant


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
    """auto_arima when fitted; quick_arima, of the simplest order, until within a minute an
    auto_arima takes its place; yearly_season for what is sold in a season only; category
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
    made: Literal["search", "order", "filter", "quick"] | None
    """By a full search; by fitting the order found lately; by applying a model fitted
    lately to newer days; or by fitting the simplest order, to answer at once."""
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
    """Null while there is none (that of a past day is trained when it is first asked for), or
    where history is too short or products too few."""
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
