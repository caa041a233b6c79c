"""The log as a file for spreadsheets, the latest act first."""

from collections.abc import AsyncIterator

import orjson

from auth_svc.audit_log.queries import Act, LogFilter, list_acts_after
from shared.clock import business_zone
from shared.csv_files import DecimalMark, csv_lines, dialect_for
from shared.db.database import Database

ACTS_PER_PAGE = 1_000
HEADER = (
    "ts", "actor", "actor_name", "action", "subject", "version", "changes", "service", "n",
    "request_id", "address",
)  # fmt: skip


LOCAL_TIME = "ts_local"
_FIRST = (LOCAL_TIME, "actor_name", "action", "subject", "changes")
SHEET_HEADER = (*_FIRST, *(name for name in HEADER if name not in _FIRST))
"""What people look for stands first, and when it was by the shop's clock."""


async def pages(
    database: Database, log_filter: LogFilter, spreadsheet: DecimalMark | None = None
) -> AsyncIterator[str]:
    """For programs, or for a spreadsheet. Each page is a short transaction of its own."""
    dialect = dialect_for(spreadsheet)
    header, row = (HEADER, _row) if spreadsheet is None else (SHEET_HEADER, _sheet_row)
    yield dialect.start + csv_lines([header], dialect=dialect)
    cursor: str | None = ""
    while cursor is not None:
        async with database.read() as db:
            acts, cursor = await list_acts_after(db, log_filter, cursor, ACTS_PER_PAGE)
        yield csv_lines(map(row, acts), dialect=dialect)


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


def _sheet_row(act: Act) -> tuple[object, ...]:
    cells = dict(zip(HEADER, _row(act), strict=True))
    # As spreadsheets of every country read a day and an hour.
    cells[LOCAL_TIME] = f"{act.entry.ts.astimezone(business_zone()):%Y-%m-%d %H:%M:%S}"
    return tuple(cells[name] for name in SHEET_HEADER)
