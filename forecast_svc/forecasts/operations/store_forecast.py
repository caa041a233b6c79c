"""Keep a product's forecast, to be added up with those of others."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.totals import KEPT_DAYS
from forecast_svc.forecasts.forecast import Forecast
from forecast_svc.forecasts.operations.store_demand import (
    StoredDemand,
    renew_demand,
)

# One of an earlier day never takes the place of a later one.
_KEEP = text("""
INSERT INTO kept_forecasts AS k (product_id, as_of, mean, std, cumulative_std)
VALUES (:product, :as_of, CAST(:mean AS real[]), CAST(:std AS real[]), CAST(:sums AS real[]))
ON CONFLICT (product_id) DO UPDATE SET as_of = excluded.as_of, mean = excluded.mean,
    std = excluded.std, cumulative_std = excluded.cumulative_std, made_at = excluded.made_at
WHERE k.as_of <= excluded.as_of
""")
# What has changed since it was asked for may not be in it.
_FRESH = text(
    "DELETE FROM stale_forecasts WHERE product_id = :product AND since < :asked_at"
)


_FORGET = text("DELETE FROM kept_forecasts WHERE product_id = :product")
_FORGET_STALE = text("DELETE FROM stale_forecasts WHERE product_id = :product")
_NOW = text("SELECT clock_timestamp()")


async def database_now(db: AsyncSession) -> datetime:
    """By the clock that notes since when forecasts are stale."""
    now: datetime = (await db.execute(_NOW)).scalar_one()
    return now


async def store_forecast(
    db: AsyncSession, forecast: Forecast, asked_at: datetime
) -> None:
    """The forecast reaches ``KEPT_DAYS`` ahead; what it stands on is of ``asked_at`` or
    later."""
    prediction = forecast.prediction.head(KEPT_DAYS)
    product = forecast.request.product_id
    row = {
        "product": product,
        "as_of": forecast.as_of,
        "mean": prediction.mean,
        "std": prediction.std,
        "sums": prediction.cumulative_std,
    }
    await db.execute(_KEEP, row)
    await db.execute(_FRESH, {"product": product, "asked_at": asked_at})
    await renew_demand(db, StoredDemand.together(forecast), asked_at)


async def delete_forecast(db: AsyncSession, product_id: int) -> None:
    """Nothing is known of the product any more."""
    await db.execute(_FORGET, {"product": product_id})
    await db.execute(_FORGET_STALE, {"product": product_id})
