"""What files tell came back: off the sale that is named, or off the latest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Integer, Numeric, SmallInteger, Text

from sales_svc.amounts import returned_amount, worth
from sales_svc.facts import EVENTS_PER_ROW, SALE_RETURNED
from shared.contracts.imports import ImportReturn, SalesImport
from shared.db.database import WROTE_EVENTS
from shared.db.quantities import QUANTITY
from shared.kafka.outbox import Lane
from shared.quantities import Units

REASON = "told by a file"

# A return is known when it stands under its key at a sale that is not voided.
_KNOWN = text(
    "SELECT DISTINCT r.row_key FROM returns AS r JOIN sales AS s ON s.id = r.sale_id"
    " WHERE r.row_key = ANY(CAST(:keys AS text[])) AND s.voided_at IS NULL"
)
# Never more than a sale still holds: people may have taken some of it back before.
_ADD = text(
    """
    WITH x AS MATERIALIZED (
        SELECT x.*, s.quantity - s.returned AS open, s.quantity AS sold, s.returned,
            s.price, s.amount, {worth} AS worth,
            sum(x.quantity) OVER (PARTITION BY sale_id ORDER BY n) - x.quantity AS before
        FROM unnest(:sales, :quantities, :keys, :imports, :users)
            WITH ORDINALITY AS x(sale_id, quantity, row_key, import_id, user_id, n)
        JOIN sales AS s ON s.id = x.sale_id
    ), added AS (
        INSERT INTO returns (sale_id, quantity, amount, condition, reason, user_id,
            import_id, row_key)
        SELECT sale_id, least(quantity, open - before),
            {amount},
            'resaleable', :reason, user_id, import_id, row_key
        FROM x WHERE before < open ORDER BY n
        RETURNING *
    ), counted AS (
        UPDATE sales AS s SET returned = s.returned + c.units
        FROM (SELECT sale_id, sum(quantity) AS units FROM added GROUP BY sale_id) AS c
        WHERE s.id = c.sale_id
    )
    INSERT INTO outbox (lane, topic, payload)
    SELECT :lane, 'sales.returned', json_agg({event} ORDER BY r.id)
    FROM (SELECT *, (row_number() OVER (ORDER BY id) - 1) / :events_per_row AS part
        FROM added) AS r JOIN sales AS s ON s.id = r.sale_id
    GROUP BY part ORDER BY part
    """.replace("{event}", SALE_RETURNED)
    .replace("{worth}", worth("s"))
    .replace(
        "{amount}",
        returned_amount(
            before="returned + before",
            until="least(returned + before + quantity, sold)",
        ),
    )
).bindparams(
    bindparam("sales", type_=ARRAY(BigInteger)),
    bindparam("quantities", type_=ARRAY(Numeric(12, 3))),
    bindparam("keys", type_=ARRAY(Text)),
    bindparam("imports", type_=ARRAY(BigInteger)),
    bindparam("users", type_=ARRAY(BigInteger)),
    bindparam("reason", REASON, type_=Text),
    bindparam("lane", int(Lane.IMPORT), type_=SmallInteger),
    bindparam("events_per_row", EVENTS_PER_ROW, type_=Integer),
)
# As within a file: the latest one of just as many units, or else the latest ones.
_OF_THE_PRODUCT = """
    SELECT id, quantity - returned AS units FROM sales
    WHERE product_id = :product AND sold_at <= :sold_at AND voided_at IS NULL
        AND starts_with(row_key, :prefix) AND {of_units}
    ORDER BY sold_at DESC, id DESC LIMIT :most FOR UPDATE
"""


def _of_the_product(of_units: str) -> Any:
    return text(_OF_THE_PRODUCT.format(of_units=of_units)).columns(units=QUANTITY)


_ALIKE = _of_the_product("quantity - returned = :units")
_LATEST = _of_the_product("quantity - returned > 0")


@dataclass(frozen=True, slots=True)
class Returned:
    """Units that came back of a sale, under the key of the row that tells of it."""

    chunk: SalesImport
    sale_id: int
    row_key: str
    quantity: Units


async def return_rows(db: AsyncSession, returned: Sequence[Returned]) -> None:
    """Take these off their sales, unless they were before. The sales are locked."""
    known = await known_returns(db, [one.row_key for one in returned])
    new = [one for one in returned if one.row_key not in known]
    if new:
        db.info[WROTE_EVENTS] = True
        await db.execute(
            _ADD,
            {
                "sales": [one.sale_id for one in new],
                "quantities": [one.quantity for one in new],
                "keys": [one.row_key for one in new],
                "imports": [one.chunk.import_id for one in new],
                "users": [one.chunk.user_id for one in new],
            },
        )


async def known_returns(db: AsyncSession, keys: Sequence[str]) -> set[str]:
    if not keys:
        return set()
    return set(await db.scalars(_KNOWN, {"keys": sorted(set(keys))}))


async def return_earlier(
    db: AsyncSession, chunk: SalesImport, row: ImportReturn
) -> bool:
    """Take a row off sales that imports of its source recorded; whether they hold as
    many units."""
    about = {
        "product": row.product_id,
        "sold_at": row.sold_at,
        "prefix": f"{row.row_key.partition('/')[0]}/",
    }
    alike = await db.execute(_ALIKE, about | {"units": row.quantity, "most": 1})
    found = alike.all() or await _latest(db, about, row.quantity)
    left, parts = row.quantity, []
    for number, (sale_id, units) in enumerate(found):
        taken = min(left, units)
        if taken:
            key = f"{row.row_key}/{number}" if number else row.row_key
            parts.append(Returned(chunk, sale_id, key, taken))
        left -= taken
    if left:
        return False
    await return_rows(db, parts)
    return True


async def _latest(
    db: AsyncSession, about: dict[str, Any], quantity: Units
) -> Sequence[Any]:
    """The latest sales that hold so many units: as many sales as units, or more where
    they hold parts of one."""
    most = ceil(quantity)
    while True:
        found = (await db.execute(_LATEST, about | {"most": most})).all()
        if len(found) < most or sum(units for _, units in found) >= quantity:
            return found
        most *= 4
