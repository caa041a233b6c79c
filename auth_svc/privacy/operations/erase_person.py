"""Forget a person: what they did stays, as done by a number."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.accounts.operations.lock_admins import lock_admins
from auth_svc.errors import LastAdmin
from auth_svc.sessions.operations.end_sessions import end_sessions_of
from auth_svc.sessions.operations.revoke_tokens import revoke_tokens_of_user
from auth_svc.tables import Base, Link, Revocation, User
from shared.http.auth import Principal

_MAILS = text("DELETE FROM mails WHERE recipient = :address")
# Those that the person registered with or changed from, which have proven to be theirs;
# one that somebody else has by now is that person's.
_FORMER = text("""
SELECT DISTINCT former FROM audit, LATERAL (VALUES
    (changes ->> 'email'), (changes -> 'email' ->> 'from'), (changes -> 'email' ->> 0)
) AS said (former)
WHERE subject = :subject AND action IN ('user.registered', 'user.changed')
    AND former IS NOT NULL
    AND NOT EXISTS (SELECT FROM users WHERE email = former)
""")


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
    for column in _theirs():
        await db.execute(delete(column.table).where(column == user.id))
    former = await db.scalars(_FORMER, {"subject": f"user/{user.id}"})
    await audit.record(db, "user.erased", f"user/{user.id}", actor=by.id, changes={})
    for theirs in {address, *former.all()}:
        await db.execute(delete(Link).where(Link.email == theirs))
        await db.execute(_MAILS, {"address": theirs})
        await db.execute(select(func.erase_from_log(user.id, theirs)))


def _theirs() -> list[Column[Any]]:
    """The columns that name a user, of all tables but the one that says which of their
    tokens are refused: sessions, links, factors and whatever else is a person's."""
    return [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is User.__table__ and table is not Revocation.__table__
    ]


def _make_nobody(user: User, now: datetime) -> None:
    user.name = f"#{user.id}"
    user.email = f"erased-{user.id}@erased.invalid"
    user.password_hash = ""
    user.active = False
    user.erased_at = now
