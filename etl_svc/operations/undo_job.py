"""Take an import back as a whole."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import queries
from etl_svc.operations.publish_reach import publish_reach
from etl_svc.tables import Job


async def undo_job(db: AsyncSession, job_id: int) -> Job:
    """The job, of which nothing more is sent. What sales_svc has of it is undone
    there, first: then whatever is still on its way is refused."""
    undone: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == job_id, Job.status != "undone")
        .values(
            status="undone",
            claimed_by=None,
            error=None,
            updated_at=func.clock_timestamp(),
            finished_at=func.coalesce(Job.finished_at, func.clock_timestamp()),
        )
        .returning(Job)
    )
    if undone is None:
        return await queries.get_job(db, job_id)
    await publish_reach(db, [job_id])
    return undone
