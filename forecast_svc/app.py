"""forecast_svc, wired: series, forecasts, and their rebuilding."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from forecast_svc.alerts.api import router as alerts_router
from forecast_svc.alerts.watcher import AlertWatcher, sender_of
from forecast_svc.compute.fits import Fits, closing_fits
from forecast_svc.dependencies import holidays_of
from forecast_svc.examples import EXAMPLES, TAGS
from forecast_svc.forecasts.api import router
from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.forecasts.keeping import KeptForecastRenewer
from forecast_svc.forecasts.refit import RefitScheduler
from forecast_svc.forecasts.searching import QuickFitReplacer
from forecast_svc.forecasts.strangers import Strangers
from forecast_svc.forecasts.training import GlobalModelTrainer, closing_trainer
from forecast_svc.ordering.api import router as ordering_router
from forecast_svc.ordering.sender import OrderSender
from forecast_svc.planning.api import router as planning_router
from forecast_svc.projection.api import router as projection_router
from forecast_svc.projection.consumer import make_consumer
from forecast_svc.projection.rebuild import Rebuilder
from forecast_svc.replay.api import router as replay_router
from forecast_svc.replay.worker import ReplayWorker, closing_replays
from forecast_svc.replenishment.advisor import Advisor, closing_advisor
from forecast_svc.replenishment.api import router as replenishment_router
from forecast_svc.replenishment.refresher import AdviceRefresher
from forecast_svc.settings import Settings
from forecast_svc.targets.api import router as targets_router
from shared.background import Background
from shared.http.exports import Exports, closing_exports
from shared.http.peers import peer
from shared.http.service import build_app
from shared.mail.sender import mail_senders
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or load(Settings)

    @asynccontextmanager
    async def peers(app: FastAPI) -> AsyncIterator[None]:
        async with (
            peer(settings.products_url, settings) as products,
            peer(settings.sales_url, settings) as sales,
            peer(settings.etl_url, settings) as etl,
        ):
            app.state.rebuilder = Rebuilder(
                app.state.database,
                products=products,
                sales=sales,
                etl=etl,
            )
            app.state.order_sender = OrderSender(app.state.database, products)
            yield

    def background(app: FastAPI) -> Sequence[Background]:
        rebuilder: Rebuilder = app.state.rebuilder
        training: GlobalModelTrainer = app.state.training
        order_sender: OrderSender = app.state.order_sender
        members: list[Background] = [
            rebuilder,
            order_sender,
            AlertWatcher(app.state.database, sender_of(settings)),
            app.state.replaying,
            *mail_senders(app),
        ]
        if settings.global_model:
            members.append(training)
        refitting: RefitScheduler = app.state.refitting
        if settings.scheduled:
            members.append(refitting)
        database, forecaster = app.state.database, app.state.forecaster
        members.append(KeptForecastRenewer(database, forecaster))
        members.append(QuickFitReplacer(database, forecaster))
        members.append(AdviceRefresher(database, forecaster, app.state.advisor))
        return members

    app = build_app(
        settings,
        title="Previstock forecasts",
        description="Daily series of sales, and forecasts with bounds.",
        tags=TAGS,
        examples=EXAMPLES,
        routers=[
            router,
            projection_router,
            planning_router,
            targets_router,
            ordering_router,
            alerts_router,
            replenishment_router,
            replay_router,
        ],
        consumers=lambda app: [
            make_consumer(settings, app.state.database),
            app.state.refitting.consumer(settings.broker),
        ],
        background=background,
        resources=[
            peers,
            closing_fits,
            closing_trainer,
            closing_advisor,
            closing_exports,
            closing_replays,
        ],
    )
    app.state.fits = Fits(
        workers=settings.fit_workers,
        timeout_s=settings.fit_timeout_s,
        queue=settings.fit_queue,
    )
    app.state.exports = Exports(settings)
    app.state.advisor = Advisor(settings.advice_workers)
    app.state.replaying = ReplayWorker(
        app.state.database,
        workers=settings.replay_workers,
        place=lambda: holidays_of(app),
    )
    app.state.training = GlobalModelTrainer(
        app.state.database,
        place=lambda: holidays_of(app),
        timeout_s=settings.training_timeout_s,
        wait_s=settings.training_wait_s,
    )
    training = app.state.training if settings.global_model else None
    app.state.forecaster = Forecaster(app.state.database, app.state.fits, training)
    app.state.strangers = Strangers(
        app.state.database,
        app.state.fits,
        app.state.training,
        patience_s=settings.fit_timeout_s,
    )
    app.state.refitting = RefitScheduler(app.state.database, app.state.forecaster)
    return app


app = create_app()
