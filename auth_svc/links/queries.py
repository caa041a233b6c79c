"""Reads about one-time links."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.errors import LinkRefused
from auth_svc.tables import Link, User
from auth_svc.tokens import digest
from shared.http.pages import Page


def usable(token: str, purpose: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        Link.purpose == purpose,
        Link.token_sha256 == digest(token),
        Link.used_at.is_(None),
        Link.revoked_at.is_(None),
        Link.expires_at > now,
    )


async def invitation_of(db: AsyncSession, token: str, now: datetime) -> Link:
    found = await db.scalars(select(Link).where(usable(token, "invitation", now)))
    link = found.one_or_none()
    if link is None:
        raise LinkRefused
    return link


async def user_of_reset(db: AsyncSession, token: str, now: datetime) -> User:
    found = await db.scalars(
        select(User)
        .join(Link, Link.user_id == User.id)
        .where(usable(token, "password", now))
    )
    user = found.one_or_none()
    if user is None:
        raise LinkRefused
    return user


async def page_of_invitations(
    db: AsyncSession, page: Page
) -> tuple[Sequence[Link], int]:
    """Newest first."""
    invitations = select(Link).where(Link.purpose == "invitation")
    total = await db.scalar(select(func.count()).select_from(invitations.subquery()))
    found = await db.scalars(
        invitations.order_by(Link.id.desc()).offset(page.offset).limit(page.limit)
    )
    return found.all(), total or 0
