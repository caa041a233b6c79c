"""Deletes expired sessions and forgotten failures, again and again."""

import asyncio

from fastapi import FastAPI

from auth_svc.operations.tidy_up import tidy_up
from auth_svc.settings import Settings
from shared.background import Background, supervise, wait_or_stop
from shared.clock import utc_now
from shared.db.database import Database


def housekeeping(app: FastAPI) -> Background:
    """Each replica does it: deleting what another deleted does no harm."""
    database: Database = app.state.database
    settings: Settings = app.state.settings
    stopping = asyncio.Event()

    async def once_and_wait() -> None:
        async with database.transaction() as db:
            await tidy_up(db, utc_now())
        await wait_or_stop(stopping, settings.housekeeping_s)

    return Background(
        lambda: supervise("housekeeping", once_and_wait, stopping=stopping),
        stopping.set,
    )
