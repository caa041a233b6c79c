"""etl_svc, wired: jobs, their workers, and what comes back about them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from etl_svc.api import router
from etl_svc.settings import Settings
from etl_svc.uploads import Uploads
from shared.service import build_app
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or load(Settings)
    app = build_app(
        settings,
        title="Previstock data",
        description="Sales history from files and synthetic shops.",
        routers=[router],
        resources=[_data_folder],
    )
    app.state.uploads = Uploads(settings.data_dir, settings.max_upload_bytes)
    return app


@asynccontextmanager
async def _data_folder(app: FastAPI) -> AsyncIterator[None]:
    app.state.uploads.prepare()
    yield


app = create_app()
