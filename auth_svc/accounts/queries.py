"""Reads about people."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import User
from shared.http.pages import Page


async def page_of_users(db: AsyncSession, page: Page) -> tuple[Sequence[User], int]:
    users = await db.scalars(
        select(User).order_by(User.id).offset(page.offset).limit(page.limit)
    )
    total = await db.scalar(select(func.count()).select_from(User))
    return users.all(), total or 0
