"""What is told about forecasts: how far a refit is, and how past ones did."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from forecast_svc.engine.bias_alarm import Direction
from forecast_svc.engine.demand_class import DemandClass
from forecast_svc.engine.metrics import ORDER_QUANTILES
from forecast_svc.forecasts.accuracy import ProductMeasures
from shared.http.bodies import Body
from shared.types import Day, Id, Instant


class RefitIn(Body):
    """Which products, all when absent; as of which day, yesterday when absent."""

    product_ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)] | None = (
        None
    )
    as_of: Day | None = None


class RefitOut(BaseModel):
    """``done`` of ``products`` have been forecast anew."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    as_of: date
    trigger: Literal["scheduled", "requested"]
    reason: Literal["scheduled", "asked for"]
    """The same in the older words."""
    products: int
    done: int
    requested_at: Instant
    last_at: Instant | None
    """When the last chunk was finished."""


def _by_quantile(values: object) -> object:
    if isinstance(values, dict):
        return values
    found = values if isinstance(values, list | tuple) else []
    return {str(q): value for q, value in zip(ORDER_QUANTILES, found, strict=True)}


ByQuantile = Annotated[dict[str, float | None], BeforeValidator(_by_quantile)]


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
    sum_error: float | None
    """What sums of 28 days were off by, as a share of what was sold."""
    naive_sum_error: float | None
    better_than_naive: float | None
    """By what share those of repeating the last week were off by more; below zero they
    were off by less."""
    mae_and_bias: float | None
    """``wape`` and the absolute ``bias`` added up: what days are off by, and what does
    not even out."""
    sum_pinball: ByQuantile
    """Loss of the quantiles of sums that orders are reckoned from, as a share of what was
    sold: by probability, as "0.8"."""
    naive_sum_pinball: ByQuantile
    sum_coverage: ByQuantile
    """How often sums stayed at or below them."""


class CategoryMeasuresOut(MeasuresOut):
    category: str
    """"" for products of none."""


class ClassMeasuresOut(MeasuresOut):
    demand_class: DemandClass
    """Of the year before each forecast, after Syntetos, Boylan and Croston; ``few`` is
    less than ten units in 28 days."""


class BiasAlarmOut(BaseModel):
    """Forecasts of the product have been too high, or too low, week after week, and
    chance does not explain it."""

    since: date
    """The Monday of the first of these weeks."""
    direction: Direction


class ProductMeasuresOut(MeasuresOut):
    product_id: Id
    bias_alarm: BiasAlarmOut | None

    @classmethod
    def of(cls, row: ProductMeasures) -> Self:
        alarm = None
        if row.alarm_since is not None and row.alarm_direction is not None:
            alarm = BiasAlarmOut(since=row.alarm_since, direction=row.alarm_direction)
        return cls(
            **MeasuresOut.model_validate(row).model_dump(),
            product_id=row.product_id,
            bias_alarm=alarm,
        )


class AccuracyOut(BaseModel):
    """Overall, by category, by class of demand, and by product: those that do worst
    against naive come first. Of one product there is only ``overall``."""

    since: date
    overall: MeasuresOut
    categories: list[CategoryMeasuresOut]
    classes: list[ClassMeasuresOut]
    products: list[ProductMeasuresOut]
    bias_alarm: BiasAlarmOut | None
    """Of the product that was asked for."""
    bias_alarms: int
    """Products with one, in the whole shop."""
