"""Facts about goods on their way from one location to another."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.types import Day, EventId, Instant, Stock, Version


class TransferChanged(Event):
    """A line of a transfer, as it stands; the highest version wins.

    ``open`` is what has left one location and has not come to the other: none of a draft.
    """

    topic: ClassVar[str] = "transfer.changed"
    identity: ClassVar[tuple[str, ...]] = ("transfer_id", "line_id", "version")

    transfer_id: EventId
    line_id: EventId
    product_id: EventId
    from_location_id: EventId
    to_location_id: EventId
    open: Stock
    expected_on: Day | None = None
    version: Version
    """The transfer's."""
    ts: Instant
