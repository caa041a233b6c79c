"""Say of which lots the units of a document's movements are."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.stock.operations.move_stock import lots_json
from products_svc.stock.rules import LotPart
from shared.context import request_id
from shared.db.database import WROTE_EVENTS

_SETTLE = text(
    "SELECT settle_lots(CAST(:ids AS bigint[]),"
    " CAST(CAST(:parts AS text[]) AS jsonb[]), :correlation_id)"
)


async def settle_lots(db: AsyncSession, parts: Mapping[int, Sequence[LotPart]]) -> None:
    """By movement, in the transaction of the movements, which holds their stock."""
    if not parts:
        return
    await db.execute(
        _SETTLE,
        {
            "ids": list(parts),
            "parts": [lots_json(lots) for lots in parts.values()],
            "correlation_id": request_id() or None,
        },
    )
    db.info[WROTE_EVENTS] = True
