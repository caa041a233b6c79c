"""Write down what became of a batch that was sent."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.touch_advice import touch_advice

# Of several who look for what is due each takes other batches; the lease ends by itself.
_CLAIM = text("""
UPDATE advice_orders SET tries = tries + 1, next_try_at = clock_timestamp()
    + least(300, 5 * power(2, least(tries, 10))) * interval '1 second'
WHERE state = 'unsent' AND batch IN (
    SELECT batch FROM advice_orders WHERE state = 'unsent' AND id = batch
        AND next_try_at <= clock_timestamp()
    ORDER BY batch LIMIT 20 FOR UPDATE SKIP LOCKED)
RETURNING batch
""")
_SENT = text("""
UPDATE advice_orders SET state = 'sent', purchase_order_id = :order_id,
    order_version = :version, sent_at = clock_timestamp(), error = NULL
WHERE batch = :batch AND state = 'unsent'
""")
_REFUSED = text("""
UPDATE advice_orders SET state = 'refused', error = CAST(:error AS jsonb)
WHERE batch = :batch AND state = 'unsent' RETURNING product_id
""")
_NOT_YET = text("""
UPDATE advice_orders SET error = CAST(:error AS jsonb) WHERE batch = :batch AND state = 'unsent'
""")
_CONFIRM = text("""
UPDATE advice_orders a SET state = 'confirmed'
WHERE state = 'sent' AND EXISTS (SELECT FROM live_purchase_lines l
    WHERE l.purchase_order_id = a.purchase_order_id AND l.product_id = a.product_id
        AND l.version >= a.order_version)
""")
_FREE = text("""
UPDATE advice_orders SET state = 'confirmed'
WHERE state = 'sent' AND purchase_order_id = :order_id RETURNING product_id
""")


async def claim_due(db: AsyncSession) -> list[int]:
    """Batches that wait to be sent, each for one who asks."""
    return sorted(set((await db.execute(_CLAIM)).scalars()))


async def record_sent(
    db: AsyncSession, batch: int, *, order_id: int, version: int
) -> None:
    await db.execute(_SENT, {"batch": batch, "order_id": order_id, "version": version})


async def record_refused(
    db: AsyncSession, batch: int, error: Mapping[str, Any]
) -> None:
    """What is refused counts as incoming no more."""
    refusal = {"batch": batch, "error": orjson.dumps(error).decode()}
    await touch_advice(db, await db.scalars(_REFUSED, refusal))


async def record_not_yet(
    db: AsyncSession, batch: int, error: Mapping[str, Any]
) -> None:
    await db.execute(_NOT_YET, {"batch": batch, "error": orjson.dumps(error).decode()})


async def confirm_heard(db: AsyncSession) -> None:
    """Rows whose order has been heard of: from here on the order itself counts."""
    await db.execute(_CONFIRM)


async def free_ended(db: AsyncSession, order_id: int) -> None:
    """Of an order that is over no event is waited for."""
    await touch_advice(db, await db.scalars(_FREE, {"order_id": order_id}))
