"""Facts about the places that hold stock."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.base import Event
from shared.types import EventId, Instant, Version


class LocationChanged(Event):
    """A shop or store was opened, changed or archived; the highest version wins."""

    topic: ClassVar[str] = "location.changed"
    identity: ClassVar[tuple[str, ...]] = ("location_id", "version")
    routing: ClassVar[tuple[str, ...]] = ("location_id",)

    location_id: EventId
    name: Annotated[str, Field(min_length=1, max_length=200)]
    archived: bool
    transfer_days: Annotated[int, Field(ge=0)]
    """Days that a transfer to here takes."""
    version: Version
    ts: Instant
