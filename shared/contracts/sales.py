"""Facts of the till."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.types import EventId, Instant, Money, Quantity


class _SaleFact(Event):
    identity: ClassVar[tuple[str, ...]] = ("sale_id",)

    sale_id: EventId
    product_id: EventId
    quantity: Quantity
    price: Money
    """Price of one unit."""
    sold_at: Instant
    user_id: EventId
    import_id: EventId | None = None
    location_id: EventId | None = None
    """Where; the main location when absent."""


class SaleCreated(_SaleFact):
    """A sale was committed. Its amounts never change; a void is another event.

    A line typed by hand takes an id from 10^12 to below 10^13, which no till gives.
    """

    topic: ClassVar[str] = "sales.created"

    order_id: EventId | None = None


class SaleVoided(_SaleFact):
    """A sale was taken back whole; ``user_id`` is who voided it."""

    topic: ClassVar[str] = "sales.voided"

    voided_at: Instant
