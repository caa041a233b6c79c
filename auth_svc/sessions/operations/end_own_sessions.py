"""Somebody ends sessions of their own."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import SessionNotFound
from auth_svc.sessions.operations.end_sessions import end_session, end_sessions_of
from auth_svc.tables import Session
from shared.http.auth import Principal


async def end_own_session(
    db: AsyncSession, session_id: int, *, by: Principal, now: datetime
) -> None:
    """Harmless for one that has ended. Others' are not found."""
    user = await queries.active_user(db, by)
    session = await db.get(Session, session_id)
    if session is None or session.user_id != user.id:
        raise SessionNotFound(session_id)
    await end_session(db, session.id, now)


async def end_other_sessions(db: AsyncSession, *, by: Principal, now: datetime) -> None:
    """All but the one that asks."""
    user = await queries.active_user(db, by)
    await end_sessions_of(db, user.id, now, keep=by.session)
    await audit.record(
        db, "sessions.ended", f"user/{user.id}", actor=user.id, changes={}
    )
