"""Answers what a product will sell: from a stored fit, or by fitting now."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import date, timedelta

from forecast_svc.compute.fits import Fits, fallback
from forecast_svc.engine.baselines import baseline, category_analogue, too_short
from forecast_svc.engine.ensemble import SHORTEST_SHARED, GlobalForecast
from forecast_svc.engine.fitted import Demand, warm_start
from forecast_svc.engine.late_facts import follow
from forecast_svc.engine.prediction import MAX_HORIZON, Prediction, Reason
from forecast_svc.engine.season_model import SeasonForecast, season_forecast
from forecast_svc.engine.variants import borrows, variant_forecast
from forecast_svc.errors import DayNotComplete, OthersFirst, ProductNotFound
from forecast_svc.forecasts.forecast import Forecast, ForecastRequest, make_forecast
from forecast_svc.forecasts.inputs import (
    ForecastInputs,
    load_global_forecast,
    load_inputs,
)
from forecast_svc.forecasts.operations.store_fit import store_fit
from forecast_svc.forecasts.series import category_peers, siblings
from forecast_svc.forecasts.training import GlobalModelTrainer
from forecast_svc.projection.operations.mark_stale import mark_stale
from forecast_svc.rules import last_complete_day
from shared.clock import business_today, utc_now
from shared.db.database import Database

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 0.5

Turn = Callable[[], AbstractAsyncContextManager[None]]
"""Entered for as long as something is worked out that is not kept."""


@dataclass(frozen=True, slots=True)
class Forecaster:
    """Without ``training`` a product's local model answers alone."""

    database: Database
    fits: Fits
    training: GlobalModelTrainer | None

    async def forecast(
        self,
        request: ForecastRequest,
        *,
        wait_s: float = 0,
        demand: Demand = "quick",
        turn: Turn = nullcontext,
    ) -> Forecast:
        """``ProductNotFound`` when nothing is heard of the product within ``wait_s``;
        ``DayNotComplete`` when ``as_of`` lies too late.

        No connection is held while waiting or fitting. Whoever names a day is not
        content with a quick fit.
        """
        if demand == "quick" and request.as_of is not None:
            demand = "full"
        last = last_complete_day(business_today())
        as_of = request.as_of or last
        if as_of > last:
            raise DayNotComplete(last)
        if as_of == last:
            return await self._forecast(request, as_of, wait_s, turn, demand=demand)
        # Of a past day the shop's model may have to be trained first.
        async with turn():
            return await self._forecast(
                request, as_of, wait_s, nullcontext, demand=demand
            )

    async def fit(self, product_id: int, as_of: date) -> None:
        """Fit the product's own model, for questions to come. Raises nothing of a product
        that is not known."""
        request = ForecastRequest(product_id, MAX_HORIZON, as_of=as_of)
        with suppress(ProductNotFound):
            inputs = await self._inputs(request, as_of, 0)
            season = season_forecast(inputs.series, MAX_HORIZON)
            await self._local(
                request, as_of, inputs, season, nullcontext, demand="full"
            )

    async def _forecast(
        self,
        request: ForecastRequest,
        as_of: date,
        wait_s: float,
        turn: Turn,
        *,
        demand: Demand,
    ) -> Forecast:
        inputs = await self._inputs(request, as_of, wait_s)
        days = inputs.gap_days(as_of) + request.reach
        season = season_forecast(inputs.series, days)
        local, global_forecast = await asyncio.gather(
            self._local(request, as_of, inputs, season, turn, demand=demand),
            self._global(request, as_of, inputs, demand),
        )
        return make_forecast(request, as_of, inputs, local, global_forecast, season)

    async def _inputs(
        self, request: ForecastRequest, as_of: date, wait_s: float
    ) -> ForecastInputs:
        """All that is known of the product, once its first event has come."""
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + wait_s, FIRST_PAUSE_S
        while True:
            async with self.database.read() as db:
                inputs = await load_inputs(db, request.product_id, as_of, request.reach)
            if inputs is not None:
                return inputs
            # The event may come to another replica: only the database knows.
            left = deadline - loop.time()
            if left <= 0:
                raise ProductNotFound(request.product_id)
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _local(
        self,
        request: ForecastRequest,
        as_of: date,
        inputs: ForecastInputs,
        season: SeasonForecast | None,
        turn: Turn,
        *,
        demand: Demand,
    ) -> Prediction:
        """Out of season nothing is fitted: months of zeros say nothing."""
        if season is not None and season.alone:
            return season.prediction
        variant = await self._variant(request, as_of, inputs)
        if variant is not None:
            return variant
        reason = too_short(inputs.series)
        if reason is not None:
            return await self._unfitted(request, as_of, inputs, reason)
        return await self._fitted(request, as_of, inputs, turn, demand=demand)

    async def _fitted(
        self,
        request: ForecastRequest,
        as_of: date,
        inputs: ForecastInputs,
        turn: Turn,
        *,
        demand: Demand,
    ) -> Prediction:
        fingerprint = inputs.series.fingerprint()
        stored = inputs.fit
        if stored is not None and stored.answers(as_of, fingerprint, utc_now(), demand):
            return stored.prediction

        async def store(prediction: Prediction) -> None:
            async with self.database.transaction() as db:
                await store_fit(db, request.product_id, as_of, fingerprint, prediction)
                # What was kept to be added up was of the quick one.
                if stored is not None and stored.prediction.model.quick:
                    await mark_stale(db, [request.product_id])

        # What is said of a past day must not depend on what was asked before.
        of_today = as_of == last_complete_day(business_today())
        earlier = stored.prediction.model if stored is not None and of_today else None
        start = warm_start(
            earlier, request.product_id, inputs.series, refit=demand == "refit"
        )
        try:
            async with turn():
                return await self.fits.predict(
                    request.product_id, inputs.series, store, start, demand
                )
        except OthersFirst:
            return fallback(inputs.series, "fit_queue_full")

    async def _variant(
        self, request: ForecastRequest, as_of: date, inputs: ForecastInputs
    ) -> Prediction | None:
        """Of a variant with little history, by what its siblings sell."""
        reason = borrows(inputs.series)
        if inputs.parent_id is None or reason is None:
            return None
        gap = inputs.gap_days(as_of)
        async with self.database.read() as db:
            family = await siblings(db, request.product_id, as_of - timedelta(days=gap))
        return variant_forecast(inputs.series, family, gap + request.reach, reason)

    async def _unfitted(
        self,
        request: ForecastRequest,
        as_of: date,
        inputs: ForecastInputs,
        reason: Reason,
    ) -> Prediction:
        """A new product goes by its category; where that is too small, and for one
        that hardly sells, its own days must do."""
        gap = inputs.gap_days(as_of)
        days = gap + request.reach
        if reason != "few_sales":
            end = as_of - timedelta(days=gap)
            async with self.database.read() as db:
                peers = await category_peers(db, request.product_id, end)
            borrowed = category_analogue(inputs.series, peers, days, reason)
            if borrowed is not None:
                return borrowed
        return baseline(inputs.series, days, reason)

    async def _global(
        self,
        request: ForecastRequest,
        as_of: date,
        inputs: ForecastInputs,
        demand: Demand,
    ) -> GlobalForecast | None:
        """A question about a past day has the global model of that day trained, and waits for
        it a moment; a refit, whose forecasts are scored, as long as it takes."""
        if self.training is None or len(inputs.series.values) < SHORTEST_SHARED:
            return None
        if inputs.global_trained or request.as_of is None:
            found = inputs.global_forecast
        else:
            await self.training.wait_for(as_of, patiently=demand == "refit")
            async with self.database.read() as db:
                found = await load_global_forecast(
                    db, request.product_id, as_of, request.reach
                )
        return found and follow(found, inputs.series)
