"""Change stock outside of sales: counts, damage, receipts and the like."""

from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import stock_errors
from products_svc.stock.queries import MOVEMENT_COLUMNS, Movement
from shared.context import address, request_id
from shared.contracts.base import MAIN_LOCATION
from shared.db.database import WROTE_EVENTS
from shared.db.quantities import STOCK
from shared.kafka.outbox import Lane
from shared.quantities import Units

_MOVED = (
    "WITH moved AS (SELECT * FROM adjust_stock(:product_id, :location_id,"
    " CAST(:delta AS numeric), CAST(:counted AS numeric), :reason, NULL, :note, :actor,"
    " :correlation_id, CAST(:unit_cost AS numeric))),"
    " recorded AS (INSERT INTO audit (actor, action, subject, changes, request_id)"
    " SELECT actor, 'stock.adjusted', 'product/' || product_id, json_build_object("
    " 'movement_id', id, 'location_id', location_id, 'reason', reason, 'stock',"
    " json_build_object('from', trim_scale(on_hand - delta), 'to', trim_scale(on_hand))),"
    " :correlation_id FROM moved RETURNING *), told AS ("
)
# One statement with the record of the act: the stock row is held until the end.
_ADJUST = text(
    "".join((_MOVED, audit.TELL, ") SELECT ", MOVEMENT_COLUMNS, " FROM moved"))
).columns(delta=STOCK, on_hand=STOCK)


async def adjust_stock(
    db: AsyncSession,
    product_id: int,
    *,
    delta: Units | None,
    counted: Units | None,
    reason: str,
    actor: int,
    note: str | None = None,
    unit_cost: Decimal | None = None,
    location_id: int | None = MAIN_LOCATION,
) -> Movement:
    """The movement: by ``delta`` units, or to the ``counted`` number of them.

    Without a location the number is that of all locations together, and the main
    one takes the difference.

    Raises ``ProductNotFound``, ``LocationNotFound``, ``InsufficientStock``,
    ``QuantityPrecision`` and ``TooMuchStock``.
    """
    field = "delta" if counted is None else "counted"
    with stock_errors(
        location_id or MAIN_LOCATION, "stock" if location_id is None else field
    ):
        moved = await db.execute(
            _ADJUST,
            {
                "product_id": product_id,
                "location_id": location_id,
                "delta": delta,
                "counted": counted,
                "reason": reason,
                "note": note,
                "unit_cost": unit_cost,
                "actor": actor,
                "correlation_id": request_id() or None,
                "address": address() or None,
                "service": audit.SERVICE,
                "lane": int(Lane.LIVE),
            },
        )
    db.info[WROTE_EVENTS] = True
    return Movement(*moved.one())
