"""Score the weeks of issued forecasts, and raise or end alarms of lasting bias."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.bias_alarm import WEEKS, bias_alarm
from forecast_svc.engine.metrics import WEEK
from forecast_svc.forecasts.series import load_series

AT_ONCE = 50
RETENTION = timedelta(weeks=WEEKS + 4)

# Weeks that do not overlap: those of forecasts as of a Sunday.
_DUE = text("""
SELECT product_id, as_of, mean[1:7] AS mean, week_std FROM issued i
WHERE extract(isodow FROM as_of) = 7 AND as_of <= :latest AND week_std IS NOT NULL
    AND NOT EXISTS (SELECT FROM scored_weeks w
        WHERE w.product_id = i.product_id AND w.as_of = i.as_of)
ORDER BY as_of, product_id LIMIT :most
""")
_SCORE = text("""
INSERT INTO scored_weeks (product_id, as_of, deviation) VALUES (:product, :as_of, :deviation)
ON CONFLICT DO NOTHING
""")
_DEVIATIONS = text("""
SELECT product_id, as_of, deviation FROM scored_weeks
WHERE product_id = ANY(CAST(:products AS bigint[])) AND deviation IS NOT NULL
    AND as_of > :since
ORDER BY product_id, as_of
""")
_PRODUCTS = text(
    "SELECT count(DISTINCT product_id) FROM scored_weeks WHERE as_of > :since"
)
_END = text(
    "DELETE FROM bias_alarms WHERE product_id = ANY(CAST(:products AS bigint[]))"
)
_RAISE = text("""
INSERT INTO bias_alarms (product_id, since, direction) VALUES (:product, :since, :direction)
""")
_FORGET = text("DELETE FROM scored_weeks WHERE as_of < :before")
# Of a product that is no longer forecast there is no bias to speak of.
_FORGET_ALARMS = text("""
DELETE FROM bias_alarms b WHERE NOT EXISTS (
    SELECT FROM scored_weeks w WHERE w.product_id = b.product_id AND w.as_of > :recent)
""")


class _DueRow(NamedTuple):
    product_id: int
    as_of: date
    mean: Sequence[float]
    week_std: float


class _WeekRow(NamedTuple):
    product_id: int
    as_of: date
    deviation: float


async def score_weeks(db: AsyncSession, last_day: date) -> int:
    """Some weeks that are over; how many were looked at."""
    due = {"latest": last_day - timedelta(days=WEEK), "most": AT_ONCE}
    rows = [*starmap(_DueRow, await db.execute(_DUE, due))]
    for row in rows:
        key = {"product": row.product_id, "as_of": row.as_of}
        await db.execute(_SCORE, key | {"deviation": await _deviation(db, row)})
    if rows:
        await _watch(db, sorted({row.product_id for row in rows}), last_day)
    return len(rows)


async def forget_old_weeks(db: AsyncSession, last_day: date) -> None:
    await db.execute(_FORGET, {"before": last_day - RETENTION})
    await db.execute(_FORGET_ALARMS, {"recent": last_day - timedelta(weeks=8)})


async def _deviation(db: AsyncSession, row: _DueRow) -> float | None:
    """``None`` where a day of the week is not known, as without stock, or where the
    forecast was sure of it."""
    end = row.as_of + timedelta(days=WEEK)
    demand = await load_series(db, row.product_id, end)
    sold = demand.known(end)[-WEEK:] if demand is not None else []
    if len(sold) < WEEK or None in sold or not row.week_std:
        return None
    return (sum(row.mean) - sum(units or 0.0 for units in sold)) / row.week_std


async def _watch(db: AsyncSession, products: list[int], last_day: date) -> None:
    since = last_day - timedelta(weeks=WEEKS)
    in_all = await db.scalar(_PRODUCTS, {"since": since}) or 0
    weeks: dict[int, list[_WeekRow]] = defaultdict(list)
    found = await db.execute(_DEVIATIONS, {"products": products, "since": since})
    for row in starmap(_WeekRow, found):
        weeks[row.product_id].append(row)
    await db.execute(_END, {"products": products})
    for product_id, of_product in sorted(weeks.items()):
        alarm = bias_alarm([week.deviation for week in of_product], int(in_all))
        if alarm is not None:
            # The week begins the day after its forecast.
            start = of_product[alarm.start].as_of + timedelta(days=1)
            raised = {"since": start, "direction": alarm.direction}
            await db.execute(_RAISE, {"product": product_id} | raised)
