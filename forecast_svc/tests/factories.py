"""Events and series for tests; a test names only what matters to it."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from forecast_svc.engine.series import Series
from forecast_svc.projection.consumer import COPIES, Handlers
from shared.clock import business_today
from shared.contracts.history import HistoryReached
from shared.contracts.products import ProductCreated, ProductDeleted, StockMoved
from shared.contracts.sales import (
    SaleConsumed,
    SaleCreated,
    SaleReturned,
    SaleVoided,
)
from shared.db.database import Database

TODAY = business_today()
YESTERDAY = TODAY - timedelta(days=1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def sale(sale_id: int, day: date = YESTERDAY, **changes: Any) -> SaleCreated:
    usual: dict[str, Any] = {
        "sale_id": sale_id,
        "product_id": 1,
        "quantity": 2,
        "price": "9.99",
        "sold_at": noon(day),
        "user_id": 7,
    }
    return SaleCreated(**usual | changes)


def void(of: SaleCreated, **changes: Any) -> SaleVoided:
    known = of.model_dump(exclude={"order_id"})
    return SaleVoided(**known | {"voided_at": datetime.now(UTC)} | changes)


def returned(return_id: int, of: SaleCreated, **changes: Any) -> SaleReturned:
    """One unit of a sale."""
    usual: dict[str, Any] = {
        "return_id": return_id,
        "sale_id": of.sale_id,
        "product_id": of.product_id,
        "location_id": of.location_id or 1,
        "quantity": 1,
        "price": of.price,
        "sold_at": of.sold_at,
        "condition": "resaleable",
        "user_id": 7,
        "import_id": of.import_id,
        "ts": datetime.now(UTC),
    }
    return SaleReturned(**usual | changes)


def consumed(consumption_id: int, quantity: float = 2, **changes: Any) -> SaleConsumed:
    usual: dict[str, Any] = {
        "consumption_id": consumption_id,
        "sale_id": 50,
        "bundle_id": 9,
        "product_id": 1,
        "location_id": 1,
        "quantity": quantity,
        "sold_at": noon(YESTERDAY),
        "ts": datetime.now(UTC),
    }
    return SaleConsumed(**usual | changes)


def product(version: int = 1, **changes: Any) -> ProductCreated:
    usual: dict[str, Any] = {
        "product_id": 1,
        "sku": f"TEA-{version}",
        "name": "Tea",
        "price": "9.99",
        "stock": 10,
        "ts": datetime.now(UTC),
        "version": version,
    }
    return ProductCreated(**usual | changes)


def deleted(version: int, product_id: int = 1) -> ProductDeleted:
    return ProductDeleted(product_id=product_id, ts=datetime.now(UTC), version=version)


def moved(movement_id: int, stock: float, **changes: Any) -> StockMoved:
    usual: dict[str, Any] = {
        "movement_id": movement_id,
        "product_id": 1,
        "location_id": 1,
        "delta": -1,
        "stock": stock,
        "reason": "sale",
        "ts": datetime.now(UTC),
    }
    return StockMoved(**usual | changes)


def reached(
    import_id: int, last_day: date, days: int = 200, **changes: Any
) -> HistoryReached:
    usual: dict[str, Any] = {
        "source": "till",
        "import_id": import_id,
        "first_day": last_day - timedelta(days=days - 1),
        "last_day": last_day,
        "ts": datetime.now(UTC),
    }
    return HistoryReached(**usual | changes)


def series(*values: float, last: date = date(2026, 5, 31)) -> Series:
    return Series(last - timedelta(days=len(values) - 1), values)


class Deliveries:
    """Hands events to the handlers as the consumer does, a transaction each."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._handlers = Handlers()

    async def __call__(self, *events: Any, times: int = 1) -> None:
        handlers: dict[type, Any] = {
            SaleCreated: self._handlers.sales,
            SaleVoided: self._handlers.voids,
            SaleReturned: self._handlers.returns,
            SaleConsumed: self._handlers.consumed,
            ProductCreated: self._handlers.product_states,
            ProductDeleted: self._handlers.product_archivals,
            StockMoved: self._handlers.stock_levels,
            HistoryReached: self._handlers.reaches,
        } | {
            event: partial(self._handlers.copies, table)
            for event, table in COPIES.items()
        }
        handle = handlers[type(events[0])]
        for _ in range(times):
            async with self._database.transaction() as db:
                await handle(db, events)

    async def history(
        self, values: list[int], *, last: date = YESTERDAY, **changes: Any
    ) -> None:
        """One sale a day, the last of them on ``last``; zeros are days without."""
        first = last - timedelta(days=len(values) - 1)
        start = changes.get("product_id", 1) * 100_000
        events = [
            sale(start + n, first + timedelta(days=n), quantity=units, **changes)
            for n, units in enumerate(values)
            if units
        ]
        await self(*events)
