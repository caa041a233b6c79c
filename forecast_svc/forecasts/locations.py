"""A product's forecast at one of its locations."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.locations import LocationPart, location_parts
from forecast_svc.engine.series import Series
from forecast_svc.forecasts.forecast import Forecast
from forecast_svc.forecasts.series import first_usable

_SOLD = text("""
SELECT location_id, day, CAST(sum(quantity) * 1000 AS bigint) AS thousandths
FROM live_daily WHERE product_id = :product AND day BETWEEN :since AND :until
GROUP BY location_id, day ORDER BY location_id, day
""")


class _SoldRow(NamedTuple):
    location_id: int
    day: date
    thousandths: int


@dataclass(frozen=True, slots=True)
class LocationForecast:
    """``forecast`` is of the location alone; its inputs are still the product's."""

    forecast: Forecast
    part: LocationPart | None
    """``None`` where the location has never sold the product: nothing is expected."""


async def at_location(
    db: AsyncSession, forecast: Forecast, location_id: int
) -> LocationForecast:
    """Forecasts of all locations together are the product's."""
    end, gap = forecast.data_end, forecast.gap_days
    reach = len(forecast.prediction.mean)
    sold = await _sold(db, forecast.request.product_id, end)
    part = location_parts(sold, gap + reach).get(location_id)
    shown = LocationPart([0.0] * reach, own=False, dispersion=1.0)
    if part is not None:
        shown = replace(part, share=part.share[gap:])
    made = replace(
        forecast,
        prediction=shown.of(forecast.prediction),
        baseline=shown.of(forecast.baseline),
    )
    return LocationForecast(made, None if part is None else shown)


async def _sold(db: AsyncSession, product_id: int, end: date) -> dict[int, Series]:
    """Of each location that has sold the product, up to a day."""
    asked = {"product": product_id, "since": first_usable(end), "until": end}
    days: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for row in starmap(_SoldRow, await db.execute(_SOLD, asked)):
        days[row.location_id].append((row.day, row.thousandths))
    found = {}
    for location, of_days in days.items():
        first = next((day for day, units in of_days if units > 0), None)
        if first is not None:
            found[location] = Series.of(
                of_days, first_day=first, last_day=end, parts=1000
            )
    return found
