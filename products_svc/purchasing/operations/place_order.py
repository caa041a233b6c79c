"""Place an order with its supplier: from now on it is awaited."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

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
from products_svc.purchasing.queries import Order, lock_order
from products_svc.purchasing.rules import OrderLineDraft
from products_svc.suppliers.queries import lock_supplier, terms_of
from products_svc.tables import AWAITED, PurchaseOrderLine, Supplier
from shared.clock import business_today


async def place_order(
    db: AsyncSession, order_id: int, *, if_match: str | None, actor: int
) -> Order:
    """The order as placed; one that is placed already stays as it is. Lines without a
    date are expected on the order's, else after the lead time that half of the deliveries
    kept, else after the one of their terms, else of the supplier. What was learned moves
    no promise: late is who comes after the day that was said.

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
    quantities = [
        OrderLineDraft(line.product_id, line.quantity, line.unit_cost, None)
        for line in lines
    ]
    archived = await require_precision(db, list(enumerate(quantities)))
    if archived:
        raise ProductNotFound(min(archived))


async def _expect(db: AsyncSession, found: Order, supplier: Supplier) -> None:
    today = business_today()
    ids = [line.product_id for line in found.lines]
    terms = {
        row.terms.product_id: row.terms for row in await terms_of(db, supplier.id, ids)
    }
    for line in found.lines:
        here = terms.get(line.product_id)
        said = here.lead_time_days if here else None
        said = supplier.lead_time_days if said is None else said
        seen = here.lead_time_p50 if here else None
        agreed = line.expected_on or found.order.expected_on
        line.promised_on = agreed or _after(today, said)
        line.expected_on = agreed or _after(today, said if seen is None else seen)


def _after(day: date, lead_time: int | Decimal | None) -> date | None:
    return None if lead_time is None else day + timedelta(days=ceil(lead_time))
