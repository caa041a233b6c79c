"""Advisory locks. They are per database, not per schema: two-integer keys."""

from enum import IntEnum
from types import TracebackType
from typing import Self

import asyncpg

from shared.database import Database
from shared.settings import plain_dsn


class Purpose(IntEnum):
    """First half of a lock's key; the second is ``hashtext(schema)``."""

    MIGRATE = 7401
    RELAY = 7402
    FIRST_ADMIN = 7403
    SCHEDULE = 7404
    REBUILD = 7405
    REFIT = 7406
    BACKUP = 7407


class SessionLock:
    """A session-level lock on a connection of its own, outside the pool.

    ``async with SessionLock(database, Purpose.RELAY) as lock`` gives a lock
    whose ``held`` says whether this process has it; ``still_held()`` asks the
    server, so that a broken connection is noticed.
    """

    def __init__(self, database: Database, purpose: Purpose) -> None:
        self._database = database
        self._purpose = purpose
        self._connection: asyncpg.Connection | None = None
        self.held = False

    async def __aenter__(self) -> Self:
        arguments = dict(self._database.connect_args)
        arguments["server_settings"] = arguments["server_settings"] | {
            "idle_session_timeout": "0",
        }
        self._connection = await asyncpg.connect(
            plain_dsn(self._database.url), **arguments
        )
        self.held = await self._connection.fetchval(
            "SELECT pg_try_advisory_lock($1, hashtext($2))",
            int(self._purpose),
            self._database.schema,
        )
        return self

    async def still_held(self) -> bool:
        if self._connection is None or not self.held:
            return False
        try:
            await self._connection.execute("SELECT 1")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self.held = False
        return self.held

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closing the session releases the lock even when the server is unwell.
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
        self.held = False
