"""What is known of an import."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc.errors import ImportNotFound
from sales_svc.tables import Import, ImportChunk


@dataclass(frozen=True, slots=True)
class ImportState:
    import_id: int
    chunks: int
    rows: int
    duplicates: int
    rejected: int
    changed: int
    withdrawn: int
    undone_at: datetime | None
    undone_by: int | None
    undo_finished_at: datetime | None


async def get_import(db: AsyncSession, import_id: int) -> ImportState:
    made = await db.get(Import, import_id)
    if made is None:
        raise ImportNotFound(import_id)
    counts = await db.execute(
        select(
            func.count(),
            func.coalesce(func.sum(ImportChunk.rows), 0),
            func.coalesce(func.sum(ImportChunk.duplicates), 0),
            func.coalesce(func.sum(ImportChunk.rejected), 0),
            func.coalesce(func.sum(ImportChunk.changed), 0),
            func.coalesce(func.sum(ImportChunk.withdrawn), 0),
        ).where(ImportChunk.import_id == import_id)
    )
    return ImportState(
        import_id, *counts.one(), made.undone_at, made.undone_by, made.undo_finished_at
    )


_SOLD = text(
    """
    SELECT asked.id FROM unnest(CAST(:products AS bigint[])) AS asked (id)
    WHERE EXISTS (
        SELECT FROM sales s WHERE s.product_id = asked.id AND s.voided_at IS NULL
            AND (s.import_id IS NULL OR s.import_id <> ALL(CAST(:without AS bigint[])))
    ) ORDER BY 1
    """
)


async def products_sold(
    db: AsyncSession, product_ids: Sequence[int], without_imports: Sequence[int]
) -> list[int]:
    """Those of the products that were sold, but for what these imports tell."""
    asked = {"products": list(product_ids), "without": list(without_imports)}
    return list(await db.scalars(_SOLD, asked))
