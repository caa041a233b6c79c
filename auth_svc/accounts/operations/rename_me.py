"""Somebody changes how they are called."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.tables import User
from shared.http.auth import Principal


async def rename_me(db: AsyncSession, name: str, *, by: Principal) -> User:
    user = await queries.active_user(db, by)
    changes = audit.differences({"name": user.name}, {"name": name})
    user.name = name
    await db.flush()
    if changes:
        await audit.record(
            db, "user.changed", f"user/{user.id}", actor=user.id, changes=changes
        )
    return user
