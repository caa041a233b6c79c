"""Wait until the copies of a restored database are built and nothing is under way."""

import asyncio
import time

import asyncpg

from ops.backup import figures
from ops.backup.create import reach
from ops.backup.errors import BackupError
from ops.backup.settings import Settings
from ops.postgres.roles import DATABASE, SCHEMAS

TIMEOUT_S = 300


async def settled(settings: Settings, timeout_s: float = TIMEOUT_S) -> dict[str, str]:
    """The sums, once every law holds, that of the daily series included."""
    deadline = time.monotonic() + timeout_s
    connection = await reach(settings, DATABASE)
    try:
        while reasons := await _not_yet(connection):
            if time.monotonic() > deadline:
                raise BackupError(
                    f"Not settled after {timeout_s:.0f} s: {'; '.join(reasons)}"
                )
            await asyncio.sleep(0.5)
        return await figures.sums(connection)
    finally:
        await connection.close()


async def _not_yet(connection: asyncpg.Connection) -> list[str]:
    waiting = 0
    for schema in SCHEMAS:
        if await connection.fetchval("SELECT to_regclass($1)", f"{schema}.outbox"):
            waiting += await connection.fetchval(
                f"SELECT count(*) FROM {schema}.outbox WHERE parked_at IS NULL"
            )
    if waiting:
        return [f"{waiting} rows wait for the broker"]
    rebuilding = await connection.fetchval(_REBUILDING)
    if rebuilding:
        return ["forecast_svc builds its copies again"]
    return await figures.broken_laws(connection, series=True)


_REBUILDING = "SELECT count(*) FROM forecast.rebuilds WHERE finished_at IS NULL"
