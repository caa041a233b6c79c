"""Reads about people."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Session, User
from shared.http.pages import Page

_LAST_SEEN = (
    select(func.max(Session.used_at))
    .where(Session.user_id == User.id)
    .scalar_subquery()
)


async def page_of_names(db: AsyncSession, page: Page) -> tuple[list[Row[Any]], int]:
    """Those who left the shop too, for what they did stays; of the erased none is left."""
    kept = User.erased_at.is_(None)
    names = select(User.id, User.name).where(kept).order_by(User.id)
    rows = await db.execute(names.offset(page.offset).limit(page.limit))
    total = await db.scalar(select(func.count()).select_from(User).where(kept))
    return [*rows], total or 0


async def page_of_users(
    db: AsyncSession, page: Page
) -> tuple[list[tuple[User, datetime | None]], int]:
    """Each with the last use of a session that is still kept."""
    users = await db.execute(
        select(User, _LAST_SEEN).order_by(User.id).offset(page.offset).limit(page.limit)
    )
    total = await db.scalar(select(func.count()).select_from(User))
    return [(user, seen) for user, seen in users], total or 0
