"""Kept forecasts are renewed when something has changed since: a sale of a past day, a
correction, an override, an event of the calendar."""

import asyncio
from collections.abc import Sequence
from itertools import starmap
from typing import NamedTuple

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.totals import KEPT_DAYS
from forecast_svc.errors import ProductNotFound
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.forecasts.operations.store_forecast import (
    database_now,
    delete_forecast,
    store_forecast,
)
from forecast_svc.projection.operations.mark_stale import (
    mark_missing,
    mark_stale,
)
from shared.background import Periodic
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 1.0
AT_ONCE = 50
MOST_NOW_S = 1.5
"""Seconds of quick fits that a request waits for; a hundred products or so."""
NOW_TOGETHER = 4

_STALE = text("SELECT product_id FROM stale_forecasts ORDER BY since LIMIT :most")


class _StaleRow(NamedTuple):
    product_id: int


async def renew_forecast(
    database: Database, forecaster: Forecaster, product_id: int
) -> None:
    """The product's forecast as of the last complete day."""
    async with database.read() as db:
        asked_at = await database_now(db)
    try:
        forecast = await forecaster.forecast(ForecastRequest(product_id, KEPT_DAYS))
    except ProductNotFound:
        async with database.transaction() as db:
            await delete_forecast(db, product_id)
        return
    async with database.transaction() as db:
        await store_forecast(db, forecast, asked_at)


async def forecast_missing(
    database: Database, forecaster: Forecaster, product_ids: Sequence[int]
) -> None:
    """Forecast the first of some products now, quickly, and have the others forecast
    soon."""
    loop = asyncio.get_running_loop()
    left, until = list(product_ids), loop.time() + MOST_NOW_S
    while left and loop.time() < until:
        some, left = left[:NOW_TOGETHER], left[NOW_TOGETHER:]
        await asyncio.gather(*(renew_forecast(database, forecaster, i) for i in some))
    if left:
        async with database.transaction() as db:
            await mark_missing(db, left)


class KeptForecastRenewer(Periodic):
    """``run`` until ``stop`` renews what is stale, the oldest first."""

    name = "forecast_svc.keeping"

    def __init__(self, database: Database, forecaster: Forecaster) -> None:
        super().__init__()
        self._database = database
        self._forecaster = forecaster

    async def _round(self) -> None:
        async with self._database.read() as db:
            products = await _stale(db)
        if products:
            async with SessionLock(self._database, Purpose.KEEPING) as lock:
                if lock.held:
                    await self._renew(products)
        await self._wait(POLL_S)

    async def _renew(self, products: list[int]) -> None:
        for product_id in products:
            if self._stopping.is_set():
                return
            try:
                await renew_forecast(self._database, self._forecaster, product_id)
            except Exception as error:
                # One product that fails keeps no other waiting: it comes last again.
                log.warning(
                    "kept_forecast_not_renewed",
                    product_id=product_id,
                    error=f"{type(error).__name__}: {error}",
                )
                async with self._database.transaction() as db:
                    await mark_stale(db, [product_id])
        log.info("kept_forecasts_renewed", products=len(products))


async def _stale(db: AsyncSession) -> list[int]:
    rows = starmap(_StaleRow, await db.execute(_STALE, {"most": AT_ONCE}))
    return [row.product_id for row in rows]
