"""Quick fits that wait for a search, and what becomes of those that get none."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.fitted import QUICK
from forecast_svc.forecasts.operations.store_fit import RETRY_FAILED_AFTER

# Those of an earlier day answer nobody any more.
_WAITING = """
model = :quick AND as_of = :as_of AND coalesce(retry_at < clock_timestamp(), true)
"""
_FIND = text(
    """
SELECT product_id FROM fits WHERE {waiting} ORDER BY made_at LIMIT :most
""".replace("{waiting}", _WAITING)
)
_SETTLE = text(
    """
DELETE FROM fits WHERE product_id = :product AND made_at < :began AND {waiting}
""".replace("{waiting}", _WAITING)
)
_POSTPONE = text(
    """
UPDATE fits SET retry_at = clock_timestamp() + :later
WHERE product_id = :product AND made_at < :began AND {waiting}
""".replace("{waiting}", _WAITING)
)


async def quick_fits(db: AsyncSession, as_of: date, most: int) -> list[int]:
    """Products with a quick fit that none has been searched for yet, the oldest first."""
    found = await db.scalars(_FIND, {"quick": QUICK, "as_of": as_of, "most": most})
    return [int(product) for product in found]


async def settle_quick(
    db: AsyncSession, product_id: int, as_of: date, began: datetime
) -> None:
    """After a search. A quick fit that is there still, made before it ``began``, is of
    something that is fitted no more."""
    named = {"quick": QUICK, "as_of": as_of, "product": product_id, "began": began}
    await db.execute(_SETTLE, named)


async def postpone_quick(
    db: AsyncSession, product_id: int, as_of: date, began: datetime
) -> None:
    """Nothing could be searched for: again after a while."""
    named = {"quick": QUICK, "as_of": as_of, "product": product_id, "began": began}
    await db.execute(_POSTPONE, named | {"later": RETRY_FAILED_AFTER})
