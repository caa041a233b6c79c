"""Save the layout of a job's file, once it was detected."""

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


async def save_layout(
    db: AsyncSession, job: Job, layout: dict[str, Any], *, complete: bool
) -> None:
    """A job whose columns are not all known needs a mapping."""
    await write_claimed(
        db,
        job,
        layout=layout,
        updated_at=func.clock_timestamp(),
        **({} if complete else WAITING),
    )
