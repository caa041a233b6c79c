"""Keep forecasts as of a day, so that what to order is computed without forecasting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.prediction import Prediction
from forecast_svc.forecasts.forecast import Forecast
from forecast_svc.projection.operations.touch_advice import touch_advice

DEMAND_DAYS = 90
"""Ahead; what lies beyond goes on as they do (``Prediction.extended``)."""
TOGETHER = 0
"""In place of a location's id: all locations together."""
MISSED_DAYS = 90
_PASSING = {"fit_failed", "fit_timed_out", "fit_queue_full"}
"""Faults after which the next answer may be a better one."""

# What has changed since it was asked for may not be in it.
_KEEP = text("""
INSERT INTO demand_forecasts AS d (product_id, location_id, as_of, mean, std, cumulative_std,
    dispersion, nominal, measured, reason, missed_days, missed_units, made_at)
SELECT :product, :location, :as_of, CAST(:mean AS real[]), CAST(:std AS real[]),
    CAST(:sums AS real[]), CAST(:dispersion AS real[]), CAST(:nominal AS real[]),
    :measured, :reason, CAST(:missed_days AS date[]), CAST(:missed_units AS real[]), :asked_at
WHERE NOT EXISTS (
    SELECT FROM touched_products t WHERE t.product_id = :product AND t.since >= :asked_at
)
ON CONFLICT (product_id, as_of, location_id) DO UPDATE SET mean = excluded.mean,
    std = excluded.std, cumulative_std = excluded.cumulative_std,
    dispersion = excluded.dispersion, nominal = excluded.nominal,
    measured = excluded.measured, reason = excluded.reason,
    missed_days = excluded.missed_days, missed_units = excluded.missed_units,
    made_at = excluded.made_at
WHERE d.made_at < excluded.made_at
""")
_OTHERS = text("""
DELETE FROM demand_forecasts
WHERE product_id = :product AND as_of = :as_of AND made_at < :asked_at
""")


@dataclass(frozen=True, slots=True)
class StoredDemand:
    """Of one product at a location, or ``TOGETHER``, after ``as_of``. ``missed``: the
    demand estimated for days without stock, of the ``MISSED_DAYS`` before."""

    product_id: int
    location_id: int
    as_of: date
    prediction: Prediction
    missed: tuple[tuple[date, float], ...] = ()

    @classmethod
    def together(cls, forecast: Forecast) -> Self:
        series, stockouts = forecast.inputs.series, forecast.inputs.stockouts
        since = forecast.as_of - timedelta(days=MISSED_DAYS)
        days = (
            (series.first_day + timedelta(days=n), series.values[n])
            for n in series.censored
        )
        return cls(
            forecast.request.product_id,
            TOGETHER,
            forecast.as_of,
            forecast.prediction,
            tuple(
                (day, units)
                for day, units in days
                if day > since and day in stockouts.stocked_out
            ),
        )


async def store_demand(
    db: AsyncSession, made: Sequence[StoredDemand], asked_at: datetime
) -> None:
    """What they stand on is of ``asked_at`` or later."""
    rows = [_row(each) | {"asked_at": asked_at} for each in made if _lasts(each)]
    if rows:
        await db.execute(_KEEP, rows)


async def renew_demand(
    db: AsyncSession, made: StoredDemand, asked_at: datetime
) -> None:
    """A product was forecast anew: parts of what was kept before fall, too."""
    key = {"product": made.product_id, "as_of": made.as_of, "asked_at": asked_at}
    await db.execute(_OTHERS, key)
    await store_demand(db, [made], asked_at)
    await touch_advice(db, [made.product_id])


def _lasts(made: StoredDemand) -> bool:
    return made.prediction.reason not in _PASSING


def _row(made: StoredDemand) -> dict[str, object]:
    prediction = made.prediction.head(DEMAND_DAYS)
    found = prediction.calibration
    return {
        "product": made.product_id,
        "location": made.location_id,
        "as_of": made.as_of,
        "mean": list(prediction.mean),
        "std": list(prediction.std),
        "sums": list(prediction.cumulative_std),
        "dispersion": None if found is None else list(found.dispersion),
        "nominal": None if found is None else [list(each) for each in found.nominal],
        "measured": prediction.measured,
        "reason": prediction.reason,
        "missed_days": [day for day, _ in made.missed],
        "missed_units": [units for _, units in made.missed],
    }
