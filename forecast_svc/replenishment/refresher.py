"""Keeps advice in step with what happens: a sale, a receipt, other terms, another day."""

from collections.abc import Sequence
from datetime import date
from itertools import starmap
from typing import NamedTuple

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.projection.operations.touch_advice import touch_advice
from forecast_svc.replenishment.advisor import Advisor
from forecast_svc.replenishment.classes import classify_products
from forecast_svc.replenishment.demand import DemandForecasts
from forecast_svc.replenishment.operations.advise_products import advise_products
from forecast_svc.rules import last_complete_day
from shared.background import Periodic
from shared.clock import business_today
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 0.3
AT_ONCE = 50
"""Products advised on together: whoever is touched next waits for so many."""

# Those touched last come first: somebody is looking at what was just sold, while a new
# day touches everything.
_TOUCHED = text("""
SELECT product_id FROM touched_products WHERE since > '-infinity' ORDER BY since DESC LIMIT :most
""")
# Until something of it changes, or the day does.
_SET_ASIDE = text("""
UPDATE touched_products SET since = '-infinity' WHERE product_id = :product
""")
_STATE = text("""
SELECT a.as_of, a.shop_version, coalesce((SELECT version FROM shop), 0) AS version
FROM (VALUES (1)) AS always LEFT JOIN advice_state a ON true
""")
_REMEMBER = text("""
INSERT INTO advice_state (as_of, shop_version) VALUES (:as_of, :version)
ON CONFLICT (always) DO UPDATE SET as_of = excluded.as_of, shop_version = excluded.shop_version
""")
_OLD = text("""
DELETE FROM demand_forecasts WHERE made_at < clock_timestamp() - interval '30 days'
""")


class _StateRow(NamedTuple):
    as_of: date | None
    shop_version: int | None
    version: int


class AdviceRefresher(Periodic):
    """``run`` until ``stop`` advises anew on what was touched; on all of it when the day
    turns, or the shop's settings change."""

    name = "forecast_svc.advice"

    def __init__(
        self, database: Database, forecaster: Forecaster, advisor: Advisor
    ) -> None:
        super().__init__()
        self._database = database
        self._forecasts = DemandForecasts(forecaster)
        self._advisor = advisor

    async def _round(self) -> None:
        async with self._database.read() as db:
            state = next(starmap(_StateRow, await db.execute(_STATE)))
            products = await _touched(db)
        last = last_complete_day(business_today())
        turned = (state.as_of, state.shop_version) != (last, state.version)
        if products or turned:
            async with SessionLock(self._database, Purpose.ADVICE) as lock:
                while lock.held and not self._stopping.is_set():
                    if turned:
                        await self._turn(last, state.version)
                        turned = False
                    if not await self._advise(last):
                        break
        await self._wait(POLL_S)

    async def _turn(self, last: date, version: int) -> None:
        async with self._database.transaction() as db:
            await classify_products(db, last)
            await touch_advice(db, None)
            await db.execute(_OLD)
            await db.execute(_REMEMBER, {"as_of": last, "version": version})

    async def _advise(self, last: date) -> bool:
        """Whether anything was touched, and the day is still the same."""
        async with self._database.read() as db:
            products = await _touched(db)
        if not products or last != last_complete_day(business_today()):
            return False
        try:
            await advise_products(self._forecasts, self._advisor, products, last)
        except Exception as error:
            log.warning("advice_batch_failed", error=f"{type(error).__name__}: {error}")
            await self._one_by_one(products, last)
        return True

    async def _one_by_one(self, products: Sequence[int], last: date) -> None:
        """One product that fails keeps no other waiting."""
        for product_id in products:
            try:
                await advise_products(
                    self._forecasts, self._advisor, [product_id], last
                )
            except Exception as error:
                log.warning(
                    "product_not_advised",
                    product_id=product_id,
                    error=f"{type(error).__name__}: {error}",
                )
                async with self._database.transaction() as db:
                    await db.execute(_SET_ASIDE, {"product": product_id})


async def _touched(db: AsyncSession) -> list[int]:
    return list(await db.scalars(_TOUCHED, {"most": AT_ONCE}))
