"""Give up a count: nothing of it is posted, and what was counted stays to be read."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.counting.queries import lock_count, require_open
from products_svc.tables import StockCount


async def cancel_count(
    db: AsyncSession, count_id: int, *, reason: str, actor: int
) -> StockCount:
    """The count as cancelled; one that is cancelled already stays as it is.

    Raises ``CountNotFound`` and ``CountEnded`` of a posted one.
    """
    count = await lock_count(db, count_id)
    if count.status == "cancelled":
        return count
    require_open(count)
    count.status, count.reason = "cancelled", reason
    count.ended_by, count.ended_at = actor, func.clock_timestamp()
    await db.flush()
    await db.refresh(count)
    await audit.record(
        db,
        "count.cancelled",
        f"count/{count_id}",
        actor=actor,
        changes={"reason": reason},
    )
    return count
