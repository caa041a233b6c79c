"""Request parameters and response bodies."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from forecast_svc.rules import Reason
from shared.types import Day, Id, Instant

Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A sum of money: may have more digits than a single price."""


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
    sold: float


class BacktestOut(BaseModel):
    """Forecasts of four weeks from past days, by the model as fitted to all days.

    RMSSE (M5 guide), beside that of repeating the week before. Without the shop's
    model; for what was really said at the time see ``/accuracy``.
    """

    model_config = ConfigDict(from_attributes=True)

    windows: int
    rmsse: float
    naive_rmsse: float


class LiftOut(BaseModel):
    """How many times more the product sold on past days with a promotion."""

    model_config = ConfigDict(from_attributes=True)

    factor: float
    days: int


class ModelOut(BaseModel):
    """How the numbers were made.

    ``fallback`` is true whenever they do not come from a fitted model;
    ``reason`` then says why, as a stable code.
    """

    model_config = ConfigDict(from_attributes=True)

    name: str
    """auto_arima when fitted; category for a new product that borrows from others;
    mean_28_days or adida_weekday otherwise."""
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
    """Days whose outliers were cut before fitting."""
    censored_days: int
    """Days without stock, or on which the shop was closed: estimated, because sales
    do not tell their demand."""
    promotion: LiftOut | None
    """Put on the promoted days to come; null while none is past."""
    backtest: BacktestOut | None
    parameters: dict[str, Any]
    """All that was fitted: enough to make the same model again."""
    beaten_by_naive: bool | None
    """Whether repeating the last week would have been better in the last three
    scored windows; null before any was scored."""
    shop: ShopOut | None
    """Null while there is none, or where history is too short or products too few."""


class TotalOut(BaseModel):
    """All days together, with bounds of their sum: narrower than the sum of the
    daily bounds, and what an order for these days is reckoned from."""

    model_config = ConfigDict(from_attributes=True)

    expected: float
    lower: float
    upper: float


class AppliedOut(BaseModel):
    """A planner's override that made the forecast what it is."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    first_day: date
    last_day: date
    percentage: float | None
    units: float | None


class ForecastOut(BaseModel):
    """Expected units per day, with bounds that hold with probability ``level``."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    horizon_days: int
    forecast: list[float]
    lower: list[float]
    upper: list[float]
    total: TotalOut
    dates: list[date]
    level: float
    as_of: date
    """The last complete day that was used; ``dates`` starts the day after."""
    archived: bool
    """The product is no longer sold; its series stays."""
    baseline: list[float] | None
    """What the model expects, where a planner says otherwise; null where none does."""
    overrides: list[AppliedOut]
    model: ModelOut


class DayOut(BaseModel):
    """What was sold on one day of the shop, without what was voided."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    quantity: int
    revenue: Amount
    sales: int
    censored: bool
    """The shelf was empty at some moment: more might have been sold."""


class SeriesOut(BaseModel):
    """Days without a gap; empty before the first sale."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    first_day: date | None
    """The first day with a sale, whether or not it lies in the period."""
    as_of: date
    """The last complete day; later points are unfinished."""
    points: list[DayOut]


class RebuildOut(BaseModel):
    """The rebuild that waits or runs; otherwise the last one, all null if none."""

    model_config = ConfigDict(from_attributes=True)

    state: Literal["idle", "waiting", "running"]
    business_tz: str | None
    """The zone whose days the live series is made of; null before any event."""
    reason: str | None
    stage: str | None
    """What is being read: products, stock, turns (of empty shelves) or sales."""
    lines: int
    """Lines of the snapshots folded so far, or in all."""
    requested_at: Instant | None
    started_at: Instant | None
    finished_at: Instant | None
    error: str | None
    """Why a running rebuild does not get on; it is tried again by itself."""


class RefitIn(BaseModel):
    """Which products, all when absent; as of which day, yesterday when absent."""

    model_config = ConfigDict(extra="forbid")

    product_ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)] | None = (
        None
    )
    as_of: Day | None = None


class RefitOut(BaseModel):
    """``done`` of ``products`` have been forecast anew."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    as_of: date
    reason: Literal["scheduled", "asked for"]
    products: int
    done: int
    requested_at: Instant
    last_at: Instant | None
    """When the last chunk was finished."""


class MeasuresOut(BaseModel):
    """Forecasts against what then happened, 28 days ahead; all null before any.

    ``rmsse``, ``mase`` and ``pinball`` are scaled (below 1 is good), means over
    windows; ``wape``, ``bias`` and the coverages are pooled. A bias above 0 is too
    much forecast. ``naive_`` is seasonal naive on the same windows.
    """

    model_config = ConfigDict(from_attributes=True)

    windows: int
    days: int | None
    first_as_of: date | None
    last_as_of: date | None
    rmsse: float | None
    naive_rmsse: float | None
    mase: float | None
    wape: float | None
    naive_wape: float | None
    bias: float | None
    pinball: float | None
    coverage_80: float | None
    coverage_95: float | None


class ProductMeasuresOut(MeasuresOut):
    product_id: Id


class AccuracyOut(BaseModel):
    """Overall, and by product: those that do worst against naive come first."""

    since: date
    overall: MeasuresOut
    products: list[ProductMeasuresOut]
