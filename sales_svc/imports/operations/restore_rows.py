"""Undo what an import did to the sales of others: record again what it replaced, and
what it told came back."""

from collections.abc import Mapping

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Integer, SmallInteger, Text

from sales_svc.facts import EVENTS_PER_ROW, SALE_IMPORTED
from sales_svc.imports.operations.move_returns import move_returns
from sales_svc.imports.operations.void_rows import void_rows
from shared.db.database import WROTE_EVENTS
from shared.kafka.outbox import Lane

AT_A_TIME = 500
REASON = "import undone"

_GIVE_UP = text(
    """
    WITH chosen AS (
        SELECT id FROM row_versions WHERE import_id = :import_id ORDER BY id LIMIT :most
    )
    DELETE FROM row_versions AS v USING chosen WHERE v.id = chosen.id
    RETURNING v.row_key
    """
)
# The newest version that is left of each row, where it has a sale and none is recorded.
_NEWEST = text(
    """
    SELECT v.row_key, v.sale_id FROM (
        SELECT DISTINCT ON (row_key) row_key, sale_id FROM row_versions
        WHERE row_key = ANY(CAST(:keys AS text[])) ORDER BY row_key, id DESC
    ) AS v
    WHERE v.sale_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM sales AS s WHERE s.row_key = v.row_key)
    ORDER BY v.row_key
    """
)
_AGAIN = text(
    """
    WITH again AS (
        INSERT INTO sales (import_id, user_id, row_key, product_id, location_id,
            quantity, price, sold_at, amount, price_unknown, stock_taken)
        SELECT s.import_id, s.user_id, x.row_key, s.product_id, s.location_id,
            s.quantity, s.price, s.sold_at, s.amount, s.price_unknown, false
        FROM unnest(:keys, :sales) AS x(row_key, sale_id)
        JOIN sales AS s ON s.id = x.sale_id ORDER BY x.row_key
        ON CONFLICT (row_key) WHERE row_key IS NOT NULL DO NOTHING
        RETURNING *
    ), told AS (
        INSERT INTO outbox (lane, topic, payload)
        SELECT :lane, 'sales.created', json_agg({event} ORDER BY s.id)
        FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
            FROM again) AS s
        GROUP BY part ORDER BY part
    ), versions AS (
        UPDATE row_versions AS v SET sale_id = again.id
        FROM unnest(:keys, :sales) AS x(row_key, sale_id) JOIN again USING (row_key)
        WHERE v.sale_id = x.sale_id AND v.row_key = x.row_key
    )
    SELECT x.sale_id, again.id
    FROM unnest(:keys, :sales) AS x(row_key, sale_id) JOIN again USING (row_key)
    """.replace("{event}", SALE_IMPORTED)
).bindparams(
    bindparam("keys", type_=ARRAY(Text)),
    bindparam("sales", type_=ARRAY(BigInteger)),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
)
_RETURNS = text(
    """
    WITH chosen AS (
        SELECT id FROM returns WHERE import_id = :import_id AND row_key IS NOT NULL
        ORDER BY id LIMIT :most FOR UPDATE
    ), undone AS (
        UPDATE returns AS r SET row_key = NULL FROM chosen WHERE r.id = chosen.id
        RETURNING r.sale_id
    )
    SELECT s.id, s.row_key, s.voided_at IS NULL AS live
    FROM sales AS s WHERE s.id IN (SELECT sale_id FROM undone) ORDER BY s.id FOR UPDATE
    """
)


async def restore_versions(db: AsyncSession, import_id: int) -> bool:
    """Forget the next versions of an undone import, and record again what counts now;
    whether there were any."""
    given_up = await db.scalars(_GIVE_UP, {"import_id": import_id, "most": AT_A_TIME})
    keys = sorted(set(given_up))
    if not keys:
        return False
    former = {row[0]: row[1] for row in await db.execute(_NEWEST, {"keys": keys})}
    await _record_again(db, former)
    return True


async def undo_returns(db: AsyncSession, import_id: int, *, user_id: int) -> bool:
    """The next sales of others of which an undone import told that units came back:
    they are voided and recorded again without that. Whether there were any returns."""
    found = await db.execute(_RETURNS, {"import_id": import_id, "most": AT_A_TIME})
    sales = found.all()
    live = {sale.row_key: sale.id for sale in sales if sale.live and sale.row_key}
    await void_rows(db, [(sale_id, user_id, REASON) for sale_id in live.values()])
    await _record_again(db, live)
    return bool(sales)


async def _record_again(db: AsyncSession, former: Mapping[str, int]) -> None:
    """These sales by key, under new ids, with what else came back of them."""
    if not former:
        return
    db.info[WROTE_EVENTS] = True
    again = await db.execute(
        _AGAIN, {"keys": list(former), "sales": list(former.values())}
    )
    await move_returns(db, {row[0]: row[1] for row in again})
