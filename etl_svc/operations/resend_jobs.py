"""Send again what jobs have sent, after the broker or the database has lost some of it."""

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from etl_svc.operations.reset_job import RESET_VALUES
from etl_svc.rules import IN_PROGRESS
from etl_svc.tables import Job

_SENDING = and_(Job.status.in_(IN_PROGRESS), Job.phase == "send", Job.chunks > 0)
NOT_AGAIN = "Events were lost, and these sales cannot be made up a second time."


async def resend_jobs(db: AsyncSession, _reason: str) -> None:
    """Every job under way begins anew, with chunks of new numbers.

    Nobody can tell which chunks are missing; rows that were recorded are known by
    their ``row_key``. ``resent_from`` tells the two rounds apart: see ``refresh_totals``.
    """
    await _give_up_emitters(db)
    await db.execute(
        update(Job)
        .where(_SENDING)
        .values(
            **RESET_VALUES,
            status="queued",
            rows_sent=0,
            resent_from=Job.chunks,
            sent_at=None,
            claimed_by=None,
            claimed_until=None,
            error="Sent again from its beginning: events were lost.",
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )


async def _give_up_emitters(db: AsyncSession) -> None:
    """One runs at a time, so of several only the newest can begin anew."""
    other = aliased(Job)
    newer = exists(
        select(other.id).where(
            other.kind == "emitter",
            other.id > Job.id,
            other.status.in_(IN_PROGRESS),
        )
    )
    await db.execute(
        update(Job)
        .where(_SENDING, Job.kind == "emitter", newer)
        .values(
            status="failed",
            error_code="events_lost",
            error=NOT_AGAIN,
            claimed_by=None,
            claimed_until=None,
            finished_at=func.clock_timestamp(),
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )
