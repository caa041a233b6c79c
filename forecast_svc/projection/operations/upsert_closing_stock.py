"""The copy of the ledger's days: what each location held at the end of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from shared.contracts.products import StockMoved
from shared.contracts.snapshots import StockMovementLine

_UPSERT = text("""
INSERT INTO closing_stock AS c (generation, product_id, location_id, day, on_hand, movement_id)
SELECT CAST(:generation AS smallint), s.* FROM unnest(
    CAST(:products AS bigint[]), CAST(:locations AS bigint[]), CAST(:days AS date[]),
    CAST(:on_hand AS numeric[]), CAST(:movements AS bigint[])
) AS s (product_id, location_id, day, on_hand, movement_id)
ORDER BY product_id, location_id, day
ON CONFLICT (generation, product_id, location_id, day) DO UPDATE SET
    on_hand = excluded.on_hand, movement_id = excluded.movement_id
WHERE c.movement_id < excluded.movement_id
""")

Moved = StockMoved | StockMovementLine


async def upsert_closing_stock(
    db: AsyncSession, generations: Sequence[OpenGeneration], moved: Iterable[Moved]
) -> None:
    """Days are those of each generation's zone."""
    ordered = sorted(moved, key=lambda m: m.movement_id)
    for generation in generations if ordered else ():
        last = {
            (m.product_id, m.location_id, _day(m, generation.zone)): m for m in ordered
        }
        await db.execute(
            _UPSERT,
            {
                "generation": generation.number,
                "products": [product for product, _, _ in last],
                "locations": [location for _, location, _ in last],
                "days": [day for _, _, day in last],
                "on_hand": [m.stock for m in last.values()],
                "movements": [m.movement_id for m in last.values()],
            },
        )


def _day(moved: Moved, zone: ZoneInfo) -> date:
    return moved.ts.astimezone(zone).date()
