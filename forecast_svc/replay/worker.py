"""Claims replays, one after another, and sees that none is left lying.

A claim in PostgreSQL decides which process does which; one whose process died is taken
over when its claim runs out, and goes on from its last step.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi import FastAPI

from forecast_svc.compute.pool import Workers
from forecast_svc.errors import ReplayClaimLost
from forecast_svc.replay.operations.claim_replay import (
    claim_replay,
    in_seconds,
    release_replay,
    write_claimed,
)
from forecast_svc.replay.run import ReplayRunner
from forecast_svc.tables import Replay
from shared import context
from shared.background import Periodic
from shared.db.database import Database

log = structlog.get_logger(__name__)

POLL_S = 1.0
LEASE_S = 30.0
RENEW_S = 2.0
RETRY_S = 5.0


class ReplayWorker(Periodic):
    """``run`` until ``stop``: then the step under way is finished and the replay is free
    for others at once."""

    name = "forecast_svc.replay"

    def __init__(
        self, database: Database, *, workers: int, place: Callable[[], str]
    ) -> None:
        super().__init__()
        self._database = database
        self._place = place
        # A training's memory goes with its process, sooner or later.
        self._workers = Workers(workers, tasks_each=20)

    async def _round(self) -> None:
        async with self._database.transaction() as db:
            replay = await claim_replay(db, LEASE_S)
        if replay is None:
            await self._wait(POLL_S)
            return
        context.start_request(f"replay:{replay.id}")
        log.info("replay_claimed", replay=replay.id, steps=replay.steps_done)
        try:
            await self._work(replay)
        except ReplayClaimLost:
            log.info("replay_claim_lost", replay=replay.id)

    async def _work(self, replay: Replay) -> None:
        runner = ReplayRunner(
            replay,
            database=self._database,
            workers=self._workers,
            place=self._place(),
            stopping=self._stopping,
        )
        running = asyncio.create_task(runner.run())
        renewing = asyncio.create_task(self._renew(replay))
        try:
            await asyncio.wait({running, renewing}, return_when="FIRST_COMPLETED")
            if not running.done():
                # Cancelled, or somebody else has it: what is under way is in vain.
                renewing.result()
            elif not running.result():
                await self._release(replay, 0.0)
        except ReplayClaimLost:
            raise
        except Exception:
            await self._release(
                replay, RETRY_S, "Interrupted; it will go on by itself."
            )
            raise
        finally:
            for task in (running, renewing):
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task

    async def _renew(self, replay: Replay) -> None:
        while True:
            await asyncio.sleep(RENEW_S)
            async with self._database.transaction() as db:
                await write_claimed(db, replay, claimed_until=in_seconds(LEASE_S))

    async def _release(
        self, replay: Replay, retry_s: float, error: str | None = None
    ) -> None:
        async with self._database.transaction() as db:
            await release_replay(db, replay, retry_s, error)

    async def close(self) -> None:
        await self._workers.close()


@asynccontextmanager
async def closing_replays(app: FastAPI) -> AsyncIterator[None]:
    """Ends the worker processes with the service."""
    try:
        yield
    finally:
        await app.state.replaying.close()
