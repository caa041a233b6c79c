"""What is unpacked on its way to one plain CSV file, bounded in size."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from etl_svc.errors import JobFailed
from etl_svc.files.presets import NEEDED
from etl_svc.files.workbook_cells import text_of

COPY_BYTES = 1 << 20
MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
"""Of a workbook's sheet."""
EMPTY = (None, "")


class NotStored(Exception):
    """The disk did not take it: no fault of the file, and it may pass."""


class BoundedFile:
    """A file that refuses to grow beyond ``limit``: no bomb fills the disk."""

    def __init__(self, path: Path, limit: int) -> None:
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise NotStored(error.strerror) from error
        self._left = limit
        self._limit = limit

    def __enter__(self) -> "BoundedFile":
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise NotStored(error.strerror) from error

    def copy(self, packed: IO[bytes] | gzip.GzipFile) -> None:
        while piece := packed.read(COPY_BYTES):
            self.write(piece)

    def write(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise JobFailed(
                "unpacks_too_large", f"Unpacked it is larger than {self._limit} bytes."
            )
        try:
            self._file.write(piece)
        except OSError as error:
            raise NotStored(error.strerror) from error


class TableLines:
    """Rows of cells as CSV, some at a time."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._writer = csv.writer(self, lineterminator="\n")
        self._width = 0
        self._empty = 0
        self.written = 0
        """Lines, with the empty ones that are owed."""

    def part_ends(self) -> None:
        """What was empty at the end of a sheet is nothing between two."""
        self.written -= self._empty
        self._empty = 0

    def write(self, text: str) -> None:
        self._parts.append(text)

    def add(self, n: int, row: Sequence[Any]) -> None:
        width = len(row)
        while width and row[width - 1] in EMPTY:
            width -= 1
        if not width:
            # Written only when a row follows that has anything in it: programs leave
            # formats in rows that nobody ever filled.
            self._empty += 1
            self.written += 1
            return
        if n > MAX_ROWS:
            raise JobFailed(
                "too_many_rows", f"A sheet may have at most {MAX_ROWS} rows."
            )
        if width > MAX_COLUMNS:
            raise JobFailed(
                "too_many_columns", f"A sheet may have at most {MAX_COLUMNS} columns."
            )
        # The names of the columns say how many there are; a shorter row has empty
        # ones. Titles above them have fewer cells than any sale.
        if not self._width and width >= len(NEEDED):
            self._width = width
        cells = [text_of(value) for value in row[:width]]
        cells += [""] * (self._width - width)
        self._parts.append("\n" * self._empty)
        self._empty = 0
        self.written += 1
        # A line break inside of a cell would be another record.
        self._writer.writerow([" ".join(cell.splitlines()) for cell in cells])

    def take(self) -> bytes:
        text, self._parts = "".join(self._parts), []
        return text.encode()
