"""When the global model is trained: each day, after imports, and when asked.

Training reads every series and takes seconds of one worker process. A day's
model serves all questions about that day, and a question about a day that has none
begins its training; a question about today never waits: it is answered by the
product's local model until the shop's is there. So is, after a moment, one about a day
that has none; only what is scored waits for it.
"""

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date

import structlog
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.compute import tasks
from forecast_svc.compute.pool import Workers
from forecast_svc.engine.promotions import PromotedDays
from forecast_svc.engine.reach import padded
from forecast_svc.forecasts import queries
from forecast_svc.forecasts.groups import groups_of
from forecast_svc.forecasts.operations.see_history_changes import (
    history_version,
    lock_history,
)
from forecast_svc.forecasts.operations.store_global_model import (
    Trained,
    store_global_model,
)
from forecast_svc.forecasts.operations.store_total_calibrations import (
    store_total_calibrations,
)
from forecast_svc.forecasts.series import Cleaned, next_series
from forecast_svc.rules import last_complete_day
from shared.background import Periodic
from shared.clock import business_today
from shared.db.database import Database
from shared.db.failures import retry_conflicts
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 10.0
PRODUCTS_AT_ONCE = 50
"""Series read in one go: few enough not to hold up the event loop."""


class HistoryWithdrawn(Exception):
    """Some of what a training has learned from was taken back meanwhile."""


class GlobalModelTrainer(Periodic):
    """``run`` until ``stop`` keeps yesterday's model; ``ensure`` makes any other."""

    name = "forecast_svc.training"

    def __init__(
        self,
        database: Database,
        *,
        place: Callable[[], str],
        timeout_s: float,
        wait_s: float,
    ) -> None:
        super().__init__()
        self._database = database
        self._place = place
        self._timeout_s = timeout_s
        self._wait_s = wait_s
        self._under_way: dict[date, asyncio.Task[None]] = {}
        # One task each: what a training needed of memory goes with its process.
        self._workers = Workers(1, tasks_each=1)
        self._seen: queries.TrainingState | None = None

    @property
    def under_way(self) -> Collection[asyncio.Task[None]]:
        return self._under_way.values()

    async def _round(self) -> None:
        as_of = last_complete_day(business_today())
        async with self._database.read() as db:
            state = await queries.training_state(db, as_of)
        # Not in the middle of an import, whose every chunk would start it again.
        calm, self._seen = state == self._seen, state
        if calm and not state.trained:
            async with SessionLock(self._database, Purpose.SCHEDULE) as lock:
                if lock.held:
                    await self.ensure(as_of)
        await self._wait(POLL_S)

    async def ensure(self, as_of: date) -> None:
        """Returns when the model of that day is stored; trained once, however many wait.

        Raises what the training raised.
        """
        task = self._under_way.get(as_of)
        if task is None:
            task = asyncio.create_task(self._train(as_of))
            self._under_way[as_of] = task
            task.add_done_callback(lambda _: self._under_way.pop(as_of))
        await asyncio.shield(task)

    async def wait_for(self, as_of: date, *, patiently: bool) -> None:
        """The same, but no longer than ``wait_s``, or ``patiently`` than a training may take,
        and whatever becomes of it."""
        try:
            async with asyncio.timeout(self._timeout_s if patiently else self._wait_s):
                await self.ensure(as_of)
        except Exception as error:
            log.warning(
                "global_model_missing",
                as_of=as_of.isoformat(),
                error=f"{type(error).__name__}: {error}",
            )

    async def _train(self, as_of: date) -> None:
        async with self._database.read() as db:
            # First: what changes while series are read may be in them or not.
            version = await history_version(db)
            imported = (await queries.training_state(db, as_of)).imported
            read = await _packed_series(db, as_of)
            ids, last_day = read.ids, read.last_day
            # How totals vary is asked of the newest day only.
            newest = as_of == last_complete_day(business_today())
            groups = await groups_of(db, ids) if newest else []
        try:
            model = await self._workers.run(
                tasks.train,
                last_day.toordinal(),
                read.packed,
                self._place(),
                (as_of - last_day).days,
                [[n for n, i in enumerate(ids) if i in g.product_ids] for g in groups],
                read.promoted,
                timeout_s=self._timeout_s,
            )
        except ImportError as error:
            log.warning("global_model_unavailable", error=str(error))
            model = None

        async def store() -> None:
            async with self._database.transaction() as db:
                now = await lock_history(db)
                if now.withdrawn != version.withdrawn:
                    raise HistoryWithdrawn
                corrected = now.corrected != version.corrected
                await store_global_model(
                    db, Trained(as_of, imported, last_day, ids, model, corrected)
                )
                if model is not None and model.totals is not None:
                    await store_total_calibrations(db, as_of, groups, model.totals)

        await retry_conflicts(store)
        log.info(
            "global_model_trained",
            as_of=as_of.isoformat(),
            products=len(model.positions) if model else 0,
            weight=round(model.weight, 3) if model else 0,
        )

    async def close(self) -> None:
        for task in list(self._under_way.values()):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        await self._workers.close()


@dataclass(frozen=True, slots=True)
class PackedSeries:
    """Products side by side: ``packed`` are first days and units as 32-bit floats without
    gaps, up to ``last_day``, which the data of the shop reaches."""

    ids: list[int]
    last_day: date
    packed: list[tuple[int, bytes]]
    promoted: list[Sequence[PromotedDays]]


async def _packed_series(db: AsyncSession, as_of: date) -> PackedSeries:
    """What ended long before is left out."""
    found: list[tuple[int, Cleaned]] = []
    after = 0
    while batch := await next_series(db, as_of, after, PRODUCTS_AT_ONCE):
        found += batch
        after = batch[-1][0]
    last_day = max((of.series.last_day for _, of in found), default=as_of)
    read = PackedSeries([], last_day, [], [])
    for product_id, of in found:
        whole = padded(of.series, last_day)
        if whole is not None:
            read.ids.append(product_id)
            units = array("f", whole.values)
            read.packed.append((whole.first_day.toordinal(), units.tobytes()))
            read.promoted.append(of.promoted)
    return read


@asynccontextmanager
async def closing_trainer(app: FastAPI) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await app.state.training.close()
