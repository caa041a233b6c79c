"""Removes what nobody needs any longer, again and again: files from the data folder,
rejected rows of old jobs."""

import asyncio

from etl_svc import queries
from etl_svc.files.uploads import Uploads
from etl_svc.operations.delete_rejected import delete_rejected
from shared.background import Periodic
from shared.db.database import Database

CLEANUP_EVERY_S = 60.0


class Cleanup(Periodic):
    """Each replica does it: removing what another removed does no harm."""

    name = "etl_svc.cleanup"

    def __init__(self, database: Database, uploads: Uploads) -> None:
        super().__init__()
        self._database = database
        self._uploads = uploads

    async def _round(self) -> None:
        async with self._database.read() as db:
            in_use = await queries.files_in_use(db)
        await asyncio.to_thread(self._uploads.delete_unused, in_use)
        async with self._database.transaction() as db:
            await delete_rejected(db)
        await self._wait(CLEANUP_EVERY_S)
