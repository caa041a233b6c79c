"""Open a shop or store."""

from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import LocationNameTaken
from products_svc.locations.facts import location_changed
from products_svc.locations.rules import LocationDraft
from products_svc.tables import Location
from shared.db.failures import sqlstate
from shared.kafka import outbox


async def open_location(
    db: AsyncSession, draft: LocationDraft, *, actor: int
) -> Location:
    """The new location; ``LocationNameTaken`` when an open one is called so."""
    location = Location(**draft.fields())
    db.add(location)
    try:
        await db.flush()
    except exc.IntegrityError as error:
        # The name is its only unique field.
        if sqlstate(error) == "23505":
            raise LocationNameTaken(draft.name) from error
        raise
    await db.refresh(location)
    await outbox.put(db, location_changed(location))
    await audit.record(
        db,
        "location.opened",
        f"location/{location.id}",
        actor=actor,
        version=location.version,
        changes=audit.differences({}, draft.fields()),
    )
    return location
