"""Facts of the catalogue and of the stock ledger."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Event
from shared.types import (
    Delta,
    EventId,
    Id,
    Instant,
    Kind,
    Money,
    OwnId,
    Quantity,
    QuantityDecimals,
    ShelfLifeDays,
    Stock,
    TaxRate,
    Total,
    Unit,
    UnitCost,
    Version,
)


class MinStock(BaseModel):
    """What a location shall never hold less of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    location_id: Id
    quantity: Quantity


class _ProductState(Event):
    identity: ClassVar[tuple[str, ...]] = ("product_id", "version")

    product_id: EventId
    sku: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    price: Money
    stock: Stock
    """Units on hand when the event was made; copies of stock follow
    ``stock.moved``, never this field."""
    ts: Instant
    version: Version
    category: Annotated[str, Field(max_length=100)] | None = None
    unit: Unit | None = None
    """What one of its units is; events from before say nothing of it."""
    quantity_decimals: QuantityDecimals | None = None
    barcodes: list[Annotated[str, Field(pattern=r"^[0-9]{8,14}$")]] | None = None
    """The GTINs that it is scanned by."""
    tax_rate: TaxRate | None = None
    """In per cent."""
    kind: Kind | None = None
    parent_id: EventId | None = None
    """Whose variant it is."""
    shelf_life_days: ShelfLifeDays | None = None
    min_stock: list[MinStock] | None = None
    supplier_id: EventId | None = None
    """The usual supplier when the event was made; copies follow ``supply.terms``, never
    this field."""


class ProductCreated(_ProductState):
    """A product was added to the catalogue."""

    topic: ClassVar[str] = "product.created"


class ProductUpdated(_ProductState):
    """A product's catalogue fields changed; the highest version wins."""

    topic: ClassVar[str] = "product.updated"


class ProductDeleted(Event):
    """A product was archived. Copies keep a tombstone."""

    topic: ClassVar[str] = "product.deleted"
    identity: ClassVar[tuple[str, ...]] = ("product_id", "version")

    product_id: EventId
    ts: Instant
    version: Version


class StockMoved(Event):
    """A row of the append-only ledger: stock changed by ``delta`` units.

    ``stock`` is what the location held right after. The highest
    ``movement_id`` of a product and location wins.
    """

    topic: ClassVar[str] = "stock.moved"
    identity: ClassVar[tuple[str, ...]] = ("movement_id",)

    movement_id: OwnId
    product_id: EventId
    location_id: EventId
    delta: Delta
    stock: Stock
    reason: Annotated[str, Field(min_length=1, max_length=40)]
    reference: Annotated[str, Field(max_length=200)] | None = None
    unit_cost: UnitCost | None = None
    """What one of these units cost, in the shop's currency, where that is known."""
    average_cost: UnitCost | None = None
    """Of the units that the location held right after."""
    value: Total | None = None
    """At cost, of all that the location held right after, where that is known."""
    source: Annotated[str, Field(max_length=200)] | None = None
    """The document that it came by, as ``purchase_order/12``."""
    ts: Instant
