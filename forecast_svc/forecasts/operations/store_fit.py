"""Store a fit, for all later requests about the same series."""

from datetime import date, timedelta

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.fitted import QUICK
from forecast_svc.engine.prediction import Prediction
from shared.clock import utc_now

RETRY_FAILED_AFTER = timedelta(minutes=10)
RETENTION = timedelta(days=35)

_UPSERT = text("""
INSERT INTO fits (product_id, as_of, fingerprint, model, reason, details, mean, std,
    cumulative_std, made_at, retry_at)
VALUES (:product, :as_of, :fingerprint, :model, :reason, CAST(:details AS jsonb), :mean,
    :std, :cumulative_std, :made_at, :retry_at)
ON CONFLICT (product_id, as_of) DO UPDATE SET fingerprint = excluded.fingerprint,
    model = excluded.model, reason = excluded.reason, details = excluded.details,
    mean = excluded.mean, std = excluded.std,
    cumulative_std = excluded.cumulative_std, made_at = excluded.made_at,
    retry_at = excluded.retry_at
WHERE excluded.model <> :quick OR fits.model = :quick OR fits.reason IS NOT NULL
    OR fits.fingerprint <> excluded.fingerprint
""")
_TRY_LATER = text("""
UPDATE fits SET retry_at = :retry_at
WHERE product_id = :product AND as_of = :as_of AND fingerprint = :fingerprint
    AND reason IS NULL
RETURNING product_id
""")
_DELETE_OLD = text("DELETE FROM fits WHERE product_id = :product AND made_at < :before")


async def store_fit(
    db: AsyncSession,
    product_id: int,
    as_of: date,
    fingerprint: bytes,
    prediction: Prediction,
) -> None:
    """A fallback is stored for ten minutes, so that a series on which fits fail
    does not occupy the workers with every request. None takes the place of a fit of the
    same days, nor does a quick one that of one that was searched for."""
    now = utc_now()
    retry_at = now + RETRY_FAILED_AFTER
    if prediction.fallback:
        fitted = {
            "product": product_id,
            "as_of": as_of,
            "fingerprint": fingerprint,
            "retry_at": retry_at,
        }
        if await db.scalar(_TRY_LATER, fitted) is not None:
            return
    await db.execute(
        _UPSERT,
        {
            "quick": QUICK,
            "product": product_id,
            "as_of": as_of,
            "fingerprint": fingerprint,
            "model": prediction.name,
            "reason": prediction.reason,
            "details": orjson.dumps(prediction.model.to_json()).decode(),
            "mean": prediction.mean,
            "std": prediction.std,
            "cumulative_std": prediction.cumulative_std,
            "made_at": prediction.fitted_at or now,
            "retry_at": retry_at if prediction.fallback else None,
        },
    )
    await db.execute(_DELETE_OLD, {"product": product_id, "before": now - RETENTION})
