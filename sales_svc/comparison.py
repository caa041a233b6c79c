"""What is recorded under the keys of a file's rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

from sales_svc.rules import Outcome, RecordedRow, ToldRow, outcome_of
from shared.clock import business_zone, end_of_day, start_of_day
from shared.db.quantities import QUANTITY
from shared.quantities import Units

_RECORDED = """
    SELECT s.row_key, s.id, s.quantity, s.price, s.amount, s.returned,
        s.voided_at IS NOT NULL AS voided, i.decided_at
    FROM sales AS s LEFT JOIN imports AS i ON i.import_id = s.import_id
    WHERE s.row_key = ANY(CAST(:keys AS text[])) ORDER BY s.row_key
"""
_READ = text(_RECORDED).columns(quantity=QUANTITY, returned=QUANTITY)
# In the order of their keys, so that replicas cannot deadlock.
_LOCK = text(_RECORDED + " FOR UPDATE OF s").columns(
    quantity=QUANTITY, returned=QUANTITY
)


async def recorded_rows(
    db: AsyncSession, keys: Collection[str], *, lock: bool = False
) -> dict[str, RecordedRow]:
    """The sale under each of these keys that has one; nobody else changes it until the
    end of the transaction when it is ``lock``ed."""
    found = await db.execute(_LOCK if lock else _READ, {"keys": sorted(keys)})
    return {key: RecordedRow(*row) for key, *row in found}


# A number of a ticket is unique within its day only, and the former keys knew no day.
_ROWS = "unnest(:keys, :former_keys, :days) AS x(row_key, former_key, sold_at)"
_OF_THAT_DAY = """s.row_key = x.former_key
    AND CAST(s.sold_at AT TIME ZONE :zone AS date) = CAST(x.sold_at AT TIME ZONE :zone AS date)
    AND NOT EXISTS (SELECT FROM sales AS n WHERE n.row_key = x.row_key)"""
_ADOPT = "UPDATE sales AS s SET row_key = x.row_key FROM {rows} WHERE {of_that_day}"
_FIND = "SELECT x.row_key, s.row_key FROM {rows} JOIN sales AS s ON {of_that_day}"


def _former(statement: str) -> TextClause:
    return text(statement.format(rows=_ROWS, of_that_day=_OF_THAT_DAY)).bindparams(
        bindparam("keys", type_=ARRAY(Text)),
        bindparam("former_keys", type_=ARRAY(Text)),
        bindparam("days", type_=ARRAY(DateTime(timezone=True))),
    )


_ADOPT_FORMER, _FIND_FORMER = _former(_ADOPT), _former(_FIND)

FormerKeys = Sequence[tuple[str, str, datetime]]
"""Of rows: their key, the one that versions before gave them, and when they were sold."""


async def adopt_former_keys(db: AsyncSession, rows: FormerKeys) -> None:
    """Sales that versions before recorded get the key of the row that tells of them."""
    if rows:
        await db.execute(_ADOPT_FORMER, _former_values(rows))


async def former_keys_in_use(db: AsyncSession, rows: FormerKeys) -> Mapping[str, str]:
    """For keys of these rows the former one under which there is a sale of their day."""
    if not rows:
        return {}
    found = await db.execute(_FIND_FORMER, _former_values(rows))
    return {row[0]: row[1] for row in found}


def _former_values(rows: FormerKeys) -> dict[str, object]:
    keys, former_keys, days = zip(*sorted(rows), strict=True)
    return {
        "keys": list(keys),
        "former_keys": list(former_keys),
        "days": list(days),
        "zone": business_zone().key,
    }


async def outcomes_of(
    db: AsyncSession, rows: Sequence[tuple[str, ToldRow]], former: FormerKeys
) -> list[tuple[Outcome, Units | None]]:
    """What would become of rows by their keys, and the units recorded for each now."""
    known_as = await former_keys_in_use(db, former)
    keys = [known_as.get(key, key) for key, _ in rows]
    recorded = await recorded_rows(db, keys)
    found = [recorded.get(key) for key in keys]
    return [
        (outcome_of(told, sale), None if sale is None else sale.quantity)
        for (_, told), sale in zip(rows, found, strict=True)
    ]


_COUNT = text(
    "SELECT count(*) FROM sales WHERE sold_at >= :since AND sold_at < :until"
    " AND voided_at IS NULL AND starts_with(row_key, :prefix)"
)


async def count_recorded(
    db: AsyncSession, source: str, first_day: date, last_day: date
) -> int:
    """Live sales that imports of this source recorded for these days of the shop."""
    counted = await db.scalar(
        _COUNT,
        {
            "since": start_of_day(first_day),
            "until": end_of_day(last_day),
            "prefix": f"{source}/",
        },
    )
    return int(counted or 0)
