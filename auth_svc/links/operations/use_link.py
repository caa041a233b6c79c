"""Use a one-time link: become a user, choose a new password, or a new address."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.accounts.operations.reset_password import reset_password
from auth_svc.errors import EmailTaken, LinkRefused
from auth_svc.links.operations.mail_link import mail_farewell
from auth_svc.links.operations.make_link import end_links
from auth_svc.links.queries import usable
from auth_svc.settings import Settings
from auth_svc.tables import Link, User


async def accept_invitation(
    db: AsyncSession, token: str, *, name: str, password_hash: str, now: datetime
) -> User:
    link = await _use(db, token, "invitation", now)
    added = await db.scalars(
        insert(User)
        .values(
            name=name, email=link.email, password_hash=password_hash, role=link.role
        )
        .on_conflict_do_nothing(index_elements=[User.email])
        .returning(User)
    )
    user = added.one_or_none()
    if user is None:
        raise EmailTaken
    await audit.record(
        db,
        "user.registered",
        f"user/{user.id}",
        actor=user.id,
        changes={"email": user.email, "name": name, "role": link.role},
    )
    return user


async def use_reset(
    db: AsyncSession, token: str, *, password_hash: str, now: datetime
) -> None:
    link = await _use(db, token, "password", now)
    user = await db.get_one(User, link.user_id)
    await reset_password(db, user, password_hash, actor=user.id, now=now)


async def use_email(
    db: AsyncSession, token: str, *, config: Settings, now: datetime
) -> User:
    """The account goes by the new address. The old one is told, and a link for a new
    password that lies in its letter box no longer works."""
    link = await _use(db, token, "email", now)
    user = await db.get_one(User, link.user_id, with_for_update=True)
    if not user.active:
        raise LinkRefused
    before = user.email
    user.email = link.email
    try:
        await db.flush()
    except IntegrityError as error:  # Somebody has registered with it meanwhile.
        raise EmailTaken from error
    await end_links(db, user.id, "password", now)
    await audit.record(
        db,
        "user.changed",
        f"user/{user.id}",
        actor=user.id,
        changes=audit.differences({"email": before}, {"email": user.email}),
    )
    await mail_farewell(db, config, link, before)
    return user


async def _use(db: AsyncSession, token: str, purpose: str, now: datetime) -> Link:
    """Of two who use it at once the second waits, and finds it used."""
    used = await db.scalars(
        update(Link)
        .where(usable(token, purpose, now))
        .values(used_at=now)
        .returning(Link)
    )
    link = used.one_or_none()
    if link is None:
        raise LinkRefused
    return link
