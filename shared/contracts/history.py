"""Facts about history: how far the data of a source reaches."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.base import Event
from shared.types import EventId, Instant


class HistoryReached(Event):
    """An import is in the series: its source is known from one day to another.

    What lies after the last day is unknown, not nothing. ``withdrawn`` when the
    import was undone. The newest ``ts`` of an import wins.
    """

    topic: ClassVar[str] = "history.reached"
    identity: ClassVar[tuple[str, ...]] = ("import_id", "ts")
    routing: ClassVar[tuple[str, ...]] = ("source",)

    source: Annotated[str, Field(min_length=1, max_length=100)]
    import_id: EventId
    location_id: EventId | None = None
    first_day: date
    last_day: date
    withdrawn: bool = False
    ts: Instant
