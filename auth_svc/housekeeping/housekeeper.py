"""Deletes expired sessions and forgotten failures, again and again."""

from fastapi import FastAPI

from auth_svc.housekeeping.operations.tidy_up import tidy_up
from auth_svc.settings import Settings
from shared.background import Background, Periodic
from shared.clock import utc_now
from shared.db.database import Database


def housekeeping(app: FastAPI) -> Background:
    settings: Settings = app.state.settings
    return Housekeeper(
        app.state.database,
        settings.housekeeping_s,
        audit_days=settings.audit_keep_days,
    )


class Housekeeper(Periodic):
    """Each replica does it: deleting what another deleted does no harm."""

    name = "housekeeping"

    def __init__(self, database: Database, every_s: float, *, audit_days: int) -> None:
        super().__init__()
        self._database = database
        self._every_s = every_s
        self._audit_days = audit_days

    async def _round(self) -> None:
        async with self._database.transaction() as db:
            await tidy_up(db, utc_now(), audit_days=self._audit_days)
        await self._wait(self._every_s)
