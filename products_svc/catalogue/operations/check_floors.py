"""What a location shall never hold less of: of locations that are there, in parts that
the product has."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.rules import in_json
from products_svc.errors import LocationNotFound, QuantityPrecision
from products_svc.tables import Location
from shared.quantities import fits


async def checked_floors(
    db: AsyncSession,
    floors: Sequence[Mapping[str, Any]],
    decimals: int,
    before: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, Any]]:
    """As the database keeps them; those of a location that was archived since ``before``
    may stay, so that a product can be sent back as it was read. Raises
    ``LocationNotFound`` and ``QuantityPrecision``."""
    if not floors:
        return []
    named = [floor["location_id"] for floor in floors]
    found = await db.scalars(
        select(Location.id).where(
            Location.id.in_(named), Location.archived_at.is_(None)
        )
    )
    stays = {floor["location_id"] for floor in before}
    for missing in sorted(set(named) - set(found) - stays):
        raise LocationNotFound(missing)
    if not all(fits(floor["quantity"], decimals) for floor in floors):
        raise QuantityPrecision(decimal_places=decimals, field="min_stock")
    return in_json(floors)
