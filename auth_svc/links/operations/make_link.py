"""Make a one-time link. What it carries is told once, and kept as a digest."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import EmailTaken
from auth_svc.tables import Link, User
from auth_svc.tokens import digest
from shared.http.auth import Principal, Role

LINK_LIVES = timedelta(hours=24)
_OPEN = update(Link).where(Link.used_at.is_(None), Link.revoked_at.is_(None))


async def invite(
    db: AsyncSession,
    *,
    email: str,
    role: Role,
    by: Principal,
    lives: timedelta,
    now: datetime,
) -> tuple[Link, str]:
    """The invitation and its token. An earlier one of this address ends, so that a
    repetition leaves one."""
    await queries.acting_admin(db, by)
    if await queries.user_by_email(db, email) is not None:
        raise EmailTaken
    earlier = _OPEN.where(Link.email == email, Link.purpose == "invitation")
    await db.execute(earlier.values(revoked_at=now))
    link = Link(purpose="invitation", email=email, role=role, created_by=by.id)
    token = await _add(db, link, lives, now)
    await audit.record(
        db,
        "user.invited",
        f"invitation/{link.id}",
        actor=by.id,
        changes={"email": email, "role": str(role)},
    )
    return link, token


async def offer_reset(
    db: AsyncSession, user_id: int, *, by: Principal, now: datetime
) -> tuple[Link, str]:
    """A link by which its reader chooses a new password; earlier ones end."""
    await queries.acting_admin(db, by)
    user = await queries.user_to_change(db, user_id)
    return await add_reset(db, user, actor=by.id, now=now)


async def add_reset(
    db: AsyncSession, user: User, *, actor: int, now: datetime
) -> tuple[Link, str]:
    """``actor`` is 0 where somebody at the sign-in page asks for it."""
    await end_links(db, user.id, "password", now)
    link = Link(purpose="password", email=user.email, user_id=user.id, created_by=actor)
    token = await _add(db, link, LINK_LIVES, now)
    await audit.record(
        db, "password.reset_offered", f"user/{user.id}", actor=actor, changes={}
    )
    return link, token


async def offer_email(
    db: AsyncSession, proven: User, email: str, *, now: datetime
) -> tuple[Link, str]:
    """A link that makes this address the account's; an earlier one ends."""
    if await queries.user_by_email(db, email) is not None:
        raise EmailTaken
    await end_links(db, proven.id, "email", now)
    link = Link(purpose="email", email=email, user_id=proven.id, created_by=proven.id)
    token = await _add(db, link, LINK_LIVES, now)
    await audit.record(
        db,
        "email.change_asked",
        f"user/{proven.id}",
        actor=proven.id,
        changes=audit.differences({"email": proven.email}, {"email": email}),
    )
    return link, token


async def end_links(
    db: AsyncSession, user_id: int, purpose: str, now: datetime
) -> None:
    theirs = _OPEN.where(Link.user_id == user_id, Link.purpose == purpose)
    await db.execute(theirs.values(revoked_at=now))


async def _add(db: AsyncSession, link: Link, lives: timedelta, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    link.token_sha256, link.created_at, link.expires_at = (
        digest(token),
        now,
        now + lives,
    )
    db.add(link)
    await db.flush()
    return token
