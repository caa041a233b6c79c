"""Facts about buying: suppliers, what they sell at which terms, and orders."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
)

from shared.contracts.base import Event
from shared.contracts.shop import Currency, Weekday
from shared.types import (
    Day,
    EventId,
    Instant,
    Money,
    Quantity,
    QuantityOrZero,
    UnitCost,
    Version,
    no_bool,
)

ExchangeRate = Annotated[
    Decimal,
    Field(gt=0, max_digits=15, decimal_places=10, allow_inf_nan=False),
    BeforeValidator(no_bool),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""What one unit of a currency is worth in the shop's."""

LeadTimeDays = Annotated[int, Field(ge=0, le=365), BeforeValidator(no_bool)]

ObservedDays = Annotated[
    Decimal,
    Field(ge=0, le=10_000, max_digits=6, decimal_places=1, allow_inf_nan=False),
    BeforeValidator(no_bool),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""Days that were measured, in tenths: a quantile lies between two of them."""

OrderStatus = Literal[
    "draft", "placed", "partially_received", "received", "closed_short", "cancelled"
]


class ClosedPeriod(BaseModel):
    """Days on which a supplier neither takes orders nor delivers, both included."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        serialize_by_alias=True,
        validate_by_alias=True,
        validate_by_name=True,
    )

    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]

    @field_validator("last")
    @classmethod
    def _not_before_the_first(cls, last: date, info: ValidationInfo) -> date:
        if (first := info.data.get("first")) is not None and last < first:
            raise ValueError("a closure ends no earlier than it begins")
        return last


class PriceBreak(BaseModel):
    """From so many units on, each of them costs this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_quantity: Quantity
    unit_cost: UnitCost


class SupplierChanged(Event):
    """A supplier was added, changed or archived; the highest version wins."""

    topic: ClassVar[str] = "supplier.changed"
    identity: ClassVar[tuple[str, ...]] = ("supplier_id", "version")
    routing: ClassVar[tuple[str, ...]] = ("supplier_id",)

    supplier_id: EventId
    name: Annotated[str, Field(min_length=1, max_length=200)]
    order_days: list[Weekday]
    """Days of the week on which orders are taken; none: all of them."""
    review_days: Annotated[int, Field(ge=1, le=365)]
    closed: list[ClosedPeriod]
    minimum_order_value: Money | None = None
    carriage_free_from: Money | None = None
    currency: Currency
    rate: ExchangeRate
    lead_time_days: LeadTimeDays | None = None
    """Of its products whose terms say nothing else."""
    archived: bool
    version: Version
    ts: Instant


class SupplyTerms(Event):
    """At which terms a supplier sells a product; the highest version wins.

    Costs are in the supplier's currency. ``removed`` when it does not sell it any more.
    ``lead_time_p50`` and ``lead_time_p90``, once there were enough deliveries, count for
    more than ``lead_time_days``, which is what people say.
    """

    topic: ClassVar[str] = "supply.terms"
    identity: ClassVar[tuple[str, ...]] = ("product_id", "supplier_id", "version")

    product_id: EventId
    supplier_id: EventId
    unit_cost: UnitCost
    price_breaks: list[PriceBreak]
    order_multiple: Quantity
    minimum_quantity: QuantityOrZero
    lead_time_days: LeadTimeDays | None = None
    lead_time_p50: ObservedDays | None = None
    lead_time_p90: ObservedDays | None = None
    preferred: bool
    removed: bool
    version: Version
    ts: Instant


class PurchaseChanged(Event):
    """A line of a purchase order, as it stands; the highest version wins.

    ``open`` is what is still expected: ordered, less received, less closed short.
    Drafts are told of too.
    """

    topic: ClassVar[str] = "purchase.changed"
    identity: ClassVar[tuple[str, ...]] = ("purchase_order_id", "line_id", "version")

    purchase_order_id: EventId
    line_id: EventId
    product_id: EventId
    location_id: EventId
    supplier_id: EventId
    status: OrderStatus
    quantity: Quantity
    open: QuantityOrZero
    expected_on: Day | None = None
    version: Version
    """The order's."""
    ts: Instant
