"""Engine, sessions and the one transaction per request or batch of messages."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Annotated, Any
from weakref import WeakSet

import asyncpg
import structlog
from asyncpg import Connection
from fastapi import Depends, Request
from sqlalchemy import MetaData, event, exc, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.util import greenlet_spawn

from shared.background import close_within
from shared.errors import DatabaseUnreachable
from shared.settings import DatabaseSettings

log = structlog.get_logger(__name__)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

READINESS_TABLE = """
CREATE TABLE readiness (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    checked_at timestamptz NOT NULL
)
"""
"""Executed by a migration of each service; a full disk answers reads."""
_WRITE = (
    "INSERT INTO readiness (checked_at) VALUES (clock_timestamp())"
    " ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at"
)
WRITE_AT_MOST_EVERY_S = 1.0
DISK_FULL = "53100"
FULL_FOR_S = 15.0
"""How long a disk counts as full after a write that found no room: the row that
readiness writes again and again fits where its former version was."""
WROTE_EVENTS = "wrote_events"
"""Key in ``AsyncSession.info``: this transaction put rows into the outbox."""


def metadata() -> MetaData:
    """A service's own metadata; its schema comes from the search path."""
    return MetaData(naming_convention=NAMING)


CLOSE_TIMEOUT_S = 3
_CUT_OFF = (
    asyncio.CancelledError,
    TimeoutError,
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class Database:
    """One service's schema: a pool whose every connection sees that schema only.

    ``committed`` is set after each commit that wrote events, which wakes the
    relay without a query. NOTIFY would take an instance-wide lock at each commit.
    """

    def __init__(self, settings: DatabaseSettings, *, application_name: str) -> None:
        self.schema = settings.db_schema
        self.url = settings.database_url
        self.committed = asyncio.Event()
        self.connect_args: dict[str, Any] = {
            "timeout": 5,
            "command_timeout": 30,
            "server_settings": {
                "search_path": self.schema,
                "application_name": application_name,
                "timezone": "UTC",
                "jit": "off",
                "statement_timeout": "5s",
                "lock_timeout": "2s",
                "idle_in_transaction_session_timeout": "10s",
            },
        }
        self.engine = create_async_engine(
            self.url,
            pool_size=settings.db_pool_size,
            max_overflow=settings.db_max_overflow,
            pool_timeout=3,
            pool_recycle=1800,
            # The connections used last are the ones whose caches are warm.
            pool_use_lifo=True,
            connect_args=self.connect_args,
        )
        self._writing = asyncio.Lock()
        self._written: tuple[float, Exception | None] | None = None
        self._full: tuple[float, BaseException] | None = None
        self._open: WeakSet[Connection] = WeakSet()
        event.listen(self.engine.sync_engine, "connect", self._note_open)
        event.listen(self.engine.sync_engine, "checkout", _refuse_closed)
        event.listen(self.engine.sync_engine, "do_connect", _connect)
        event.listen(self.engine.sync_engine, "handle_error", self._on_driver_error)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, or rolls back on any error."""
        async with self._sessions() as session, session.begin():
            yield session
        if session.info.pop(WROTE_EVENTS, False):
            self.committed.set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for queries only; whatever it did is rolled back."""
        async with self._sessions() as session:
            yield session

    @asynccontextmanager
    async def raw(self) -> AsyncIterator[Connection]:
        """The pool's asyncpg connection itself, each statement its own transaction.

        For the few statements whose speed is measured (docs/decisions/0007).
        """
        # Without SQLAlchemy's Connection around it, which costs as much again.
        pooled = await self.engine.raw_connection()
        driver: Connection = pooled.driver_connection
        try:
            yield driver
        except BaseException as error:
            # A statement that was cut off leaves the protocol in an unknown
            # state: the pool must not keep that connection.
            cut_off = isinstance(error, _CUT_OFF)
            if cut_off or driver.is_closed() or driver.is_in_transaction():
                await greenlet_spawn(pooled.invalidate)
            self._notice_full(error)
            if isinstance(error, OSError):
                raise _unreachable(error) from error
            raise
        finally:
            await greenlet_spawn(pooled.close)

    async def ping(self) -> None:
        async with asyncio.timeout(2), self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def check_writable(self) -> None:
        """Raises what a write meets; however often it is asked, one is tried a second."""
        now = asyncio.get_running_loop().time
        async with self._writing:
            if (
                self._written is None
                or now() - self._written[0] > WRITE_AT_MOST_EVERY_S
            ):
                self._written = now(), await self._try_to_write()
        if (error := self._written[1]) is not None:
            raise error
        if self._full is not None and now() - self._full[0] < FULL_FOR_S:
            raise self._full[1].with_traceback(None)

    async def _try_to_write(self) -> Exception | None:
        try:
            async with asyncio.timeout(2), self.raw() as connection:
                await connection.execute(_WRITE)
        except Exception as error:
            return error
        return None

    def _on_driver_error(self, context: ExceptionContext) -> None:
        self._notice_full(context.original_exception)
        # TimeoutError and every other OSError say nothing of where they arose: here
        # it was the driver, while the same from a route is no fault of the database.
        if isinstance(context.original_exception, OSError):
            context.chained_exception = _unreachable(context.original_exception)

    def _notice_full(self, error: BaseException) -> None:
        if getattr(error, "sqlstate", None) == DISK_FULL:
            found = error.__cause__ or error
            self._full = asyncio.get_running_loop().time(), found

    def _note_open(self, dbapi_connection: Any, _record: Any) -> None:
        self._open.add(dbapi_connection.driver_connection)

    async def warn_if_superuser(self) -> None:
        async with self.engine.connect() as connection:
            result = await connection.execute(text("SHOW is_superuser"))
            if result.scalar_one() == "on":
                log.warning("database_role_is_superuser", advice="for trials only")

    async def warn_if_newer(self, known: Collection[str]) -> None:
        """Say it when a migration ran that is not among the ``known`` revisions.

        The setup step refuses such a schema; a service that is started without it
        says so, and works: in a rolling upgrade the old replicas must.
        """
        async with self.engine.connect() as connection:
            found = await connection.execute(
                text("SELECT version_num FROM alembic_version")
            )
            revision = found.scalar_one_or_none()
        if revision is not None and revision not in known:
            log.error("schema_is_newer_than_the_code", revision=revision)

    async def close(self) -> None:
        """Take leave of the server; hang up when it does not answer."""
        await close_within(CLOSE_TIMEOUT_S, self.engine.dispose())
        for connection in list(self._open):
            connection.terminate()


def _refuse_closed(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
    # asyncpg notices a server that went away when its socket closes. Asking the
    # object costs nothing, where SQLAlchemy's pre-ping costs a round trip a request.
    if dbapi_connection.driver_connection.is_closed():
        raise exc.DisconnectionError("the server closed this connection")


def _connect(dialect: Any, _record: Any, arguments: Any, parameters: Any) -> Any:
    try:
        return dialect.connect(*arguments, **parameters)
    except OSError as error:
        raise _unreachable(error) from error


def _unreachable(error: OSError) -> DatabaseUnreachable:
    log.warning("database_unreachable", error=f"{type(error).__name__}: {error}")
    return DatabaseUnreachable()


async def database_of(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def _open_transaction(
    database: Annotated[Database, Depends(database_of)],
) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


async def _open_read(
    database: Annotated[Database, Depends(database_of)],
) -> AsyncIterator[AsyncSession]:
    async with database.read() as session:
        yield session


# Function scope: the commit happens before the answer is sent, so that a commit
# that fails can never follow a 201.
Transaction = Annotated[AsyncSession, Depends(_open_transaction, scope="function")]
ReadSession = Annotated[AsyncSession, Depends(_open_read, scope="function")]
Store = Annotated[Database, Depends(database_of)]
