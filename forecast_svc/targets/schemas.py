"""Bodies of targets and snoozes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)

from shared.contracts.shop import ServiceLevel
from shared.http.bodies import Body
from shared.types import Category, Day, Id, Instant, Money, UnitCost, no_bool, text_of


def _rate(most: int) -> tuple[object, ...]:
    return (
        Field(ge=0, le=most, max_digits=8, decimal_places=4, allow_inf_nan=False),
        BeforeValidator(no_bool),
        PlainSerializer(float, return_type=float, when_used="json"),
    )


Factor = Annotated[Decimal, *_rate(1000)]
YearlyRate = Annotated[Decimal, *_rate(10)]


class ServiceLevelTarget(BaseModel):
    """So many cycles of a hundred shall pass without a stock-out."""

    service_level: ServiceLevel


class CostsTarget(BaseModel):
    """What a missing unit costs, and what keeping one for a day does, in money."""

    shortage_cost: Money
    holding_cost_per_day: UnitCost


class MarginTarget(BaseModel):
    """A missing unit costs its margin so many times; keeping one costs the interest on
    what it cost, and space."""

    margin_factor: Factor
    capital_rate_per_year: YearlyRate
    space_cost_per_day: UnitCost


Target = ServiceLevelTarget | CostsTarget | MarginTarget


class AimIn(Body):
    """One of three: ``service_level``, where 1.0 is out of reach; or what a missing unit
    costs, and what keeping one for a day does (``shortage_cost``,
    ``holding_cost_per_day``); or ``margin_factor``, how many times its margin a missing
    unit costs, with ``capital_rate_per_year`` (0.1) and ``space_cost_per_day`` (0)."""

    service_level: ServiceLevel | None = None
    shortage_cost: Money | None = None
    holding_cost_per_day: UnitCost | None = None
    margin_factor: Factor | None = None
    capital_rate_per_year: YearlyRate | None = None
    space_cost_per_day: UnitCost | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        said = self.model_fields_set - {
            name for name in self.model_fields_set if getattr(self, name) is None
        }
        if said not in (
            {"service_level"},
            {"shortage_cost", "holding_cost_per_day"},
        ) and not ({"margin_factor"} <= said <= _OF_MARGIN):
            raise ValueError(
                "give service_level, or shortage_cost and holding_cost_per_day,"
                " or margin_factor"
            )
        if said == {"shortage_cost", "holding_cost_per_day"} and not (
            self.shortage_cost or self.holding_cost_per_day
        ):
            raise ValueError("one of the two costs something")
        return self

    def stored(self) -> dict[str, Any]:
        """As it is kept, with its defaults."""
        said: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        if "margin_factor" in said:
            said = {"capital_rate_per_year": 0.1, "space_cost_per_day": 0.0} | said
        return said


_OF_MARGIN = {"margin_factor", "capital_rate_per_year", "space_cost_per_day"}


class TargetIn(Body):
    """Of a product, of a class (all products of a category), or of all of the shop when
    neither is named. ``target`` null: what stands above it counts again."""

    product_id: Id | None = None
    category: Category | None = None
    target: AimIn | None

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if self.product_id is not None and self.category is not None:
            raise ValueError("name a product or a category, not both")
        return self


class TargetOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    scope: Literal["product", "category", "shop"]
    product_id: Id | None
    category: str | None
    target: Target
    """What counts: the shop's service level until somebody says otherwise."""
    author: int | None
    """Null of what was not said here."""
    updated_at: Instant | None


class SnoozeIn(Body):
    """Nothing is suggested before ``until``; null wakes the product."""

    until: Day | None
    reason: Annotated[str, text_of(500)] | None = None
    location_id: Id | None = None
    """At this location only."""


class SnoozeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    location_id: Id | None
    until: date | None
    """Null when it is awake."""
    reason: str | None
    author: int | None
    created_at: Instant | None
