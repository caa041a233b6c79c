"""Change what is ordered, of a draft or of what was placed and has not all come in."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.locations.queries import hold_location
from products_svc.purchasing.errors import (
    LineReceived,
    OrderEnded,
    OrderLineNotFound,
    OrderPartlyReceived,
)
from products_svc.purchasing.facts import state_of
from products_svc.purchasing.operations.price_lines import (
    Places,
    price_lines,
    require_precision,
)
from products_svc.purchasing.operations.record_change import (
    record_change,
    require_seen,
)
from products_svc.purchasing.queries import Order, lock_order
from products_svc.purchasing.rules import OrderDraft, status_of
from products_svc.tables import OPEN_STATUSES, PurchaseOrder, PurchaseOrderLine
from shared.errors import PreconditionRequired


async def amend_order(
    db: AsyncSession,
    order_id: int,
    draft: OrderDraft,
    *,
    if_match: str | None,
    actor: int,
) -> Order:
    """The order afterwards: these lines and no others. What stays the same makes no
    version and no event. A line that stays and names no cost keeps the one it has.

    Raises ``PreconditionRequired``, ``OrderNotFound``, ``OrderChangedMeanwhile``,
    ``OrderEnded``, ``OrderPartlyReceived`` for another location, ``OrderLineNotFound``,
    ``LineReceived``, and what ``draft_order`` raises.
    """
    if if_match is None:
        raise PreconditionRequired
    found = await lock_order(db, order_id)
    order = found.order
    await require_seen(db, order, if_match)
    if order.status not in OPEN_STATUSES:
        raise OrderEnded(order.status)
    before = state_of(order, found.lines)
    await _require_place(db, order, draft.location_id)
    places = list(enumerate(draft.lines))
    present = [place for place in places if place[1].id is not None]
    await require_precision(db, present)
    remaining = _amended(found.lines, present)
    new = [place for place in places if place[1].id is None]
    added = await price_lines(db, order.supplier_id, new)
    removed = _removable([line for line in found.lines if line not in remaining])
    await _store(db, order, draft, added, removed)
    amended = Order(order, remaining + added)
    if order.status != "draft":
        order.status = status_of(amended.lines)
    if order.status not in OPEN_STATUSES:
        order.ended_at = func.clock_timestamp()
    if removed or state_of(order, amended.lines) != before:
        await record_change(
            db, amended, "order.amended", actor=actor, before=before, removed=removed
        )
    return amended


async def _require_place(
    db: AsyncSession, order: PurchaseOrder, location_id: int
) -> None:
    """Goods that have come in stay where they are."""
    if location_id == order.location_id:
        return
    if order.status == "partially_received":
        raise OrderPartlyReceived
    await hold_location(db, location_id)


async def _store(
    db: AsyncSession,
    order: PurchaseOrder,
    draft: OrderDraft,
    added: Sequence[PurchaseOrderLine],
    removed: Sequence[PurchaseOrderLine],
) -> None:
    for name, value in draft.fields().items():
        setattr(order, name, value)
    for line in added:
        line.order_id = order.id
    db.add_all(added)
    for line in removed:
        await db.delete(line)
    await db.flush()


def _amended(
    lines: Sequence[PurchaseOrderLine], places: Places
) -> list[PurchaseOrderLine]:
    """The lines that stay, changed as they were said."""
    by_id = {line.id: line for line in lines}
    amended = []
    for place, draft in places:
        line = by_id.pop(draft.id or 0, None)
        # Of another product it would be another line; twice it is not there.
        if line is None or line.product_id != draft.product_id:
            raise OrderLineNotFound(draft.id or 0, f"lines.{place}.id")
        draft = draft.in_units(line.units_per_case, f"lines.{place}.cases")
        least = line.received + line.closed
        if draft.quantity < least and draft.quantity != line.quantity:
            raise LineReceived(line.id, least)
        line.quantity = draft.quantity
        line.expected_on = draft.expected_on
        if draft.unit_cost is not None:
            line.unit_cost = draft.unit_cost
        amended.append(line)
    return amended


def _removable(lines: Sequence[PurchaseOrderLine]) -> Sequence[PurchaseOrderLine]:
    for line in lines:
        if line.received or line.closed:
            raise LineReceived(line.id, line.received + line.closed)
    return lines
