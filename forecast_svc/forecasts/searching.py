"""Quick fits are replaced: what was answered at once, by the simplest order, gets the
search that nobody had to wait for.

The fits themselves are the queue: one that was kept is searched for, whatever ends or
crashes meanwhile.
"""

import asyncio
from datetime import date

import structlog

from forecast_svc.errors import ProductNotFound
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.forecasts.operations.settle_quick_fits import (
    postpone_quick,
    quick_fits,
    settle_quick,
)
from forecast_svc.rules import last_complete_day
from shared.background import Periodic
from shared.clock import business_today, utc_now
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 1.0
AT_ONCE = 40
TOGETHER = 4
"""Products in work: while one is fitted others are read and stored."""


class QuickFitReplacer(Periodic):
    """``run`` until ``stop`` replaces what was fitted quickly, the oldest first; in one
    process of all, so that nothing is searched for twice."""

    name = "forecast_svc.searching"

    def __init__(self, database: Database, forecaster: Forecaster) -> None:
        super().__init__()
        self._database = database
        self._forecaster = forecaster

    async def _round(self) -> None:
        if await self._waiting(1):
            async with SessionLock(self._database, Purpose.SEARCHING) as lock:
                if lock.held:
                    await self.search_all()
        await self._wait(POLL_S)

    async def search_all(self) -> None:
        """Until there is no quick fit left."""
        while not self._stopping.is_set():
            products = await self._waiting(AT_ONCE)
            if not products:
                return
            await self._search(products, last_complete_day(business_today()))

    async def _waiting(self, most: int) -> list[int]:
        async with self._database.read() as db:
            return await quick_fits(db, last_complete_day(business_today()), most)

    async def _search(self, products: list[int], as_of: date) -> None:
        at_once = asyncio.Semaphore(TOGETHER)

        async def one(product_id: int) -> None:
            async with at_once:
                if not self._stopping.is_set():
                    await self._replace(product_id, as_of)

        await asyncio.gather(*map(one, products))

    async def _replace(self, product_id: int, as_of: date) -> None:
        began = utc_now()
        request = ForecastRequest(product_id, 1)
        settle = settle_quick
        try:
            await self._forecaster.forecast(request, demand="refit")
        except ProductNotFound:
            log.info("quick_fit_without_product", product_id=product_id)
        except Exception as error:
            # One product that fails keeps no other waiting.
            log.warning(
                "quick_fit_not_replaced",
                product_id=product_id,
                error=f"{type(error).__name__}: {error}",
            )
            settle = postpone_quick
        async with self._database.transaction() as db:
            await settle(db, product_id, as_of, began)
