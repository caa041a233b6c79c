"""Facts of the till."""

from typing import ClassVar, Literal

from shared.contracts.base import Event
from shared.quantities import Units, exact
from shared.types import Delta, EventId, Instant, Money, Quantity, QuantityOrZero

Condition = Literal["resaleable", "damaged"]
"""How a thing that came back is: what is damaged leaves the stock again."""


class _SaleFact(Event):
    identity: ClassVar[tuple[str, ...]] = ("sale_id",)

    sale_id: EventId
    product_id: EventId
    quantity: Quantity
    price: Money
    """Price of one unit; 0 when it is unknown."""
    sold_at: Instant
    user_id: EventId
    import_id: EventId | None = None
    amount: Money | None = None
    """What all units came to, where that is not quantity times price."""
    price_unknown: bool | None = None
    """True when nobody knows what was paid: no revenue, and no part of averages."""
    location_id: EventId | None = None
    """Where; the main location when absent."""


class SaleCreated(_SaleFact):
    """A sale was committed. Its amounts never change; a void is another event.

    A line typed by hand takes an id from 10^12 to below 10^13, which no till gives.
    """

    topic: ClassVar[str] = "sales.created"

    order_id: EventId | None = None


class SaleVoided(_SaleFact):
    """A sale was taken back whole; ``user_id`` is who voided it.

    Only what had not come back before is taken away by it.
    """

    topic: ClassVar[str] = "sales.voided"

    voided_at: Instant
    returned: QuantityOrZero | None = None
    """Units that had come back before: the void takes away the others."""

    @property
    def left(self) -> Units:
        return exact(self.quantity - (self.returned or 0))


class SaleReturned(Event):
    """Units of a sale came back: taken off the day of the sale. ``price`` and
    ``sold_at`` are the sale's, ``user_id`` is who took them back."""

    topic: ClassVar[str] = "sales.returned"
    identity: ClassVar[tuple[str, ...]] = ("return_id",)

    return_id: EventId
    sale_id: EventId
    product_id: EventId
    location_id: EventId
    quantity: Quantity
    price: Money
    sold_at: Instant
    condition: Condition
    user_id: EventId
    import_id: EventId | None = None
    amount: Money | None = None
    """What these units came to, of a sale that has an amount of its own."""
    ts: Instant


class SaleConsumed(Event):
    """A sale of a bundle took so much of a component; below zero, so much came back, by a
    return or a void. It belongs to the day of the sale, which itself is of the bundle."""

    topic: ClassVar[str] = "sales.consumed"
    identity: ClassVar[tuple[str, ...]] = ("consumption_id",)

    consumption_id: EventId
    sale_id: EventId
    bundle_id: EventId
    product_id: EventId
    location_id: EventId
    quantity: Delta
    sold_at: Instant
    return_id: EventId | None = None
    ts: Instant
