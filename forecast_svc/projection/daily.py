"""What was sold by day, as people see it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.series import days_between
from forecast_svc.engine.stockouts import StockoutChange, stockout_days
from forecast_svc.rules import last_complete_day
from shared.quantities import Units, exact


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    quantity: Units
    consumed: Units
    revenue: Decimal
    sales: int
    censored: bool


@dataclass(frozen=True, slots=True)
class DailySeries:
    product_id: int
    location_id: int | None
    first_day: date | None
    as_of: date
    points: list[Day]


# All locations together, or one of them.
_FIRST_DAY = text("""
SELECT min(day) FROM live_daily
WHERE product_id = :product AND quantity > 0 AND day <= :today
    AND (CAST(:location AS bigint) IS NULL OR location_id = :location)
""")
_DAYS = text("""
SELECT day, greatest(sum(quantity - consumed), 0) AS quantity,
    greatest(sum(consumed), 0) AS consumed, greatest(sum(revenue), 0) AS revenue, CAST(greatest(sum(sales), 0) AS bigint) AS sales
FROM live_daily
WHERE product_id = :product AND day BETWEEN :since AND :until
    AND (CAST(:location AS bigint) IS NULL OR location_id = :location)
GROUP BY day
""")
_STOCKOUT_CHANGES = text("""
SELECT day, empty, location_id FROM live_availability
WHERE product_id = :product
    AND (CAST(:location AS bigint) IS NULL OR location_id = :location)
ORDER BY movement_id
""")
_USUAL_DAYS = 730


class _SoldRow(NamedTuple):
    day: date
    quantity: Units
    consumed: Units
    revenue: Decimal
    sales: int


async def daily_series(
    db: AsyncSession,
    product_id: int,
    *,
    since: date | None,
    until: date | None,
    today: date,
    location_id: int | None = None,
) -> DailySeries:
    """Days without a gap, from the first sale or ``since``, whichever is later; of all
    locations together when none is named.

    Never later than ``today``, whose sales are not complete yet.
    """
    as_of = last_complete_day(today)
    until = min(until or as_of, today)
    since = since or until - timedelta(days=_USUAL_DAYS - 1)
    where = {"product": product_id, "location": location_id}
    first: date | None = await db.scalar(_FIRST_DAY, where | {"today": today})
    if first is None:
        return DailySeries(product_id, location_id, None, as_of, [])
    since = max(since, first)
    changes = await db.execute(_STOCKOUT_CHANGES, where)
    empty = stockout_days(starmap(StockoutChange, changes), min(until, as_of))
    rows = await db.execute(_DAYS, where | {"since": since, "until": until})
    sold = {
        row.day: row._replace(
            quantity=exact(row.quantity), consumed=exact(row.consumed)
        )
        for row in starmap(_SoldRow, rows)
    }
    points = [
        Day(*sold.get(day, _SoldRow(day, 0, 0, Decimal(0), 0)), censored=day in empty)
        for day in days_between(since, until)
    ]
    return DailySeries(product_id, location_id, first, as_of, points)
