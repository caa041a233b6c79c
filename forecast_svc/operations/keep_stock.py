"""The copy of stock: the highest movement of a product and location wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.operations.open_generations import OpenGeneration


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What a location held right after a movement."""

    product_id: int
    location_id: int
    on_hand: int
    movement_id: int
    moved_at: datetime


_KEEP = text("""
INSERT INTO stock AS k (generation, product_id, location_id, on_hand, movement_id, moved_at)
SELECT g, s.* FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN unnest(
    CAST(:products AS bigint[]), CAST(:locations AS bigint[]), CAST(:on_hand AS bigint[]),
    CAST(:movements AS bigint[]), CAST(:moved_at AS timestamptz[])
) AS s (product_id, location_id, on_hand, movement_id, moved_at)
ORDER BY g, product_id, location_id
ON CONFLICT (generation, product_id, location_id) DO UPDATE SET
    on_hand = excluded.on_hand, movement_id = excluded.movement_id, moved_at = excluded.moved_at
WHERE k.movement_id < excluded.movement_id
""")


async def keep_stock(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    levels: Iterable[StockLevel],
) -> None:
    ordered = sorted(levels, key=lambda level: level.movement_id)
    kept = list({(s.product_id, s.location_id): s for s in ordered}.values())
    if kept:
        await db.execute(
            _KEEP,
            {
                "generations": [g.number for g in generations],
                "products": [s.product_id for s in kept],
                "locations": [s.location_id for s in kept],
                "on_hand": [s.on_hand for s in kept],
                "movements": [s.movement_id for s in kept],
                "moved_at": [s.moved_at for s in kept],
            },
        )
