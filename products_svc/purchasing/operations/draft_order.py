"""Begin an order: nothing of it is binding before it is placed."""

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.locations.queries import hold_location
from products_svc.purchasing.operations.price_lines import price_lines
from products_svc.purchasing.operations.record_change import record_change
from products_svc.purchasing.queries import Order
from products_svc.purchasing.rules import OrderDraft
from products_svc.suppliers.queries import lock_supplier
from products_svc.tables import PurchaseOrder


async def draft_order(
    db: AsyncSession, supplier_id: int, draft: OrderDraft, *, actor: int
) -> Order:
    """Lines without a cost are priced by the supplier's terms.

    Raises ``SupplierNotFound``, ``LocationNotFound``, ``LocationArchived`` and what
    ``price_lines`` raises.
    """
    supplier = await lock_supplier(db, supplier_id, read=True)
    await hold_location(db, draft.location_id)
    lines = await price_lines(db, supplier_id, list(enumerate(draft.lines)))
    order = PurchaseOrder(
        supplier_id=supplier_id,
        status="draft",
        currency=supplier.currency,
        rate=supplier.rate,
        created_by=actor,
        **draft.fields(),
    )
    db.add(order)
    await db.flush()
    for line in lines:
        line.order_id = order.id
    db.add_all(lines)
    await db.flush()
    drafted = Order(order, lines)
    await record_change(db, drafted, "order.drafted", actor=actor, before={})
    return drafted
