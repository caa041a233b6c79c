"""Score issued forecasts whose days are over."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.metrics import SCORE_HORIZON, WEEK, Issued, Score, score
from forecast_svc.forecasts.series import load_series

AT_ONCE = 50
ISSUED_RETENTION = timedelta(days=60)
SCORES_RETENTION = timedelta(days=400)

_DUE = text("""
SELECT product_id, as_of, mean, lower_80, upper_80, lower_95, upper_95, sum_quantiles
FROM issued i
WHERE as_of <= :latest AND NOT EXISTS (
    SELECT FROM scores s WHERE s.product_id = i.product_id AND s.as_of = i.as_of)
ORDER BY as_of, product_id LIMIT :most
""")
_UPSERT = text("""
INSERT INTO scores (product_id, as_of, days, sold, error, absolute_error, naive_absolute_error,
    rmsse, naive_rmsse, mase, pinball, covered_80, covered_95, naive_error, demand_class, sum_pinball,
    sum_below)
VALUES (:product, :day, :days, :sold, :error, :absolute_error, :naive_absolute_error,
    :rmsse, :naive_rmsse, :mase, :pinball, :covered_80, :covered_95, :naive_error, :demand_class,
    :sum_pinball, :sum_below)
ON CONFLICT DO NOTHING
""")
_FORGET_ISSUED = text("DELETE FROM issued WHERE as_of < :before")
_FORGET_SCORES = text("DELETE FROM scores WHERE as_of < :before")
_NOTHING = Score(0, 0, 0, 0, 0, None, None, None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class _IssuedRow:
    product_id: int
    as_of: date
    mean: Sequence[float]
    lower_80: Sequence[float]
    upper_80: Sequence[float]
    lower_95: Sequence[float]
    upper_95: Sequence[float]
    sum_quantiles: Sequence[float] | None


async def score_due(db: AsyncSession, last_day: date) -> int:
    """Some forecasts whose 28 days are over; how many were looked at."""
    due = {"latest": last_day - timedelta(days=SCORE_HORIZON), "most": AT_ONCE}
    rows = [_IssuedRow(*row) for row in await db.execute(_DUE, due)]
    for row in rows:
        made = await _scored(db, row) or _NOTHING
        key = {"product": row.product_id, "day": row.as_of}
        await db.execute(_UPSERT, key | asdict(made))
    return len(rows)


async def forget_old_scores(db: AsyncSession, last_day: date) -> None:
    await db.execute(_FORGET_ISSUED, {"before": last_day - ISSUED_RETENTION})
    await db.execute(_FORGET_SCORES, {"before": last_day - SCORES_RETENTION})


async def _scored(db: AsyncSession, row: _IssuedRow) -> Score | None:
    end = row.as_of + timedelta(days=SCORE_HORIZON)
    demand = await load_series(db, row.product_id, end)
    if demand is None:
        return None
    values = demand.known(end)
    before = demand.values[: max(0, len(values) - SCORE_HORIZON)]
    if len(before) < WEEK:
        return None
    issued = Issued(
        row.mean, row.lower_80, row.upper_80, row.lower_95, row.upper_95,
        row.sum_quantiles,
    )  # fmt: skip
    return score(before, values[-SCORE_HORIZON:], issued)
