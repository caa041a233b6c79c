"""Rejected rows are kept for a month, for whoever corrects them; so are those that a
dry run found gone."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

RETENTION = timedelta(days=30)
AT_A_TIME = 20_000

_DELETE = """
DELETE FROM {table} WHERE (job_id, {key}) IN (
    SELECT r.job_id, r.{key} FROM jobs j JOIN {table} r ON r.job_id = j.id
    WHERE j.updated_at < clock_timestamp() - CAST(:kept_for AS interval)
    LIMIT :at_a_time
)
"""
_REJECTED = text(_DELETE.format(table="rejected_rows", key="line"))
_GONE = text(_DELETE.format(table="gone_rows", key="row_key"))


async def delete_rejected(db: AsyncSession) -> None:
    """Some of those of old jobs; the others the next time."""
    for some in (_REJECTED, _GONE):
        await db.execute(some, {"kept_for": RETENTION, "at_a_time": AT_A_TIME})
