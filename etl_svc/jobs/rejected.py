"""Rejected rows as a file of their own: what each said, and in front of it why not.

Corrected, it can be uploaded as it is: the column of reasons is ignored.
"""

import csv
import io
from collections.abc import AsyncIterator, Iterable

from etl_svc import queries
from etl_svc.files.layout import delimiter_of
from etl_svc.rules import REASON, RejectedLine
from shared.db.database import Database

ROWS_PER_PAGE = 1_000


async def rejected_csv(database: Database, job_id: int) -> AsyncIterator[str]:
    """Pages of the file. Each is a short transaction of its own, the first before
    the answer begins, so that a job that is not there can still be said."""
    async with database.read() as db:
        await queries.get_job(db, job_id)
        first = await queries.rejected_rows(db, job_id, 0, ROWS_PER_PAGE)
    delimiter = delimiter_of(first[0].content) if first else ","

    async def pages() -> AsyncIterator[str]:
        page = first
        yield _lines(page, delimiter) if page else f"{REASON}\n"
        while len(page) == ROWS_PER_PAGE:
            async with database.read() as db:
                page = await queries.rejected_rows(
                    db, job_id, page[-1].line, ROWS_PER_PAGE
                )
            yield _lines(page, delimiter)

    return pages()


def _lines(rows: Iterable[RejectedLine], delimiter: str) -> str:
    """The content stays as it was written, whatever is wrong with it."""
    lines = []
    for row in rows:
        reason = io.StringIO()
        csv.writer(reason, delimiter=delimiter, lineterminator="").writerow(
            [row.reason]
        )
        lines.append(f"{reason.getvalue()}{delimiter}{row.content}\n")
    return "".join(lines)
