"""Sheets of a workbook, or files of a zip file, that were chosen for a source before."""

from typing import Any

from sqlalchemy import Text, func, literal
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.operations.claim_job import write_claimed
from etl_svc.tables import Job, Source

SAVED_SHEETS = ("sheets_saved", "sheets_gone")
"""Of a job: that its sheets are those saved for its source; those that were, where its
file has none of that name."""


async def with_saved_sheets(db: AsyncSession, params: dict[str, Any]) -> dict[str, Any]:
    """What was asked for a file, with the sheets of its source unless it names some."""
    if params.get("sheets"):
        return params
    source = await db.get(Source, params["source"])
    sheets = None if source is None else source.reading.get("sheets")
    return params | {"sheets": sheets, "sheets_saved": True} if sheets else params


async def ask_for_sheets(db: AsyncSession, job: Job) -> None:
    """The file has none of the saved name: it begins anew with those that would be
    read without any choice, as a dry run, in which somebody chooses."""
    kept = Job.params.op("-")(literal(["sheets", "sheets_saved"], ARRAY(Text)))
    told = {"dry_run": True, "sheets_gone": job.params["sheets"]}
    await write_claimed(
        db,
        job,
        status="queued",
        phase="check",
        params=kept.op("||")(literal(told, JSONB)),
        claimed_by=None,
        claimed_until=None,
        updated_at=func.clock_timestamp(),
    )
