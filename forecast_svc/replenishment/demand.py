"""What products will sell at their locations as of a day: kept, or forecast now."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import NamedTuple, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.prediction import Prediction, Reason
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.forecasts.locations import at_locations
from forecast_svc.forecasts.operations.store_demand import (
    DEMAND_DAYS,
    TOGETHER,
    StoredDemand,
    store_demand,
)
from forecast_svc.forecasts.operations.store_forecast import database_now
from forecast_svc.rules import last_complete_day
from shared.clock import business_today

AT_ONCE = 4
"""Products being forecast at the same time: so few that no fit waits for long."""
NAME = "kept"

T = TypeVar("T")
Subject = tuple[int, int]
"""A product, and a location or ``TOGETHER``."""

_KEPT = text("""
SELECT d.product_id, d.location_id, d.mean, d.std, d.cumulative_std, d.dispersion, d.nominal,
    d.measured, d.reason
FROM unnest(CAST(:products AS bigint[]), CAST(:locations AS bigint[]))
    AS a (product_id, location_id)
JOIN demand_forecasts d USING (product_id, location_id)
WHERE d.as_of = :as_of
""")


class _KeptRow(NamedTuple):
    product_id: int
    location_id: int
    mean: list[float]
    std: list[float]
    cumulative_std: list[float]
    dispersion: list[float] | None
    nominal: list[list[float]] | None
    measured: bool
    reason: Reason | None

    def prediction(self) -> Prediction:
        found = None
        if self.dispersion is not None and self.nominal is not None:
            found = SumCalibration(self.dispersion, self.nominal)
        return Prediction(
            NAME,
            self.mean,
            self.std,
            self.cumulative_std,
            reason=self.reason,
            calibration=found,
            measured=self.measured,
        )


@dataclass(frozen=True, slots=True)
class DemandForecasts:
    """Each reaches ``DEMAND_DAYS`` ahead; ``Prediction.extended`` goes on from there."""

    forecaster: Forecaster

    async def of(
        self, subjects: Iterable[Subject], as_of: date
    ) -> dict[Subject, Prediction]:
        """``ProductNotFound`` of one of which nothing is known; ``DayNotComplete``.

        What is not kept is forecast, and kept then.
        """
        asked = set(subjects)
        database = self.forecaster.database
        async with database.read() as db:
            asked_at = await database_now(db)
            found = await _kept(db, asked, as_of)
        missing: dict[int, list[int]] = defaultdict(list)
        for product_id, location_id in sorted(asked - found.keys()):
            missing[product_id].append(location_id)
        past = as_of < last_complete_day(business_today())
        if past and len(missing) > AT_ONCE:
            await self._prepare(missing, as_of)

        async def one(product_id: int) -> list[StoredDemand]:
            return await self._forecast(product_id, missing[product_id], as_of)

        answers = await _few_at_once(one, missing)
        made = [each for answer in answers for each in answer]
        found |= {(m.product_id, m.location_id): m.prediction for m in made}
        if made:
            async with database.transaction() as db:
                await store_demand(db, made, asked_at)
                # As it will be read the next time: rounded, so that its paths are drawn once.
                found |= await _kept(db, asked, as_of)
        return found

    async def _prepare(self, product_ids: Iterable[int], as_of: date) -> None:
        """Train the shop's model of a past day, and fit those of the products meanwhile. One
        product does not wait for it; what was found of many is not to be found again."""

        async def train() -> None:
            if self.forecaster.training is not None:
                await self.forecaster.training.wait_for(as_of, patiently=True)

        async def fit(product_id: int) -> None:
            await self.forecaster.fit(product_id, as_of)

        await asyncio.gather(train(), _few_at_once(fit, product_ids))

    async def _forecast(
        self, product_id: int, locations: Sequence[int], as_of: date
    ) -> list[StoredDemand]:
        # A question about the last complete day does not wait for its global model.
        past = as_of if as_of < last_complete_day(business_today()) else None
        request = ForecastRequest(product_id, DEMAND_DAYS, as_of=past)
        forecast = await self.forecaster.forecast(request)
        async with self.forecaster.database.read() as db:
            shared_out = await at_locations(db, forecast)
        return [
            StoredDemand.together(forecast)
            if location_id == TOGETHER
            else StoredDemand(
                product_id, location_id, as_of, shared_out.stated(location_id)
            )
            for location_id in locations
        ]


async def _few_at_once(
    work: Callable[[int], Awaitable[T]], product_ids: Iterable[int]
) -> list[T]:
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(product_id: int) -> T:
        async with turns:
            return await work(product_id)

    return await asyncio.gather(*map(one, product_ids))


async def _kept(
    db: AsyncSession, asked: set[Subject], as_of: date
) -> dict[Subject, Prediction]:
    rows = await db.execute(
        _KEPT,
        {
            "products": [product_id for product_id, _ in asked],
            "locations": [location_id for _, location_id in asked],
            "as_of": as_of,
        },
    )
    return {
        (row.product_id, row.location_id): row.prediction()
        for row in starmap(_KeptRow, rows)
    }
