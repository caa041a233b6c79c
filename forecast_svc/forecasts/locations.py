"""A product's forecast at one of its locations."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.locations import LocationPart, location_parts
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series
from forecast_svc.forecasts.forecast import Forecast
from forecast_svc.forecasts.series import first_usable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATHS = 1_000
"""Of a location's bounds and quantiles."""
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


@dataclass(frozen=True, slots=True)
class LocationForecasts:
    """A product's forecast shared out: all locations together are the product's.
    ``parts`` are of the days of the forecast, by location."""

    forecast: Forecast
    parts: dict[int, LocationPart]

    def at(self, location_id: int) -> LocationForecast:
        """Draws paths, which takes some 30 ms for four weeks: not in the event loop."""
        from forecast_svc.engine.location_paths import DrawnPrediction

        drawn = self.paths(location_id, len(self.forecast.prediction.mean))
        made = replace(
            self.forecast,
            prediction=DrawnPrediction.of(self.stated(location_id), drawn),
            baseline=self._part(location_id).of(self.forecast.baseline),
        )
        return LocationForecast(made, self.parts.get(location_id))

    def stated(self, location_id: int) -> Prediction:
        """By means and standard deviations alone: nothing is drawn."""
        return self._part(location_id).of(self.forecast.prediction)

    def paths(
        self, location_id: int, days: int, count: int = PATHS
    ) -> "NDArray[np.float64]":
        """``count`` ways in which the first days may go at a location, (count, days).

        Joint: the first path of each location adds up to the first one of the product,
        and so on. The same for the same product, day, ``days`` and ``count``; slow, as
        ``at`` is.
        """
        return self.all_paths(days, count).get(location_id, _none(days, count))

    def _part(self, location_id: int) -> LocationPart:
        days = len(self.forecast.prediction.mean)
        nothing = LocationPart([0.0] * days, own=False, dispersion=1.0)
        return self.parts.get(location_id, nothing)

    def all_paths(
        self, days: int, count: int = PATHS
    ) -> "dict[int, NDArray[np.float64]]":
        """Those of every location that has ever sold the product."""
        from forecast_svc.engine.location_paths import share_out

        prediction, seed = self.forecast.prediction.head(days), self.forecast.seed
        return share_out(
            prediction.paths(count, seed),
            self.parts,
            seed,
            measured=prediction.measured,
        )


def _none(days: int, count: int) -> "NDArray[np.float64]":
    import numpy as np

    return np.zeros((count, days))


async def at_locations(db: AsyncSession, forecast: Forecast) -> LocationForecasts:
    end, gap = forecast.data_end, forecast.gap_days
    sold = await _sold(db, forecast.request.product_id, end)
    parts = location_parts(sold, gap + len(forecast.prediction.mean))
    return LocationForecasts(
        forecast,
        {
            location: replace(part, share=part.share[gap:])
            for location, part in parts.items()
        },
    )


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
