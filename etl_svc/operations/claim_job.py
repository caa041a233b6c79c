"""Who works on a job: a claim that others respect until it runs out.

Every write of a worker names its claim, so that one which was thought dead and
comes back can write nothing more.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.errors import ClaimLost
from etl_svc.tables import UNSENT, Job


def in_seconds(seconds: float) -> ColumnElement[object]:
    return func.clock_timestamp() + timedelta(seconds=seconds)


async def claim_job(db: AsyncSession, lease_s: float) -> Job | None:
    """The oldest job that nobody works on, as it stands at its last step."""
    free = (
        select(Job.id)
        .where(
            text(UNSENT),
            or_(
                Job.claimed_until.is_(None),
                Job.claimed_until < func.clock_timestamp(),
            ),
        )
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claimed: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == free)
        .values(
            status="running",
            claimed_by=uuid4(),
            claimed_until=in_seconds(lease_s),
            updated_at=func.clock_timestamp(),
        )
        .returning(Job)
    )
    return claimed


async def renew_claim(
    db: AsyncSession, job: Job, lease_s: float, waiting_for: str | None = None
) -> None:
    """Renew the claim."""
    await write_claimed(db, job, claimed_until=in_seconds(lease_s), error=waiting_for)


async def write_claimed(db: AsyncSession, job: Job, **values: Any) -> None:
    """Change a job's row; ``ClaimLost`` when it is no longer ours. ``job`` itself
    stays as it was claimed."""
    written = await db.scalar(
        update(Job)
        .where(Job.id == job.id, Job.claimed_by == job.claimed_by, text(UNSENT))
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    if written is None:
        raise ClaimLost


async def release_job(
    db: AsyncSession, job: Job, retry_s: float, waiting_for: str | None = None
) -> None:
    """Let any worker go on with it after a pause. Nothing when it is not ours."""
    await db.execute(
        update(Job)
        .where(Job.id == job.id, Job.claimed_by == job.claimed_by, text(UNSENT))
        .values(
            claimed_by=None,
            claimed_until=in_seconds(retry_s),
            error=waiting_for,
            updated_at=func.clock_timestamp(),
        )
    )
