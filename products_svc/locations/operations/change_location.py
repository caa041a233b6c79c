"""Rename a location, or say otherwise where it is and how far away."""

from sqlalchemy import exc, func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import LocationChanged, LocationNameTaken
from products_svc.locations.facts import location_changed
from products_svc.locations.queries import lock_location
from products_svc.locations.rules import LocationDraft
from products_svc.tables import Location
from shared.db.failures import sqlstate
from shared.http.preconditions import precondition_holds, version_seen
from shared.kafka import outbox


async def change_location(
    db: AsyncSession,
    location_id: int,
    draft: LocationDraft,
    *,
    if_match: str | None,
    actor: int,
) -> Location:
    """The location afterwards. What stays the same makes no version and no event."""
    location = await lock_location(db, location_id)
    subject = f"location/{location_id}"
    if not precondition_holds(if_match, location.version):
        changes = await audit.changes_since(db, subject, version_seen(if_match))
        raise LocationChanged(location.version, changes)
    before = {name: getattr(location, name) for name in draft.fields()}
    changed = audit.differences(before, draft.fields())
    if not changed:
        return location
    for name, value in draft.fields().items():
        setattr(location, name, value)
    location.version += 1
    location.updated_at = func.clock_timestamp()
    try:
        await db.flush()
    except exc.IntegrityError as error:
        if sqlstate(error) == "23505":
            raise LocationNameTaken(draft.name) from error
        raise
    await db.refresh(location)
    await outbox.put(db, location_changed(location))
    await audit.record(
        db,
        "location.changed",
        subject,
        actor=actor,
        version=location.version,
        changes=changed,
    )
    return location
