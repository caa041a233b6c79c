"""What goes on beside requests: undoing imports, forgetting old keys."""

import asyncio

from fastapi import FastAPI

from sales_svc.operations.forget_keys import AT_A_TIME, forget_keys
from sales_svc.operations.undo_import import imports_to_undo, void_some
from shared.background import Background, supervise, wait_or_stop
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock

UNDO_EVERY_S = 1.0
STANDBY_EVERY_S = 5.0
FORGET_EVERY_S = 600.0


def housekeeping(app: FastAPI) -> Background:
    keeper = Housekeeper(app.state.database)
    return Background(keeper.run, keeper.stop)


class Housekeeper:
    """Of all replicas one works, under an advisory lock; the others stand by."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        await supervise("housekeeping", self._as_the_only_one, stopping=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    async def _as_the_only_one(self) -> None:
        now = asyncio.get_running_loop().time
        forget_at = now()
        async with SessionLock(self._database, Purpose.SCHEDULE) as lock:
            while not self._stopping.is_set() and await lock.still_held():
                await self._undo_imports()
                if now() >= forget_at:
                    await self._forget_keys()
                    forget_at = now() + FORGET_EVERY_S
                await wait_or_stop(self._stopping, UNDO_EVERY_S)
        await wait_or_stop(self._stopping, STANDBY_EVERY_S)

    async def _undo_imports(self) -> None:
        async with self._database.read() as db:
            waiting = await imports_to_undo(db)
        for import_id, user_id in waiting:
            more = True
            while more and not self._stopping.is_set():
                async with self._database.transaction() as db:
                    more = await void_some(db, import_id, user_id=user_id)

    async def _forget_keys(self) -> None:
        deleted = AT_A_TIME
        while deleted == AT_A_TIME and not self._stopping.is_set():
            async with self._database.transaction() as db:
                deleted = await forget_keys(db)
