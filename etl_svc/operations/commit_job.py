"""Import what a dry run has checked."""

from typing import Any

from sqlalchemy import func, literal, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import audit, queries
from etl_svc.errors import JobNotChecked, PreviewOutdated, TooManyGone
from etl_svc.operations.reset_job import RESET_VALUES, days_to_yesterday
from etl_svc.operations.save_source import ANSWERS, FILE_OPTIONS, save_source
from etl_svc.rules import COMMITTED, MAX_GONE, Gone
from etl_svc.tables import Job, Source


async def commit_job(
    db: AsyncSession, job_id: int, gone: Gone = "keep", *, actor: int
) -> Job:
    """Read it again from the start, and send it this time; with what is to become of
    sales that its preview showed as gone. Once more changes nothing."""
    if gone == "void":
        await _refuse_void(db, job_id)
    committed: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == job_id, Job.status == "checked")
        .values(
            status="queued",
            phase="send",
            shift_days=days_to_yesterday(),
            params=Job.params.op("||")(literal({"gone": gone}, JSONB)),
            decided_at=func.clock_timestamp(),
            **RESET_VALUES,
            updated_at=func.clock_timestamp(),
        )
        .returning(Job)
    )
    if committed is not None:
        await audit.record(
            db,
            "import.committed",
            f"import/{job_id}",
            actor=actor,
            changes={"gone": gone},
        )
        await _save_file_options(db, committed)
        return committed
    job = await queries.get_job(db, job_id)
    if not (
        job.params.get("dry_run")
        and job.phase == "send"
        and job.status in COMMITTED
        and job.params.get("gone", "keep") == gone
    ):
        raise JobNotChecked(job_id)
    return job


async def _has_sheets(db: AsyncSession, job: Job) -> bool:
    """Whether sheets are saved for its source: they are no longer chosen then."""
    source = await db.get(Source, job.params["source"])
    return source is not None and "sheets" in source.reading


async def _refuse_void(db: AsyncSession, job_id: int) -> None:
    """What is taken back must be what was shown, and nothing that another file has
    told since."""
    job = await queries.get_job(db, job_id)
    if job.status != "checked":
        return
    gone = (job.comparison or {}).get("gone", 0)
    if gone > MAX_GONE:
        raise TooManyGone(gone, MAX_GONE)
    if await queries.is_sent_since(db, job):
        raise PreviewOutdated(job_id)


def guessed_options(layout: dict[str, Any]) -> dict[str, Any]:
    """What was found besides the columns, and is no matter of course."""
    found = {
        "shape": layout.get("shape", "long"),
        "quantity_is": layout.get("quantity_is", "cells"),
        "header": "none" if layout.get("header_lines") == 0 else "first",
        "encoding": layout["written"],
    }
    usual = {"long", "cells", "first", "utf-8", "cp1252"}
    return {name: value for name, value in found.items() if value not in usual}


async def _save_file_options(db: AsyncSession, job: Job) -> None:
    """A guess that was looked at and committed is as good as what was asked for; so
    is an answer to what was open about a known export."""
    if job.layout is None:
        return
    reading = {name: job.params[name] for name in FILE_OPTIONS if name in job.params}
    if job.layout["known"] in {"asked", "guess"}:
        columns = {"columns": job.layout["columns"]}
        reading = guessed_options(job.layout) | reading | columns
    elif not reading.keys() & ANSWERS and not await _has_sheets(db, job):
        return
    await save_source(db, job.params["source"], reading, user_id=job.user_id)
