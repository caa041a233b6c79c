"""Revoke sessions: neither their refresh nor their access tokens work any more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.sessions.operations.revoke_tokens import revoke_tokens_of_sessions
from auth_svc.tables import Session

_OPEN = (
    update(Session)
    .where(Session.revoked_at.is_(None))
    .returning(Session.id, Session.user_id)
)


async def end_session(
    db: AsyncSession, session_id: int, now: datetime, *, by: int | None = None
) -> None:
    """Without ``by`` whoever shows its token is its user."""
    ended = await db.execute(
        _OPEN.where(Session.id == session_id).values(revoked_at=now)
    )
    for session, user_id in ended.all():
        await revoke_tokens_of_sessions(db, user_id, [session], now)
        await audit.record(
            db,
            "session.ended" if by in {None, user_id} else "session.revoked",
            f"user/{user_id}",
            actor=user_id if by is None else by,
            changes={"session": session},
        )


async def end_sessions_of(
    db: AsyncSession, user_id: int, now: datetime, *, keep: int | None = None
) -> None:
    """All of a user's sessions but ``keep``."""
    theirs = _OPEN.where(Session.user_id == user_id)
    if keep is not None:
        theirs = theirs.where(Session.id != keep)
    ended = await db.execute(theirs.values(revoked_at=now))
    await revoke_tokens_of_sessions(
        db, user_id, [session for session, _ in ended.all()], now
    )
