"""One replay, from where it stands to its end or to the end of this process."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.compute.past import shop_forecasts
from forecast_svc.compute.pool import Workers
from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.ensemble import GlobalForecast
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series
from forecast_svc.forecasts.inputs import ForecastInputs, load_inputs
from forecast_svc.forecasts.operations.store_demand import TOGETHER
from forecast_svc.forecasts.series import Cleaned, load_sold_and_cleaned
from forecast_svc.replay.ledger import Ledger, ledger_of
from forecast_svc.replay.operations.claim_replay import finish_replay
from forecast_svc.replay.operations.store_steps import (
    Made,
    store_block,
    store_products,
)
from forecast_svc.replay.past import (
    HORIZON,
    KnownThen,
    forecast_then,
    packed,
    shared_forecasts,
)
from forecast_svc.replay.queries import closing_stock
from forecast_svc.replay.rules import BEFORE, Case, replayed, totalled
from forecast_svc.replay.schemas import first_day_of
from forecast_svc.replay.steps import blocks, chunks
from forecast_svc.replenishment.calculation import StockState
from forecast_svc.replenishment.inputs import load_known, target_of
from forecast_svc.tables import Replay, ReplayForecast, ReplayProduct
from forecast_svc.targets.queries import default_target
from shared.db.database import Database

log = structlog.get_logger(__name__)

TASK_S = 300.0
TRAINING_S = 900.0


class ReplayRunner:
    """``run`` returns whether it has come to its end; not when it is to stop.

    Raises ``ReplayClaimLost`` when another one has the replay, or it was cancelled.
    """

    def __init__(
        self,
        replay: Replay,
        *,
        database: Database,
        workers: Workers,
        place: str,
        stopping: asyncio.Event,
    ) -> None:
        self._replay = replay
        self._database = database
        self._workers = workers
        self._place = place
        self._stopping = stopping
        self._first = first_day_of(replay)

    async def run(self) -> bool:
        replay = self._replay
        weeks = blocks(self._first, replay.days)
        for number in range(replay.forecast_blocks, len(weeks)):
            if self._stopping.is_set():
                return False
            await self._forecast(number, weeks[number])
        async with self._database.read() as db:
            query = select(ReplayProduct.product_id)
            done = set(
                await db.scalars(query.where(ReplayProduct.replay_id == replay.id))
            )
        left = [p for p in replay.product_ids if p not in done]
        for chunk in chunks(left):
            if self._stopping.is_set():
                return False
            await self._replay_products(chunk)
        async with self._database.transaction() as db:
            rows = await db.scalars(
                select(ReplayProduct.result)
                .where(ReplayProduct.replay_id == replay.id)
                .order_by(ReplayProduct.product_id)
            )
            await finish_replay(db, replay, totalled(list(rows)))
        return True

    async def _forecast(self, number: int, days: list[date]) -> None:
        """Each product after each of some days, by one training of the shop's model."""
        known = [
            (product_id, found)
            for product_id in self._replay.product_ids
            if (found := await self._inputs_then(product_id, days))
        ]
        shared = await self._shared(days, [found for _, found in known])
        asked = [
            [
                KnownThen(day, found[day], of_day.get(row))
                for day, of_day in zip(days, shared, strict=True)
            ]
            for row, (_, found) in enumerate(known)
        ]
        parts = await asyncio.gather(
            *(
                self._workers.run(forecast_then, part, timeout_s=TASK_S)
                for part in _parts(asked)
            )
        )
        predictions = [each for part in parts for each in part]
        made: list[Made] = [
            (product_id, day, prediction)
            for (product_id, _), of in zip(known, predictions, strict=True)
            for day, prediction in zip(days, of, strict=True)
        ]
        steps = sum(1 for _ in chunks(self._replay.product_ids))
        async with self._database.transaction() as db:
            await store_block(db, self._replay, number, steps, made)
        log.info("replay_forecast", replay=self._replay.id, block=number)

    async def _inputs_then(
        self, product_id: int, days: list[date]
    ) -> dict[date, ForecastInputs] | None:
        """``None`` of a product of which nothing is known."""
        found = {}
        async with self._database.read() as db:
            for day in days:
                inputs = await load_inputs(db, product_id, day, HORIZON)
                if inputs is None:
                    return None
                # What was forecast at the time is of other days.
                found[day] = replace(inputs, fit=None, global_forecast=None)
        return found

    async def _shared(
        self, days: list[date], known: Sequence[Mapping[date, ForecastInputs]]
    ) -> list[dict[int, GlobalForecast]]:
        models = None
        if any(of[days[0]].series.values for of in known):
            try:
                models = await self._workers.run(
                    shop_forecasts,
                    packed(days, known),
                    self._place,
                    HORIZON,
                    timeout_s=TRAINING_S,
                )
            except TimeoutError:
                log.warning("replay_without_shop_model", replay=self._replay.id)
        if models is None:
            return [{} for _ in days]
        return [shared_forecasts(model) for model in models]

    async def _replay_products(self, product_ids: Sequence[int]) -> None:
        async with self._database.read() as db:
            cases = await self._cases(db, product_ids)
        results = await self._workers.run(replayed, cases, timeout_s=TASK_S)
        async with self._database.transaction() as db:
            await store_products(db, self._replay, results)

    async def _cases(self, db: AsyncSession, product_ids: Sequence[int]) -> list[Case]:
        replay = self._replay
        subjects = [(product_id, TOGETHER) for product_id in product_ids]
        states = await load_known(db, subjects, replay.as_of, now=False)
        default = await default_target(db)
        closing = await closing_stock(db, product_ids, self._first, replay.as_of)
        cases = []
        for subject in subjects:
            found = await load_sold_and_cleaned(db, subject[0], replay.as_of)
            if found is None or subject not in states:
                continue
            state = states[subject].state
            if state.blocked not in {"archived", "bundle"}:
                # Whoever sold it could have bought it.
                state = replace(state, blocked=None)
            if replay.target is not None:
                state = replace(state, target=target_of(replay.target, default))
            sold, cleaned = found
            cases.append(
                self._case(
                    subject[0], state, sold, cleaned,
                    await self._forecasts(db, subject[0]),
                    ledger_of(closing.get(subject[0], ()), self._first, replay.days),
                )
            )  # fmt: skip
        return cases

    def _case(
        self,
        product_id: int,
        state: StockState,
        sold: Series,
        cleaned: Cleaned,
        forecasts: tuple[tuple[date, Prediction], ...],
        ledger: Ledger | None,
    ) -> Case:
        days = [self._first + timedelta(days=n) for n in range(self._replay.days)]
        demand, empty = cleaned.demand, cleaned.stockouts.stocked_out
        wanted = _by_day(demand, state.decimals)
        was_sold = _by_day(sold, state.decimals)
        before = [
            self._first - timedelta(days=n)
            for n in range(BEFORE, 0, -1)
            if self._first - timedelta(days=n) >= demand.first_day
        ]
        return Case(
            product_id=product_id,
            first_day=self._first,
            before=tuple(wanted.get(day, 0.0) for day in before),
            demand=tuple(
                max(wanted.get(day, 0.0), was_sold.get(day, 0.0)) for day in days
            ),
            sold=tuple(was_sold.get(day, 0.0) for day in days),
            stocked_out=tuple(n for n, day in enumerate(days) if day in empty),
            state=state,
            forecasts=forecasts,
            ledger=ledger,
            stated=self._replay.opening.get(str(product_id)),
            cover_days=self._replay.cover_days,
        )

    async def _forecasts(
        self, db: AsyncSession, product_id: int
    ) -> tuple[tuple[date, Prediction], ...]:
        rows = await db.scalars(
            select(ReplayForecast)
            .where(
                ReplayForecast.replay_id == self._replay.id,
                ReplayForecast.product_id == product_id,
            )
            .order_by(ReplayForecast.as_of)
        )
        return tuple((row.as_of, _prediction(row)) for row in rows)


def _by_day(series: Series, decimals: int) -> dict[date, float]:
    """What is sold by the piece is wanted by the piece, estimates too."""
    return {
        day: round(units, decimals)
        for day, units in zip(series.days(), series.values, strict=True)
    }


def _prediction(row: ReplayForecast) -> Prediction:
    calibration = None
    if row.dispersion is not None and row.nominal is not None:
        calibration = SumCalibration(row.dispersion, row.nominal)
    return Prediction(
        "kept",
        row.mean,
        row.std,
        row.cumulative_std,
        calibration=calibration,
        measured=row.measured,
    )


def _parts(asked: Sequence[list[KnownThen]]) -> list[Sequence[list[KnownThen]]]:
    size = 25
    return [asked[n : n + size] for n in range(0, len(asked), size)]
