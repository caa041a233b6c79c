"""Store how sums of products have varied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.calibration import SumCalibration

RETENTION = timedelta(days=60)
"""As long as issued forecasts are kept: what a total was told of on a past day."""

_FORGET = text("DELETE FROM total_calibrations WHERE as_of = :as_of OR as_of < :before")
_STORE = text("""
INSERT INTO total_calibrations (unit, whole, category, as_of, dispersion, nominal)
VALUES (:unit, :whole, :category, :as_of, CAST(:dispersion AS real[]),
    CAST(:nominal AS real[]))
ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Group:
    """Products that are counted in one unit: of the ``whole`` shop, or of a category;
    "" for those of none."""

    unit: str
    whole: bool
    category: str
    product_ids: frozenset[int]


async def store_total_calibrations(
    db: AsyncSession,
    as_of: date,
    groups: Sequence[Group],
    found: Sequence[SumCalibration],
) -> None:
    """Those of other days stay, as long as somebody may ask for a total of then."""
    await db.execute(_FORGET, {"as_of": as_of, "before": as_of - RETENTION})
    rows = [
        {
            "unit": group.unit,
            "whole": group.whole,
            "category": group.category,
            "as_of": as_of,
            "dispersion": calibration.dispersion,
            "nominal": calibration.nominal,
        }
        for group, calibration in zip(groups, found, strict=True)
    ]
    if rows:
        await db.execute(_STORE, rows)
