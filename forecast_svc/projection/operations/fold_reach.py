"""How far data reaches: the copies of what imports say of it, the products that are
in them, and the days on which the shop sold something by itself."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.fold_sales import SaleLines
from forecast_svc.projection.operations.open_generations import OpenGeneration
from forecast_svc.rules import days_of
from shared.contracts.history import HistoryReached
from shared.contracts.snapshots import HistoryLine

_UPSERT = text("""
INSERT INTO reaches AS r
    (generation, import_id, source, location_id, first_day, last_day, withdrawn, ts)
SELECT g, h.* FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN unnest(
    CAST(:imports AS bigint[]), CAST(:sources AS text[]), CAST(:locations AS bigint[]),
    CAST(:first_days AS date[]), CAST(:last_days AS date[]), CAST(:withdrawn AS boolean[]),
    CAST(:times AS timestamptz[])
) AS h (import_id, source, location_id, first_day, last_day, withdrawn, ts)
ORDER BY g, import_id
ON CONFLICT (generation, import_id) DO UPDATE SET
    source = excluded.source, location_id = excluded.location_id,
    first_day = excluded.first_day, last_day = excluded.last_day,
    withdrawn = excluded.withdrawn, ts = excluded.ts
WHERE r.ts < excluded.ts
""")


async def upsert_reaches(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    told: Sequence[HistoryReached | HistoryLine],
) -> None:
    newest = {line.import_id: line for line in sorted(told, key=lambda t: t.ts)}
    lines = list(newest.values())
    if lines:
        await db.execute(
            _UPSERT,
            {
                "generations": [g.number for g in generations],
                "imports": [line.import_id for line in lines],
                "sources": [line.source for line in lines],
                "locations": [line.location_id for line in lines],
                "first_days": [line.first_day for line in lines],
                "last_days": [line.last_day for line in lines],
                "withdrawn": [line.withdrawn for line in lines],
                "times": [line.ts for line in lines],
            },
        )


_IMPORTED = text("""
INSERT INTO product_imports (generation, product_id, import_id)
SELECT CAST(:generation AS smallint), * FROM unnest(
    CAST(:products AS bigint[]), CAST(:imports AS bigint[])
) AS i (product_id, import_id) ORDER BY product_id, import_id
ON CONFLICT DO NOTHING
""")
_TRADED = text("""
INSERT INTO trading_days (generation, day)
SELECT CAST(:generation AS smallint), day FROM unnest(CAST(:days AS date[])) AS d (day)
ORDER BY day ON CONFLICT DO NOTHING
""")


async def record_origins(
    db: AsyncSession, generation: OpenGeneration, lines: SaleLines
) -> None:
    """Where sales are from. Sets, so that what comes twice changes nothing; what is
    voided later was sold here all the same."""
    origins = set(zip(lines.products, lines.imports, strict=True))
    imported = sorted((p, i) for p, i in origins if i is not None)
    # Only of what the shop sold by itself the days are asked for.
    sold_here = [
        at for at, i in zip(lines.sold_at, lines.imports, strict=True) if i is None
    ]
    traded = sorted(set(days_of(sold_here, generation.zone)))
    number = generation.number
    if imported:
        products, imports = map(list, zip(*imported, strict=True))
        await db.execute(
            _IMPORTED,
            {"generation": number, "products": products, "imports": imports},
        )
    if traded:
        await db.execute(_TRADED, {"generation": number, "days": traded})
