"""Note of which products something has changed, so that they are advised on anew."""

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import Event
from shared.contracts.locations import LocationChanged
from shared.contracts.purchasing import SupplierChanged

# Sorted, so that two who note the same products wait for each other.
_TOUCH = text("""
INSERT INTO touched_products (product_id)
SELECT DISTINCT product_id FROM unnest(CAST(:products AS bigint[])) AS t (product_id)
ORDER BY product_id ON CONFLICT (product_id) DO UPDATE SET since = excluded.since
""")
_TOUCH_ALL = text("""
INSERT INTO touched_products (product_id) SELECT product_id FROM live_products
ORDER BY product_id ON CONFLICT (product_id) DO UPDATE SET since = excluded.since
""")
_FORGET = text("""
DELETE FROM demand_forecasts WHERE CAST(:products AS bigint[]) IS NULL
    OR product_id = ANY(CAST(:products AS bigint[]))
""")
_OF_SUPPLIERS = text("""
SELECT product_id FROM live_supply_terms WHERE supplier_id = ANY(CAST(:suppliers AS bigint[]))
""")
_OF_CATEGORY = text("SELECT product_id FROM live_products WHERE category = :category")


async def touch_advice(db: AsyncSession, product_ids: Iterable[int] | None) -> None:
    """Some products, or all: stock, orders or terms have changed."""
    if product_ids is None:
        await db.execute(_TOUCH_ALL)
    elif products := sorted(set(product_ids)):
        await db.execute(_TOUCH, {"products": products})


async def touch_by(db: AsyncSession, events: Sequence[Event]) -> None:
    """The products that facts about buying and places are of: all of those of a supplier,
    and where a location has changed, all there are."""
    if any(isinstance(event, LocationChanged) for event in events):
        await touch_advice(db, None)
        return
    suppliers = [e.supplier_id for e in events if isinstance(e, SupplierChanged)]
    if suppliers:
        found = await db.scalars(_OF_SUPPLIERS, {"suppliers": suppliers})
        await touch_advice(db, found)
    products = (getattr(event, "product_id", None) for event in events)
    await touch_advice(db, [p for p in products if p is not None])


async def invalidate_demand(
    db: AsyncSession, product_ids: Sequence[int] | None
) -> None:
    """What was forecast of some products, or of all, is no longer what would be, of no
    day."""
    chosen = None if product_ids is None else list(product_ids)
    await db.execute(_FORGET, {"products": chosen})


async def products_of(db: AsyncSession, category: str) -> list[int]:
    return list(await db.scalars(_OF_CATEGORY, {"category": category}))
