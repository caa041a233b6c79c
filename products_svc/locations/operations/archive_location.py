"""Close a location; its ledger stays."""

from sqlalchemy import exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import LocationInUse
from products_svc.locations.facts import location_changed
from products_svc.locations.queries import lock_location
from products_svc.tables import (
    IN_TRANSIT,
    OPEN_STATUSES,
    Location,
    PurchaseOrder,
    Transfer,
)
from shared.contracts.base import MAIN_LOCATION
from shared.kafka import outbox

_HOLD_STOCK = text("SELECT hold_stock(:location_id)")


async def archive_location(
    db: AsyncSession, location_id: int, *, actor: int
) -> Location:
    """``LocationInUse`` while it holds stock, or orders or goods are on their way to
    it; ``LocationNotFound`` also when it is archived already."""
    location = await lock_location(db, location_id)
    if location_id == MAIN_LOCATION:
        raise LocationInUse(location_id, "main")
    if await db.scalar(_HOLD_STOCK, {"location_id": location_id}):
        raise LocationInUse(location_id, "stock")
    ordered = exists().where(
        PurchaseOrder.location_id == location_id,
        PurchaseOrder.status.in_(OPEN_STATUSES),
    )
    if await db.scalar(select(ordered)):
        raise LocationInUse(location_id, "orders")
    coming = exists().where(
        Transfer.to_location_id == location_id, Transfer.status.in_(IN_TRANSIT)
    )
    if await db.scalar(select(coming)):
        raise LocationInUse(location_id, "transit")
    location.archived_at = location.updated_at = func.clock_timestamp()
    location.version += 1
    await db.flush()
    await db.refresh(location)
    await outbox.put(db, location_changed(location))
    await audit.record(
        db,
        "location.archived",
        f"location/{location_id}",
        actor=actor,
        version=location.version,
    )
    return location
