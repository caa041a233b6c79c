"""Record chunks of imported history, many rows in each statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, DateTime

from sales_svc.imports.comparison import adopt_former_keys
from sales_svc.imports.operations.insert_rows import ChunkRow, insert_rows
from sales_svc.imports.operations.replace_rows import replace_rows
from sales_svc.imports.operations.return_rows import (
    Returned,
    known_returns,
    return_earlier,
    return_rows,
)
from sales_svc.rules import Outcome, is_too_far_ahead
from shared.clock import utc_now
from shared.contracts.imports import (
    ImportProgress,
    ImportReturn,
    ImportRow,
    RejectedRow,
    SalesImport,
)
from shared.kafka import outbox
from shared.kafka.outbox import Lane
from shared.types import EARLIEST

SOURCE = "sales_svc/{chunk}"
"""A chunk is recorded once, so what is reported of it is final. With a source
for each, no message grows with the import, and no replica waits for another."""

# Sorted everywhere, so that replicas working on one import cannot deadlock.
_KNOW = text(
    "INSERT INTO imports (import_id, decided_at) SELECT DISTINCT ON (id) id, decided_at"
    " FROM unnest(:imports, :decided) AS x(id, decided_at) ORDER BY id, decided_at"
    " ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("imports", type_=ARRAY(BigInteger)),
    bindparam("decided", type_=ARRAY(DateTime(timezone=True))),
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
    "UPDATE import_chunks SET rows = x.r, duplicates = x.d, rejected = x.j,"
    " changed = x.h, withdrawn = x.w"
    " FROM unnest(CAST(:imports AS bigint[]), CAST(:chunks AS bigint[]),"
    " CAST(:rows AS integer[]), CAST(:duplicates AS integer[]),"
    " CAST(:rejected AS integer[]), CAST(:changed AS integer[]),"
    " CAST(:withdrawn AS integer[])) AS x(i, c, r, d, j, h, w)"
    " WHERE import_id = x.i AND chunk = x.c"
)


@dataclass
class _Sorted:
    """A chunk's rows, those refused, and what became of the others."""

    chunk: SalesImport
    rows: list[ChunkRow] = field(default_factory=list)
    returns: list[ImportReturn] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    returned: int = 0
    returned_before: int = 0

    def reject(self, row: ImportRow | ImportReturn, code: str) -> None:
        self.rejected.append(RejectedRow(row_key=row.row_key, code=code))

    def progress(self, now: datetime) -> ImportProgress:
        count = self.outcomes.count
        return ImportProgress(
            import_id=self.chunk.import_id,
            stage="recorded",
            source=SOURCE.format(chunk=self.chunk.chunk),
            rows=count("new") + count("changed"),
            duplicates=count("same") + self.returned_before,
            changed=count("changed"),
            withdrawn=count("withdrawn"),
            returned=self.returned,
            unmatched=count("unmatched"),
            rejected=self.rejected,
            ts=now,
        )


async def record_chunks(db: AsyncSession, chunks: Sequence[SalesImport]) -> None:
    """Sales without stock effect, their events, and the progress of each chunk.

    A chunk delivered again changes nothing and reports nothing. Rows of an
    import that was undone, and rows dated too far ahead, are rejected; rows
    that say what is recorded under their ``row_key`` are duplicates, and those
    that say something else replace it.
    """
    undone = await _undone(db, chunks)
    claimed = await _claimed(db, chunks)
    now = utc_now()
    work = [_sort(chunk, now, undone=undone[chunk.import_id]) for chunk in claimed]
    await _record(db, work)
    for item in work:
        await _return_earlier(db, item)
    await _report(db, work)


async def _undone(db: AsyncSession, chunks: Sequence[SalesImport]) -> dict[int, bool]:
    await db.execute(
        _KNOW,
        {
            "imports": [chunk.import_id for chunk in chunks],
            "decided": [chunk.decided_at for chunk in chunks],
        },
    )
    imports = sorted({chunk.import_id for chunk in chunks})
    return {row[0]: row[1] for row in await db.execute(_UNDONE, {"imports": imports})}


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
    told: list[ImportRow | ImportReturn] = [*chunk.rows, *(chunk.returns or ())]
    for row in told:
        if undone:
            work.reject(row, "import_undone")
        elif is_too_far_ahead(row.sold_at, now):
            work.reject(row, "sold_at_too_far_ahead")
        elif isinstance(row, ImportRow):
            work.rows.append(ChunkRow(chunk, row))
        else:
            work.returns.append(row)
    return work


async def _record(db: AsyncSession, work: Sequence[_Sorted]) -> None:
    """Insert what is new; only what is not is compared with what is recorded, so that
    a first import pays nothing for it."""
    # Of several that tell of the same row, the one that was decided on last.
    in_order = sorted(work, key=_decided)
    by_key = {one.row.row_key: one for item in in_order for one in item.rows}
    await adopt_former_keys(
        db,
        [
            (key, former, one.row.sold_at)
            for key, one in by_key.items()
            if (former := one.row.former_key)
        ],
    )
    new = await insert_rows(db, [one for one in by_key.values() if one.row.quantity])
    found = await replace_rows(
        db, [one for key, one in by_key.items() if key not in new]
    )
    for item in work:
        item.outcomes = [
            found.outcomes.get(one.key, "new") if by_key[one.key] is one else "same"
            for one in item.rows
        ]
    sales = new | found.sales
    await return_rows(
        db,
        [
            Returned(one.chunk, sales[key], back.row_key, back.quantity)
            for key, one in by_key.items()
            if one.row.returns and key in sales
            for back in one.row.returns
        ],
    )


def _decided(item: _Sorted) -> tuple[bool, datetime]:
    at = item.chunk.decided_at
    return at is not None, at or EARLIEST


async def _return_earlier(db: AsyncSession, item: _Sorted) -> None:
    """Rows that came back of what earlier imports recorded, one after another: which
    sale each comes off depends on those before."""
    known = await known_returns(db, [row.row_key for row in item.returns])
    for row in item.returns:
        if row.row_key in known:
            item.returned_before += 1
        elif await return_earlier(db, item.chunk, row):
            item.returned += 1
        else:
            item.reject(row, "return_without_sale")


async def _report(db: AsyncSession, work: Sequence[_Sorted]) -> None:
    if not work:
        return
    now = utc_now()
    progress = [item.progress(now) for item in work]
    await db.execute(
        _COUNT,
        {
            "imports": [item.chunk.import_id for item in work],
            "chunks": [item.chunk.chunk for item in work],
            "rows": [told.rows for told in progress],
            "duplicates": [told.duplicates for told in progress],
            "rejected": [len(told.rejected) for told in progress],
            "changed": [told.changed for told in progress],
            "withdrawn": [told.withdrawn for told in progress],
        },
    )
    await outbox.put(db, *progress, lane=Lane.IMPORT, batch=True)
