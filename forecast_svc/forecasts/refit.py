"""All products' forecasts anew each day, shared out among replicas, and scored.

One replica asks, through a topic; every replica's consumer takes chunks from
it. A chunk that a crash interrupts is delivered again, and what was fitted by
then is not fitted twice.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import date, timedelta
from math import nan

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.metrics import SCORE_HORIZON
from forecast_svc.engine.totals import KEPT_DAYS
from forecast_svc.errors import DayNotComplete, ProductNotFound
from forecast_svc.forecasts import accuracy, queries
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.forecasts.operations.issue_forecast import (
    finish_chunk,
    issue_forecast,
)
from forecast_svc.forecasts.operations.request_refit import request_refit
from forecast_svc.forecasts.operations.reschedule_refits import reschedule_refits
from forecast_svc.forecasts.operations.score_due import forget_old_scores, score_due
from forecast_svc.forecasts.operations.score_overrides import score_overrides
from forecast_svc.forecasts.operations.score_weeks import forget_old_weeks, score_weeks
from forecast_svc.forecasts.operations.store_forecast import (
    database_now,
    store_forecast,
)
from forecast_svc.rules import last_complete_day
from shared.background import Periodic
from shared.clock import business_today
from shared.contracts.forecasts import RefitRequested
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock
from shared.errors import PoisonEvent
from shared.kafka.consumer import Consumer, Subscription

log = structlog.get_logger(__name__)

GROUP = "forecast_svc.refit"
POLL_S = 10.0
SCORE_EVERY_S = 60.0
SCORED_DAYS = 90
TOGETHER = 4
"""Products in work: while one is fitted others are read and stored."""

_ACCURACY = Gauge(
    "previstock_forecast_accuracy",
    "Of forecasts issued in the last 90 days whose 28 days are over",
    ["measure"],
)
_FAILED = Counter(
    "previstock_refit_failures_total",
    "Products left out of a refit, since their figures could not be worked with",
)
_MEASURES = (
    "rmsse", "naive_rmsse", "mase", "wape", "naive_wape", "bias", "pinball",
    "coverage_80", "coverage_95",
)  # fmt: skip


class RefitScheduler(Periodic):
    """``run`` until ``stop`` keeps the schedule; ``consumer`` does the work."""

    name = "forecast_svc.refit"

    def __init__(self, database: Database, forecaster: Forecaster) -> None:
        super().__init__()
        self._database = database
        self._forecaster = forecaster
        self._seen: queries.TrainingState | None = None
        self._score_at = 0.0
        self._exported = False

    def consumer(self, bootstrap: str) -> Consumer:
        # A chunk at a time: a batch of them would look like a stalled loop.
        return Consumer(
            self._database,
            [Subscription(RefitRequested, self.refit)],
            bootstrap=bootstrap,
            group=GROUP,
            max_records=1,
            on_loss=reschedule_refits,
        )

    async def refit(self, db: AsyncSession, events: Sequence[RefitRequested]) -> None:
        """Issue the forecasts of a chunk. The given transaction begins with its
        first statement, so none is open while models are fitted."""
        for event in events:
            await self._issue_all(event)
            await finish_chunk(db, event.refit_id, event.chunk, len(event.product_ids))

    async def _issue_all(self, event: RefitRequested) -> None:
        at_once = asyncio.Semaphore(TOGETHER)

        async def one(product_id: int) -> None:
            async with at_once:
                await self._issue(product_id, event.as_of)

        await asyncio.gather(*map(one, event.product_ids))

    async def _issue(self, product_id: int, as_of: date) -> None:
        newest = as_of == last_complete_day(business_today())
        request = ForecastRequest(
            product_id, SCORE_HORIZON, as_of, totals=(KEPT_DAYS,) if newest else ()
        )
        async with self._database.read() as db:
            asked_at = await database_now(db)
        try:
            forecast = await self._forecaster.forecast(request, demand="refit")
            async with self._database.transaction() as db:
                await issue_forecast(db, forecast)
                if newest:
                    await store_forecast(db, forecast, asked_at)
        except ProductNotFound:
            return
        except DayNotComplete as error:
            raise PoisonEvent(str(error)) from error
        except (ArithmeticError, ValueError):
            # The same figures would fail again each time: the other products of the
            # shop do not wait for this one.
            log.exception("refit_failed", product_id=product_id, as_of=str(as_of))
            _FAILED.inc()

    async def _round(self) -> None:
        last = last_complete_day(business_today())
        step = None
        if time.monotonic() >= self._score_at:
            step = self._score
        elif await self._ready(last):
            step = self._schedule
        if step is not None:
            async with SessionLock(self._database, Purpose.REFIT) as lock:
                if lock.held:
                    await step(last)
        await self._wait(POLL_S)

    async def _ready(self, last: date) -> bool:
        """The day's forecasts are not asked for yet, no import is under way, and
        the global model of the day is there."""
        async with self._database.read() as db:
            state = await queries.training_state(db, last)
            scheduled = await queries.is_scheduled(db, last, state.imported)
        calm, self._seen = state == self._seen, state
        alone = self._forecaster.training is None
        return calm and not scheduled and (alone or state.trained)

    async def _schedule(self, last: date) -> None:
        """The day's forecasts; and, where nobody forecast then, those of four weeks
        ago as they would have been, so that there is something to score at once."""
        async with self._database.transaction() as db:
            await forget_old_scores(db, last)
            await forget_old_weeks(db, last)
            await request_refit(db, last, reason="scheduled")
        past = last - timedelta(days=SCORE_HORIZON)
        async with self._database.read() as db:
            issued = await queries.was_issued(db, past)
        if issued:
            return
        if self._forecaster.training is not None:
            # Whoever takes a chunk would wait for it, for too long in a large shop.
            await self._forecaster.training.wait_for(past, patiently=True)
        async with self._database.transaction() as db:
            await request_refit(db, past, reason="scheduled")

    async def _score(self, last: date) -> None:
        self._score_at = time.monotonic() + SCORE_EVERY_S
        scored_in_all, scored = 0, 1
        while scored and not self._stopping.is_set():
            async with self._database.transaction() as db:
                scored = await score_due(db, last) + await score_overrides(db, last)
                scored += await score_weeks(db, last)
            scored_in_all += scored
        if scored_in_all or not self._exported:
            async with self._database.read() as db:
                since = last - timedelta(SCORED_DAYS)
                measured = await accuracy.overall(db, since=since)
            for measure in _MEASURES:
                value = getattr(measured, measure)
                _ACCURACY.labels(measure).set(nan if value is None else value)
            self._exported = True
