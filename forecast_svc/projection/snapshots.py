"""The records of the other services, page by page (NDJSON).

The last line of a page is ``{"next": after}``, or null at the end; without it
the page was cut off on the way.
"""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import httpx
from pydantic import BaseModel, Field, TypeAdapter

from shared.types import Id, Instant, Money, Quantity

LINES_PER_PAGE = 5000


class ProductLine(BaseModel):
    """A product's catalogue fields as of ``version``, archived or not."""

    product_id: Id
    sku: str
    name: str
    price: Money
    category: str | None
    version: Annotated[int, Field(ge=1)]
    archived: bool


class StockLine(BaseModel):
    """What a location held right after movement ``movement_id``."""

    product_id: Id
    location_id: Id
    stock: Annotated[int, Field(ge=0)]
    movement_id: Id
    ts: Instant


class StockoutChangeLine(BaseModel):
    """A movement after which a location's shelf was empty, or no longer so."""

    product_id: Id
    movement_id: Id
    ts: Instant
    empty: bool


class SaleLine(BaseModel):
    """A sale, voided or not; ``price`` is for one unit."""

    id: Id
    product_id: Id
    quantity: Quantity
    price: Money
    sold_at: Instant
    voided: bool
    import_id: Id | None


class _End(BaseModel):
    next: Annotated[int, Field(ge=0)] | None


Line = TypeVar("Line", ProductLine, StockLine, StockoutChangeLine, SaleLine)


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Line]):
    """Where a kind of record is served, and how its lines are read."""

    path: str
    lines: TypeAdapter[list[Line]]

    async def page(
        self, peer: httpx.AsyncClient, after: int
    ) -> tuple[list[Line], int | None]:
        """The lines after an id, and the id to go on from; null at the end.

        Raises ``httpx.HTTPError`` when the peer does not answer well, and
        ``ValidationError`` when a page is not whole.
        """
        answer = await peer.get(
            self.path, params={"after": after, "limit": LINES_PER_PAGE}
        )
        answer.raise_for_status()
        *lines, end = answer.content.splitlines() or [b""]
        following = _End.model_validate_json(end).next
        return self.lines.validate_json(b"[" + b",".join(lines) + b"]"), following


PRODUCTS = Snapshot("/api/products/snapshot", TypeAdapter(list[ProductLine]))
STOCK = Snapshot("/api/stock/snapshot", TypeAdapter(list[StockLine]))
STOCKOUT_CHANGES = Snapshot(
    "/api/stock/availability/snapshot", TypeAdapter(list[StockoutChangeLine])
)
SALES = Snapshot("/api/sales/snapshot", TypeAdapter(list[SaleLine]))
