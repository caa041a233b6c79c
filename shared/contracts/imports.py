"""Facts of an import of sales history, chunk by chunk."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Event
from shared.types import EventId, Instant, Money, Quantity

MAX_ROWS_PER_CHUNK = 500


class ImportRow(BaseModel):
    """One historical sale. ``row_key`` makes it unique for good."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    row_key: Annotated[str, Field(min_length=1, max_length=200)]
    product_id: EventId
    quantity: Quantity
    price: Money
    sold_at: Instant
    location_id: EventId | None = None
    """Where; the main location when absent."""


class SalesImport(Event):
    """A chunk of historical sales to record; products exist already."""

    topic: ClassVar[str] = "sales.import"
    identity: ClassVar[tuple[str, ...]] = ("import_id", "chunk")
    routing: ClassVar[tuple[str, ...]] = ("import_id", "chunk")

    import_id: EventId
    chunk: Annotated[int, Field(ge=0)]
    user_id: EventId
    rows: Annotated[list[ImportRow], Field(min_length=1, max_length=MAX_ROWS_PER_CHUNK)]


class RejectedRow(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    row_key: str
    code: str


class ImportProgress(Event):
    """How far an import has come, cumulative per (import, stage, source).

    The newest ``ts`` of a source wins; a consumer sums over sources.
    """

    topic: ClassVar[str] = "import.progress"
    identity: ClassVar[tuple[str, ...]] = ("import_id", "stage", "source", "ts")
    routing: ClassVar[tuple[str, ...]] = ("import_id",)

    import_id: EventId
    stage: Literal["recorded", "folded"]
    source: Annotated[str, Field(min_length=1, max_length=100)]
    rows: Annotated[int, Field(ge=0)]
    duplicates: Annotated[int, Field(ge=0)]
    rejected: list[RejectedRow]
    ts: Instant
