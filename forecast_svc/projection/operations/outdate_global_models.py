"""Have what was learned from days that have been corrected learned anew."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# First, so that a training that is just being stored is waited for.
_COUNT = text("""
INSERT INTO history_changes AS h (corrected) VALUES (1)
ON CONFLICT (single) DO UPDATE SET corrected = h.corrected + 1
""")
_OUTDATE = text("UPDATE global_models SET outdated = true WHERE NOT outdated")


async def outdate_global_models(db: AsyncSession) -> None:
    """One product's days have changed: of it and of all others the present models
    answer, moved to its new level, until they are trained again. So does one that is in
    training by now."""
    await db.execute(_COUNT)
    await db.execute(_OUTDATE)
