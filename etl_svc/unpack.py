"""From whatever was uploaded to one plain CSV file: gzip, zip, XLSX, and UTF-16 as
spreadsheets write their "Unicode text".

Flat in memory, bounded in size, and written beside the upload, so that reading
goes on at a byte of it after a restart like in any other file. Synchronous: it
runs in a thread.
"""

import codecs
import csv
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, Literal

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from etl_svc.errors import JobFailed
from etl_svc.presets import NEEDED

Packing = Literal["gzip", "zip", "xlsx", "utf-16"]

COPY_BYTES = 1 << 20
MAX_SHARED_STRINGS = 256 << 20
"""Bytes of a workbook's texts: the one part of it that is held in memory."""
ROWS_AT_ONCE = 1_000
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAGIC = (_GZIP, _ZIP, *_UTF_16)
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
_BROKEN = (
    OSError, EOFError, zlib.error, zipfile.BadZipFile, InvalidFileException,
    KeyError, ValueError, TypeError, SyntaxError, NotImplementedError,
)  # fmt: skip
"""What the readers raise for files that are cut off or were never such files."""


class Stopped(Exception):
    """Asked to stop on the way; the next attempt begins anew."""


class NotStored(Exception):
    """The disk did not take it: no fault of the file, and it may pass."""


def packing(path: Path) -> Packing | None:
    """How a file is packed, told by its content; ``None`` for a plain one."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_GZIP):
        return "gzip"
    if start.startswith(_UTF_16):
        return "utf-16"
    if start != _ZIP:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            return "xlsx" if _WORKBOOK in archive.namelist() else "zip"
    except _BROKEN as error:
        raise JobFailed(
            "broken_file", f"The zip file cannot be read: {error}."
        ) from None


def unpack(
    source: Path, target: Path, *, limit: int, stopping: Callable[[], bool]
) -> None:
    """Write the one CSV file that ``source`` holds, of at most ``limit`` bytes.

    Raises ``JobFailed`` with a code when it holds none, or more than that.
    """
    kind = packing(source)
    writer = _Bounded(target, limit, stopping)
    try:
        with writer:
            if kind == "gzip":
                with gzip.open(source) as packed:
                    writer.copy(packed)
            elif kind == "zip":
                _copy_member(source, writer)
            elif kind == "utf-16":
                _copy_text(source, writer)
            else:
                _copy_sheet(source, writer, limit)
    except (JobFailed, NotStored, Stopped):
        target.unlink(missing_ok=True)
        raise
    except _BROKEN as error:
        target.unlink(missing_ok=True)
        raise JobFailed(
            "broken_file", f"The {kind} file cannot be read: {error}."
        ) from error


class _Bounded:
    """A file that refuses to grow beyond ``limit``: no bomb fills the disk."""

    def __init__(self, path: Path, limit: int, stopping: Callable[[], bool]) -> None:
        self._file = path.open("wb")
        self._left = limit
        self._limit = limit
        self._stopping = stopping

    def __enter__(self) -> "_Bounded":
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise NotStored(str(error)) from error

    def copy(self, packed: IO[bytes] | gzip.GzipFile) -> None:
        while piece := packed.read(COPY_BYTES):
            self.write(piece)

    def write(self, piece: bytes) -> None:
        if self._stopping():
            raise Stopped
        self._left -= len(piece)
        if self._left < 0:
            raise JobFailed(
                "unpacks_too_large", f"Unpacked it is larger than {self._limit} bytes."
            )
        try:
            self._file.write(piece)
        except OSError as error:
            raise NotStored(str(error)) from error


def _copy_member(source: Path, writer: _Bounded) -> None:
    with zipfile.ZipFile(source) as archive:
        files = [
            member
            for member in archive.infolist()
            # What macOS adds beside every file is no second file.
            if not member.is_dir() and not member.filename.startswith("__MACOSX/")
        ]
        if len(files) != 1:
            raise JobFailed(
                "not_one_file", f"A zip file holds one CSV file; this one {len(files)}."
            )
        if files[0].flag_bits & 1:
            raise JobFailed("encrypted", "The zip file is protected by a password.")
        with archive.open(files[0]) as packed:
            writer.copy(packed)


def _copy_text(source: Path, writer: _Bounded) -> None:
    with source.open("rb") as file:
        pieces = iter(lambda: file.read(COPY_BYTES), b"")
        for text in codecs.iterdecode(pieces, "utf-16"):
            writer.write(text.encode())


def _copy_sheet(source: Path, writer: _Bounded, limit: int) -> None:
    _check_size(source, limit)
    # By its content: openpyxl asks for the ending of a name.
    with source.open("rb") as file:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        if not workbook.worksheets:
            raise JobFailed("not_one_file", "The workbook has no sheet.")
        sheet = workbook.worksheets[0]
        # The size that a file tells of itself may be wrong; its rows are not.
        sheet.reset_dimensions()
        lines = _Lines()
        for n, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            lines.add(row)
            if n % ROWS_AT_ONCE == 0:
                writer.write(lines.take())
        writer.write(lines.take())


def _check_size(source: Path, limit: int) -> None:
    """Before anything is read: a workbook is a zip file that says how large it is,
    and gives no more than it says."""
    with zipfile.ZipFile(source) as archive:
        sizes = {member.filename: member.file_size for member in archive.infolist()}
    if sum(sizes.values()) > limit or sizes.get(_STRINGS, 0) > MAX_SHARED_STRINGS:
        raise JobFailed(
            "unpacks_too_large", "Unpacked the workbook is larger than may be read."
        )


class _Lines:
    """Rows of cells as CSV, some at a time."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._writer = csv.writer(self, lineterminator="\n")
        self._width = 0

    def write(self, text: str) -> None:
        self._parts.append(text)

    def add(self, row: Iterable[Any]) -> None:
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        # The names of the columns say how many there are; a shorter row has empty
        # ones. Titles above them have fewer cells than any sale.
        if not self._width and len(cells) >= len(NEEDED):
            self._width = len(cells)
        cells += [""] * (self._width - len(cells))
        # A line break inside of a cell would be another record.
        self._writer.writerow([" ".join(cell.splitlines()) for cell in cells])

    def take(self) -> bytes:
        text, self._parts = "".join(self._parts), []
        return text.encode()


def _text(value: Any) -> str:
    """A cell as a CSV file would have it. Formulas count as what they came to."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.replace(microsecond=0).isoformat(" ")
        )
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
