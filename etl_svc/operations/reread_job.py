"""Read the file of a dry run in another way, and check it again."""

from typing import Any

from sqlalchemy import Text, delete, func, literal, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import queries
from etl_svc.errors import JobNotChecked
from etl_svc.operations.rewind import UNREAD
from etl_svc.operations.save_source import READING
from etl_svc.tables import Job, RejectedRow


async def reread_job(db: AsyncSession, job_id: int, reading: dict[str, Any]) -> Job:
    """What ``reading`` does not say is found out again."""
    again = {*READING, "on_negative", "shift_dates"}
    kept = Job.params.op("-")(literal(sorted(again), ARRAY(Text)))
    told = literal({k: v for k, v in reading.items() if v is not None}, JSONB)
    begun: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == job_id, Job.status.in_(("checked", "unmapped")))
        .values(
            status="queued",
            phase="check",
            params=kept.op("||")(told),
            layout=None,
            rows_total=None,
            first_day=None,
            last_day=None,
            updated_at=func.clock_timestamp(),
            **UNREAD,
        )
        .returning(Job)
    )
    if begun is None:
        await queries.get_job(db, job_id)
        raise JobNotChecked(job_id)
    await db.execute(delete(RejectedRow).where(RejectedRow.job_id == job_id))
    return begun
