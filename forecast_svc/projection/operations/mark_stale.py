"""Note whose forecast is no longer what would be answered."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.fold_sales import SaleLines
from forecast_svc.projection.operations.open_generations import OpenGeneration
from forecast_svc.projection.operations.touch_advice import (
    invalidate_demand,
    products_of,
    touch_advice,
)
from shared.clock import utc_now

# Of a product of which nothing is kept nothing can be stale. Sorted, so that two who
# note the same products wait for each other instead of deadlocking.
_MARK = text("""
INSERT INTO stale_forecasts (product_id)
SELECT product_id FROM kept_forecasts
WHERE CAST(:products AS bigint[]) IS NULL OR product_id = ANY(CAST(:products AS bigint[]))
ORDER BY product_id
ON CONFLICT (product_id) DO UPDATE SET since = excluded.since
""")
_MARK_CATEGORY = text("""
INSERT INTO stale_forecasts (product_id)
SELECT k.product_id FROM kept_forecasts k JOIN live_products p USING (product_id)
WHERE p.category = :category ORDER BY k.product_id
ON CONFLICT (product_id) DO UPDATE SET since = excluded.since
""")


_MARK_MISSING = text("""
INSERT INTO stale_forecasts (product_id)
SELECT product_id FROM unnest(CAST(:products AS bigint[])) AS m (product_id)
ORDER BY product_id ON CONFLICT DO NOTHING
""")


async def mark_missing(db: AsyncSession, product_ids: Sequence[int]) -> None:
    """Products that have never been forecast."""
    await db.execute(_MARK_MISSING, {"products": list(product_ids)})


async def mark_stale(
    db: AsyncSession, product_ids: Sequence[int] | None, category: str | None = None
) -> None:
    """Some products, or those of a category, or all."""
    chosen = list(product_ids) if product_ids is not None else None
    if category is not None:
        await db.execute(_MARK_CATEGORY, {"category": category})
        chosen = await products_of(db, category)
    else:
        await db.execute(_MARK, {"products": chosen})
    await invalidate_demand(db, chosen)
    await touch_advice(db, chosen)


async def mark_late(
    db: AsyncSession, lines: SaleLines, generation: OpenGeneration
) -> None:
    """The products of which something was sold, or taken back, before today. After an
    import every product is forecast anew anyway; what was said of past days falls now."""
    zone = generation.zone
    today = datetime.combine(utc_now().astimezone(zone), time(), zone)
    late = {
        product
        for product, import_id, at in zip(
            lines.products, lines.imports, lines.sold_at, strict=True
        )
        if import_id is None and at < today
    }
    if late:
        await mark_stale(db, sorted(late))
    imported = {
        product
        for product, import_id in zip(lines.products, lines.imports, strict=True)
        if import_id is not None
    }
    if imported:
        await invalidate_demand(db, sorted(imported))
