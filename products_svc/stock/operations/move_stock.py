"""Move what a document moves: counts, transfers, goods that go back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import stock_errors
from products_svc.stock.rules import LotPart
from shared.context import request_id
from shared.db.database import WROTE_EVENTS
from shared.quantities import Units

_MOVE = text(
    "SELECT * FROM move_stock(CAST(:products AS bigint[]),"
    " CAST(:locations AS bigint[]), CAST(:deltas AS numeric[]), CAST(:worths AS numeric[]),"
    " CAST(:reasons AS text[]),"
    " CAST(:refs AS text[]), CAST(:notes AS text[]),"
    " CAST(CAST(:lots AS text[]) AS jsonb[]), :source, :actor, :correlation_id)"
)


@dataclass(frozen=True, slots=True)
class Move:
    """``delta`` units of a product at a location; ``reference`` is that line's own.
    ``worth`` is what all of them cost, ``lots`` which lots they are of, where the document
    knows it: else what leaves is what expires first, and what comes in is of no lot."""

    product_id: int
    location_id: int
    delta: Units
    reason: str
    reference: str
    note: str | None = None
    worth: Decimal | None = None
    lots: Sequence[LotPart] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement, at what a unit of it cost, and by how much the value of the stock
    changed; None where nobody knows."""

    movement_id: int
    unit_cost: Decimal | None
    value: Decimal | None


def lots_json(lots: Sequence[LotPart]) -> str | None:
    """As the SQL functions read them: quantities as texts, so exactly."""
    if not lots:
        return None
    parts = [
        {"code": lot.code, "expires_on": lot.expires_on, "units": str(lot.units)}
        for lot in lots
    ]
    return orjson.dumps(parts).decode()


async def move_stock(
    db: AsyncSession, moves: Sequence[Move], *, source: str, actor: int, field: str
) -> list[Moved]:
    """The movement of each, in turn; all of them or none.

    Raises ``ProductNotFound``, ``LocationNotFound``, ``LocationArchived``,
    ``InsufficientStock``, ``InsufficientLot``, ``QuantityPrecision`` and ``TooMuchStock``.
    """
    if not moves:
        return []
    with stock_errors(max(move.location_id for move in moves), field):
        rows = await db.execute(
            _MOVE,
            {
                "products": [move.product_id for move in moves],
                "locations": [move.location_id for move in moves],
                "deltas": [move.delta for move in moves],
                "worths": [move.worth for move in moves],
                "reasons": [move.reason for move in moves],
                "refs": [move.reference for move in moves],
                "notes": [move.note for move in moves],
                "lots": [lots_json(move.lots) for move in moves],
                "source": source,
                "actor": actor,
                "correlation_id": request_id() or None,
            },
        )
    db.info[WROTE_EVENTS] = True
    moved = {row.line: Moved(row.movement_id, row.unit_cost, row.value) for row in rows}
    return [moved[n] for n in range(len(moves))]
