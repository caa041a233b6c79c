"""The copy of stock, where the highest movement of a product and location wins;
and when shelves were empty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from shared.contracts.products import StockMoved
from shared.contracts.snapshots import StockLine
from shared.quantities import Units


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What a location held right after a movement."""

    product_id: int
    location_id: int
    on_hand: Units
    movement_id: int
    moved_at: datetime
    average_cost: Decimal | None = None
    """Null also of an empty shelf, where the one before stays."""

    @classmethod
    def of(cls, told: StockMoved | StockLine) -> Self:
        return cls(
            told.product_id,
            told.location_id,
            told.stock,
            told.movement_id,
            told.ts,
            told.average_cost,
        )


@dataclass(frozen=True, slots=True)
class StockoutChange:
    """A movement after which a location's shelf was empty, or no longer so."""

    product_id: int
    location_id: int
    movement_id: int
    at: datetime
    empty: bool


_UPSERT = text("""
INSERT INTO stock AS k (generation, product_id, location_id, on_hand, movement_id, moved_at,
    average_cost)
SELECT g, s.* FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN unnest(
    CAST(:products AS bigint[]), CAST(:locations AS bigint[]), CAST(:on_hand AS numeric[]),
    CAST(:movements AS bigint[]), CAST(:moved_at AS timestamptz[]),
    CAST(:costs AS numeric[])
) AS s (product_id, location_id, on_hand, movement_id, moved_at, average_cost)
ORDER BY g, product_id, location_id
ON CONFLICT (generation, product_id, location_id) DO UPDATE SET
    on_hand = excluded.on_hand, movement_id = excluded.movement_id, moved_at = excluded.moved_at,
    average_cost = coalesce(excluded.average_cost, k.average_cost)
WHERE k.movement_id < excluded.movement_id
""")


async def upsert_stock(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    levels: Iterable[StockLevel],
) -> None:
    ordered = sorted(levels, key=lambda level: level.movement_id)
    rows = list({(s.product_id, s.location_id): s for s in ordered}.values())
    costs = {
        (s.product_id, s.location_id): s.average_cost
        for s in ordered
        if s.average_cost is not None
    }
    if rows:
        await db.execute(
            _UPSERT,
            {
                "generations": [g.number for g in generations],
                "products": [s.product_id for s in rows],
                "locations": [s.location_id for s in rows],
                "on_hand": [s.on_hand for s in rows],
                "movements": [s.movement_id for s in rows],
                "moved_at": [s.moved_at for s in rows],
                "costs": [costs.get((s.product_id, s.location_id)) for s in rows],
            },
        )


# Those from before there were locations stand at the main one; what is told again
# says where they were.
_UPSERT_CHANGES = text("""
INSERT INTO stockout_changes AS c (product_id, movement_id, location_id, at, empty)
SELECT DISTINCT ON (product_id, movement_id) * FROM unnest(
    CAST(:products AS bigint[]), CAST(:movements AS bigint[]),
    CAST(:locations AS bigint[]), CAST(:at AS timestamptz[]), CAST(:empty AS boolean[])
) AS t (product_id, movement_id, location_id, at, empty) ORDER BY product_id, movement_id
ON CONFLICT (product_id, movement_id) DO UPDATE SET location_id = excluded.location_id
WHERE c.location_id <> excluded.location_id
""")


async def upsert_stockout_changes(
    db: AsyncSession, changes: Sequence[StockoutChange]
) -> None:
    if changes:
        await db.execute(
            _UPSERT_CHANGES,
            {
                "products": [t.product_id for t in changes],
                "movements": [t.movement_id for t in changes],
                "locations": [t.location_id for t in changes],
                "at": [t.at for t in changes],
                "empty": [t.empty for t in changes],
            },
        )
