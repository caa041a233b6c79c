"""Read the file of a dry run in another way, and check it again."""

from typing import Any

from sqlalchemy import Text, delete, func, literal, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import queries
from etl_svc.errors import JobNotChecked
from etl_svc.operations.reset_job import RESET_VALUES
from etl_svc.operations.save_source import FILE_OPTIONS
from etl_svc.operations.saved_sheets import SAVED_SHEETS
from etl_svc.rules import TO_REVIEW
from etl_svc.tables import GoneRow, Job, RejectedRow


async def reparse_job(
    db: AsyncSession, job_id: int, file_options: dict[str, Any]
) -> Job:
    """What ``file_options`` do not give is detected again."""
    again = {
        *FILE_OPTIONS,
        *SAVED_SHEETS,
        "on_negative",
        "on_precision",
        "on_unit",
        "shift_dates",
    }
    kept = Job.params.op("-")(literal(sorted(again), ARRAY(Text)))
    chosen = literal({k: v for k, v in file_options.items() if v is not None}, JSONB)
    begun: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == job_id, Job.status.in_(TO_REVIEW))
        .values(
            status="queued",
            phase="check",
            params=kept.op("||")(chosen),
            layout=None,
            rows_total=None,
            first_day=None,
            last_day=None,
            comparison=None,
            updated_at=func.clock_timestamp(),
            **RESET_VALUES,
        )
        .returning(Job)
    )
    if begun is None:
        await queries.get_job(db, job_id)
        raise JobNotChecked(job_id)
    await db.execute(delete(RejectedRow).where(RejectedRow.job_id == job_id))
    await db.execute(delete(GoneRow).where(GoneRow.job_id == job_id))
    return begun
