"""Forget a person: what they did stays, as done by a number."""

from datetime import datetime

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import LastAdmin
from auth_svc.operations.end_sessions import end_sessions_of
from auth_svc.operations.lock_admins import lock_admins
from auth_svc.operations.revoke_tokens import revoke_tokens_of_user
from auth_svc.tables import Link, Session, User
from shared.http.auth import Principal

_MAILS = text("DELETE FROM mails WHERE recipient = :address")


async def erase_person(
    db: AsyncSession, user_id: int, *, by: Principal, now: datetime
) -> None:
    """Once more changes nothing. Raises ``LastAdmin``."""
    await lock_admins(db)
    await queries.acting_admin(db, by)
    user = await queries.user_by_id(db, user_id)
    if user.erased_at is not None:
        return
    if user.is_admin and not await queries.admin_exists(db, besides=user.id):
        raise LastAdmin
    address = user.email
    _make_nobody(user, now)
    await end_sessions_of(db, user.id, now)
    await revoke_tokens_of_user(db, user, now)
    await db.flush()
    await db.execute(delete(Session).where(Session.user_id == user.id))
    theirs = or_(Link.user_id == user.id, Link.email == address)
    await db.execute(delete(Link).where(theirs))
    await db.execute(_MAILS, {"address": address})
    await audit.record(db, "user.erased", f"user/{user.id}", actor=by.id, changes={})
    await db.execute(select(func.erase_from_log(user.id, address)))


def _make_nobody(user: User, now: datetime) -> None:
    user.name = f"#{user.id}"
    user.email = f"erased-{user.id}@erased.invalid"
    user.password_hash = ""
    user.active = False
    user.erased_at = now
