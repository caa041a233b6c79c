"""Reads of locations: one, lists, and the snapshot for rebuilding."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import LocationArchived, LocationNotFound
from products_svc.tables import Location
from shared.contracts.snapshots import LocationLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.types import Id

_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


async def lock_location(db: AsyncSession, location_id: int) -> Location:
    """An open location, which nobody else changes meanwhile.

    Raises ``LocationNotFound`` also when it is archived.
    """
    found = await db.scalar(
        select(Location)
        .where(Location.id == location_id, Location.archived_at.is_(None))
        .with_for_update()
    )
    if found is None:
        raise LocationNotFound(location_id)
    return found


async def hold_location(db: AsyncSession, location_id: int) -> Location:
    """An open location, which nobody archives meanwhile.

    Raises ``LocationNotFound`` and ``LocationArchived``.
    """
    found = await db.scalar(
        select(Location).where(Location.id == location_id).with_for_update(read=True)
    )
    if found is None:
        raise LocationNotFound(location_id)
    if found.archived:
        raise LocationArchived(location_id)
    return found


async def get_location(db: AsyncSession, location_id: int) -> Location:
    """A location, archived or not; ``LocationNotFound`` when there never was one."""
    found = await db.get(Location, location_id)
    if found is None:
        raise LocationNotFound(location_id)
    return found


async def open_location_names(db: AsyncSession) -> dict[int, str]:
    """By id; no two of them are called the same."""
    rows = await db.execute(
        select(Location.id, Location.name).where(Location.archived_at.is_(None))
    )
    return {row.id: row.name for row in rows}


@dataclass(frozen=True, slots=True)
class LocationFilter:
    archived: Literal["false", "true", "any"] = "false"

    def apply(self, query: Select[Any]) -> Select[Any]:
        if self.archived == "any":
            return query
        archived = Location.archived_at.is_not(None)
        return query.where(archived if self.archived == "true" else ~archived)


async def count_locations(db: AsyncSession, location_filter: LocationFilter) -> int:
    query = location_filter.apply(select(func.count()).select_from(Location))
    return await db.scalar(query) or 0


async def list_locations(
    db: AsyncSession, location_filter: LocationFilter, page: Page
) -> list[Location]:
    """In the order in which they were opened."""
    query = location_filter.apply(select(Location)).order_by(Location.id)
    rows = await db.scalars(query.limit(page.limit).offset(page.offset))
    return list(rows)


async def list_locations_after(
    db: AsyncSession, location_filter: LocationFilter, cursor: str, limit: int
) -> tuple[list[Location], str | None]:
    query = location_filter.apply(select(Location)).order_by(Location.id)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(Location.id > last[0])
    rows = list(await db.scalars(query.limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].id)


async def location_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[LocationLine]:
    """Locations by id, archived ones included."""
    rows = await db.scalars(
        select(Location).where(Location.id > after).order_by(Location.id).limit(limit)
    )
    return [
        LocationLine(
            location_id=row.id,
            name=row.name,
            archived=row.archived,
            transfer_days=row.transfer_days,
            version=row.version,
            ts=row.updated_at,
        )
        for row in rows
    ]
