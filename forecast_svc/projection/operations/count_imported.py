"""Count an import's sales in the series, and publish the count."""

from collections.abc import Mapping
from datetime import datetime
from itertools import starmap

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from shared.contracts.imports import ImportProgress
from shared.kafka import outbox

SOURCE = "forecast_svc"

# Cumulative in the database, so that replicas share one count; the clock is read
# after the row lock, so that the newest ``ts`` carries the highest count.
_COUNT = text("""
INSERT INTO imports AS i (generation, import_id, rows, duplicates)
SELECT CAST(:generation AS smallint), * FROM unnest(
    CAST(:imports AS bigint[]), CAST(:rows AS bigint[]), CAST(:duplicates AS bigint[])
) AS c (import_id, rows, duplicates) ORDER BY import_id
ON CONFLICT (generation, import_id) DO UPDATE SET
    rows = i.rows + excluded.rows, duplicates = i.duplicates + excluded.duplicates
RETURNING import_id, rows, duplicates, clock_timestamp() AS ts
""")


async def count_imported(
    db: AsyncSession,
    generation: OpenGeneration,
    seen: Mapping[int, int],
    new: Mapping[int, int],
) -> None:
    """``seen`` lines of each import came, ``new`` of them had not come before."""
    imports = sorted(seen)
    if not imports:
        return
    counted = await db.execute(
        _COUNT,
        {
            "generation": generation.number,
            "imports": imports,
            "rows": [new.get(i, 0) for i in imports],
            "duplicates": [seen[i] - new.get(i, 0) for i in imports],
        },
    )
    if generation.live:
        await outbox.put(db, *starmap(_progress, counted))


_MOVED = text("""
SELECT import_id, coalesce(now.rows, 0) AS rows, coalesce(now.duplicates, 0) AS duplicates,
    clock_timestamp() AS ts
FROM live_imports now
FULL JOIN (SELECT i.* FROM imports i JOIN generations g USING (generation) WHERE g.state = 'retired') old
    USING (import_id)
WHERE now.rows IS DISTINCT FROM old.rows ORDER BY import_id
""")


async def publish_imported(db: AsyncSession) -> None:
    """After a swap: publish the imports that it completed, or found to be less."""
    moved = await db.execute(_MOVED)
    await outbox.put(db, *starmap(_progress, moved))


def _progress(
    import_id: int, rows: int, duplicates: int, ts: datetime
) -> ImportProgress:
    return ImportProgress(
        import_id=import_id,
        stage="folded",
        source=SOURCE,
        rows=rows,
        duplicates=duplicates,
        rejected=[],
        ts=ts,
    )
