"""Import what a dry run has checked."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import queries
from etl_svc.errors import JobNotChecked
from etl_svc.tables import Job

GONE_ON = {"queued", "running", "done"}


async def commit_job(db: AsyncSession, job_id: int) -> Job:
    """Read it again from the start, and send it this time. Once more changes
    nothing."""
    committed: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == job_id, Job.status == "checked")
        .values(
            status="queued",
            phase="send",
            position=0,
            line=0,
            rows_read=0,
            rows_accepted=0,
            rows_zero=0,
            rows_invalid=0,
            months={},
            problems=[],
            updated_at=func.clock_timestamp(),
        )
        .returning(Job)
    )
    if committed is not None:
        return committed
    job = await queries.get_job(db, job_id)
    if not (
        job.params.get("dry_run") and job.phase == "send" and job.status in GONE_ON
    ):
        raise JobNotChecked(job_id)
    return job
