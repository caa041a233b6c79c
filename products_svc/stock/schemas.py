"""Request and response bodies of stock."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from shared.contracts.base import MAIN_LOCATION
from shared.http.bodies import Body
from shared.quantities import Units
from shared.types import (
    Day,
    Delta,
    Id,
    Instant,
    QuantityDecimals,
    Stock,
    Total,
    Unit,
    UnitCost,
    UnitsBetween,
    text_of,
)

MAX_UNITS = 1_000_000_000
"""Units of one product; far from what the ledger holds."""
Note = Annotated[str, text_of(500)]
UnitsOnHand = Annotated[Units, UnitsBetween(0, MAX_UNITS)]
Difference = Annotated[Units, UnitsBetween(-MAX_UNITS, MAX_UNITS)]
AdjustmentReason = Literal[
    "adjustment",
    "count",
    "damage",
    "loss",
    "found",
    "receipt",
    "expiry",
    "write_off",
    "other",
]


class AdjustmentIn(Body):
    """A change of stock, as a difference or as the number that was counted."""

    product_id: Id
    delta: Difference | None = None
    counted: Annotated[UnitsOnHand | None, Field(validate_default=True)] = None
    reason: AdjustmentReason
    note: Note | None = None
    location_id: Id = MAIN_LOCATION
    unit_cost: UnitCost | None = None
    """Of units that come in; absent: their last average, or the usual supplier's."""

    @field_validator("delta")
    @classmethod
    def _changes_something(cls, value: Units | None) -> Units | None:
        if value == 0:
            raise ValueError("a difference of 0 changes nothing")
        return value

    @field_validator("unit_cost")
    @classmethod
    def _comes_in(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if value is not None and (info.data.get("delta") or 0) < 0:
            raise PydanticCustomError(
                "cost_of_nothing", "what goes out costs what the stock says"
            )
        return value

    @field_validator("counted")
    @classmethod
    def _one_of_both(cls, value: Units | None, info: ValidationInfo) -> Units | None:
        if "delta" in info.data and (info.data["delta"] is None) == (value is None):
            raise ValueError("either delta or counted is needed, not both")
        return value


class MovementOut(BaseModel):
    """A line of the ledger. ``stock`` is what the location held right after."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    location_id: Id
    delta: Delta
    stock: Stock
    reason: str
    note: str | None
    reference: str | None
    source: str | None
    """The document that it came by, as ``purchase_order/12`` or ``sale/7``."""
    unit_cost: UnitCost | None
    """What one of these units cost, for managers; null where that is unknown."""
    value: Total | None
    """By how much the value of the stock at cost changed, for managers."""
    cost_known: bool
    """Whether the cost was known; else the value is 0."""
    value_after: Total | None
    """At cost, of what the location held right after, for managers."""
    cost_variance: Total | None
    """What the document said beyond ``value``, for managers: no more leaves than stands
    there."""
    user_id: int
    """Who; 0 is the system."""
    ts: Instant


class IncomingOut(BaseModel):
    """What is to come in of a product by one document; drafts are not binding, and so no
    part of it."""

    model_config = ConfigDict(from_attributes=True)

    source: str
    """As ``purchase_order/12`` or ``transfer/3``."""
    location_id: Id
    """Where it comes in."""
    quantity: Stock
    expected_on: Day | None
    late: bool
    """It should have come in before today."""


class StockLevelOut(BaseModel):
    """Units that a location holds of a product, now or at a past instant, and what they
    cost, for managers."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    product_sku: str
    product_name: str
    unit: Unit
    quantity_decimals: QuantityDecimals
    archived: bool
    """Whether the product is."""
    location_id: Id
    on_hand: Stock
    value: Total | None
    """At cost; 0 where that is unknown."""
    average_cost: UnitCost | None
    cost_known: bool


class CountDueOut(BaseModel):
    """A product that should be counted at a location: more of it was sold there than
    the ledger had."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    product_sku: str
    product_name: str
    unit: Unit
    quantity_decimals: QuantityDecimals
    archived: bool
    """Whether the product is."""
    location_id: Id
    stock: Stock
    """What the ledger says now."""
    found: Stock
    """Units that were sold though the ledger did not have them."""
    sales: int
    """In how many sales."""
    first_at: Instant
    last_at: Instant
