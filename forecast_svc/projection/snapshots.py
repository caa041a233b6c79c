"""The records of the other services, page by page (NDJSON)."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx
from pydantic import TypeAdapter

from shared.contracts.snapshots import (
    HistoryLine,
    LocationLine,
    LotLine,
    PageEnd,
    ProductLine,
    PurchaseLine,
    SaleConsumedLine,
    SaleLine,
    SaleReturnLine,
    StockLine,
    StockMovementLine,
    StockoutChangeLine,
    SupplierLine,
    SupplyTermsLine,
    TransferLine,
)

LINES_PER_PAGE = 5000


Line = TypeVar(
    "Line",
    ProductLine,
    StockLine,
    StockMovementLine,
    StockoutChangeLine,
    LocationLine,
    SupplierLine,
    SupplyTermsLine,
    PurchaseLine,
    TransferLine,
    LotLine,
    HistoryLine,
    SaleLine,
    SaleReturnLine,
    SaleConsumedLine,
)
_END = TypeAdapter(PageEnd)


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
        following = _END.validate_json(end).next
        return self.lines.validate_json(b"[" + b",".join(lines) + b"]"), following


PRODUCTS = Snapshot("/api/products/snapshot", TypeAdapter(list[ProductLine]))
STOCK = Snapshot("/api/stock/snapshot", TypeAdapter(list[StockLine]))
MOVEMENTS = Snapshot(
    "/api/stock/movements/snapshot", TypeAdapter(list[StockMovementLine])
)
STOCKOUT_CHANGES = Snapshot(
    "/api/stock/availability/snapshot", TypeAdapter(list[StockoutChangeLine])
)
LOCATIONS = Snapshot("/api/locations/snapshot", TypeAdapter(list[LocationLine]))
SUPPLIERS = Snapshot("/api/suppliers/snapshot", TypeAdapter(list[SupplierLine]))
TERMS = Snapshot("/api/suppliers/terms/snapshot", TypeAdapter(list[SupplyTermsLine]))
PURCHASES = Snapshot("/api/purchase-orders/snapshot", TypeAdapter(list[PurchaseLine]))
TRANSFERS = Snapshot("/api/stock/transfers/snapshot", TypeAdapter(list[TransferLine]))
LOTS = Snapshot("/api/stock/lots/snapshot", TypeAdapter(list[LotLine]))
HISTORY = Snapshot("/api/etl/history/snapshot", TypeAdapter(list[HistoryLine]))
SALES = Snapshot("/api/sales/snapshot", TypeAdapter(list[SaleLine]))
RETURNS = Snapshot("/api/sales/returns/snapshot", TypeAdapter(list[SaleReturnLine]))
CONSUMED = Snapshot("/api/sales/consumed/snapshot", TypeAdapter(list[SaleConsumedLine]))
