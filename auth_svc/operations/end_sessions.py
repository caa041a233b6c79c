"""Revoke sessions: their refresh tokens stop working at once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Session

_OPEN = update(Session).where(Session.revoked_at.is_(None))


async def end_session(db: AsyncSession, session_id: int, now: datetime) -> None:
    await db.execute(_OPEN.where(Session.id == session_id).values(revoked_at=now))


async def end_sessions_of(
    db: AsyncSession, user_id: int, now: datetime, *, keep: int | None = None
) -> None:
    """All of a user's sessions but ``keep``."""
    theirs = _OPEN.where(Session.user_id == user_id)
    if keep is not None:
        theirs = theirs.where(Session.id != keep)
    await db.execute(theirs.values(revoked_at=now))
