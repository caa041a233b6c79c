"""Events for tests; a test names only what matters to it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shared.contracts.products import StockMoved
from shared.contracts.sales import SaleCreated


def sale_created(sale_id: int = 1, **changes: Any) -> SaleCreated:
    usual: dict[str, Any] = {
        "sale_id": sale_id,
        "product_id": 1,
        "quantity": 2,
        "price": Decimal("4.20"),
        "sold_at": datetime(2026, 7, 1, 12, tzinfo=UTC),
        "user_id": 1,
    }
    return SaleCreated(**usual | changes)


def stock_moved(movement_id: int = 1, **changes: Any) -> StockMoved:
    usual: dict[str, Any] = {
        "movement_id": movement_id,
        "product_id": 1,
        "location_id": 1,
        "delta": -1,
        "stock": 9,
        "reason": "sale",
        "ts": datetime(2026, 7, 1, 12, tzinfo=UTC),
    }
    return StockMoved(**usual | changes)
