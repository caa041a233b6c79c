"""Keep how a job's file is built, once its lines were looked at."""

from typing import Any

from sqlalchemy import func, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.errors import ClaimLost
from etl_svc.tables import UNSENT, Job


async def note_layout(
    db: AsyncSession, job: Job, layout: dict[str, Any], *, complete: bool
) -> None:
    """A job whose columns are not all known waits until somebody tells them."""
    waits: dict[str, Any] = {
        "status": "unmapped",
        "claimed_by": None,
        "claimed_until": None,
    }
    kept = await db.scalar(
        update(Job)
        .where(Job.id == job.id, Job.claimed_by == job.claimed_by, text(UNSENT))
        .values(
            layout=layout,
            updated_at=func.clock_timestamp(),
            **({} if complete else waits),
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    if kept is None:
        raise ClaimLost
