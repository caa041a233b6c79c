"""Reads of jobs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.errors import JobNotFound, NoEmitter
from etl_svc.files.dates import DateOrder
from etl_svc.files.layout import FileOptions, file_options_from
from etl_svc.rules import (
    IN_PROGRESS,
    TO_REVIEW,
    JobKind,
    JobStatus,
    RejectedLine,
    SourceHistory,
)
from etl_svc.tables import KEY_VERSION, GoneRow, Job, Source
from shared.contracts.snapshots import HistoryLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.kafka.outbox import Lane
from shared.types import Id

_POSITION: TypeAdapter[tuple[int]] = TypeAdapter(tuple[Id])

_WAITING = text(
    "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE lane = :lane"
    " AND parked_at IS NULL LIMIT :limit) AS waiting"
)


async def get_job(db: AsyncSession, job_id: int) -> Job:
    job = await db.get(Job, job_id)
    if job is None:
        raise JobNotFound(job_id)
    return job


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs to list; all of them where nothing is said."""

    statuses: Collection[JobStatus] = ()
    kinds: Collection[JobKind] = ()


async def newest_emitter(db: AsyncSession) -> Job:
    job = await db.scalar(_newest_first(JobFilter(kinds=["emitter"])).limit(1))
    if job is None:
        raise NoEmitter
    return job


def _newest_first(which: JobFilter) -> Select[Job]:
    query = select(Job).order_by(Job.id.desc())
    if which.statuses:
        query = query.where(Job.status.in_(which.statuses))
    if which.kinds:
        query = query.where(Job.kind.in_(which.kinds))
    return query


async def count_jobs(db: AsyncSession, which: JobFilter) -> int:
    query = select(func.count()).select_from(_newest_first(which).subquery())
    return (await db.scalar(query)) or 0


async def list_jobs(db: AsyncSession, which: JobFilter, page: Page) -> list[Job]:
    query = _newest_first(which).limit(page.limit).offset(page.offset)
    return list(await db.scalars(query))


async def list_jobs_after(
    db: AsyncSession, which: JobFilter, cursor: str, limit: int
) -> tuple[list[Job], str | None]:
    """The jobs older than a cursor's, and the cursor of those after them, if any."""
    query = _newest_first(which)
    last = read_cursor(cursor, _POSITION)
    if last is not None:
        query = query.where(Job.id < last[0])
    jobs = list(await db.scalars(query.limit(limit + 1)))
    if len(jobs) <= limit:
        return jobs, None
    return jobs[:limit], write_cursor(jobs[limit - 1].id)


async def waiting_chunks(db: AsyncSession, limit: int) -> int:
    """Rows of the import lane that the relay has not sent yet, at most ``limit``."""
    found = await db.scalar(_WAITING, {"lane": int(Lane.IMPORT), "limit": limit})
    return int(found or 0)


async def is_known_source(db: AsyncSession, source: str) -> bool:
    """Whether anything was sent of a source before."""
    sent = exists(select(Job.id).where(_of_source(source), Job.chunks > 0))
    return bool(await db.scalar(select(sent)))


async def is_sent_since(db: AsyncSession, job: Job) -> bool:
    """Whether anything was sent of the same source since a job was checked."""
    later = exists(
        select(Job.id).where(
            _of_source(job.params["source"]),
            Job.id != job.id,
            Job.chunks > 0,
            or_(
                Job.sent_at > job.updated_at,
                and_(Job.sent_at.is_(None), Job.updated_at > job.updated_at),
            ),
        )
    )
    return bool(await db.scalar(select(later)))


async def gone_rows(db: AsyncSession, job_id: int) -> list[GoneRow]:
    """What the dry run of a job found gone."""
    query = select(GoneRow).where(GoneRow.job_id == job_id).order_by(GoneRow.row_key)
    return list(await db.scalars(query))


def _of_source(source: str) -> ColumnElement[bool]:
    same: ColumnElement[bool] = Job.params["source"].as_string() == source
    return same


async def history_of(db: AsyncSession, job: Job) -> SourceHistory:
    """What was sent before of the source that a job's file is from."""
    others, former = func.bool_or(Job.id != job.id), Job.key_version < KEY_VERSION
    found = await db.execute(
        select(
            func.coalesce(others, false()), func.coalesce(func.bool_or(former), false())
        ).where(_of_source(job.params["source"]), Job.chunks > 0)
    )
    return SourceHistory(*found.one())


# Of whichever way in which the totals of weeks and months were spread.
_SPREAD = text("""
SELECT id FROM jobs WHERE chunks > 0 AND status <> 'undone'
    AND jsonb_path_exists(notices, '$[*] ? (@.code starts with "period_")')
ORDER BY id DESC LIMIT :most
""")
MAX_SPREAD = 9_999


async def spread_imports(db: AsyncSession) -> list[int]:
    """Imports of totals that were spread over days: the newest of them."""
    return list(await db.scalars(_SPREAD, {"most": MAX_SPREAD}))


async def known_keys(db: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of these idempotency keys that a job was made for, by whomever."""
    found = await db.scalars(
        select(Job.idempotency_key).where(
            # As one value: a folder may hold more files than a statement parameters.
            Job.idempotency_key == any_(literal(list(keys), ARRAY(Text)))
        )
    )
    return {key for key in found if key is not None}


CHECKED_RETENTION = timedelta(days=7)


async def files_in_use(db: AsyncSession) -> set[str]:
    """Files that a job still has to read, or may have to: what was sent is sent again
    when events are lost before all is recorded; one that was checked or of which the
    columns are not known waits a week for somebody."""
    waiting = and_(
        Job.status.in_(TO_REVIEW),
        Job.updated_at > func.clock_timestamp() - CHECKED_RETENTION,
    )
    found = await db.scalars(
        select(Job.file).where(
            or_(Job.status.in_(IN_PROGRESS), waiting), Job.file.is_not(None)
        )
    )
    return {name for name in found if name is not None}


_REJECTED = text("""
SELECT line, reason, content FROM rejected_rows WHERE job_id = :job AND line > :after
ORDER BY line LIMIT :most
""")


async def rejected_rows(
    db: AsyncSession, job_id: int, after: int, most: int
) -> list[RejectedLine]:
    """The next rejected rows of a job by line; the header is the first."""
    rows = await db.execute(_REJECTED, {"job": job_id, "after": after, "most": most})
    return [RejectedLine(*row) for row in rows]


# Days are those of the rows as they were sent: moved, where they were moved.
_REACHED = """
SELECT id AS import_id, coalesce(params->>'source', kind) AS source,
    CAST(params->>'location_id' AS bigint) AS location_id,
    first_day + CAST(coalesce(shift_days, 0) AS integer) AS first_day,
    last_day + CAST(coalesce(shift_days, 0) AS integer) AS last_day,
    status = 'undone' AS withdrawn, updated_at AS ts
FROM jobs
WHERE status IN ('done', 'failed', 'cancelled', 'undone') AND rows_sent > 0
    AND last_day IS NOT NULL
"""
_REACHED_BY = text(f"{_REACHED} AND id = ANY(CAST(:jobs AS bigint[])) ORDER BY id")
_REACHED_AFTER = text(f"{_REACHED} AND id > :after ORDER BY id LIMIT :most")


async def history_reached(
    db: AsyncSession, job_ids: Collection[int]
) -> list[HistoryLine]:
    """Between which days the rows of these imports lie, as far as they are over."""
    rows = await db.execute(_REACHED_BY, {"jobs": list(job_ids)})
    return [HistoryLine(**row) for row in rows.mappings()]


async def history_snapshot(
    db: AsyncSession, after: int, most: int
) -> list[HistoryLine]:
    rows = await db.execute(_REACHED_AFTER, {"after": after, "most": most})
    return [HistoryLine(**row) for row in rows.mappings()]


async def saved_file_options(db: AsyncSession, source: str) -> FileOptions | None:
    """How files of this source are read, if anybody said so."""
    kept = await db.get(Source, source)
    if kept is None:
        return None
    # Which sheets are read is known before anything of the file is.
    reading = {name: kept.reading[name] for name in kept.reading if name != "sheets"}
    return file_options_from(reading)


_DATE_ORDERS = text("""
SELECT layout -> 'header', layout ->> 'dates' FROM jobs
WHERE params ->> 'source' = :source AND layout ->> 'dates' IN ('dmy', 'mdy')
    AND NOT layout -> 'unsure' ? 'dates' AND status NOT IN ('cancelled', 'undone')
ORDER BY id DESC LIMIT 100
""")


async def date_orders(
    db: AsyncSession, source: str
) -> dict[tuple[str, ...], DateOrder]:
    """In which order the source's latest files write dates, by their columns, where
    that was certain or said."""
    found = await db.execute(_DATE_ORDERS, {"source": source})
    orders: dict[tuple[str, ...], DateOrder] = {}
    for header, order in found:
        orders.setdefault(tuple(header), order)
    return orders


async def list_sources(db: AsyncSession) -> list[Source]:
    return list(await db.scalars(select(Source).order_by(Source.name)))


async def latest_undone(db: AsyncSession, most: int) -> list[int]:
    """Ids of imports that were undone."""
    return list(
        await db.scalars(
            select(Job.id)
            .where(Job.status == "undone")
            .order_by(Job.id.desc())
            .limit(most)
        )
    )
