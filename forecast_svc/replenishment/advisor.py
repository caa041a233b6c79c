"""Advises on many products at once, in a worker process of its own: a question never
waits behind a fit."""

import asyncio
from collections import defaultdict
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
    """``close`` ends its processes. The same demand is always asked of the same one, which
    keeps its paths."""

    def __init__(self, workers: int) -> None:
        self._workers = [Workers(1) for _ in range(workers)]

    async def advise(self, questions: Sequence[Question]) -> list[Advice]:
        """In their order."""
        places: dict[int, list[int]] = defaultdict(list)
        for place, question in enumerate(questions):
            places[question.seed % len(self._workers)].append(place)
        chunks = [
            (worker, of[n : n + CHUNK])
            for worker, of in places.items()
            for n in range(0, len(of), CHUNK)
        ]
        answers = await asyncio.gather(
            *(
                self._advise(self._workers[worker], [questions[n] for n in chunk])
                for worker, chunk in chunks
            )
        )
        found = {
            place: advice
            for (_, chunk), answer in zip(chunks, answers, strict=True)
            for place, advice in zip(chunk, answer, strict=True)
        }
        return [found[place] for place in range(len(questions))]

    async def _advise(
        self, workers: Workers, questions: Sequence[Question]
    ) -> list[Advice]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await workers.run(advise_all, questions, timeout_s=TIMEOUT_S)
            except (ProcessExpired, BrokenProcessPool) as error:
                if attempt == ATTEMPTS:
                    raise
                log.warning(
                    "advice_worker_lost", error=f"{type(error).__name__}: {error}"
                )
        raise AssertionError("the last attempt answers or raises")

    async def close(self) -> None:
        for workers in self._workers:
            await workers.close()


@asynccontextmanager
async def closing_advisor(app: FastAPI) -> AsyncIterator[None]:
    """Ends the worker processes with the service."""
    try:
        yield
    finally:
        await app.state.advisor.close()
