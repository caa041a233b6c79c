"""Forecasts that have to be made for callers without a token: few, one at a time, and
after everybody else's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from forecast_svc.compute.fits import Fits
from forecast_svc.errors import OthersFirst
from forecast_svc.forecasts.training import GlobalModelTrainer
from shared.db.budgets import Budget, check_budget, forget_full_budgets, spend
from shared.db.database import Database

FORECASTS = Budget("forecast", burst=30, per_minute=30)
"""Of one network: forecasts that are not kept."""
LONGEST_HORIZON = 90


class Strangers:
    """The turns of this process. The budgets are those of all replicas."""

    def __init__(
        self,
        database: Database,
        fits: Fits,
        training: GlobalModelTrainer,
        *,
        patience_s: float,
    ) -> None:
        self._database = database
        self._fits = fits
        self._training = training
        self._patience_s = patience_s
        self._one = asyncio.Lock()
        self._places = WeakValueDictionary[str, asyncio.Lock]()

    @asynccontextmanager
    async def turn(self, network: str) -> AsyncIterator[None]:
        """Raises ``TooManyRequests`` when the network has used up its budget, and
        ``OthersFirst`` when nothing is idle for long."""
        await self._spend(network)
        # Of each network one waits for the turn, so that many questions of one hold
        # up those of another by a single forecast.
        place = self._places.setdefault(network, asyncio.Lock())
        async with place, self._one:
            await self._wait_for_others()
            yield

    async def _spend(self, network: str) -> None:
        async with self._database.transaction() as db:
            await check_budget(db, FORECASTS, network)
            await spend(db, FORECASTS, network)
            await forget_full_budgets(db)

    async def _wait_for_others(self) -> None:
        """Not for what goes on behind all questions, which can take hours in a large shop."""
        try:
            async with asyncio.timeout(self._patience_s):
                while work := [*self._fits.awaited, *self._training.awaited]:
                    await asyncio.wait(work)
                    # One that has just ended takes itself off the list now.
                    await asyncio.sleep(0)
        except TimeoutError:
            raise OthersFirst from None
