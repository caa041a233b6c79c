"""Who works on a replay: a claim that others respect until it runs out.

Every write of a worker names its claim, so that one which was thought dead and comes
back can write nothing more, nor can one whose replay was cancelled.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.errors import ReplayClaimLost
from forecast_svc.tables import Replay, ReplayForecast

_OPEN = ("queued", "running")


def in_seconds(seconds: float) -> ColumnElement[object]:
    return func.clock_timestamp() + timedelta(seconds=seconds)


async def claim_replay(db: AsyncSession, lease_s: float) -> Replay | None:
    """The oldest that nobody works on, as it stands at its last step."""
    free = (
        select(Replay.id)
        .where(
            Replay.status.in_(_OPEN),
            or_(
                Replay.claimed_until.is_(None),
                Replay.claimed_until < func.clock_timestamp(),
            ),
        )
        .order_by(Replay.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claimed: Replay | None = await db.scalar(
        update(Replay)
        .where(Replay.id == free)
        .values(
            status="running",
            claimed_by=uuid4(),
            claimed_until=in_seconds(lease_s),
            started_at=func.coalesce(Replay.started_at, func.clock_timestamp()),
        )
        .returning(Replay)
    )
    return claimed


async def write_claimed(db: AsyncSession, replay: Replay, **values: Any) -> None:
    """Change its row; ``ReplayClaimLost`` when it is no longer ours. ``replay`` itself
    stays as it was claimed."""
    written = await db.scalar(
        update(Replay)
        .where(
            Replay.id == replay.id,
            Replay.claimed_by == replay.claimed_by,
            Replay.status == "running",
        )
        .values(**values)
        .returning(Replay.id)
        .execution_options(synchronize_session=False)
    )
    if written is None:
        raise ReplayClaimLost


async def release_replay(
    db: AsyncSession, replay: Replay, retry_s: float, error: str | None = None
) -> None:
    """Let any worker go on with it after a pause."""
    await write_claimed(
        db, replay, claimed_by=None, claimed_until=in_seconds(retry_s), error=error
    )


async def finish_replay(
    db: AsyncSession, replay: Replay, result: dict[str, Any]
) -> None:
    """What was forecast on the way is needed no more."""
    await write_claimed(
        db,
        replay,
        status="done",
        result=result,
        error=None,
        claimed_by=None,
        finished_at=func.clock_timestamp(),
    )
    await db.execute(
        delete(ReplayForecast).where(ReplayForecast.replay_id == replay.id)
    )
