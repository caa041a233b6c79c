"""Void sales that imports recorded, many in each statement."""

from collections.abc import Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Integer, SmallInteger, Text

from sales_svc.facts import EVENTS_PER_ROW, IMPORTED_SALE_VOIDED
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane

# Their keys are free then for what comes in their place.
_VOID = text(
    """
    WITH gone AS (
        UPDATE sales AS s SET row_key = NULL, voided_at = clock_timestamp(),
            voided_by = x.user_id, void_reason = x.reason
        FROM unnest(:sales, :users, :reasons) AS x(sale_id, user_id, reason)
        WHERE s.id = x.sale_id AND s.voided_at IS NULL
        RETURNING s.*
    ), told AS (
        INSERT INTO outbox (lane, topic, payload)
        SELECT :lane, 'sales.voided', json_agg({event} ORDER BY s.id)
        FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
            FROM gone) AS s
        GROUP BY part ORDER BY part
    )
    SELECT count(*) FROM gone
    """.replace("{event}", IMPORTED_SALE_VOIDED)
).bindparams(
    bindparam("sales", type_=ARRAY(BigInteger)),
    bindparam("users", type_=ARRAY(BigInteger)),
    bindparam("reasons", type_=ARRAY(Text)),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
)


async def void_rows(db: AsyncSession, voids: Sequence[tuple[int, int, str]]) -> None:
    """Sale, who voids it, and why. They are locked already."""
    if voids:
        db.info[WROTE_EVENTS] = True
        sales, users, reasons = zip(*voids, strict=True)
        await db.execute(
            _VOID,
            {"sales": list(sales), "users": list(users), "reasons": list(reasons)},
        )
