"""Reads about sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Revocation, Session
from shared.http.pages import Page


async def revocations_since(db: AsyncSession, moment: datetime) -> Sequence[Revocation]:
    found = await db.scalars(
        select(Revocation)
        .where(Revocation.revoked_at >= moment)
        .order_by(Revocation.revoked_at)
    )
    return found.all()


async def page_of_sessions(
    db: AsyncSession, user_id: int, now: datetime, page: Page
) -> tuple[Sequence[Session], int]:
    """Those that are open, the last used first."""
    theirs = select(Session).where(
        Session.user_id == user_id,
        Session.revoked_at.is_(None),
        Session.expires_at > now,
    )
    total = await db.scalar(select(func.count()).select_from(theirs.subquery()))
    found = await db.scalars(
        theirs.order_by(Session.used_at.desc(), Session.id.desc())
        .offset(page.offset)
        .limit(page.limit)
    )
    return found.all(), total or 0
