"""Who is an admin is decided by one transaction at a time, over all replicas."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.locks import lock_in_turn


async def lock_admins(db: AsyncSession) -> None:
    await lock_in_turn(db, "admins")
