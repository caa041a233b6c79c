"""Drop what was learned from a history that is no longer true."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.touch_advice import forget_demand

_INVALIDATE = text("DELETE FROM global_models")


async def invalidate_global_forecasts(db: AsyncSession) -> None:
    """History was taken back: no model learned from it answers any longer."""
    await db.execute(_INVALIDATE)
    await forget_demand(db, None)
