"""Bodies of targets and snoozes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

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


class ServiceLevelTarget(Body):
    """So many cycles of a hundred shall pass without a stock-out; 1.0 is out of reach."""

    service_level: ServiceLevel


class CostsTarget(Body):
    """What a missing unit costs, and what keeping one for a day does, in money."""

    shortage_cost: Money
    holding_cost_per_day: UnitCost

    @model_validator(mode="after")
    def _costs_something(self) -> Self:
        if not self.shortage_cost + self.holding_cost_per_day:
            raise ValueError("one of the two costs something")
        return self


class MarginTarget(Body):
    """A missing unit costs its margin so many times; keeping one costs the interest on
    what it cost, and space."""

    margin_factor: Factor
    capital_rate_per_year: YearlyRate = Decimal("0.1")
    space_cost_per_day: UnitCost = Decimal(0)


Target = ServiceLevelTarget | CostsTarget | MarginTarget


class TargetIn(Body):
    """Of a product, of a class (all products of a category), or of all of the shop when
    neither is named. ``target`` null: what stands above it counts again."""

    product_id: Id | None = None
    category: Category | None = None
    target: Target | None

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
