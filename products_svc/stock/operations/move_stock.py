"""Move what a document moves: counts, transfers, goods that go back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import stock_errors
from shared.context import request_id
from shared.db.database import WROTE_EVENTS
from shared.quantities import Units

_MOVE = text(
    "SELECT * FROM move_stock(CAST(:products AS bigint[]),"
    " CAST(:locations AS bigint[]), CAST(:deltas AS numeric[]), CAST(:worths AS numeric[]),"
    " CAST(:reasons AS text[]),"
    " CAST(:refs AS text[]), CAST(:notes AS text[]), :source, :actor, :correlation_id)"
)


@dataclass(frozen=True, slots=True)
class Move:
    """``delta`` units of a product at a location; ``reference`` is that line's own.
    ``worth`` is what all of them cost, where the document knows it."""

    product_id: int
    location_id: int
    delta: Units
    reason: str
    reference: str
    note: str | None = None
    worth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement, at what a unit of it cost, and by how much the value of the stock
    changed; None where nobody knows."""

    movement_id: int
    unit_cost: Decimal | None
    value: Decimal | None


async def move_stock(
    db: AsyncSession, moves: Sequence[Move], *, source: str, actor: int, field: str
) -> list[Moved]:
    """The movement of each, in turn; all of them or none.

    Raises ``ProductNotFound``, ``LocationNotFound``, ``LocationArchived``,
    ``InsufficientStock``, ``QuantityPrecision`` and ``TooMuchStock``.
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
                "source": source,
                "actor": actor,
                "correlation_id": request_id() or None,
            },
        )
    db.info[WROTE_EVENTS] = True
    moved = {row.line: Moved(row.movement_id, row.unit_cost, row.value) for row in rows}
    return [moved[n] for n in range(len(moves))]
