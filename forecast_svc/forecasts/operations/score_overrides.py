"""Score overrides whose days are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.overrides import Override
from forecast_svc.errors import OverrideNotFound
from forecast_svc.forecasts.series import load_series

_DUE = text("""
SELECT id, product_id, first_day, last_day, percentage, units, baseline
FROM overrides WHERE days IS NULL AND withdrawn_on IS NULL AND last_day <= :last_day
ORDER BY last_day LIMIT :most
""")
_SCORE = text("""
UPDATE overrides SET days = :days, sold = :sold, absolute_error = :error,
    baseline_absolute_error = :baseline_error
WHERE id = :id
""")
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class _DueRow:
    id: int
    product_id: int
    first_day: date
    last_day: date
    percentage: float | None
    units: float | None
    baseline: Sequence[float]


async def score_overrides(db: AsyncSession, last_day: date) -> int:
    """Some whose days are over; how many were looked at.

    Days on which the shelf was empty do not count.
    """
    due = {"last_day": last_day, "most": AT_ONCE}
    rows = [_DueRow(*row) for row in await db.execute(_DUE, due)]
    for row in rows:
        planned = Override(
            row.id, row.first_day, row.last_day, row.percentage, row.units
        )
        sold = await _sold(db, row.product_id, planned)
        errors = [
            (abs(planned.instead_of(expected) - units), abs(expected - units))
            for expected, units in zip(row.baseline, sold, strict=True)
            if units is not None
        ]
        score = {
            "id": row.id,
            "days": len(errors),
            "sold": sum(units for units in sold if units is not None),
            "error": sum(error for error, _ in errors),
            "baseline_error": sum(error for _, error in errors),
        }
        await db.execute(_SCORE, score)
    return len(rows)


async def _sold(
    db: AsyncSession, product_id: int, planned: Override
) -> list[float | None]:
    """Units on each of its days; ``None`` where the shelf was empty or nobody knows."""
    demand = await load_series(db, product_id, planned.last_day)
    if demand is None:
        raise OverrideNotFound(planned.id)
    days = (planned.last_day - planned.first_day).days + 1
    values = demand.known(planned.last_day)
    # A product that had not sold anything yet sold nothing.
    return ([0.0] * days + values)[-days:]
