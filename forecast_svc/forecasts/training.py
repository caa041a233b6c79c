"""When the global model is trained: each day, after imports, and when asked.

Training reads every series and takes seconds of one worker process. A day's
model serves all questions about that day, and a question about a day that has none
begins its training; a question about today never waits: it is answered by the
product's local model until the shop's is there. So is, after a moment, one about a day
that has none; only what is scored waits for it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

import structlog
from fastapi import FastAPI

from forecast_svc.compute import blocks, tasks
from forecast_svc.compute.pool import Workers
from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.forecasts import queries
from forecast_svc.forecasts.groups import groups_of, positions
from forecast_svc.forecasts.operations.see_history_changes import (
    history_version,
    lock_history,
)
from forecast_svc.forecasts.operations.store_global_model import (
    Trained,
    forget_unfinished,
    set_aside,
    store_global_model,
)
from forecast_svc.forecasts.operations.store_total_calibrations import (
    Group,
    store_total_calibrations,
)
from forecast_svc.forecasts.panels import (
    PackedSeries,
    SellingProducts,
    packed_series,
    selling_products,
)
from forecast_svc.rules import last_complete_day
from shared.background import Periodic
from shared.clock import business_today
from shared.db.database import Database
from shared.db.failures import retry_conflicts
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 10.0
MOST_TOGETHER = 1000
"""Products that are trained on, and forecast, at once: a worker needs some 300 MB for it."""

T = TypeVar("T")


class _Block(NamedTuple):
    """Some products of a large shop, and what a worker is told of them."""

    read: PackedSeries
    told: blocks.Block


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
        self._asked = set[date]()
        # One task each: what a training needed of memory goes with its process.
        self._workers = Workers(1, tasks_each=1)
        self._seen: queries.TrainingState | None = None

    @property
    def awaited(self) -> Collection[asyncio.Task[None]]:
        """Trainings under way that a question has begun or waits for."""
        return [task for day, task in self._under_way.items() if day in self._asked]

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
            task.add_done_callback(lambda _: self._forget(as_of))
        await asyncio.shield(task)

    def _forget(self, as_of: date) -> None:
        self._under_way.pop(as_of)
        self._asked.discard(as_of)

    async def wait_for(self, as_of: date, *, patiently: bool) -> None:
        """The same, but no longer than ``wait_s`` unless ``patiently``, and whatever becomes
        of it."""
        if not patiently:
            self._asked.add(as_of)
        try:
            async with asyncio.timeout(None if patiently else self._wait_s):
                await self.ensure(as_of)
        except Exception as error:
            # Being trained still is what somebody is told of a past day, and no fault.
            soon = not patiently and as_of in self._under_way
            tell = log.info if soon else log.warning
            tell(
                "global_model_missing",
                as_of=as_of.isoformat(),
                error=f"{type(error).__name__}: {error}",
            )

    async def _train(self, as_of: date) -> None:
        async with self._database.read() as db:
            # First: what changes while series are read may be in them or not.
            version = await history_version(db)
            imported = (await queries.training_state(db, as_of)).imported
            selling = await selling_products(db, as_of)
            # How totals vary is asked of the newest day only.
            newest = as_of == last_complete_day(business_today())
            groups = await groups_of(db, selling.ids) if newest else []
        how = self._train_together
        if len(selling.ids) > MOST_TOGETHER:
            how = self._train_in_blocks
        trained, totals = await how(as_of, selling, groups)

        async def store() -> None:
            async with self._database.transaction() as db:
                now = await lock_history(db)
                if now.withdrawn != version.withdrawn:
                    raise HistoryWithdrawn
                overtaken = now.corrected != version.corrected
                said = replace(trained, imported=imported, outdated=overtaken)
                await store_global_model(db, said)
                if totals is not None:
                    await store_total_calibrations(db, as_of, groups, totals)

        await retry_conflicts(store)
        log.info(
            "global_model_trained",
            as_of=as_of.isoformat(),
            products=trained.products,
            weight=round(trained.model.weight, 3) if trained.model else 0,
        )

    async def _train_together(
        self, as_of: date, selling: SellingProducts, groups: Sequence[Group]
    ) -> tuple[Trained, list[SumCalibration] | None]:
        async with self._database.read() as db:
            read = await packed_series(db, as_of, selling.ids)
        model = await self._run(
            tasks.train,
            read.last_day.toordinal(),
            read.packed,
            self._place(),
            (as_of - read.last_day).days,
            positions(groups, read.ids),
            read.promoted,
        )
        trained = Trained(as_of, read.last_day, read.ids, model)
        return trained, model.totals if model is not None else None

    async def _train_in_blocks(
        self, as_of: date, selling: SellingProducts, groups: Sequence[Group]
    ) -> tuple[Trained, list[SumCalibration] | None]:
        """A large shop does not fit into memory at once. Its blocks, and the sample, are mixed
        alike: each has much the same week and course of the year."""
        step = -(-len(selling.ids) // MOST_TOGETHER)
        sample = await self._block(as_of, selling, 0, step)
        last_day, gap = sample.read.last_day, (as_of - sample.read.last_day).days
        taught = await self._run(blocks.teach, sample.told)
        async with self._database.transaction() as db:
            await forget_unfinished(db, as_of)
        trained = Trained(as_of, last_day, [], None)
        sums: bytes | None = None
        for n in range(step if taught is not None else 0):
            block = await self._block(as_of, selling, n, step, last_day)
            of_groups = positions(groups, block.read.ids)
            model, sums = await self._workers.run(
                blocks.forecast, block.told, gap, taught, of_groups, sums,
                timeout_s=self._timeout_s,
            )  # fmt: skip
            async with self._database.transaction() as db:
                await set_aside(db, as_of, block.read.ids, model)
            done = trained.unfinished + len(model.positions)
            trained = replace(trained, model=model, unfinished=done)
        if sums is None:
            return trained, None
        return trained, await self._run(blocks.calibrate_totals, sums)

    async def _block(
        self,
        as_of: date,
        selling: SellingProducts,
        number: int,
        step: int,
        last_day: date | None = None,
    ) -> _Block:
        async with self._database.read() as db:
            some = selling.ids[number::step]
            read = await packed_series(db, as_of, some, last_day)
        told = blocks.Block(
            selling.first_day.toordinal(),
            read.last_day.toordinal(),
            read.packed,
            read.promoted,
            self._place(),
        )
        return _Block(read, told)

    async def _run(self, work: Callable[..., T | None], *arguments: Any) -> T | None:
        """``None`` where LightGBM is not there, too."""
        try:
            return await self._workers.run(work, *arguments, timeout_s=self._timeout_s)
        except ImportError as error:
            log.warning("global_model_unavailable", error=str(error))
            return None

    async def close(self) -> None:
        for task in list(self._under_way.values()):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        await self._workers.close()


@asynccontextmanager
async def closing_trainer(app: FastAPI) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await app.state.training.close()
