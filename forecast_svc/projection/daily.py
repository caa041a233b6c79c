"""What was sold by day, as people see it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import starmap

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.series import days_between
from forecast_svc.engine.stockouts import StockoutChange, stockout_days
from forecast_svc.rules import last_complete_day


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    quantity: int
    revenue: Decimal
    sales: int
    censored: bool


@dataclass(frozen=True, slots=True)
class DailySeries:
    product_id: int
    first_day: date | None
    as_of: date
    points: list[Day]


_FIRST_DAY = text("""
SELECT min(day) FROM daily d JOIN generations g USING (generation)
WHERE g.state = 'live' AND product_id = :product AND quantity > 0 AND day <= :today
""")
_DAYS = text("""
SELECT day, greatest(quantity, 0) AS quantity, greatest(revenue, 0) AS revenue,
    greatest(sales, 0) AS sales
FROM daily d JOIN generations g USING (generation)
WHERE g.state = 'live' AND product_id = :product AND day BETWEEN :since AND :until
""")
_STOCKOUT_CHANGES = text("""
SELECT CAST(t.at AT TIME ZONE g.business_tz AS date), t.empty
FROM stockout_changes t JOIN generations g ON g.state = 'live'
WHERE t.product_id = :product AND CAST(t.at AT TIME ZONE g.business_tz AS date) <= :until
ORDER BY t.movement_id
""")
_USUAL_DAYS = 730


async def daily_series(
    db: AsyncSession,
    product_id: int,
    *,
    since: date | None,
    until: date | None,
    today: date,
) -> DailySeries:
    """Days without a gap, from the first sale or ``since``, whichever is later.

    Never later than ``today``, whose sales are not complete yet.
    """
    as_of = last_complete_day(today)
    until = min(until or as_of, today)
    since = since or until - timedelta(days=_USUAL_DAYS - 1)
    first = await db.scalar(_FIRST_DAY, {"product": product_id, "today": today})
    if first is None:
        return DailySeries(product_id, None, as_of, [])
    since = max(since, first)
    rows = await db.execute(
        _DAYS, {"product": product_id, "since": since, "until": until}
    )
    changed = await db.execute(
        _STOCKOUT_CHANGES, {"product": product_id, "until": until}
    )
    empty = stockout_days(starmap(StockoutChange, changed), min(until, as_of))
    sold = {
        row.day: Day(
            row.day, row.quantity, row.revenue, row.sales, censored=row.day in empty
        )
        for row in rows
    }
    points = [
        sold.get(day) or Day(day, 0, Decimal(0), 0, censored=day in empty)
        for day in days_between(since, until)
    ]
    return DailySeries(product_id, first, as_of, points)
