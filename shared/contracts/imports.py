"""Facts of an import of sales history, chunk by chunk."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Event
from shared.types import EventId, Instant, Money, Quantity, QuantityOrZero

MAX_ROWS_PER_CHUNK = 500


RowKey = Annotated[str, Field(min_length=1, max_length=200)]
"""Beginning with the source and a stroke, then what names the row within it."""


class RowReturn(BaseModel):
    """Units of a row's sale that came back, as another row of the same file tells."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    row_key: RowKey
    quantity: Quantity


class ImportRow(BaseModel):
    """One historical sale. ``row_key`` makes it unique for good: a row that says
    something else than the one recorded under it replaces that."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    row_key: RowKey
    product_id: EventId
    quantity: QuantityOrZero
    """As the file tells it. None of a row that was cancelled: what was recorded under
    its key is withdrawn."""
    price: Money
    """Of one unit; 0 when it is unknown."""
    sold_at: Instant
    amount: Money | None = None
    """What the whole line came to, where that is not quantity times price."""
    price_unknown: bool | None = None
    location_id: EventId | None = None
    """Where; the main location when absent."""
    former_key: RowKey | None = None
    """The key that versions before gave to such a row of the same day."""
    own_price: bool | None = None
    """The price is the product's own of today, since the file tells none: another one
    than recorded is no change."""
    returns: list[RowReturn] | None = None


class ImportReturn(BaseModel):
    """Units that came back of a sale that an earlier import recorded."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    row_key: RowKey
    product_id: EventId
    quantity: Quantity
    sold_at: Instant
    """When they came back."""


class SalesImport(Event):
    """A chunk of historical sales to record; products exist already."""

    topic: ClassVar[str] = "sales.import"
    identity: ClassVar[tuple[str, ...]] = ("import_id", "chunk")
    routing: ClassVar[tuple[str, ...]] = ("import_id", "chunk")

    import_id: EventId
    chunk: Annotated[int, Field(ge=0)]
    user_id: EventId
    rows: Annotated[list[ImportRow], Field(max_length=MAX_ROWS_PER_CHUNK)]
    returns: (
        Annotated[list[ImportReturn], Field(max_length=MAX_ROWS_PER_CHUNK)] | None
    ) = None
    decided_at: Instant | None = None
    """When somebody decided on the import: of two that tell of the same row the later
    one counts."""


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
    changed: Annotated[int, Field(ge=0)] = 0
    """Of the rows: those that replaced what was recorded before."""
    withdrawn: Annotated[int, Field(ge=0)] = 0
    """Rows of cancelled sales that were recorded before, and are voided now."""
    returned: Annotated[int, Field(ge=0)] = 0
    """Rows that came back of a sale that was recorded before."""
    unmatched: Annotated[int, Field(ge=0)] = 0
    """Rows of cancelled sales of which nothing was recorded."""
    rejected: list[RejectedRow]
    ts: Instant
