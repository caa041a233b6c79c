"""Revoke sessions: their refresh tokens stop working at once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.tables import Session

_OPEN = update(Session).where(Session.revoked_at.is_(None))


async def end_session(db: AsyncSession, session_id: int, now: datetime) -> None:
    """Whoever shows its token is its user."""
    ended = _OPEN.where(Session.id == session_id).values(revoked_at=now)
    user_id = await db.scalar(ended.returning(Session.user_id))
    if user_id is not None:
        await audit.record(
            db,
            "session.ended",
            f"user/{user_id}",
            actor=user_id,
            changes={"session": session_id},
        )


async def end_sessions_of(
    db: AsyncSession, user_id: int, now: datetime, *, keep: int | None = None
) -> None:
    """All of a user's sessions but ``keep``."""
    theirs = _OPEN.where(Session.user_id == user_id)
    if keep is not None:
        theirs = theirs.where(Session.id != keep)
    await db.execute(theirs.values(revoked_at=now))
