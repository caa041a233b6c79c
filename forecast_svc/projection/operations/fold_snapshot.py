"""Fold a page of another service's records into one generation."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.count_imported import count_imported
from forecast_svc.projection.operations.fold_consumed import fold_consumed
from forecast_svc.projection.operations.fold_reach import (
    record_origins,
    upsert_reaches,
)
from forecast_svc.projection.operations.fold_sales import SaleLines, fold_sales
from forecast_svc.projection.operations.open_generations import OpenGeneration
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
from forecast_svc.tables import Base
from shared.contracts.snapshots import (
    HistoryLine,
    ProductLine,
    SaleConsumedLine,
    SaleLine,
    SaleReturnLine,
    StockLine,
    StockMovementLine,
    StockoutChangeLine,
)


async def fold_products(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[ProductLine]
) -> None:
    await upsert_products(db, [generation], map(ProductState.of, page))
    archived = (product for product in page if product.archived)
    await archive_products(db, [generation], map(Archival.of, archived))


async def fold_stock(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[StockLine]
) -> None:
    await upsert_stock(db, [generation], map(StockLevel.of, page))


async def fold_movements(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[StockMovementLine]
) -> None:
    await upsert_closing_stock(db, [generation], page)


async def fold_stockout_changes(
    db: AsyncSession, _generation: OpenGeneration, page: Sequence[StockoutChangeLine]
) -> None:
    changes = [
        StockoutChange(t.product_id, t.location_id, t.movement_id, t.ts, t.empty)
        for t in page
    ]
    await upsert_stockout_changes(db, changes)


def fold_copies(
    table: type[Base],
) -> Callable[[AsyncSession, OpenGeneration, Sequence[Any]], Awaitable[None]]:
    """Lines whose fields are the table's columns."""

    async def fold(
        db: AsyncSession, generation: OpenGeneration, page: Sequence[Any]
    ) -> None:
        await upsert_copies(db, table, [generation], page)

    return fold


async def fold_history(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[HistoryLine]
) -> None:
    await upsert_reaches(db, [generation], page)


async def fold_sold(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[SaleLine]
) -> None:
    """A voided sale is two facts, each claimed by itself: either may have come
    as an event already."""
    lines = SaleLines.of(page)
    new = await fold_sales(db, generation, "sales.created", lines)
    await record_origins(db, generation, lines)
    voided = [sale for sale in page if sale.voided]
    await fold_sales(db, generation, "sales.voided", SaleLines.of_voids(voided))
    await count_imported(db, generation, seen=new, new=new)


async def fold_returns(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[SaleReturnLine]
) -> None:
    await fold_sales(db, generation, "sales.returned", SaleLines.of_returns(page))


async def fold_taken(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[SaleConsumedLine]
) -> None:
    await fold_consumed(db, generation, SaleLines.of_consumed(page))
