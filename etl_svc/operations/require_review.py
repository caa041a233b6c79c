"""Require a review: the job becomes a dry run."""

from typing import Any

from sqlalchemy import func, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.operations.claim_job import write_claimed
from etl_svc.tables import Job

DRY_RUN: dict[str, Any] = {"dry_run": True}


async def require_review(db: AsyncSession, job: Job) -> None:
    """It begins anew as a dry run: whoever is free takes it."""
    await write_claimed(
        db,
        job,
        status="queued",
        phase="check",
        params=Job.params.op("||")(literal(DRY_RUN, JSONB)),
        claimed_by=None,
        claimed_until=None,
        updated_at=func.clock_timestamp(),
    )
