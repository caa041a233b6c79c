"""Let a product sleep, so that nothing of it is suggested; wake it."""

from datetime import date

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.projection.operations.touch_advice import touch_advice
from forecast_svc.tables import Snooze
from forecast_svc.targets.queries import require_product

_SNOOZE = text("""
INSERT INTO snoozes (product_id, location_id, until, reason, author)
VALUES (:product_id, :location_id, :until, :reason, :author)
ON CONFLICT (product_id, location_id) DO UPDATE SET until = excluded.until,
    reason = excluded.reason, author = excluded.author, created_at = clock_timestamp()
RETURNING id
""")


async def snooze_product(
    db: AsyncSession,
    product_id: int,
    location_id: int | None,
    *,
    until: date,
    reason: str | None,
    author: int,
) -> Snooze:
    """Nothing of it is suggested before ``until``. Raises ``ProductNotFound``."""
    await require_product(db, product_id)
    before = await _find(db, product_id, location_id)
    was = {"until": before.until, "reason": before.reason} if before else {}
    values = {"until": until, "reason": reason}
    subject = {"product_id": product_id, "location_id": location_id}
    written = await db.execute(_SNOOZE, subject | values | {"author": author})
    snooze = await db.get_one(Snooze, written.scalar_one(), populate_existing=True)
    if was != values:
        await touch_advice(db, [product_id])
        await audit.record(
            db,
            "product.snoozed",
            f"product/{product_id}",
            actor=author,
            changes=audit.differences(was, {"location_id": location_id} | values),
        )
    return snooze


async def wake_product(
    db: AsyncSession, product_id: int, location_id: int | None, *, author: int
) -> None:
    """What is awake stays so. Raises ``ProductNotFound``."""
    await require_product(db, product_id)
    snooze = await _find(db, product_id, location_id)
    if snooze is None:
        return
    await db.delete(snooze)
    await touch_advice(db, [product_id])
    await audit.record(
        db,
        "product.woken",
        f"product/{product_id}",
        actor=author,
        changes={
            "location_id": location_id,
            "until": {"from": snooze.until, "to": None},
        },
    )


async def _find(
    db: AsyncSession, product_id: int, location_id: int | None
) -> Snooze | None:
    return await db.scalar(
        select(Snooze)
        .where(
            Snooze.product_id == product_id,
            Snooze.location_id.is_not_distinct_from(location_id),
        )
        .with_for_update()
    )
