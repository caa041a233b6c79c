"""Keep how a job's file is built, once its lines were looked at."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.operations.claim_job import write_claimed
from etl_svc.tables import Job

WAITING: dict[str, Any] = {
    "status": "unmapped",
    "claimed_by": None,
    "claimed_until": None,
}


async def note_layout(
    db: AsyncSession, job: Job, layout: dict[str, Any], *, complete: bool
) -> None:
    """A job whose columns are not all known waits until somebody tells them."""
    await write_claimed(
        db,
        job,
        layout=layout,
        updated_at=func.clock_timestamp(),
        **({} if complete else WAITING),
    )
