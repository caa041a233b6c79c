"""Fold a page of another service's records into one generation."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.operations.count_imported import count_imported
from forecast_svc.operations.fold_sales import SaleLines, fold_sales
from forecast_svc.operations.keep_products import (
    Archival,
    ProductState,
    archive_products,
    keep_products,
)
from forecast_svc.operations.keep_stock import (
    StockLevel,
    StockTurn,
    keep_stock,
    keep_turns,
)
from forecast_svc.operations.open_generations import OpenGeneration
from forecast_svc.snapshots import ProductLine, SaleLine, StockLine, TurnLine


async def fold_products(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[ProductLine]
) -> None:
    states = [
        ProductState(p.product_id, p.version, p.sku, p.name, p.price, p.category)
        for p in page
    ]
    archivals = [Archival(p.product_id, p.version) for p in page if p.archived]
    await keep_products(db, [generation], states)
    await archive_products(db, [generation], archivals)


async def fold_stock(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[StockLine]
) -> None:
    levels = [
        StockLevel(s.product_id, s.location_id, s.stock, s.movement_id, s.ts)
        for s in page
    ]
    await keep_stock(db, [generation], levels)


async def fold_turns(
    db: AsyncSession, _generation: OpenGeneration, page: Sequence[TurnLine]
) -> None:
    await keep_turns(
        db, [StockTurn(t.product_id, t.movement_id, t.ts, t.empty) for t in page]
    )


async def fold_sold(
    db: AsyncSession, generation: OpenGeneration, page: Sequence[SaleLine]
) -> None:
    """A voided sale is two facts, each claimed by itself: either may have come
    as an event already."""
    new = await fold_sales(db, generation, "sales.created", _columns(page))
    voided = [sale for sale in page if sale.voided]
    await fold_sales(db, generation, "sales.voided", _columns(voided))
    await count_imported(db, generation, seen=new, new=new)


def _columns(sales: Sequence[SaleLine]) -> SaleLines:
    return SaleLines(
        ids=[s.id for s in sales],
        products=[s.product_id for s in sales],
        quantities=[s.quantity for s in sales],
        cents=[int(s.price * 100) * s.quantity for s in sales],
        sold_at=[s.sold_at for s in sales],
        imports=[s.import_id for s in sales],
    )
