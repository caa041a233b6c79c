"""What planners enter, and how it is answered."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forecast_svc.engine.corrections import CorrectionKind
from forecast_svc.planning.tables import Override
from shared.http.bodies import Body
from shared.types import MAX_QUANTITY, Category, Day, Id, Instant, text_of

MOST_DAYS = 366


class Period(Body):
    """Days of the shop, first and last included; at most 366."""

    first_day: Day
    last_day: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first_day > self.last_day:
            raise ValueError("first_day must not be after last_day")
        if (self.last_day - self.first_day).days >= MOST_DAYS:
            raise ValueError(f"a period has at most {MOST_DAYS} days")
        return self


class OverrideIn(Period):
    """More or fewer by a percentage, or so many units a day: one of the two."""

    product_id: Id
    percentage: Annotated[float, Field(strict=True, ge=-100, le=1_000)] | None = None
    units: Annotated[float, Field(strict=True, ge=0, le=MAX_QUANTITY)] | None = None
    note: Annotated[str, text_of(500)]
    expires_on: Day | None = None
    """The last day on which forecasts still go by it; for good when absent."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.percentage is None) == (self.units is None):
            raise ValueError("give percentage or units, one of them")
        return self


class OverrideScoreOut(BaseModel):
    """Absolute errors against units sold (WAPE); null where nothing was."""

    days: int
    sold: float
    wape: float | None
    baseline_wape: float | None
    """Of what the model had expected when the override was made."""

    @classmethod
    def of(cls, row: Override) -> Self | None:
        if row.days is None:
            return None

        def wape(error: float | None) -> float | None:
            return error / row.sold if row.sold and error is not None else None

        return cls(
            days=row.days,
            sold=row.sold or 0.0,
            wape=wape(row.absolute_error),
            baseline_wape=wape(row.baseline_absolute_error),
        )


class OverrideOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    first_day: date
    last_day: date
    percentage: float | None
    units: float | None
    note: str
    author: Id
    expires_on: date | None
    created_at: Instant
    withdrawn_on: date | None
    baseline: list[float]
    """What the model expected of each day when the override was made."""
    score: OverrideScoreOut | None
    """Once its days are over."""

    @classmethod
    def of(cls, row: Override) -> Self:
        fields = {
            name: getattr(row, name) for name in cls.model_fields.keys() - {"score"}
        }
        return cls(**fields, score=OverrideScoreOut.of(row))


class CorrectionIn(Body):
    """What a suspicious day was: demand as it stands (``confirmed``), another quantity
    (``corrected``, with its ``units``), or a ``bulk_order`` that is not to be expected
    again."""

    product_id: Id
    day: Day
    kind: CorrectionKind
    units: Annotated[float, Field(strict=True, ge=0, le=MAX_QUANTITY)] | None = None
    note: Annotated[str, text_of(500)]

    @model_validator(mode="after")
    def _units_of_corrected(self) -> Self:
        if (self.kind == "corrected") != (self.units is not None):
            raise ValueError("give units with corrected, and only then")
        return self


class CorrectionOut(BaseModel):
    """Sales stay on record as they are; forecasts and scores go by the correction."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    day: date
    kind: CorrectionKind
    units: float | None
    note: str
    author: Id
    created_at: Instant
    withdrawn_on: date | None


class EventIn(Period):
    """A promotion of one product, of a category, or of all; or a closure of the shop."""

    kind: Literal["promotion", "closure"]
    name: Annotated[str, text_of(100)]
    product_id: Id | None = None
    category: Category | None = None
    lift: Annotated[float, Field(strict=True, ge=0.5, le=10)] | None = None
    """How many times more a promotion is expected to sell; counts for products of which
    no promotion is past."""
    discount_percent: Annotated[float, Field(strict=True, gt=0, le=100)] | None = None
    """How much less a promotion costs than usual: past ones tell what a price sells."""

    @model_validator(mode="after")
    def _of_promotion(self) -> Self:
        if self.kind == "closure" and self.lift is not None:
            raise ValueError("a closure has no lift")
        if self.kind == "closure" and self.discount_percent is not None:
            raise ValueError("a closure has no discount")
        return self

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        if self.product_id is not None and self.category is not None:
            raise ValueError("give product_id or category, not both")
        if self.kind == "closure" and (self.product_id or self.category):
            raise ValueError("a closure is of the whole shop")
        return self


class EventOut(BaseModel):
    """Of one product, of a category, or of all when neither is given."""

    model_config = ConfigDict(from_attributes=True)

    kind: Literal["promotion", "closure", "holiday"]
    name: str
    first_day: date
    last_day: date
    product_id: Id | None
    category: str | None
    lift: float | None
    """What the planner expects of a promotion."""
    discount_percent: float | None
    id: Id | None
    """Null for public holidays, which the setting FORECAST_HOLIDAYS or the shop's
    country brings."""

    @classmethod
    def holiday(cls, day: date, name: str) -> Self:
        return cls(
            kind="holiday",
            name=name,
            first_day=day,
            last_day=day,
            product_id=None,
            category=None,
            lift=None,
            discount_percent=None,
            id=None,
        )
