"""Give an account a new password without its old one, and sign it out everywhere."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.sessions.operations.end_sessions import end_sessions_of
from auth_svc.tables import User


async def reset_password(
    db: AsyncSession, user: User, password_hash: str, *, actor: int, now: datetime
) -> None:
    """``actor`` is 0 for the person at the server's shell."""
    user.password_hash, user.password_weak = password_hash, False
    await db.flush()
    await end_sessions_of(db, user.id, now)
    await audit.record(db, "password.reset", f"user/{user.id}", actor=actor, changes={})
