"""Removes what nobody needs any longer, again and again: files from the data folder,
rejected rows of old jobs."""

import asyncio

from etl_svc import queries
from etl_svc.files.uploads import Uploads
from etl_svc.operations.delete_rejected import delete_rejected
from shared.background import supervise, wait_or_stop
from shared.db.database import Database

CLEANUP_EVERY_S = 60.0


class Cleanup:
    """Each replica does it: removing what another removed does no harm."""

    def __init__(self, database: Database, uploads: Uploads) -> None:
        self._database = database
        self._uploads = uploads
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        await supervise("etl_svc.cleanup", self._round, stopping=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    async def _round(self) -> None:
        async with self._database.read() as db:
            in_use = await queries.files_in_use(db)
        await asyncio.to_thread(self._uploads.delete_unused, in_use)
        async with self._database.transaction() as db:
            await delete_rejected(db)
        await wait_or_stop(self._stopping, CLEANUP_EVERY_S)
