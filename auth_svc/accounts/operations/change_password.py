"""Replace a password that was just proven, and sign out everywhere else."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.errors import BadCredentials
from auth_svc.sessions.operations.end_sessions import end_sessions_of
from auth_svc.tables import User


async def change_password(
    db: AsyncSession, proven: User, *, new_hash: str, session_id: int, now: datetime
) -> None:
    """``session_id`` stays open. Sign-ins under way with the old password fail:
    they wait for this row's lock and then see another hash."""
    changed = await db.scalar(
        update(User)
        .where(User.id == proven.id, User.password_hash == proven.password_hash)
        .values(password_hash=new_hash, password_weak=False)
        .returning(User.id)
    )
    if changed is None:
        raise BadCredentials
    await audit.record(db, "password.changed", f"user/{proven.id}", actor=proven.id)
    await end_sessions_of(db, proven.id, now, keep=session_id)
