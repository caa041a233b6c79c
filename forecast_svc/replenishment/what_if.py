"""What-if: any state of stock, asked about."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from forecast_svc.replenishment.calculation import (
    Arrival,
    Costs,
    LeadTime,
    PriceBreak,
    ServiceLevel,
    StockState,
)
from shared.http.bodies import Body
from shared.quantities import Units
from shared.types import (
    Day,
    Id,
    Quantity,
    QuantityOrZero,
    ShelfLifeDays,
    Stock,
    UnitCost,
    no_bool,
)

MOST_ITEMS = 1_000
MOST_DAYS = 1_000
"""Of a lead time that can be asked about; beyond the horizon that is said."""

Share = Annotated[float, Field(gt=0, lt=1), BeforeValidator(no_bool)]
Days = Annotated[float, Field(ge=0, le=MOST_DAYS), BeforeValidator(no_bool)]
WholeDays = Annotated[int, Field(ge=0, le=MOST_DAYS), BeforeValidator(no_bool)]
ReviewDays = Annotated[int, Field(ge=1, le=365), BeforeValidator(no_bool)]
Cost = Annotated[float, Field(ge=0, le=1e9), BeforeValidator(no_bool)]


class OpenOrderIn(Body):
    quantity: Quantity
    expected_on: Day | None = None
    """Sellable on that day; late when it has gone by, or is not known."""

    @property
    def arrival(self) -> Arrival:
        return Arrival(float(self.quantity), self.expected_on)


class LeadTimeIn(Body):
    """Days that half of the deliveries take at most, and nine of ten."""

    p50: Days
    p90: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.p90 < self.p50:
            raise ValueError("p90 is at least p50")
        return self


class PriceBreakIn(Body):
    from_quantity: Quantity
    unit_cost: UnitCost


class ItemTargetIn(Body):
    """A service level below 1, or what a missing unit and one held a day cost."""

    service_level: Share | None = None
    shortage_cost: (
        Annotated[float, Field(gt=0, le=1e9), BeforeValidator(no_bool)] | None
    ) = None
    holding_cost_per_day: Cost | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        costs = (self.shortage_cost is None, self.holding_cost_per_day is None)
        if (self.service_level is None) == all(costs) or costs[0] != costs[1]:
            raise ValueError(
                "give service_level, or shortage_cost and holding_cost_per_day"
            )
        return self

    @property
    def target(self) -> ServiceLevel | Costs:
        if self.service_level is not None:
            return ServiceLevel(self.service_level)
        return Costs(self.shortage_cost or 0.0, self.holding_cost_per_day or 0.0)


class WhatIfItemIn(Body):
    """What is not said is as it stands in the shop."""

    product_id: Id
    location_id: Id | None = None
    """All of them together when absent."""
    on_hand: Stock | None = None
    on_order: Annotated[list[OpenOrderIn], Field(max_length=200)] | None = None
    lead_time_days: WholeDays | None = None
    lead_time: LeadTimeIn | None = None
    review_days: ReviewDays | None = None
    order_multiple: Quantity | None = None
    minimum_quantity: QuantityOrZero | None = None
    minimum_stock: QuantityOrZero | None = None
    """What an order fills up to at the least."""
    unit_cost: UnitCost | None = None
    price_breaks: Annotated[list[PriceBreakIn], Field(max_length=20)] | None = None
    price: Cost | None = None
    """Without tax."""
    shelf_life_days: ShelfLifeDays | None = None
    target: ItemTargetIn | None = None
    quantity: QuantityOrZero | None = None
    """Of which the consequences are asked, too."""

    @model_validator(mode="after")
    def _one_lead_time(self) -> Self:
        if self.lead_time_days is not None and self.lead_time is not None:
            raise ValueError("give lead_time_days or lead_time, one of them")
        return self

    def applied(self, known: StockState) -> StockState:
        """What is known, with what is said instead. Whoever says how long a delivery takes
        need have no supplier here, and who asks about a product is not told that it
        sleeps."""
        orders = self.on_order
        said: dict[str, Any] = {
            "on_hand": _float(self.on_hand),
            "arrivals": None if orders is None else tuple(o.arrival for o in orders),
            "lead_time": self._lead_time(),
            "review_days": self.review_days,
            "order_multiple": _float(self.order_multiple),
            "minimum_quantity": _float(self.minimum_quantity),
            "minimum_stock": _float(self.minimum_stock),
            "unit_cost": _float(self.unit_cost),
            "price_breaks": self._price_breaks(),
            "price": self.price,
            "shelf_life_days": self.shelf_life_days,
            "target": self.target and self.target.target,
        }
        blocked = known.blocked
        if blocked in {"snoozed", "archived"} or said["lead_time"] is not None:
            blocked = "bundle" if blocked == "bundle" else None
        kept = {name: value for name, value in said.items() if value is not None}
        return replace(known, blocked=blocked, **kept)

    def _lead_time(self) -> LeadTime | None:
        if self.lead_time is not None:
            return LeadTime(round(self.lead_time.p50), self.lead_time.p90)
        return None if self.lead_time_days is None else LeadTime(self.lead_time_days)

    def _price_breaks(self) -> tuple[PriceBreak, ...] | None:
        if self.price_breaks is None:
            # Another cost: the breaks of the one that is known say nothing of it.
            return None if self.unit_cost is None else ()
        return tuple(
            PriceBreak(float(b.from_quantity), float(b.unit_cost))
            for b in self.price_breaks
        )


class WhatIfIn(Body):
    items: Annotated[list[WhatIfItemIn], Field(min_length=1, max_length=MOST_ITEMS)]
    as_of: Day | None = None
    """The last complete day when absent; nothing after it is used."""


def _float(value: Units | Decimal | None) -> float | None:
    return None if value is None else float(value)
