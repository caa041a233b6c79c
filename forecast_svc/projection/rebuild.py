"""Fold everything again from snapshots, beside the live series.

The new generation has claims of its own, and live events go into both, so a
sale that is in a snapshot and in an event counts once. A page of a snapshot
read after the generation was opened shows whatever an earlier event could have
told. One runner works at a time, under an advisory lock; after a crash the
next one goes on from the stored cursor.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

import httpx
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection import queries, snapshots
from forecast_svc.projection.operations.advance_rebuild import (
    Running,
    Stage,
    begin_rebuild,
    drop_retired,
    move_on,
    record_failure,
    swap_generations,
)
from forecast_svc.projection.operations.fold_snapshot import (
    fold_copies,
    fold_history,
    fold_movements,
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
from forecast_svc.tables import (
    Location,
    Lot,
    PurchaseLine,
    Supplier,
    SupplyTerms,
    TransferLine,
)
from shared.background import Periodic
from shared.db.database import Database
from shared.db.failures import retry_conflicts
from shared.db.locks import Purpose, SessionLock

log = structlog.get_logger(__name__)

POLL_S = 2.0


class _Source(NamedTuple):
    """Whose records a stage reads, and where they go."""

    owner: str
    snapshot: snapshots.Snapshot[Any]
    fold: Callable[[AsyncSession, OpenGeneration, Sequence[Any]], Awaitable[None]]


_SOURCES: Mapping[Stage, _Source] = {
    "products": _Source("products", snapshots.PRODUCTS, fold_products),
    "stock": _Source("products", snapshots.STOCK, fold_stock),
    "movements": _Source("products", snapshots.MOVEMENTS, fold_movements),
    "stockouts": _Source("products", snapshots.STOCKOUT_CHANGES, fold_stockout_changes),
    "locations": _Source("products", snapshots.LOCATIONS, fold_copies(Location)),
    "suppliers": _Source("products", snapshots.SUPPLIERS, fold_copies(Supplier)),
    "terms": _Source("products", snapshots.TERMS, fold_copies(SupplyTerms)),
    "purchases": _Source("products", snapshots.PURCHASES, fold_copies(PurchaseLine)),
    "transfers": _Source("products", snapshots.TRANSFERS, fold_copies(TransferLine)),
    "lots": _Source("products", snapshots.LOTS, fold_copies(Lot)),
    "history": _Source("etl", snapshots.HISTORY, fold_history),
    "sales": _Source("sales", snapshots.SALES, fold_sold),
    "returns": _Source("sales", snapshots.RETURNS, fold_returns),
    "consumed": _Source("sales", snapshots.CONSUMED, fold_taken),
}


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
        self._peers = {"products": products, "sales": sales, "etl": etl}

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
                running = await self._next_page(running, _SOURCES[running.stage])
        except Exception as error:
            async with self._database.transaction() as db:
                await record_failure(db, running, f"{type(error).__name__}: {error}")
            raise
        async with self._database.transaction() as db:
            await swap_generations(db, running)
        log.info("rebuild_finished")
        async with self._database.transaction() as db:
            await drop_retired(db)

    async def _next_page(self, running: Running, source: "_Source") -> Running:
        """One page and the cursor behind it are one transaction."""
        peer = self._peers[source.owner]
        page, following = await source.snapshot.page(peer, running.cursor)

        async def once() -> Running:
            async with self._database.transaction() as db:
                (building,) = (
                    generation
                    for generation in await open_generations(db)
                    if not generation.live
                )
                await source.fold(db, building, page)
                return await move_on(db, running, lines=len(page), following=following)

        return await retry_conflicts(once)
