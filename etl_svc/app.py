"""etl_svc, wired: jobs, their workers, and what comes back about them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from etl_svc.api import router
from etl_svc.consumer import progress_consumer
from etl_svc.examples import EXAMPLES, TAGS
from etl_svc.files.uploads import Uploads
from etl_svc.history import router as history
from etl_svc.jobs.cleanup import Cleanup
from etl_svc.jobs.watch_folder import FolderWatch
from etl_svc.jobs.worker import Worker
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.settings import Settings
from etl_svc.shop_files import router as shop_files
from shared.background import Background
from shared.http.exports import Exports, closing_exports
from shared.http.peers import peer
from shared.http.service import build_app
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or load(Settings)

    @asynccontextmanager
    async def workplace(app: FastAPI) -> AsyncIterator[None]:
        app.state.uploads.prepare()
        if settings.watch_dir is not None:
            settings.watch_dir.mkdir(parents=True, exist_ok=True)
        async with (
            peer(settings.products_url, settings) as products,
            peer(settings.sales_url, settings) as sales,
        ):
            app.state.catalogue = Catalogue(products)
            app.state.sales = RecordedSales(sales)
            yield

    def background(app: FastAPI) -> Sequence[Background]:
        tasks: list[Background] = [
            *(make_worker(app, settings) for _ in range(settings.workers)),
            Cleanup(app.state.database, app.state.uploads),
        ]
        if settings.watch_dir is not None:
            watch = FolderWatch(
                settings.watch_dir,
                database=app.state.database,
                uploads=app.state.uploads,
                settings=settings,
            )
            tasks.append(watch)
        return tasks

    app = build_app(
        settings,
        title="Previstock data",
        description="Sales history from files and synthetic shops.",
        tags=TAGS,
        examples=EXAMPLES,
        routers=[router, history, shop_files],
        consumers=lambda app: [progress_consumer(settings, app.state.database)],
        background=background,
        resources=[workplace, closing_exports],
    )
    app.state.exports = Exports(settings)
    app.state.uploads = Uploads(settings.data_dir, settings.max_upload_bytes)
    return app


def make_worker(app: FastAPI, settings: Settings) -> Worker:
    return Worker(
        database=app.state.database,
        catalogue=app.state.catalogue,
        sales=app.state.sales,
        uploads=app.state.uploads,
        settings=settings,
    )


app = create_app()
