"""Add to the draft that a supplier has already, so that it is sent one order and not ten."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.purchasing.facts import state_of
from products_svc.purchasing.operations.draft_order import draft_order
from products_svc.purchasing.operations.price_lines import price_lines
from products_svc.purchasing.operations.record_change import record_change
from products_svc.purchasing.queries import Order, lock_order
from products_svc.purchasing.rules import OrderDraft
from products_svc.suppliers.queries import lock_supplier, terms_of
from products_svc.suppliers.rules import cost_at
from products_svc.tables import PurchaseOrder, PurchaseOrderLine, SupplyTerms
from shared.quantities import Units, exact
from shared.types import MAX_QUANTITY


async def extend_draft(
    db: AsyncSession, supplier_id: int, draft: OrderDraft, *, actor: int
) -> Order:
    """The newest draft of the supplier and location with these lines besides, or a new
    one where there is none. A product that it has already gets more units.

    Raises what ``draft_order`` raises.
    """
    # Of two at once the second adds to what the first has begun.
    await lock_supplier(db, supplier_id)
    found = await _newest_draft(db, supplier_id, draft.location_id)
    if found is None:
        return await draft_order(db, supplier_id, draft, actor=actor)
    before = state_of(found.order, found.lines)
    ours = await _priced_by_terms(db, supplier_id, found.lines)
    priced = await price_lines(db, supplier_id, list(enumerate(draft.lines)))
    new = _added(found.lines, priced)
    for line in new:
        line.order_id = found.order.id
    db.add_all(new)
    for line, terms in ours:
        line.unit_cost = _cost_by(terms, line.quantity)
    await db.flush()
    extended = Order(found.order, found.lines + new)
    await record_change(db, extended, "order.amended", actor=actor, before=before)
    return extended


async def _newest_draft(
    db: AsyncSession, supplier_id: int, location_id: int
) -> Order | None:
    order_id = await db.scalar(
        select(PurchaseOrder.id)
        .where(
            PurchaseOrder.supplier_id == supplier_id,
            PurchaseOrder.location_id == location_id,
            PurchaseOrder.status == "draft",
        )
        .order_by(PurchaseOrder.id.desc())
        .limit(1)
    )
    if order_id is None:
        return None
    found = await lock_order(db, order_id)
    # While it was waited for, somebody may have placed it.
    return found if found.order.status == "draft" else None


async def _priced_by_terms(
    db: AsyncSession, supplier_id: int, lines: Sequence[PurchaseOrderLine]
) -> list[tuple[PurchaseOrderLine, SupplyTerms]]:
    """Lines whose cost is what the terms say: more of them may reach a price break. What
    people agreed otherwise stays."""
    rows = await terms_of(db, supplier_id, [line.product_id for line in lines])
    by_product = {row.terms.product_id: row.terms for row in rows}
    pairs = [(line, by_product.get(line.product_id)) for line in lines]
    return [
        (line, terms)
        for line, terms in pairs
        if terms and line.unit_cost == _cost_by(terms, line.quantity)
    ]


def _cost_by(terms: SupplyTerms, quantity: Units) -> Decimal:
    return cost_at(quantity, terms.unit_cost, terms.break_quantities, terms.break_costs)


def _added(
    lines: Sequence[PurchaseOrderLine], priced: Sequence[PurchaseOrderLine]
) -> list[PurchaseOrderLine]:
    """More of what is there already; the lines that are new."""
    by_product = {line.product_id: line for line in reversed(lines)}
    new = []
    for line in priced:
        there = by_product.get(line.product_id)
        if there is None or there.quantity + line.quantity > MAX_QUANTITY:
            new.append(line)
        else:
            there.quantity = exact(there.quantity + line.quantity)
    return new
