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
    """The sums, once the copies are built. Raises at once when a law does not hold
    that no waiting mends: the backup held it like that."""
    deadline = time.monotonic() + timeout_s
    connection = await reach(settings, DATABASE)
    try:
        while reasons := await _not_yet(connection):
            if time.monotonic() > deadline:
                raise BackupError(
                    f"Not settled after {timeout_s:.0f} s: {'; '.join(reasons)}"
                )
            await asyncio.sleep(0.5)
        if broken := await figures.broken_laws(connection):
            raise BackupError(f"Everything is back, but {'; '.join(broken)}")
        return await figures.sums(connection)
    finally:
        await connection.close()


async def _not_yet(connection: asyncpg.Connection) -> list[str]:
    waiting = await _sum(connection, "outbox", "parked_at IS NULL")
    if waiting:
        return [f"{waiting} rows wait for the broker"]
    behind = await _sum(connection, "consumer_offsets", _OTHER_EPOCH)
    if behind:
        return [f"{behind} partitions are not taken up in the new epoch"]
    if await connection.fetchval(_REBUILDING):
        return ["forecast_svc builds its copies again"]
    return await figures.series_behind(connection)


_OTHER_EPOCH = "epoch IS DISTINCT FROM (SELECT epoch FROM installation.epoch WHERE ended_at IS NULL)"
_REBUILDING = "SELECT count(*) FROM forecast.rebuilds WHERE finished_at IS NULL"


async def _sum(connection: asyncpg.Connection, table: str, condition: str) -> int:
    """Over the schemas that have such a table."""
    found = 0
    for schema in SCHEMAS:
        name = f"{schema}.{table}"
        if await connection.fetchval("SELECT to_regclass($1)", name):
            query = f"SELECT count(*) FROM {name} WHERE {condition}"
            found += await connection.fetchval(query)
    return found
