"""Have what was learned from days that have been corrected learned anew."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_OUTDATE = text("UPDATE global_models SET outdated = true WHERE NOT outdated")


async def outdate_global_models(db: AsyncSession) -> None:
    """One product's days have changed: of it and of all others the present models
    answer, moved to its new level, until they are trained again."""
    await db.execute(_OUTDATE)
