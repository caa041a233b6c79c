"""Advisory locks. They are per database, not per schema, and know no rights: a service
takes its own, by functions of its schema, and is not let to PostgreSQL's.
"""

import asyncio
from enum import IntEnum
from types import TracebackType
from typing import Self

import asyncpg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database
from shared.settings import plain_dsn

log = structlog.get_logger(__name__)

FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION {schema}.try_lock(purpose integer) RETURNS boolean"
    " LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog"
    " AS $$ SELECT pg_try_advisory_lock(purpose, hashtext('{schema}')) $$",
    "CREATE OR REPLACE FUNCTION {schema}.lock_in_turn(what text) RETURNS void"
    " LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog"
    " AS $$ SELECT pg_advisory_xact_lock(hashtextextended('{schema}.' || what, 0)) $$",
    """
DO $$ BEGIN
    IF to_regrole('{schema}_app') IS NOT NULL THEN
        GRANT EXECUTE ON FUNCTION {schema}.try_lock, {schema}.lock_in_turn TO {schema}_app;
    END IF;
END $$
""",
)
"""Executed after each migration by the schema's owner, who may take any lock."""
_IN_TURN = text("SELECT lock_in_turn(:what)")

PING_EVERY_S = 2.0
GIVEN_UP_AFTER_S = 8
"""A holder that the server has not heard from for so long has lost its lock."""


class Purpose(IntEnum):
    """What a lock that lasts is for. Two numbers name it in the server: this one and
    ``hashtext(schema)``."""

    MIGRATE = 7401
    RELAY = 7402
    SCHEDULE = 7404
    REBUILD = 7405
    REFIT = 7406
    BACKUP = 7407
    MAIL = 7408
    KEEPING = 7409
    SEARCHING = 7410
    ALERTS = 7412
    ADVICE = 7420


async def lock_in_turn(db: AsyncSession, what: str) -> None:
    """Held until the transaction ends, over all replicas. Statements after it see what
    others committed."""
    await db.execute(_IN_TURN, {"what": what})


class SessionLock:
    """A session-level lock on a connection of its own, outside the pool.

    ``async with SessionLock(database, Purpose.RELAY) as lock`` gives a lock
    whose ``held`` says whether this process has it; ``still_held()`` asks the
    server, so that a broken connection is noticed.

    The connection is pinged in the background. Once the pings stay away, since
    the process is frozen or the network cut, the server ends the session and
    another process takes the lock; this one finds that out before it acts again.
    """

    def __init__(self, database: Database, purpose: Purpose) -> None:
        self._database = database
        self._purpose = purpose
        self._connection: asyncpg.Connection | None = None
        self._pinging: asyncio.Task[None] | None = None
        self._asking = asyncio.Lock()
        self.held = False

    async def __aenter__(self) -> Self:
        self._connection = await asyncpg.connect(
            plain_dsn(self._database.url), **self._arguments()
        )
        try:
            self.held = await self._connection.fetchval(
                "SELECT try_lock($1)", int(self._purpose)
            )
        except BaseException:
            self._connection.terminate()
            raise
        if self.held:
            self._pinging = asyncio.create_task(self._ping())
        return self

    def _arguments(self) -> dict[str, object]:
        arguments = dict(self._database.connect_args)
        arguments["command_timeout"] = GIVEN_UP_AFTER_S
        arguments["server_settings"] = arguments["server_settings"] | {
            "idle_session_timeout": f"{GIVEN_UP_AFTER_S}s",
            "tcp_keepalives_idle": "4",
            "tcp_keepalives_interval": "2",
            "tcp_keepalives_count": "2",
            "tcp_user_timeout": f"{GIVEN_UP_AFTER_S}s",
        }
        return arguments

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_EVERY_S)
            if not await self.still_held():
                return

    async def still_held(self) -> bool:
        async with self._asking:
            if self._connection is None or not self.held:
                return False
            try:
                await self._connection.execute("SELECT 1")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                self.held = False
                log.warning(
                    "lock_lost",
                    lock=self._purpose.name.lower(),
                    error=f"{type(error).__name__}: {error}",
                )
            return self.held

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.held = False
        if self._pinging is not None:
            self._pinging.cancel()
            self._pinging = None
        # Closing the session releases the lock even when the server is unwell.
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
