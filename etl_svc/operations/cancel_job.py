"""Stop an import; what was sent before stays, and can be undone."""

from sqlalchemy import func, or_, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import audit, queries
from etl_svc.errors import JobNotCancellable
from etl_svc.operations.publish_reach import publish_reach
from etl_svc.rules import TO_REVIEW
from etl_svc.tables import UNSENT, Job


async def cancel_job(db: AsyncSession, job_id: int, *, actor: int) -> Job:
    """The cancelled job, also when it was cancelled before.

    A worker in the middle of it notices at its next step, whose transaction
    then fails as a whole.
    """
    cancelled: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == job_id, or_(text(UNSENT), Job.status.in_(TO_REVIEW)))
        .values(
            status="cancelled",
            claimed_by=None,
            updated_at=func.clock_timestamp(),
            finished_at=func.clock_timestamp(),
        )
        .returning(Job)
    )
    if cancelled is not None:
        await audit.record(db, "import.cancelled", f"import/{job_id}", actor=actor)
        await publish_reach(db, [job_id])
        return cancelled
    job = await queries.get_job(db, job_id)
    if job.status != "cancelled":
        raise JobNotCancellable(job_id)
    return job
