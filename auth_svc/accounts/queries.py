"""Reads about people."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Session, User
from shared.http.pages import Page

_LAST_SEEN = (
    select(func.max(Session.used_at))
    .where(Session.user_id == User.id)
    .scalar_subquery()
)


async def page_of_users(
    db: AsyncSession, page: Page
) -> tuple[list[tuple[User, datetime | None]], int]:
    """Each with the last use of a session that is still kept."""
    users = await db.execute(
        select(User, _LAST_SEEN).order_by(User.id).offset(page.offset).limit(page.limit)
    )
    total = await db.scalar(select(func.count()).select_from(User))
    return [(user, seen) for user, seen in users], total or 0
