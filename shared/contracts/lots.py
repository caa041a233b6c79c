"""Facts about lots: what expires when."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.base import Event
from shared.types import Day, EventId, Instant, Stock, Version


class LotChanged(Event):
    """Units of a lot came in or left; the highest version wins.

    ``on_hand`` is what the location holds of it right after. What a location holds
    besides its lots is of none.
    """

    topic: ClassVar[str] = "lot.changed"
    identity: ClassVar[tuple[str, ...]] = ("lot_id", "version")

    lot_id: EventId
    product_id: EventId
    location_id: EventId
    code: Annotated[str, Field(max_length=100)] | None = None
    on_hand: Stock
    expires_on: Day | None = None
    version: Version
    ts: Instant
