"""Add a supplier."""

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.suppliers.facts import supplier_changed
from products_svc.suppliers.operations.store_supplier import store_supplier
from products_svc.suppliers.rules import SupplierDraft
from products_svc.tables import Supplier
from shared.kafka import outbox


async def add_supplier(
    db: AsyncSession, draft: SupplierDraft, *, actor: int
) -> Supplier:
    """The new supplier; ``SupplierNameTaken`` when a live one is called so."""
    supplier = Supplier(**draft.fields())
    await store_supplier(db, supplier)
    await outbox.put(db, supplier_changed(supplier))
    await audit.record(
        db,
        "supplier.added",
        f"supplier/{supplier.id}",
        actor=actor,
        version=supplier.version,
        changes=audit.differences({}, draft.fields()),
    )
    return supplier
