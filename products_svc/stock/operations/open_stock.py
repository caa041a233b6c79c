"""Give new products their first stock and their first movement."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import request_id
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane
from shared.quantities import Units

_OPEN = text(
    "SELECT open_stock(CAST(:ids AS bigint[]), CAST(:units AS numeric[]),"
    " :actor, CAST(:lane AS smallint), :correlation_id)"
)


async def open_stock(
    db: AsyncSession, units: Mapping[int, Units], *, actor: int, lane: Lane = Lane.LIVE
) -> None:
    """``units`` by product id; a product can be opened once."""
    await db.execute(
        _OPEN,
        {
            "ids": list(units.keys()),
            "units": list(units.values()),
            "actor": actor,
            "lane": int(lane),
            "correlation_id": request_id() or None,
        },
    )
    db.info[WROTE_EVENTS] = True
