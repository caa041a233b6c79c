"""Advises on many products at once, in a worker process of its own: a question never
waits behind a fit."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from pebble import ProcessExpired

from forecast_svc.compute.pool import Workers
from forecast_svc.replenishment.calculation.advice import Advice
from forecast_svc.replenishment.calculation.batch import Question, advise_all

log = structlog.get_logger(__name__)

CHUNK = 25
"""Products of one task: long enough that handing them over is nothing, short enough
that a single question comes in between."""
TIMEOUT_S = 60
ATTEMPTS = 2
"""A worker that is killed takes its task along; it is begun once more."""


class Advisor:
    """``close`` ends its processes."""

    def __init__(self, workers: int) -> None:
        self._workers = Workers(workers)

    async def advise(self, questions: Sequence[Question]) -> list[Advice]:
        """In their order."""
        chunks = [questions[n : n + CHUNK] for n in range(0, len(questions), CHUNK)]
        answers = await asyncio.gather(*map(self._advise, chunks))
        return [advice for answer in answers for advice in answer]

    async def _advise(self, questions: Sequence[Question]) -> list[Advice]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._workers.run(
                    advise_all, questions, timeout_s=TIMEOUT_S
                )
            except (ProcessExpired, BrokenProcessPool) as error:
                if attempt == ATTEMPTS:
                    raise
                log.warning(
                    "advice_worker_lost", error=f"{type(error).__name__}: {error}"
                )
        raise AssertionError("the last attempt answers or raises")

    async def close(self) -> None:
        await self._workers.close()


@asynccontextmanager
async def closing_advisor(app: FastAPI) -> AsyncIterator[None]:
    """Ends the worker processes with the service."""
    try:
        yield
    finally:
        await app.state.advisor.close()
