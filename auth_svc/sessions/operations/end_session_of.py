"""An administrator ends a session of somebody."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import queries
from auth_svc.errors import SessionNotFound
from auth_svc.sessions.operations.end_sessions import end_session
from auth_svc.tables import Session
from shared.http.auth import Principal


async def end_session_of(
    db: AsyncSession, user_id: int, session_id: int, *, by: Principal, now: datetime
) -> None:
    """Harmless for one that has ended. Raises ``UserNotFound`` and ``SessionNotFound``."""
    await queries.acting_admin(db, by)
    user = await queries.user_by_id(db, user_id)
    session = await db.get(Session, session_id)
    if session is None or session.user_id != user.id:
        raise SessionNotFound(session_id)
    await end_session(db, session.id, now, by=by.id)
