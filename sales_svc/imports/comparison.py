"""What is recorded under the keys of a file's rows, and for the days of a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, DateTime, Text

from sales_svc.rules import Outcome, RecordedRow, ToldRow, outcome_of
from shared.clock import business_zone, end_of_day, start_of_day
from shared.db.quantities import QUANTITY
from shared.http.pages import read_cursor, write_cursor
from shared.quantities import Units, exact
from shared.types import Id, Instant

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


_OF_DAYS = (
    " FROM sales WHERE sold_at >= :since AND sold_at < :until"
    " AND voided_at IS NULL AND starts_with(row_key, :prefix)"
)
_COUNT = text(f"SELECT count(*) {_OF_DAYS}")
_LIST = text(
    f"SELECT id, row_key, product_id, quantity, sold_at {_OF_DAYS}"
    " AND (sold_at, id) > (:last_at, :last_id) ORDER BY sold_at, id LIMIT :most"
).columns(quantity=QUANTITY)
_POSITION: TypeAdapter[tuple[datetime, int]] = TypeAdapter(tuple[Instant, Id])


@dataclass(frozen=True, slots=True)
class RecordedSale:
    """A live sale under the key of its row."""

    sale_id: int
    row_key: str
    product_id: int
    quantity: Units
    sold_at: datetime


def _of_days(source: str, first_day: date, last_day: date) -> dict[str, object]:
    return {
        "since": start_of_day(first_day),
        "until": end_of_day(last_day),
        "prefix": f"{source}/",
    }


async def count_recorded(
    db: AsyncSession, source: str, first_day: date, last_day: date
) -> int:
    """Live sales that imports of this source recorded for these days of the shop."""
    counted = await db.scalar(_COUNT, _of_days(source, first_day, last_day))
    return int(counted or 0)


async def list_recorded(
    db: AsyncSession,
    source: str,
    first_day: date,
    last_day: date,
    *,
    cursor: str,
    limit: int,
) -> tuple[list[RecordedSale], str | None]:
    """Those sales in order of time after a cursor, and the cursor of those after them,
    if any."""
    days = _of_days(source, first_day, last_day)
    last_at, last_id = read_cursor(cursor, _POSITION) or (
        start_of_day(first_day),
        0,
    )
    found = await db.execute(
        _LIST, days | {"last_at": last_at, "last_id": last_id, "most": limit + 1}
    )
    rows = [RecordedSale(*row) for row in found]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].sold_at, rows[limit - 1].sale_id)


_MONTHS = text(
    """
    SELECT to_char(sold_at AT TIME ZONE :zone, 'YYYY-MM'), sum(quantity - returned),
        coalesce(sum(quantity - returned) FILTER (
            WHERE starts_with(row_key, :prefix)), 0)
    FROM sales WHERE sold_at >= :since AND sold_at < :until AND voided_at IS NULL
    GROUP BY 1 ORDER BY 1
    """
)


async def units_by_month(
    db: AsyncSession, source: str, first_day: date, last_day: date
) -> dict[str, tuple[Units, Units]]:
    """What is recorded for these days of the shop, as 2026-05: units in all, and of
    imports of this source."""
    days = _of_days(source, first_day, last_day) | {"zone": business_zone().key}
    found = await db.execute(_MONTHS, days)
    return {month: (exact(units), exact(mine)) for month, units, mine in found}


PATTERN_DAYS = 364
"""Of which the days of the week are told: as many of each."""

# Totals that an import spread over days itself say nothing of the days of the week.
_WEEKDAYS = text(
    """
    WITH told AS (
        SELECT product_id, quantity - returned AS units,
            CAST(sold_at AT TIME ZONE :zone AS date) AS day
        FROM sales
        WHERE voided_at IS NULL AND (import_id IS NULL OR import_id <> ALL(:without))
            AND sold_at > (
                SELECT max(sold_at) - make_interval(days => :days) FROM sales
                WHERE voided_at IS NULL
                    AND (import_id IS NULL OR import_id <> ALL(:without))
            )
    )
    SELECT product_id, CAST(extract(isodow FROM day) AS integer), sum(units),
        count(DISTINCT day)
    FROM told WHERE product_id = ANY(:products) GROUP BY 1, 2
    UNION ALL
    SELECT NULL, CAST(extract(isodow FROM day) AS integer), sum(units),
        count(DISTINCT day)
    FROM told GROUP BY 2
    """
).bindparams(
    bindparam("without", type_=ARRAY(BigInteger)),
    bindparam("products", type_=ARRAY(BigInteger)),
)


@dataclass(frozen=True, slots=True)
class WeekdaySums:
    """By day of the week from Monday on: units sold, and days on which any were."""

    units: list[Units]
    days: list[int]


@dataclass(frozen=True, slots=True)
class Weekdays:
    shop: WeekdaySums
    products: dict[int, WeekdaySums]


async def units_by_weekday(
    db: AsyncSession, products: Sequence[int], without_imports: Sequence[int]
) -> Weekdays:
    """Of the year before the latest sale that is not of one of these imports, for the
    shop and for each of these products."""
    found = await db.execute(
        _WEEKDAYS,
        {
            "zone": business_zone().key,
            "days": PATTERN_DAYS,
            "without": list(without_imports),
            "products": list(products),
        },
    )
    sums: dict[int | None, WeekdaySums] = {}
    for product, weekday, units, days in found:
        mine = sums.setdefault(product, WeekdaySums([0] * 7, [0] * 7))
        mine.units[weekday - 1] = exact(units)
        mine.days[weekday - 1] = days
    shop = sums.pop(None, WeekdaySums([0] * 7, [0] * 7))
    return Weekdays(shop, {key: one for key, one in sums.items() if key is not None})
