"""Insert rows of imports as sales, many in each statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import (
    BigInteger,
    Boolean,
    DateTime,
    Integer,
    Numeric,
    SmallInteger,
    Text,
)

from sales_svc.facts import EVENTS_PER_ROW, SALE_IMPORTED
from sales_svc.rules import ToldRow
from shared.context import request_id
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.imports import ImportRow, SalesImport
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane

# Sorted, so that replicas working on one import cannot deadlock. A row that versions
# of are kept gets one more.
_INSERT = text(
    """
    WITH recorded AS (
        INSERT INTO sales (import_id, user_id, row_key, product_id, quantity, price,
            sold_at, location_id, amount, price_unknown, stock_taken)
        SELECT i, u, k, p, q, m, t, l, a, n, false
        FROM unnest(:imports, :users, :keys, :products, :quantities, :prices, :times,
            :locations, :amounts, :unknown) AS x(i, u, k, p, q, m, t, l, a, n)
        ORDER BY k
        ON CONFLICT (row_key) WHERE row_key IS NOT NULL DO NOTHING
        RETURNING *
    ), told AS (
        INSERT INTO outbox (lane, topic, payload, correlation_id)
        SELECT :lane, 'sales.created', json_agg({event} ORDER BY s.id), :correlation_id
        FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
            FROM recorded) AS s
        GROUP BY part ORDER BY part
    ), versions AS (
        INSERT INTO row_versions (row_key, import_id, sale_id)
        SELECT row_key, import_id, id FROM recorded
        WHERE EXISTS (SELECT FROM row_versions AS v WHERE v.row_key = recorded.row_key)
        ORDER BY row_key
    )
    SELECT row_key, id FROM recorded
    """.replace("{event}", SALE_IMPORTED)
).bindparams(
    bindparam("imports", type_=ARRAY(BigInteger)),
    bindparam("users", type_=ARRAY(BigInteger)),
    bindparam("keys", type_=ARRAY(Text)),
    bindparam("products", type_=ARRAY(BigInteger)),
    bindparam("quantities", type_=ARRAY(Integer)),
    bindparam("prices", type_=ARRAY(Numeric(12, 2))),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    bindparam("locations", type_=ARRAY(BigInteger)),
    bindparam("amounts", type_=ARRAY(Numeric(12, 2))),
    bindparam("unknown", type_=ARRAY(Boolean)),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
    bindparam("correlation_id", type_=Text),
)


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A row, and the chunk that brought it."""

    chunk: SalesImport
    row: ImportRow

    @property
    def key(self) -> str:
        return self.row.row_key

    def told(self) -> ToldRow:
        row = self.row
        return ToldRow(
            row.quantity,
            None if row.own_price or row.price_unknown else row.price,
            row.amount,
            sum(back.quantity for back in row.returns or ()),
            self.chunk.decided_at,
        )


async def insert_rows(db: AsyncSession, rows: Sequence[ChunkRow]) -> dict[str, int]:
    """The new sales by key: of keys under which nothing was recorded."""
    if not rows:
        return {}
    db.info[WROTE_EVENTS] = True
    result = await db.execute(
        _INSERT,
        {
            "imports": [one.chunk.import_id for one in rows],
            "users": [one.chunk.user_id for one in rows],
            "keys": [one.row.row_key for one in rows],
            "products": [one.row.product_id for one in rows],
            "quantities": [one.row.quantity for one in rows],
            "prices": [one.row.price for one in rows],
            "times": [one.row.sold_at for one in rows],
            "locations": [one.row.location_id or MAIN_LOCATION for one in rows],
            "amounts": [one.row.amount for one in rows],
            "unknown": [bool(one.row.price_unknown) for one in rows],
            "correlation_id": request_id() or None,
        },
    )
    return {row[0]: row[1] for row in result}
