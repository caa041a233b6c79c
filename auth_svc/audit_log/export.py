"""The log as a file for spreadsheets, the latest act first."""

from collections.abc import AsyncIterator

import orjson

from auth_svc.audit_log.queries import Act, LogFilter, list_acts_after
from shared.csv_files import csv_lines
from shared.db.database import Database

ACTS_PER_PAGE = 1_000
HEADER = (
    "ts", "actor", "actor_name", "action", "subject", "version", "changes", "service", "n",
    "request_id", "address",
)  # fmt: skip


async def pages(database: Database, log_filter: LogFilter) -> AsyncIterator[str]:
    """Each page is a short transaction of its own."""
    yield csv_lines([HEADER])
    cursor: str | None = ""
    while cursor is not None:
        async with database.read() as db:
            acts, cursor = await list_acts_after(db, log_filter, cursor, ACTS_PER_PAGE)
        yield csv_lines(map(_row, acts))


def _row(act: Act) -> tuple[object, ...]:
    entry = act.entry
    return (
        entry.ts.isoformat().replace("+00:00", "Z"),
        entry.actor,
        act.actor_name,
        entry.action,
        entry.subject,
        entry.version,
        orjson.dumps(entry.changes).decode(),
        entry.service,
        entry.n,
        entry.request_id,
        entry.address,
    )
