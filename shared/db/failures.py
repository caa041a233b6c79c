"""Which failures pass by themselves, and how long to try."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import stamina
from aiokafka.errors import KafkaError
from sqlalchemy import exc

from shared.errors import DatabaseUnreachable

T = TypeVar("T")

CONFLICTS = {"40001", "40P01"}
"""Serialization failure and deadlock: the same work succeeds when done again."""
DRIVER_FAULTS = (asyncpg.InterfaceError, asyncpg.InternalClientError)
"""A connection that broke while it was in use; the next one is new."""
BUSY = {"55P03", "57014"}
"""A lock or a statement waited too long."""


def sqlstate(error: BaseException) -> str | None:
    """The PostgreSQL error code behind SQLAlchemy's or asyncpg's exception."""
    origin: object = error.orig if isinstance(error, exc.DBAPIError) else error
    return getattr(origin, "sqlstate", None)


def is_conflict(error: BaseException) -> bool:
    return sqlstate(error) in CONFLICTS


def is_busy(error: BaseException) -> bool:
    return sqlstate(error) in BUSY


def is_data_fault(error: BaseException) -> bool:
    """The data cannot be stored as it is: trying again never helps."""
    origin = error.orig if isinstance(error, exc.DBAPIError) else error
    driver = getattr(origin, "__cause__", None) or origin
    # A value that the driver cannot encode is both of these to asyncpg.
    if isinstance(driver, asyncpg.InterfaceError) and isinstance(driver, ValueError):
        return True
    # Class 22 data exceptions (NUL in a text), 23 broken constraints.
    return (sqlstate(error) or "").startswith(("22", "23"))


def is_disconnect(error: BaseException) -> bool:
    """The database or the broker is away, restarting, or too busy to take us."""
    if is_data_fault(error):
        return False
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, DatabaseUnreachable | OSError | KafkaError | exc.TimeoutError):
        return True
    if isinstance(error, DRIVER_FAULTS):
        return True
    code = sqlstate(error) or ""
    # Class 08 connection, 53 resources, 57P shutdown and crash.
    return code.startswith(("08", "53", "57P")) or isinstance(
        getattr(error, "orig", None), (OSError, *DRIVER_FAULTS)
    )


def is_transient(error: BaseException) -> bool:
    return is_conflict(error) or is_busy(error) or is_disconnect(error)


async def retry_conflicts(work: Callable[[], Awaitable[T]]) -> T:
    """Do the whole transaction again, up to 3 times in all, after a conflict."""
    try:
        # Nearly always enough, and without the price of setting retries up.
        return await work()
    except Exception as error:
        if not is_conflict(error):
            raise
    async for attempt in stamina.retry_context(
        on=is_conflict, attempts=2, wait_initial=0.01, wait_max=0.2
    ):
        with attempt:
            return await work()
    raise AssertionError("stamina returns or raises")
