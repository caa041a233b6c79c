"""Files of any length that people download: few at once, on connections of their own,
so that whoever waits for an answer or sells something does not wait for them."""

import time
from asyncio import sleep
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request

from shared.csv_files import DecimalMark
from shared.db.database import Database
from shared.errors import TooManyRequests
from shared.http.auth import Principal, Require
from shared.settings import ServiceSettings

ForSpreadsheet = Annotated[
    DecimalMark | None,
    Query(
        description="For a spreadsheet of a country that writes numbers with this mark:"
        " with a comma, cells are set apart by semicolons. Otherwise for programs"
    ),
]
AT_ONCE = 2
"""Exports of one process; a person has one of them."""
LONGEST_S = 900.0
"""After so long an export is cut off: whoever reads a line a minute holds a place
that others want."""
RETRY_AFTER_S = 5


class TooManyExports(TooManyRequests):
    code = "too_many_exports"


class TookTooLong(Exception):
    """An export that was not over in time; its answer has long begun."""


class Exports:
    """The places for exports in this process. With several processes each has its
    own, so a person may have one in each."""

    def __init__(self, settings: ServiceSettings) -> None:
        pool = {"db_pool_size": AT_ONCE, "db_max_overflow": 0}
        self.database = Database(
            settings.model_copy(update=pool),
            application_name=f"{settings.service} exports",
        )
        self._running: list[int] = []

    @contextmanager
    def place(self, user_id: int) -> Iterator[None]:
        """Raises ``TooManyExports`` when this person or others have them all."""
        if user_id in self._running or len(self._running) >= AT_ONCE:
            raise TooManyExports(
                "Another export is under way. Try again once it is over.",
                retry_after=RETRY_AFTER_S,
            )
        self._running.append(user_id)
        try:
            yield
        finally:
            self._running.remove(user_id)


async def paced(pages: AsyncIterator[str]) -> AsyncIterator[str]:
    """The same pages, with as long a rest after each as it took to make: at least
    half of the time is left to others."""
    started = time.monotonic()
    while True:
        begun = time.monotonic()
        if begun - started > LONGEST_S:
            raise TookTooLong
        try:
            page = await anext(pages)
        except StopAsyncIteration:
            return
        took = time.monotonic() - begun
        yield page
        await sleep(took)


def export_for(allowed: Require) -> Callable[..., AsyncIterator[Database]]:
    """A dependency: where an export reads, and a place for it until the answer has
    been sent or given up."""

    async def taken(
        request: Request, caller: Annotated[Principal, Depends(allowed)]
    ) -> AsyncIterator[Database]:
        exports: Exports = request.app.state.exports
        with exports.place(caller.id):
            yield exports.database

    return taken


@asynccontextmanager
async def closing_exports(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.exports.database.close()
