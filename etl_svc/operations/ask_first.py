"""Let a job wait for somebody who looks at its file before it is imported."""

from typing import Any

from sqlalchemy import func, literal, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.errors import ClaimLost
from etl_svc.tables import UNSENT, Job

DRY_RUN: dict[str, Any] = {"dry_run": True}


async def ask_first(db: AsyncSession, job: Job) -> None:
    """It begins anew as a dry run: whoever is free takes it."""
    freed = await db.scalar(
        update(Job)
        .where(Job.id == job.id, Job.claimed_by == job.claimed_by, text(UNSENT))
        .values(
            status="queued",
            phase="check",
            params=Job.params.op("||")(literal(DRY_RUN, JSONB)),
            claimed_by=None,
            claimed_until=None,
            updated_at=func.clock_timestamp(),
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    if freed is None:
        raise ClaimLost
