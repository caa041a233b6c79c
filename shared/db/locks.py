"""Advisory locks. They are per database, not per schema: two-integer keys."""

import asyncio
from enum import IntEnum
from types import TracebackType
from typing import Self

import asyncpg
import structlog

from shared.db.database import Database
from shared.settings import plain_dsn

log = structlog.get_logger(__name__)

PING_EVERY_S = 2.0
GIVEN_UP_AFTER_S = 8
"""A holder that the server has not heard from for so long has lost its lock."""


class Purpose(IntEnum):
    """First half of a lock's key; the second is ``hashtext(schema)``."""

    MIGRATE = 7401
    RELAY = 7402
    FIRST_ADMIN = 7403
    SCHEDULE = 7404
    REBUILD = 7405
    REFIT = 7406
    BACKUP = 7407
    MAIL = 7408
    KEEPING = 7409
    SEARCHING = 7410
    ALERTS = 7412
    ADVICE = 7420


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
                "SELECT pg_try_advisory_lock($1, hashtext($2))",
                int(self._purpose),
                self._database.schema,
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
