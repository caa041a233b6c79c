"""What came back of a sale that is recorded again came back of the new one."""

from collections.abc import Mapping

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Integer, SmallInteger

from sales_svc.amounts import returned_amount, worth
from sales_svc.facts import EVENTS_PER_ROW, SALE_RETURNED
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane

# Returns of an import that was undone stay behind: they have no key any more. Of a
# sale that is smaller now no more comes back than it holds. The former sale keeps its
# own: undoing what replaced it finds them.
_MOVE = text(
    """
    WITH standing AS (
        SELECT r.id, r.quantity, r.condition, r.reason, r.user_id, r.import_id, r.row_key,
            x.new_sale, n.quantity AS sold, n.price, n.amount, {worth} AS worth,
            sum(r.quantity) OVER (PARTITION BY r.sale_id ORDER BY r.id) AS until_here
        FROM unnest(:former, :new) AS x(former_sale, new_sale)
        JOIN returns AS r ON r.sale_id = x.former_sale
        JOIN sales AS n ON n.id = x.new_sale
        WHERE r.import_id IS NULL OR r.row_key IS NOT NULL
    ), moved AS (
        INSERT INTO returns (sale_id, quantity, amount, condition, reason, user_id,
            import_id, row_key)
        SELECT new_sale, least(quantity, sold - (until_here - quantity)),
            {amount},
            condition, reason, user_id, import_id, row_key
        FROM standing WHERE until_here - quantity < sold ORDER BY id
        RETURNING *
    ), counted AS (
        UPDATE sales AS s SET returned = m.units
        FROM (SELECT sale_id, sum(quantity) AS units FROM moved GROUP BY sale_id) AS m
        WHERE s.id = m.sale_id
    ), told AS (
        INSERT INTO outbox (lane, topic, payload)
        SELECT :lane, 'sales.returned', json_agg({event} ORDER BY r.id)
        FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
            FROM moved) AS r JOIN sales AS s ON s.id = r.sale_id
        GROUP BY part ORDER BY part
    )
    SELECT count(*) FROM moved
    """.replace("{event}", SALE_RETURNED)
    .replace("{worth}", worth("n"))
    .replace(
        "{amount}",
        returned_amount(
            before="until_here - quantity", until="least(until_here, sold)"
        ),
    )
).bindparams(
    bindparam("former", type_=ARRAY(BigInteger)),
    bindparam("new", type_=ARRAY(BigInteger)),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
)


async def move_returns(db: AsyncSession, new_sales: Mapping[int, int]) -> None:
    """From each former sale to the one that stands for it now."""
    if new_sales:
        moved = await db.scalar(
            _MOVE, {"former": list(new_sales), "new": list(new_sales.values())}
        )
        if moved:
            db.info[WROTE_EVENTS] = True
