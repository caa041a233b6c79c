"""Request a refit: chunks of products for whichever replica takes them."""

from collections.abc import Sequence
from datetime import date
from itertools import starmap
from typing import Literal, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.forecasts import RefitRequested
from shared.kafka import outbox
from shared.kafka.outbox import Lane

CHUNK = 10
"""Products that one message is about: a few seconds of work, so that replicas
share evenly and little is done twice after a crash."""

Reason = Literal["scheduled", "requested"]

_PRODUCTS = text("""
SELECT sold.product_id FROM (
    SELECT DISTINCT product_id FROM live_daily
    WHERE quantity > 0 AND day BETWEEN CAST(:as_of AS date) - 364 AND :as_of
        AND (CAST(:chosen AS bigint[]) IS NULL OR product_id = ANY(:chosen))
) sold LEFT JOIN live_products p USING (product_id)
WHERE NOT coalesce(p.archived, false) ORDER BY sold.product_id
""")
_REFIT = text("""
INSERT INTO refits (as_of, reason, imported, products)
SELECT CAST(:as_of AS date), CAST(:reason AS text), coalesce(sum(i.rows), 0),
    CAST(:products AS integer)
FROM live_imports i
ON CONFLICT DO NOTHING RETURNING id
""")


class _SoldRow(NamedTuple):
    product_id: int


class _RefitRow(NamedTuple):
    id: int


async def request_refit(
    db: AsyncSession,
    as_of: date,
    *,
    reason: Reason,
    product_ids: Sequence[int] | None = None,
) -> int | None:
    """The id of the refit; ``None`` when the scheduled one of that day and data
    was asked for before. Products that are archived or sold nothing for a year
    are left out.
    """
    chosen = list(product_ids) if product_ids is not None else None
    found = await db.execute(_PRODUCTS, {"as_of": as_of, "chosen": chosen})
    products = [row.product_id for row in starmap(_SoldRow, found)]
    made = await db.execute(
        _REFIT, {"as_of": as_of, "reason": reason, "products": len(products)}
    )
    refit = next(starmap(_RefitRow, made), None)
    if refit is None:
        return None
    chunks = [
        RefitRequested(
            refit_id=refit.id,
            chunk=number,
            as_of=as_of,
            product_ids=products[start : start + CHUNK],
        )
        for number, start in enumerate(range(0, len(products), CHUNK))
    ]
    for chunk in chunks:
        await outbox.put(db, chunk, lane=Lane.IMPORT)
    return refit.id
