"""Insert rows of imports as sales, many in each statement."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import TextClause, bindparam, text
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
    TypeEngine,
)

from sales_svc.amounts import inexact_total
from sales_svc.facts import EVENTS_PER_ROW, SALE_IMPORTED
from sales_svc.rules import ToldRow
from shared.context import request_id
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.imports import ImportRow, SalesImport
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane
from shared.quantities import exact

# Sorted, so that replicas working on one import cannot deadlock. A row that versions
# of are kept gets one more.
_STATEMENT = """
    WITH recorded AS (
        INSERT INTO sales (import_id, user_id, row_key, product_id, quantity, price,
            sold_at, location_id, amount, price_unknown, stock_taken)
        SELECT i, u, k, p, q, m, t, coalesce(l, :main), coalesce(a, {amount}),
            coalesce(n, false), false
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
    SELECT array_agg(row_key), array_agg(id) FROM recorded
"""


def _inserts(kind: TypeEngine[Any], amount: str) -> TextClause:
    statement = _STATEMENT.replace("{event}", SALE_IMPORTED)
    return text(statement.replace("{amount}", amount)).bindparams(
        bindparam("imports", type_=ARRAY(BigInteger)),
        bindparam("users", type_=ARRAY(BigInteger)),
        bindparam("keys", type_=ARRAY(Text)),
        bindparam("products", type_=ARRAY(BigInteger)),
        bindparam("quantities", type_=ARRAY(kind)),
        bindparam("prices", type_=ARRAY(Numeric(12, 2))),
        bindparam("times", type_=ARRAY(DateTime(timezone=True))),
        bindparam("locations", type_=ARRAY(BigInteger)),
        bindparam("amounts", type_=ARRAY(Numeric(12, 2))),
        bindparam("unknown", type_=ARRAY(Boolean)),
        bindparam("main", MAIN_LOCATION, type_=BigInteger),
        bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
        bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
        bindparam("correlation_id", type_=Text),
    )


# Nearly all rows are of whole units, which are sent for less and need no amount.
_INSERT_WHOLE = _inserts(Integer(), "NULL")
_INSERT_PARTS = _inserts(Numeric(12, 3), inexact_total("m", "q"))


class ChunkRow(NamedTuple):
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
            exact(sum((back.quantity for back in row.returns or ()), Decimal())),
            self.chunk.decided_at,
        )


async def insert_rows(db: AsyncSession, rows: Sequence[ChunkRow]) -> dict[str, int]:
    """The new sales by key: of keys under which nothing was recorded."""
    if not rows:
        return {}
    db.info[WROTE_EVENTS] = True
    told = [one.row for one in rows]
    quantities = [row.quantity for row in told]
    whole = all(isinstance(units, int) for units in quantities)
    result = await db.execute(
        _INSERT_WHOLE if whole else _INSERT_PARTS,
        {
            "imports": [one.chunk.import_id for one in rows],
            "users": [one.chunk.user_id for one in rows],
            "keys": [row.row_key for row in told],
            "products": [row.product_id for row in told],
            "quantities": quantities,
            "prices": [row.price for row in told],
            "times": [row.sold_at for row in told],
            "locations": _seldom([row.location_id for row in told]),
            "amounts": _seldom([row.amount for row in told]),
            "unknown": _seldom([row.price_unknown for row in told]),
            "correlation_id": request_id() or None,
        },
    )
    # Two arrays, which are read in one go: a row for each sale would be dearer.
    keys, sales = result.one()
    return dict(zip(keys or (), sales or (), strict=True))


def _seldom(values: Sequence[object]) -> Sequence[object]:
    """A column that few files fill: unnest fills up an empty one with nulls, and each
    value that is sent costs."""
    return values if any(value is not None for value in values) else []
