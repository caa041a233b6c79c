"""Fits in worker processes: bounded in time and number, once per series.

Fitting is CPU work of a tenth of a second or more. It runs beside the event
loop, holds no database connection, and whatever happens to it there is an
answer: the fallback, marked with the reason.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date

import structlog
from fastapi import FastAPI
from pebble import ProcessExpired

from forecast_svc.compute import tasks
from forecast_svc.compute.pool import Workers
from forecast_svc.engine.baselines import smoothed_weekdays
from forecast_svc.engine.fitted import Demand, FitMethod, WarmStart
from forecast_svc.engine.prediction import MAX_HORIZON, Prediction, Reason
from forecast_svc.engine.series import Series
from shared.clock import utc_now

log = structlog.get_logger(__name__)

GRACE_S = 0.5
ATTEMPTS = 2
"""A worker that is killed takes its fit along; it is begun once more."""
PATIENCE = 4
"""Times as long as for a question, when nobody waits: others go first."""
NICENESS = 10

Fit = Callable[[date, tuple[float, ...], WarmStart | None, bool], Prediction]
Key = tuple[int, date, bytes, FitMethod, bool]
Store = Callable[[Prediction], Awaitable[None]]


class Fits:
    """The fits under way, in small pools that the first ones start: one for questions, one
    for what nobody waits for, which yields the processor to the other."""

    def __init__(
        self, *, workers: int, timeout_s: float, queue: int, fit: Fit = tasks.fit
    ) -> None:
        self._fit_one = fit
        self._timeout_s = timeout_s
        self._queue = queue
        self._under_way: dict[Key, asyncio.Task[Prediction]] = {}
        self._awaited: set[asyncio.Task[Prediction]] = set()
        self.workers = Workers(workers)
        self._behind = Workers(workers, niceness=NICENESS)

    @property
    def awaited(self) -> Collection[asyncio.Task[Prediction]]:
        """Fits under way that somebody has asked for; refits are nobody's."""
        return self._awaited

    async def predict(
        self,
        product_id: int,
        series: Series,
        store: Store,
        start: WarmStart | None = None,
        demand: Demand = "full",
    ) -> Prediction:
        """The fitted prediction of a series, or the fallback with its reason.

        However many ask for the same, it is fitted once; the outcome is handed
        to ``store``, also when those who asked have stopped waiting. ``start`` is
        an earlier model that may spare the work. A refit waits behind all questions.
        """
        quick, behind = demand == "quick", demand == "refit"
        method: FitMethod = start.method if start else "search"
        key = (product_id, series.last_day, series.fingerprint(), method, quick)
        task = self._under_way.get(key)
        if task is None:
            if not behind and len(self._awaited) >= self._queue:
                return fallback(series, "fit_queue_full")
            task = asyncio.create_task(
                self._fit_and_store(series, store, start, demand)
            )
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))
        if not behind:
            self._awaited.add(task)
            task.add_done_callback(self._awaited.discard)
        # The first start takes seconds, which are not the fit's.
        with suppress(Exception):
            await self._pool(demand).started()
        try:
            # Whoever is far back in the queue gets the fallback now; the fit goes
            # on, and answers whoever asks next.
            async with asyncio.timeout(self._seconds(demand) + GRACE_S):
                return await asyncio.shield(task)
        except TimeoutError:
            return fallback(series, "fit_timed_out")

    def _pool(self, demand: Demand) -> Workers:
        return self._behind if demand == "refit" else self.workers

    def _seconds(self, demand: Demand) -> float:
        return self._timeout_s * (PATIENCE if demand == "refit" else 1)

    async def _fit_and_store(
        self, series: Series, store: Store, start: WarmStart | None, demand: Demand
    ) -> Prediction:
        prediction = await self._fit(series, start, demand)
        try:
            await store(prediction)
        except Exception as error:
            # The answer is good without being stored; the next one is made anew.
            log.warning("fit_not_stored", error=f"{type(error).__name__}: {error}")
        return prediction

    async def _fit(
        self, series: Series, start: WarmStart | None, demand: Demand
    ) -> Prediction:
        reason: Reason = "fit_failed"
        for _ in range(ATTEMPTS):
            try:
                prediction = await self._pool(demand).run(
                    self._fit_one,
                    series.first_day,
                    series.values,
                    start,
                    demand == "quick",
                    timeout_s=self._seconds(demand),
                )
                return replace(prediction, fitted_at=utc_now())
            except TimeoutError:
                reason = "fit_timed_out"
                break
            except (ProcessExpired, BrokenProcessPool, RuntimeError, OSError) as error:
                log.warning("fit_worker_lost", error=f"{type(error).__name__}: {error}")
            except Exception as error:
                log.warning("fit_failed", error=f"{type(error).__name__}: {error}")
                break
        return fallback(series, reason)

    async def close(self) -> None:
        for task in self._under_way.values():
            task.cancel()
        for pool in (self.workers, self._behind):
            await pool.close()


def fallback(series: Series, reason: Reason) -> Prediction:
    return smoothed_weekdays(series, MAX_HORIZON, reason)


@asynccontextmanager
async def closing_fits(app: FastAPI) -> AsyncIterator[None]:
    """Ends the worker processes with the service."""
    try:
        yield
    finally:
        await app.state.fits.close()
