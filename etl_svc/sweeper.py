"""Removes what nobody needs any longer, again and again: files from the data folder,
rejected rows of old jobs."""

import asyncio

from etl_svc import queries
from etl_svc.operations.forget_rejected import forget_rejected
from etl_svc.uploads import Uploads
from shared.database import Database
from shared.supervise import supervise, wait_or_stop

SWEEP_EVERY_S = 60.0


class Sweeper:
    """Each replica does it: removing what another removed does no harm."""

    def __init__(self, database: Database, uploads: Uploads) -> None:
        self._database = database
        self._uploads = uploads
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        await supervise("etl_svc.sweeper", self._round, stopping=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    async def _round(self) -> None:
        async with self._database.read() as db:
            in_use = await queries.files_in_use(db)
        await asyncio.to_thread(self._uploads.sweep, in_use)
        async with self._database.transaction() as db:
            await forget_rejected(db)
        await wait_or_stop(self._stopping, SWEEP_EVERY_S)
