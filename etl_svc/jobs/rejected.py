"""Rejected rows as a file of their own: what each said, and in front of it why not.

Corrected, it can be uploaded as it is: the column of reasons is ignored.
"""

import csv
import re
from collections.abc import AsyncIterator, Iterable

from etl_svc import queries
from etl_svc.files.layout import delimiter_of
from etl_svc.rules import REASON, RejectedLine
from shared.csv_files import Dialect, csv_lines, formula_safe
from shared.db.database import Database

ROWS_PER_PAGE = 1_000
_NUMBER = re.compile(r"[+-]?[\d.,\s]*\d")


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
    return "".join(
        f"{_joined([row.reason], delimiter)}{delimiter}{_safe(row.content, delimiter)}\n"
        for row in rows
    )


def _safe(content: str, delimiter: str) -> str:
    """It stays as it was written, whatever is wrong with it, unless a spreadsheet would
    run one of its cells."""
    try:
        (cells,) = csv.reader([content], delimiter=delimiter)
    except (csv.Error, ValueError):
        cells = [content]
    if all(_safe_cell(cell) == cell for cell in cells):
        return content
    return _joined(cells, delimiter)


def _safe_cell(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else formula_safe(cell)


def _joined(cells: Iterable[str], delimiter: str) -> str:
    return csv_lines([cells], dialect=Dialect(delimiter), safe=_safe_cell).rstrip(
        "\r\n"
    )
