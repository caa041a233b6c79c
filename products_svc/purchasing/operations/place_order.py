"""Place an order with its supplier: from now on it is awaited."""

from datetime import timedelta

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import ProductNotFound
from products_svc.locations.queries import hold_location
from products_svc.purchasing.errors import OrderEnded
from products_svc.purchasing.facts import state_of
from products_svc.purchasing.operations.price_lines import require_precision
from products_svc.purchasing.operations.record_change import (
    record_change,
    require_seen,
)
from products_svc.purchasing.queries import AWAITED, Order, lock_order
from products_svc.purchasing.rules import OrderLineDraft
from products_svc.suppliers.queries import lock_supplier, terms_of
from products_svc.tables import PurchaseOrderLine, Supplier
from shared.clock import business_today


async def place_order(
    db: AsyncSession, order_id: int, *, if_match: str | None, actor: int
) -> Order:
    """The order as placed; one that is placed already stays as it is. Lines without a
    date are expected on the order's, else after the lead time of their terms, else of the
    supplier.

    Raises ``OrderNotFound``, ``OrderChangedMeanwhile``, ``OrderEnded``,
    ``SupplierNotFound``, ``LocationArchived`` and ``ProductNotFound``.
    """
    found = await lock_order(db, order_id)
    order = found.order
    if order.status in AWAITED:
        return found
    await require_seen(db, order, if_match)
    if order.status != "draft":
        raise OrderEnded(order.status)
    before = state_of(order, found.lines)
    supplier = await lock_supplier(db, order.supplier_id, read=True)
    await hold_location(db, order.location_id)
    await _require_products(db, found.lines)
    if supplier.currency == order.currency:
        order.rate = supplier.rate
    await _expect(db, found, supplier)
    order.status = "placed"
    order.placed_by, order.placed_at = actor, func.clock_timestamp()
    await record_change(db, found, "order.placed", actor=actor, before=before)
    return found


async def _require_products(db: AsyncSession, lines: list[PurchaseOrderLine]) -> None:
    wanted = [
        OrderLineDraft(line.product_id, line.quantity, line.unit_cost, None)
        for line in lines
    ]
    archived = await require_precision(db, list(enumerate(wanted)))
    if archived:
        raise ProductNotFound(min(archived))


async def _expect(db: AsyncSession, found: Order, supplier: Supplier) -> None:
    today = business_today()
    ids = [line.product_id for line in found.lines]
    days = {
        row.terms.product_id: row.terms.lead_time_days
        for row in await terms_of(db, supplier.id, ids)
    }
    for line in found.lines:
        lead_time = days.get(line.product_id)
        if lead_time is None:
            lead_time = supplier.lead_time_days
        if line.expected_on is None and found.order.expected_on is not None:
            line.expected_on = found.order.expected_on
        elif line.expected_on is None and lead_time is not None:
            line.expected_on = today + timedelta(days=lead_time)
