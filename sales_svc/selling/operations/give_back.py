"""What of a bundle's components comes back with units of its sale."""

from collections.abc import Mapping

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Numeric

from sales_svc.facts import SALE_CONSUMED
from shared.context import request_id
from shared.db.database import WROTE_EVENTS
from shared.quantities import Units

TAKEN = """(
    SELECT array_agg(ROW(coalesce(c.product_id, s.product_id),
        round(CAST(:quantity AS numeric) * coalesce(c.quantity / s.quantity, 1), 3),
        s.location_id)::"{schema}".stock_line)
    FROM sales AS s LEFT JOIN consumptions AS c ON c.sale_id = s.id AND c.quantity > 0
    WHERE s.id = :sale_id
)"""
"""The stock that so many units of a sale took: its product's, or its components'."""

_GIVE_BACK = text(
    """
    WITH back AS (
        INSERT INTO consumptions (sale_id, return_id, product_id, quantity)
        SELECT c.sale_id, CAST(:return_id AS bigint), c.product_id,
            -round(l.units * c.quantity / s.quantity, 3)
        FROM unnest(:sales, :units) AS l(sale_id, units)
        JOIN sales AS s ON s.id = l.sale_id
        JOIN consumptions AS c ON c.sale_id = s.id AND c.quantity > 0
        ORDER BY c.id RETURNING *
    ), told AS (
        INSERT INTO outbox (topic, payload, correlation_id)
        SELECT 'sales.consumed', json_agg({event} ORDER BY c.id), CAST(:request_id AS text)
        FROM back AS c JOIN sales AS s ON s.id = c.sale_id HAVING count(*) > 0
    )
    SELECT count(*) FROM back
    """.replace("{event}", SALE_CONSUMED)
).bindparams(
    bindparam("sales", type_=ARRAY(BigInteger)),
    bindparam("units", type_=ARRAY(Numeric)),
)


async def give_back(
    db: AsyncSession, units: Mapping[int, Units], *, return_id: int | None = None
) -> None:
    """State what of components is consumed no more, by the sale: of sales of bundles
    alone there is any."""
    recorded = await db.scalar(
        _GIVE_BACK,
        {
            "sales": list(units),
            "units": list(units.values()),
            "return_id": return_id,
            "request_id": request_id() or None,
        },
    )
    if recorded:
        db.info[WROTE_EVENTS] = True
