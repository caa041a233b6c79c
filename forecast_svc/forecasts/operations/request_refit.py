"""Request a refit: chunks of products for whichever replica takes them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

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
SELECT DISTINCT d.product_id FROM daily d JOIN generations g USING (generation)
LEFT JOIN products p ON p.generation = g.generation AND p.product_id = d.product_id
WHERE g.state = 'live' AND d.quantity > 0 AND d.day BETWEEN CAST(:as_of AS date) - 364 AND :as_of
    AND NOT coalesce(p.archived_version > 0 AND p.archived_version >= p.version, false)
    AND (CAST(:chosen AS bigint[]) IS NULL OR d.product_id = ANY(:chosen))
ORDER BY d.product_id
""")
_REFIT = text("""
INSERT INTO refits (as_of, reason, imported, products)
SELECT CAST(:as_of AS date), CAST(:reason AS text), coalesce(sum(i.rows), 0),
    CAST(:products AS integer)
FROM generations g LEFT JOIN imports i USING (generation) WHERE g.state = 'live'
ON CONFLICT DO NOTHING RETURNING id
""")


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
    found = await db.scalars(_PRODUCTS, {"as_of": as_of, "chosen": chosen})
    products = list(found)
    refit = await db.scalar(
        _REFIT, {"as_of": as_of, "reason": reason, "products": len(products)}
    )
    if refit is None:
        return None
    chunks = [
        RefitRequested(
            refit_id=refit,
            chunk=number,
            as_of=as_of,
            product_ids=products[start : start + CHUNK],
        )
        for number, start in enumerate(range(0, len(products), CHUNK))
    ]
    for chunk in chunks:
        await outbox.put(db, chunk, lane=Lane.IMPORT)
    return int(refit)
