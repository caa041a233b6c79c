"""Fold everything again from snapshots, beside the live series.

The new generation has claims of its own, and live events go into both, so a
sale that is in a snapshot and in an event counts once. A page of a snapshot
read after the generation was opened shows whatever an earlier event could have
told. One runner works at a time, under an advisory lock; after a crash the
next one goes on from the stored cursor.
"""

from collections.abc import Awaitable, Callable, Sequence

import httpx
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection import queries
from forecast_svc.projection.operations.advance_rebuild import (
    Running,
    begin_rebuild,
    drop_retired,
    move_on,
    record_failure,
    swap_generations,
)
from forecast_svc.projection.operations.fold_snapshot import (
    fold_history,
    fold_products,
    fold_returns,
    fold_sold,
    fold_stock,
    fold_stockout_changes,
    fold_taken,
)
from forecast_svc.projection.operations.open_generations import (
    OpenGeneration,
    open_generations,
)
from forecast_svc.projection.operations.request_rebuild import request_rebuild
from forecast_svc.projection.snapshots import (
    CONSUMED,
    HISTORY,
    PRODUCTS,
    RETURNS,
    SALES,
    STOCK,
    STOCKOUT_CHANGES,
    Line,
)
from shared.background import Periodic
from shared.db.database import Database
from shared.db.failures import retry_conflicts
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 2.0


class Rebuilder(Periodic):
    """Does the rebuilds that are asked for; ``run`` until ``stop``."""

    name = "forecast_svc.rebuild"

    def __init__(
        self,
        database: Database,
        *,
        products: httpx.AsyncClient,
        sales: httpx.AsyncClient,
        etl: httpx.AsyncClient,
    ) -> None:
        super().__init__()
        self._database = database
        self._products = products
        self._sales = sales
        self._etl = etl

    async def _round(self) -> None:
        if await self._needed():
            async with SessionLock(self._database, Purpose.REBUILD) as lock:
                if lock.held:
                    await self._work(lock)
                    return
        await self._wait(POLL_S)

    async def _needed(self) -> bool:
        """Something is left to do; that the shop has another time zone than the
        series is a reason by itself."""
        async with self._database.read() as db:
            state = await queries.rebuild_state(db)
        if state.moved and not state.unfinished:
            async with self._database.transaction() as db:
                await request_rebuild(db, f"the time zone is now {state.shop_tz}")
            return True
        return state.unfinished or state.retired

    async def _work(self, lock: SessionLock) -> None:
        async with self._database.transaction() as db:
            await drop_retired(db)
        async with self._database.transaction() as db:
            running = await begin_rebuild(db)
        if running is None:
            return
        log.info("rebuild_running", stage=running.stage, cursor=running.cursor)
        try:
            while running.stage is not None:
                if self._stopping.is_set() or not await lock.still_held():
                    return
                running = await self._next_page(running)
        except Exception as error:
            async with self._database.transaction() as db:
                await record_failure(db, running, f"{type(error).__name__}: {error}")
            raise
        async with self._database.transaction() as db:
            await swap_generations(db, running)
        log.info("rebuild_finished")
        async with self._database.transaction() as db:
            await drop_retired(db)

    async def _next_page(self, running: Running) -> Running:
        at = running.cursor
        match running.stage:
            case "products":
                page = await PRODUCTS.page(self._products, at)
                return await self._fold(running, *page, fold_products)
            case "stock":
                levels = await STOCK.page(self._products, at)
                return await self._fold(running, *levels, fold_stock)
            case "stockouts":
                changes = await STOCKOUT_CHANGES.page(self._products, at)
                return await self._fold(running, *changes, fold_stockout_changes)
            case "history":
                reached = await HISTORY.page(self._etl, at)
                return await self._fold(running, *reached, fold_history)
            case "sales":
                sales = await SALES.page(self._sales, at)
                return await self._fold(running, *sales, fold_sold)
            case "returns":
                returns = await RETURNS.page(self._sales, at)
                return await self._fold(running, *returns, fold_returns)
            case _:
                consumed = await CONSUMED.page(self._sales, at)
                return await self._fold(running, *consumed, fold_taken)

    async def _fold(
        self,
        running: Running,
        page: Sequence[Line],
        following: int | None,
        fold: Callable[[AsyncSession, OpenGeneration, Sequence[Line]], Awaitable[None]],
    ) -> Running:
        """One page and the cursor behind it are one transaction."""

        async def once() -> Running:
            async with self._database.transaction() as db:
                (building,) = (
                    generation
                    for generation in await open_generations(db)
                    if not generation.live
                )
                await fold(db, building, page)
                return await move_on(db, running, lines=len(page), following=following)

        return await retry_conflicts(once)
