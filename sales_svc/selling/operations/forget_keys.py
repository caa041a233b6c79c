"""Delete idempotency keys that no client repeats any more.

A till keeps its baskets while it is away from the network: those keys stay for as long
as it may send them again (`web/src/features/sales/queue`, which is half as long).
"""

from typing import Any

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession

AT_A_TIME = 5_000

_FORGET = text(
    "DELETE FROM idempotency_keys WHERE (user_id, key) IN (SELECT user_id, key"
    " FROM idempotency_keys WHERE created_at < now() - interval '2 days'"
    " AND (order_id IS NULL OR created_at < now() - interval '60 days')"
    " ORDER BY created_at LIMIT :at_a_time)"
)


async def forget_keys(db: AsyncSession) -> int:
    """How many were deleted: fewer than ``AT_A_TIME`` when none is left."""
    deleted: CursorResult[Any] = await db.execute(_FORGET, {"at_a_time": AT_A_TIME})  # type: ignore[assignment]
    return deleted.rowcount
