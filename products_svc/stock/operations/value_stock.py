"""Give stock at no known cost the value that it has at the usual supplier's."""

from collections.abc import Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger

from shared.context import request_id
from shared.db.database import WROTE_EVENTS

_VALUE = text("SELECT value_stock(:products, :actor, :correlation_id)").bindparams(
    bindparam("products", type_=ARRAY(BigInteger))
)


async def value_stock(
    db: AsyncSession, product_ids: Sequence[int], *, actor: int
) -> None:
    """Each such shelf of these products gets a movement of 0 units. The caller holds the
    products."""
    if not product_ids:
        return
    await db.execute(
        _VALUE,
        {
            "products": list(product_ids),
            "actor": actor,
            "correlation_id": request_id() or None,
        },
    )
    db.info[WROTE_EVENTS] = True
