"""Record chunks of imported history, many rows in each statement."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, DateTime, Integer, Numeric, SmallInteger, Text

from sales_svc.facts import EVENTS_PER_ROW, SALE_IMPORTED
from sales_svc.rules import is_too_far_ahead
from shared.clock import utc_now
from shared.context import request_id
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.imports import ImportProgress, ImportRow, RejectedRow, SalesImport
from shared.db.database import WROTE_EVENTS
from shared.kafka import outbox
from shared.kafka.outbox import Lane

SOURCE = "sales_svc/{chunk}"
"""A chunk is recorded once, so what is reported of it is final. With a source
for each, no message grows with the import, and no replica waits for another."""

# Sorted everywhere, so that replicas working on one import cannot deadlock.
_KNOW = text(
    "INSERT INTO imports (import_id)"
    " SELECT id FROM unnest(CAST(:imports AS bigint[])) AS x(id) ORDER BY id"
    " ON CONFLICT DO NOTHING"
)
# Shared by consumers; an undo waits for them, and they see it once it is there.
_UNDONE = text(
    "SELECT import_id, undone_at IS NOT NULL FROM imports"
    " WHERE import_id = ANY(CAST(:imports AS bigint[])) ORDER BY import_id FOR SHARE"
)
_CLAIM = text(
    "INSERT INTO import_chunks (import_id, chunk) SELECT * FROM"
    " unnest(CAST(:imports AS bigint[]), CAST(:chunks AS bigint[])) AS x(i, c)"
    " ORDER BY i, c ON CONFLICT DO NOTHING RETURNING import_id, chunk"
)
_COUNT = text(
    "UPDATE import_chunks SET rows = x.r, duplicates = x.d, rejected = x.j"
    " FROM unnest(CAST(:imports AS bigint[]), CAST(:chunks AS bigint[]),"
    " CAST(:rows AS integer[]), CAST(:duplicates AS integer[]),"
    " CAST(:rejected AS integer[])) AS x(i, c, r, d, j)"
    " WHERE import_id = x.i AND chunk = x.c"
)
_RECORD = text(
    """
    WITH recorded AS (
        INSERT INTO sales (import_id, user_id, row_key, product_id, quantity, price,
            sold_at, location_id, stock_taken)
        SELECT i, u, k, p, q, m, t, l, false
        FROM unnest(:imports, :users, :keys, :products, :quantities, :prices, :times,
            :locations) AS x(i, u, k, p, q, m, t, l)
        ORDER BY k
        ON CONFLICT (row_key) WHERE row_key IS NOT NULL DO NOTHING
        RETURNING *
    ), told AS (
        INSERT INTO outbox (lane, topic, payload, correlation_id)
        SELECT :lane, 'sales.created', json_agg({event} ORDER BY s.id), :correlation_id
        FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
            FROM recorded) AS s
        GROUP BY part ORDER BY part
    )
    SELECT row_key FROM recorded
    """.replace("{event}", SALE_IMPORTED)
).bindparams(
    bindparam("imports", type_=ARRAY(BigInteger)),
    bindparam("users", type_=ARRAY(BigInteger)),
    bindparam("keys", type_=ARRAY(Text)),
    bindparam("products", type_=ARRAY(BigInteger)),
    bindparam("quantities", type_=ARRAY(Integer)),
    bindparam("prices", type_=ARRAY(Numeric(12, 2))),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    bindparam("locations", type_=ARRAY(BigInteger)),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
    bindparam("correlation_id", type_=Text),
)


@dataclass
class _Sorted:
    """A chunk's rows: those to record, and those refused."""

    chunk: SalesImport
    rows: list[ImportRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


async def record_chunks(db: AsyncSession, chunks: Sequence[SalesImport]) -> None:
    """Sales without stock effect, their events, and the progress of each chunk.

    A chunk delivered again changes nothing and reports nothing. Rows of an
    import that was undone, and rows dated too far ahead, are rejected; rows
    whose ``row_key`` is known are duplicates.
    """
    undone = await _undone(db, {chunk.import_id for chunk in chunks})
    claimed = await _claimed(db, chunks)
    now = utc_now()
    work = [_sort(chunk, now, undone=undone[chunk.import_id]) for chunk in claimed]
    recorded = await _recorded(db, work)
    await _report(db, work, recorded)


async def _undone(db: AsyncSession, imports: set[int]) -> dict[int, bool]:
    ids = {"imports": sorted(imports)}
    await db.execute(_KNOW, ids)
    return {row[0]: row[1] for row in await db.execute(_UNDONE, ids)}


async def _claimed(
    db: AsyncSession, chunks: Sequence[SalesImport]
) -> list[SalesImport]:
    """The chunks that nobody recorded before, each once."""
    by_number = {(chunk.import_id, chunk.chunk): chunk for chunk in chunks}
    imports, numbers = zip(*by_number, strict=True)
    rows = await db.execute(_CLAIM, {"imports": list(imports), "chunks": list(numbers)})
    return [by_number[row[0], row[1]] for row in rows]


def _sort(chunk: SalesImport, now: datetime, *, undone: bool) -> _Sorted:
    work = _Sorted(chunk)
    for row in chunk.rows:
        if undone:
            work.rejected.append(RejectedRow(row_key=row.row_key, code="import_undone"))
        elif is_too_far_ahead(row.sold_at, now):
            work.rejected.append(
                RejectedRow(row_key=row.row_key, code="sold_at_too_far_ahead")
            )
        else:
            work.rows.append(row)
    return work


async def _recorded(db: AsyncSession, work: Sequence[_Sorted]) -> Counter[str]:
    """The row keys that became sales now, each once."""
    rows = [(item.chunk, row) for item in work for row in item.rows]
    if not rows:
        return Counter()
    db.info[WROTE_EVENTS] = True
    result = await db.execute(
        _RECORD,
        {
            "imports": [chunk.import_id for chunk, _ in rows],
            "users": [chunk.user_id for chunk, _ in rows],
            "keys": [row.row_key for _, row in rows],
            "products": [row.product_id for _, row in rows],
            "quantities": [row.quantity for _, row in rows],
            "prices": [row.price for _, row in rows],
            "times": [row.sold_at for _, row in rows],
            "locations": [row.location_id or MAIN_LOCATION for _, row in rows],
            "correlation_id": request_id() or None,
        },
    )
    return Counter(result.scalars())


async def _report(
    db: AsyncSession, work: Sequence[_Sorted], recorded: Counter[str]
) -> None:
    if not work:
        return
    now = utc_now()
    progress = []
    for item in work:
        rows = 0
        for row in item.rows:
            # Of equal keys within one batch one became a sale.
            if recorded[row.row_key]:
                recorded[row.row_key] -= 1
                rows += 1
        progress.append(
            ImportProgress(
                import_id=item.chunk.import_id,
                stage="recorded",
                source=SOURCE.format(chunk=item.chunk.chunk),
                rows=rows,
                duplicates=len(item.rows) - rows,
                rejected=item.rejected,
                ts=now,
            )
        )
    await db.execute(
        _COUNT,
        {
            "imports": [item.chunk.import_id for item in work],
            "chunks": [item.chunk.chunk for item in work],
            "rows": [told.rows for told in progress],
            "duplicates": [told.duplicates for told in progress],
            "rejected": [len(told.rejected) for told in progress],
        },
    )
    await outbox.put(db, *progress, lane=Lane.IMPORT, batch=True)
