"""Change what is known of a supplier."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.suppliers.errors import SupplierChangedMeanwhile
from products_svc.suppliers.facts import supplier_changed
from products_svc.suppliers.operations.store_supplier import store_supplier
from products_svc.suppliers.queries import lock_supplier
from products_svc.suppliers.rules import SupplierDraft
from products_svc.tables import Supplier
from shared.http.preconditions import precondition_holds, version_seen
from shared.kafka import outbox


async def change_supplier(
    db: AsyncSession,
    supplier_id: int,
    draft: SupplierDraft,
    *,
    if_match: str | None,
    actor: int,
) -> Supplier:
    """The supplier afterwards. What stays the same makes no version and no event."""
    supplier = await lock_supplier(db, supplier_id)
    subject = f"supplier/{supplier_id}"
    if not precondition_holds(if_match, supplier.version):
        changes = await audit.changes_since(db, subject, version_seen(if_match))
        raise SupplierChangedMeanwhile(supplier.version, changes)
    before = {name: getattr(supplier, name) for name in draft.fields()}
    changed = audit.differences(before, draft.fields())
    if not changed:
        return supplier
    for name, value in draft.fields().items():
        setattr(supplier, name, value)
    supplier.version += 1
    supplier.updated_at = func.clock_timestamp()
    await store_supplier(db, supplier)
    await outbox.put(db, supplier_changed(supplier))
    await audit.record(
        db,
        "supplier.changed",
        subject,
        actor=actor,
        version=supplier.version,
        changes=changed,
    )
    return supplier
