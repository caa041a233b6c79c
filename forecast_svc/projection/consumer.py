"""Event type → operation, in every open generation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import tables
from forecast_svc.projection.operations.count_imported import count_imported
from forecast_svc.projection.operations.fold_consumed import fold_consumed
from forecast_svc.projection.operations.fold_reach import (
    record_origins,
    upsert_reaches,
)
from forecast_svc.projection.operations.fold_sales import SaleLines, fold_sales
from forecast_svc.projection.operations.invalidate_global_forecasts import (
    invalidate_global_forecasts,
)
from forecast_svc.projection.operations.mark_stale import mark_late
from forecast_svc.projection.operations.open_generations import open_generations
from forecast_svc.projection.operations.request_rebuild import request_rebuild
from forecast_svc.projection.operations.touch_advice import touch_advice, touch_by
from forecast_svc.projection.operations.upsert_closing_stock import (
    upsert_closing_stock,
)
from forecast_svc.projection.operations.upsert_copies import upsert_copies
from forecast_svc.projection.operations.upsert_products import (
    Archival,
    ProductState,
    archive_products,
    upsert_products,
)
from forecast_svc.projection.operations.upsert_stock import (
    StockLevel,
    StockoutChange,
    upsert_stock,
    upsert_stockout_changes,
)
from forecast_svc.settings import Settings
from forecast_svc.tables import (
    Base,
    Location,
    Lot,
    PurchaseLine,
    Supplier,
    TransferLine,
)
from shared.contracts.base import Event
from shared.contracts.history import HistoryReached
from shared.contracts.locations import LocationChanged
from shared.contracts.lots import LotChanged
from shared.contracts.products import (
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
    StockMoved,
)
from shared.contracts.purchasing import PurchaseChanged, SupplierChanged, SupplyTerms
from shared.contracts.sales import SaleConsumed, SaleCreated, SaleReturned, SaleVoided
from shared.contracts.transfers import TransferChanged
from shared.db.database import Database
from shared.kafka.consumer import Consumer, Subscription

GROUP = "forecast_svc"
MAX_RECORDS = 5000
INITIAL = "initial"
COPIES: Mapping[type[Event], type[Base]] = {
    LocationChanged: Location,
    SupplierChanged: Supplier,
    SupplyTerms: tables.SupplyTerms,
    PurchaseChanged: PurchaseLine,
    TransferChanged: TransferLine,
    LotChanged: Lot,
}
"""What is copied as it is told, and where to."""


def make_consumer(settings: Settings, database: Database) -> Consumer:
    handlers = Handlers()

    return Consumer(
        database,
        [
            Subscription(ProductCreated, handlers.product_states),
            Subscription(ProductUpdated, handlers.product_states),
            Subscription(ProductDeleted, handlers.product_archivals),
            Subscription(StockMoved, handlers.stock_levels),
            Subscription(SaleCreated, handlers.sales),
            Subscription(SaleVoided, handlers.voids),
            Subscription(SaleReturned, handlers.returns),
            Subscription(SaleConsumed, handlers.consumed),
            Subscription(HistoryReached, handlers.reaches),
            *(
                Subscription(event, partial(handlers.copies, table))
                for event, table in COPIES.items()
            ),
        ],
        bootstrap=settings.broker,
        group=GROUP,
        max_records=MAX_RECORDS,
        on_loss=request_rebuild,
    )


class Handlers:
    """Each works in the transaction of its batch, and never commits."""

    async def sales(self, db: AsyncSession, events: Sequence[SaleCreated]) -> None:
        imported = Counter(e.import_id for e in events if e.import_id is not None)
        lines = SaleLines.of(events)
        for generation in await open_generations(db):
            new = await fold_sales(db, generation, "sales.created", lines)
            await mark_late(db, lines, generation)
            await record_origins(db, generation, lines)
            await count_imported(db, generation, imported, new)

    async def reaches(self, db: AsyncSession, events: Sequence[HistoryReached]) -> None:
        generations = await open_generations(db)
        await upsert_reaches(db, generations, events)
        await invalidate_global_forecasts(db)

    async def voids(self, db: AsyncSession, events: Sequence[SaleVoided]) -> None:
        lines = SaleLines.of_voids(events)
        for generation in await open_generations(db):
            await fold_sales(db, generation, "sales.voided", lines)
            await mark_late(db, lines, generation)
        if any(e.import_id is not None for e in events):
            await invalidate_global_forecasts(db)

    async def returns(self, db: AsyncSession, events: Sequence[SaleReturned]) -> None:
        lines = SaleLines.of_returns(events)
        for generation in await open_generations(db):
            await fold_sales(db, generation, "sales.returned", lines)
            await mark_late(db, lines, generation)
        if any(e.import_id is not None for e in events):
            await invalidate_global_forecasts(db)

    async def consumed(self, db: AsyncSession, events: Sequence[SaleConsumed]) -> None:
        lines = SaleLines.of_consumed(events)
        for generation in await open_generations(db):
            await fold_consumed(db, generation, lines)
            await mark_late(db, lines, generation)

    async def product_states(
        self, db: AsyncSession, events: Sequence[ProductCreated | ProductUpdated]
    ) -> None:
        generations = await open_generations(db)
        await upsert_products(db, generations, map(ProductState.of, events))
        await touch_advice(db, [e.product_id for e in events])

    async def product_archivals(
        self, db: AsyncSession, events: Sequence[ProductDeleted]
    ) -> None:
        generations = await open_generations(db)
        await archive_products(db, generations, map(Archival.of, events))
        await touch_advice(db, [e.product_id for e in events])

    async def stock_levels(
        self, db: AsyncSession, events: Sequence[StockMoved]
    ) -> None:
        generations = await open_generations(db)
        await upsert_stock(db, generations, map(StockLevel.of, events))
        await upsert_closing_stock(db, generations, events)
        await upsert_stockout_changes(db, stockout_changes_of(events))
        await touch_advice(db, [e.product_id for e in events])

    async def copies(
        self, table: type[Base], db: AsyncSession, events: Sequence[Event]
    ) -> None:
        await upsert_copies(db, table, await open_generations(db), events)
        await touch_by(db, events)


def stockout_changes_of(events: Sequence[StockMoved]) -> list[StockoutChange]:
    """What a product starts with is no change: before its first movement nobody
    knows whether it was on sale."""
    return [
        StockoutChange(
            e.product_id, e.location_id, e.movement_id, e.ts, empty=e.stock == 0
        )
        for e in events
        if e.reason != INITIAL and e.delta and 0 in {e.stock, e.stock - e.delta}
    ]
