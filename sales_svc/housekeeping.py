"""What goes on beside requests: undoing imports, forgetting old keys."""

import asyncio

from fastapi import FastAPI

from sales_svc.imports.operations.undo_import import imports_to_undo, undo_some
from sales_svc.selling.operations.forget_keys import AT_A_TIME, forget_keys
from shared.background import Background, Periodic
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock

UNDO_EVERY_S = 1.0
STANDBY_EVERY_S = 5.0
FORGET_EVERY_S = 600.0


def housekeeping(app: FastAPI) -> Background:
    return Housekeeper(app.state.database)


class Housekeeper(Periodic):
    """Of all replicas one works, under an advisory lock; the others stand by."""

    name = "housekeeping"

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    async def _round(self) -> None:
        now = asyncio.get_running_loop().time
        forget_at = now()
        async with SessionLock(self._database, Purpose.SCHEDULE) as lock:
            while not self._stopping.is_set() and await lock.still_held():
                await self._undo_imports()
                if now() >= forget_at:
                    await self._forget_keys()
                    forget_at = now() + FORGET_EVERY_S
                await self._wait(UNDO_EVERY_S)
        await self._wait(STANDBY_EVERY_S)

    async def _undo_imports(self) -> None:
        async with self._database.read() as db:
            waiting = await imports_to_undo(db)
        for import_id, user_id in waiting:
            more = True
            while more and not self._stopping.is_set():
                async with self._database.transaction() as db:
                    more = await undo_some(db, import_id, user_id=user_id)

    async def _forget_keys(self) -> None:
        deleted = AT_A_TIME
        while deleted == AT_A_TIME and not self._stopping.is_set():
            async with self._database.transaction() as db:
                deleted = await forget_keys(db)
