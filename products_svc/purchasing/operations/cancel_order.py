"""Cancel an order of which nothing has come in."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.purchasing.errors import OrderEnded, OrderPartlyReceived
from products_svc.purchasing.facts import state_of
from products_svc.purchasing.operations.record_change import (
    record_change,
    require_seen,
)
from products_svc.purchasing.queries import Order, lock_order
from products_svc.purchasing.rules import open_units
from products_svc.tables import OPEN_STATUSES


async def cancel_order(
    db: AsyncSession, order_id: int, *, reason: str, if_match: str | None, actor: int
) -> Order:
    """The order as cancelled; one that is cancelled already stays as it is.

    Raises ``OrderNotFound``, ``OrderChangedMeanwhile``, ``OrderEnded`` and
    ``OrderPartlyReceived``.
    """
    found = await lock_order(db, order_id)
    order = found.order
    if order.status == "cancelled":
        return found
    await require_seen(db, order, if_match)
    if order.status not in OPEN_STATUSES:
        raise OrderEnded(order.status)
    if any(line.received for line in found.lines):
        raise OrderPartlyReceived
    before = state_of(order, found.lines)
    for line in found.lines:
        line.closed += open_units(line)
    order.status, order.reason = "cancelled", reason
    order.ended_at = func.clock_timestamp()
    await record_change(
        db,
        found,
        "order.cancelled",
        actor=actor,
        before=before,
        said={"reason": reason},
    )
    return found
