"""End a job that can never succeed."""

from sqlalchemy import func, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.errors import JobFailed
from etl_svc.operations.publish_reach import publish_reach
from etl_svc.tables import UNSENT, Job


async def fail_job(db: AsyncSession, job: Job, why: JobFailed) -> None:
    """Nothing when the job is no longer this worker's."""
    failed = await db.scalar(
        update(Job)
        .where(Job.id == job.id, Job.claimed_by == job.claimed_by, text(UNSENT))
        .values(
            status="failed",
            error_code=why.code,
            error=str(why),
            claimed_by=None,
            claimed_until=None,
            updated_at=func.clock_timestamp(),
            finished_at=func.clock_timestamp(),
        )
        .returning(Job.id)
    )
    if failed is not None:
        await publish_reach(db, [failed])
