"""Who is an admin is decided by one transaction at a time, over all replicas."""

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.locks import Purpose


async def lock_admins(db: AsyncSession) -> None:
    """Held until the transaction ends. Statements after it see what others committed."""
    schema = func.hashtext(text("current_schema()"))
    await db.execute(
        select(func.pg_advisory_xact_lock(int(Purpose.FIRST_ADMIN), schema))
    )
