"""One step of a job: what was read leaves, and the place to read on moves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, false, func, literal, text, true, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.operations.claim_job import in_seconds, write_claimed
from etl_svc.operations.refresh_totals import refresh_totals
from etl_svc.operations.reset_job import RESET_VALUES, days_to_yesterday
from etl_svc.peers.sales import RecordedSale
from etl_svc.rules import MAX_PROBLEMS, Notice, RejectedLine, RowProblem, in_parts
from etl_svc.tables import Job
from shared.contracts.imports import (
    MAX_ROWS_PER_CHUNK,
    ImportReturn,
    ImportRow,
    SalesImport,
)
from shared.kafka import outbox
from shared.kafka.outbox import Lane


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to. ``rows`` are the accepted ones and those withdrawn, ready
    to be sent; none while the job only checks."""

    rows: Sequence[ImportRow]
    returns: Sequence[ImportReturn]
    problems: Sequence[RowProblem]
    rejected: Sequence[RejectedLine]
    months: Mapping[str, Sequence[int | float]]
    notices: Sequence[Notice]
    left_out: Mapping[str, Mapping[str, int | str]]
    first_day: date | None
    last_day: date | None
    read: int
    accepted: int
    zero: int
    returned: int
    invalid: int
    position: int
    line: int
    finished: bool
    added_up: int = 0
    states: Mapping[str, int] = field(default_factory=dict)
    comparison: Mapping[str, Any] | None = None
    gone: Sequence[RecordedSale] = ()
    """Recorded for the days of the file, which does not tell of them."""


async def advance_job(db: AsyncSession, job: Job, step: Step, lease_s: float) -> int:
    """Write the step and send its rows; how many chunks they are.

    Both are one transaction under the worker's claim: after a crash the job is
    where its events are. ``job`` itself stays as it was claimed.
    """
    sending = job.phase == "send"
    events = _chunks(job, step)
    await write_claimed(
        db,
        job,
        position=step.position,
        line=step.line,
        chunks=Job.chunks + len(events),
        rows_read=Job.rows_read + step.read,
        rows_accepted=Job.rows_accepted + step.accepted,
        rows_zero=Job.rows_zero + step.zero,
        rows_returned=Job.rows_returned + step.returned,
        rows_invalid=Job.rows_invalid + step.invalid,
        rows_sent=Job.rows_sent + len(step.rows) + len(step.returns),
        rows_added_up=Job.rows_added_up + step.added_up,
        states=dict(step.states),
        comparison=Job.comparison if step.comparison is None else dict(step.comparison),
        rows_total=Job.rows_read + step.read if step.finished else Job.rows_total,
        first_day=func.least(Job.first_day, step.first_day),
        last_day=func.greatest(Job.last_day, step.last_day),
        months=dict(step.months),
        notices=[asdict(notice) for notice in step.notices],
        left_out=dict(step.left_out),
        problems=_first_problems(step.problems),
        claimed_until=in_seconds(lease_s),
        sent_at=func.clock_timestamp() if step.finished and sending else None,
        error=None,
        updated_at=func.clock_timestamp(),
    )
    await outbox.put(db, *events, lane=Lane.IMPORT)
    await _insert_rejected(db, job.id, step.rejected)
    if step.gone and job.params.get("dry_run"):
        await _insert_gone(db, job.id, step.gone)
    if step.finished and sending:
        await refresh_totals(db, [job.id])
    elif step.finished:
        await _end_check(db, job)
    return len(events)


_REJECT = text("""
INSERT INTO rejected_rows (job_id, line, reason, content)
SELECT :job, r.* FROM unnest(
    CAST(:lines AS bigint[]), CAST(:reasons AS text[]), CAST(:contents AS text[])
) AS r (line, reason, content)
ON CONFLICT DO NOTHING
""")


async def _insert_rejected(
    db: AsyncSession, job_id: int, rejected: Sequence[RejectedLine]
) -> None:
    if rejected:
        await db.execute(
            _REJECT,
            {
                "job": job_id,
                "lines": [row.line for row in rejected],
                "reasons": [row.reason for row in rejected],
                "contents": [row.content for row in rejected],
            },
        )


_GONE = text("""
INSERT INTO gone_rows (job_id, row_key, product_id, sold_at)
SELECT :job, g.* FROM unnest(CAST(:keys AS text[]), CAST(:products AS bigint[]),
    CAST(:times AS timestamptz[])) AS g (row_key, product_id, sold_at)
""")


async def _insert_gone(
    db: AsyncSession, job_id: int, gone: Sequence[RecordedSale]
) -> None:
    """What was shown is what may be taken back, whatever is recorded later."""
    await db.execute(
        _GONE,
        {
            "job": job_id,
            "keys": [sale.row_key for sale in gone],
            "products": [sale.product_id for sale in gone],
            "times": [sale.sold_at for sale in gone],
        },
    )


def _chunks(job: Job, step: Step) -> list[SalesImport]:
    told: list[dict[str, Any]] = [
        *({"rows": list(some)} for some in in_parts(step.rows, MAX_ROWS_PER_CHUNK)),
        *(
            {"rows": [], "returns": list(some)}
            for some in in_parts(step.returns, MAX_ROWS_PER_CHUNK)
        ),
    ]
    return [
        SalesImport(
            import_id=job.id,
            chunk=number,
            user_id=job.user_id,
            decided_at=job.decided_at or job.created_at,
            **some,
        )
        for number, some in enumerate(told, job.chunks)
    ]


def _first_problems(problems: Sequence[RowProblem]) -> object:
    if not problems:
        return Job.problems
    added = literal([asdict(problem) for problem in problems], JSONB)
    return case(
        (
            func.jsonb_array_length(Job.problems) < MAX_PROBLEMS,
            func.jsonb_path_query_array(
                Job.problems.op("||")(added),
                text(f"'$[0 to {MAX_PROBLEMS - 1}]'"),
            ),
        ),
        else_=Job.problems,
    )


async def _end_check(db: AsyncSession, job: Job) -> None:
    """Everything was read: fail when any row is bad and none may be, else send from
    the start; after a dry run somebody decides."""
    if job.params.get("dry_run"):
        await _end_dry_run(db, job)
        return
    strict = job.params["on_error"] == "reject"
    passed = Job.rows_invalid == 0 if strict else true()
    again = {
        name: case(
            (passed, literal(value, getattr(Job, name).type)), else_=getattr(Job, name)
        )
        for name, value in RESET_VALUES.items()
        # What was wrong with the rows is not found again when none may be.
        if not (strict and name in {"problems", "notices", "rows_invalid"})
    }
    await db.execute(
        update(Job)
        .where(Job.id == job.id)
        .values(
            **again,
            shift_days=case((passed, days_to_yesterday())),
            phase=case((passed, "send"), else_=Job.phase),
            status=case((passed, Job.status), else_="failed"),
            error_code=case((passed, None), else_="rows_rejected"),
            error=case(
                (passed, None),
                else_=func.format(
                    "Nothing was imported: %s of %s rows cannot be accepted.",
                    Job.rows_invalid,
                    Job.rows_read,
                ),
            ),
            finished_at=case((passed, None), else_=func.clock_timestamp()),
            claimed_by=None,
            claimed_until=None,
        )
        .execution_options(synchronize_session=False)
    )


async def _end_dry_run(db: AsyncSession, job: Job) -> None:
    bad = Job.rows_invalid > 0 if job.params["on_error"] == "reject" else false()
    await db.execute(
        update(Job)
        .where(Job.id == job.id)
        .values(
            status=case((bad, "failed"), else_="checked"),
            error_code=case((bad, "rows_rejected"), else_=None),
            error=case((bad, "Some rows cannot be accepted."), else_=None),
            finished_at=case((bad, func.clock_timestamp()), else_=None),
            claimed_by=None,
            claimed_until=None,
        )
        .execution_options(synchronize_session=False)
    )
