"""Stop buying from a supplier; its orders and terms stay on record."""

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.suppliers.errors import SupplierInUse
from products_svc.suppliers.facts import supplier_changed
from products_svc.suppliers.queries import lock_supplier
from products_svc.tables import OPEN_STATUSES, PurchaseOrder, Supplier
from shared.kafka import outbox


async def archive_supplier(
    db: AsyncSession, supplier_id: int, *, actor: int
) -> Supplier:
    """``SupplierInUse`` while it has open orders; ``SupplierNotFound`` also when it is archived already."""
    supplier = await lock_supplier(db, supplier_id)
    # Whoever orders holds the supplier's row until the order is there.
    ordered = exists().where(
        PurchaseOrder.supplier_id == supplier_id,
        PurchaseOrder.status.in_(OPEN_STATUSES),
    )
    if await db.scalar(select(ordered)):
        raise SupplierInUse(supplier_id)
    supplier.archived_at = supplier.updated_at = func.clock_timestamp()
    supplier.version += 1
    await db.flush()
    await db.refresh(supplier)
    await outbox.put(db, supplier_changed(supplier))
    await audit.record(
        db,
        "supplier.archived",
        f"supplier/{supplier_id}",
        actor=actor,
        version=supplier.version,
    )
    return supplier
