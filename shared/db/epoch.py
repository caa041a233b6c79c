"""The epoch of the database: which life of it an event, or a copy, belongs to.

A database that was restored goes on from an earlier state. Events sent before
then speak of facts that it no longer knows, and its next ids are ids that others
have seen already. Each restore therefore starts a new epoch: producers send it
with every event, and copies that were folded from another one are built again.

The setup step writes it into the schema ``installation``, which belongs to the
superuser: services read it and nobody else writes it.
"""

from collections.abc import Iterable

import structlog
from asyncpg import Connection

log = structlog.get_logger(__name__)

SCHEMA = "installation"
HEADER = "epoch"
"""Name of the event header. A line typed by hand has none."""

_TABLE = (
    f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
    f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC",
    f"CREATE TABLE IF NOT EXISTS {SCHEMA}.epoch ("
    " epoch uuid CONSTRAINT pk_epoch PRIMARY KEY DEFAULT gen_random_uuid(),"
    " started_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
    " ended_at timestamptz, reason text NOT NULL)",
    # The current epoch is the one that has not ended: at most one.
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_epoch_current"
    f" ON {SCHEMA}.epoch ((true)) WHERE ended_at IS NULL",
)
_CURRENT = f"SELECT epoch::text FROM {SCHEMA}.epoch WHERE ended_at IS NULL"  # noqa: S608


async def ensure(connection: Connection, readers: Iterable[str]) -> None:
    """Create what is missing, the first epoch included; ``readers`` are roles.

    Needs a superuser; safe to run again, which changes nothing.
    """
    async with connection.transaction():
        for statement in _TABLE:
            await connection.execute(statement)
        for role in readers:
            await connection.execute(f'GRANT USAGE ON SCHEMA {SCHEMA} TO "{role}"')
            await connection.execute(f'GRANT SELECT ON {SCHEMA}.epoch TO "{role}"')
        if await connection.fetchval(_CURRENT) is None:
            await begin(connection, reason="first start")


async def begin(connection: Connection, *, reason: str) -> str:
    """End the current epoch and start another; the new one. Needs a superuser."""
    async with connection.transaction():
        await connection.execute(
            f"UPDATE {SCHEMA}.epoch SET ended_at = clock_timestamp()"  # noqa: S608
            " WHERE ended_at IS NULL"
        )
        started: str = await connection.fetchval(
            f"INSERT INTO {SCHEMA}.epoch (reason) VALUES ($1) RETURNING epoch::text",  # noqa: S608
            reason,
        )
    return started


async def current_epoch(connection: Connection) -> str | None:
    """The epoch of this connection's database.

    None, and one warning, where the setup step has not run: in a trial database
    everything works but a restore cannot be told.
    """
    if await connection.fetchval(f"SELECT to_regclass('{SCHEMA}.epoch')") is None:
        log.warning("database_has_no_epoch", advice="run ops.postgres.roles")
        return None
    epoch: str | None = await connection.fetchval(_CURRENT)
    return epoch
