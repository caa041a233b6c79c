"""Give up waiting for what is missing of an order."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.purchasing.errors import (
    OrderEnded,
    OrderLineNotFound,
    OrderNotPlaced,
)
from products_svc.purchasing.facts import state_of
from products_svc.purchasing.operations.record_change import (
    record_change,
    require_seen,
)
from products_svc.purchasing.queries import Order, lock_order
from products_svc.purchasing.rules import open_units, status_of
from products_svc.tables import AWAITED, PurchaseOrderLine


async def close_order(
    db: AsyncSession,
    order_id: int,
    *,
    line_ids: Sequence[int] | None,
    reason: str,
    if_match: str | None,
    actor: int,
) -> Order:
    """What is open of these lines, or of all, is closed short. An order that is closed
    short already stays as it is.

    Raises ``OrderNotFound``, ``OrderChangedMeanwhile``, ``OrderNotPlaced``,
    ``OrderEnded`` and ``OrderLineNotFound``.
    """
    found = await lock_order(db, order_id)
    order = found.order
    if order.status == "closed_short":
        return found
    await require_seen(db, order, if_match)
    if order.status == "draft":
        raise OrderNotPlaced
    if order.status not in AWAITED:
        raise OrderEnded(order.status)
    before = state_of(order, found.lines)
    for line in _chosen(found.lines, line_ids):
        line.closed += open_units(line)
    order.status = status_of(found.lines)
    order.reason = reason
    if order.status not in AWAITED:
        order.ended_at = func.clock_timestamp()
    await record_change(
        db, found, "order.closed", actor=actor, before=before, said={"reason": reason}
    )
    return found


def _chosen(
    lines: Sequence[PurchaseOrderLine], line_ids: Sequence[int] | None
) -> Sequence[PurchaseOrderLine]:
    if line_ids is None:
        return lines
    by_id = {line.id: line for line in lines}
    for place, line_id in enumerate(line_ids):
        if line_id not in by_id:
            raise OrderLineNotFound(line_id, f"lines.{place}")
    return [by_id[line_id] for line_id in line_ids]
