"""Undo an import: marked at once, its sales voided step by step.

After the mark no further chunk is recorded; each step is one transaction that
leaves less to do, so whoever goes on after a crash needs no memory of it. What it
replaced is recorded again, under new ids: a void is for good.
"""

from sqlalchemy import Integer, SmallInteger, Text, bindparam, func, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc import audit
from sales_svc.facts import EVENTS_PER_ROW, IMPORTED_SALE_VOIDED
from sales_svc.imports.operations.restore_rows import restore_versions, undo_returns
from sales_svc.tables import Import
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane

AT_A_TIME = 2_000
REASON = "import undone"

# A sale that was voided before keeps its own reason and gets no second event.
# Giving its row_key free takes it off the list of what is left to do.
_VOID_SOME = text(
    """
    WITH chosen AS (
        SELECT id, voided_at IS NULL AS live FROM sales
        WHERE import_id = :import_id AND row_key IS NOT NULL
        ORDER BY id LIMIT :at_a_time FOR UPDATE
    ), undone AS (
        UPDATE sales AS s SET row_key = NULL,
            voided_at = coalesce(s.voided_at, clock_timestamp()),
            voided_by = coalesce(s.voided_by, :user_id),
            void_reason = coalesce(s.void_reason, :reason)
        FROM chosen WHERE s.id = chosen.id
        RETURNING s.*, chosen.live
    ), told AS (
        INSERT INTO outbox (lane, topic, payload)
        SELECT :lane, 'sales.voided', json_agg({event} ORDER BY s.id)
        FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
            FROM undone WHERE live) AS s
        GROUP BY part ORDER BY part
    )
    SELECT count(*) FROM undone
    """.replace("{event}", IMPORTED_SALE_VOIDED)
).bindparams(
    bindparam("at_a_time", AT_A_TIME, type_=Integer),
    bindparam("reason", REASON, type_=Text),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
)


_WAITING = text(
    "SELECT import_id, undone_by FROM imports"
    " WHERE undone_by IS NOT NULL AND undo_finished_at IS NULL ORDER BY import_id"
)


async def undo_import(db: AsyncSession, import_id: int, *, user_id: int) -> None:
    """Mark an import as undone, also one whose first chunk is still on its way."""
    mark = insert(Import).values(
        import_id=import_id, undone_at=func.clock_timestamp(), undone_by=user_id
    )
    marked = await db.scalar(
        mark.on_conflict_do_update(
            index_elements=[Import.import_id],
            set_={
                "undone_at": mark.excluded.undone_at,
                "undone_by": mark.excluded.undone_by,
            },
            where=Import.undone_at.is_(None),
        ).returning(Import.import_id)
    )
    if marked is not None:
        await audit.record(db, "import.undone", f"import/{import_id}", actor=user_id)


async def imports_to_undo(db: AsyncSession) -> list[tuple[int, int]]:
    """Imports whose sales are not all voided yet, each with who undid it."""
    return [(row[0], row[1]) for row in await db.execute(_WAITING)]


async def undo_some(db: AsyncSession, import_id: int, *, user_id: int) -> bool:
    """The next step of undoing an import; whether anything may be left: first its sales
    go, then what they replaced comes back, then what it told came back is sold again."""
    voided = await db.scalar(_VOID_SOME, {"import_id": import_id, "user_id": user_id})
    if voided:
        db.info[WROTE_EVENTS] = True
        return True
    if await restore_versions(db, import_id):
        return True
    if await undo_returns(db, import_id, user_id=user_id):
        return True
    await db.execute(
        update(Import)
        .where(Import.import_id == import_id)
        .values(undo_finished_at=func.clock_timestamp())
    )
    return False
