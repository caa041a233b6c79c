"""Rejected rows are kept for a month, for whoever corrects them."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

RETENTION = timedelta(days=30)
AT_A_TIME = 20_000

_DELETE = text("""
DELETE FROM rejected_rows WHERE (job_id, line) IN (
    SELECT r.job_id, r.line FROM jobs j JOIN rejected_rows r ON r.job_id = j.id
    WHERE j.updated_at < clock_timestamp() - CAST(:kept_for AS interval)
    LIMIT :at_a_time
)
""")


async def delete_rejected(db: AsyncSession) -> None:
    """Some of those of old jobs; the others the next time."""
    await db.execute(_DELETE, {"kept_for": RETENTION, "at_a_time": AT_A_TIME})
