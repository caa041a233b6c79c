"""Drop what was learned from a history that is no longer true."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.touch_advice import invalidate_demand

# First, so that a training that is just being stored is waited for.
_COUNT = text("""
INSERT INTO history_changes AS h (withdrawn) VALUES (1)
ON CONFLICT (single) DO UPDATE SET withdrawn = h.withdrawn + 1
""")
_INVALIDATE = text("DELETE FROM global_models")


async def invalidate_global_forecasts(db: AsyncSession) -> None:
    """History was taken back: no model learned from it answers any longer, nor will one
    that is in training by now."""
    await db.execute(_COUNT)
    await db.execute(_INVALIDATE)
    await invalidate_demand(db, None)
