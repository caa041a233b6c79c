"""From whatever was uploaded to one plain CSV file: gzip, zip, XLSX, and UTF-16 as
spreadsheets write their "Unicode text".

Flat in memory, bounded in size, and written beside the upload, so that reading
goes on at a byte of it after a restart like in any other file. A program of its
own, ``python -m etl_svc.files.decompress``, which ``etl_svc.files.decompressing`` starts: what a file
was made to do to its reader, it does to this process alone.
"""

import codecs
import csv
import gzip
import json
import os
import resource
import sys
import threading
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

from etl_svc.errors import JobFailed
from etl_svc.files.presets import NEEDED
from etl_svc.files.workbook_cells import text_of

Packing = Literal["gzip", "zip", "xlsx", "utf-16"]

COPY_BYTES = 1 << 20
MAX_RATIO = 200
"""How many times its size a file may come to; one of sales has 5 to 50."""
NEVER_A_BOMB = 64 << 20
"""Bytes that may come out of any file, however small it is."""
MAX_SHARED_STRINGS = 64 << 20
"""Bytes of a workbook's texts: the one part of it that is held in memory."""
MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
"""Of a workbook's sheet."""
ROWS_AT_ONCE = 1_000
MEMORY_BYTES = 768 << 20
"""Address space of this process: texts of the greatest size take a third of it."""
_NICENESS = 5
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAGIC = (_GZIP, _ZIP, *_UTF_16)
_WORKBOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"


class NotStored(Exception):
    """The disk did not take it: no fault of the file, and it may pass."""


def looks_packed(path: Path) -> bool:
    """Told by its first bytes; that costs nothing, whatever the file holds."""
    with path.open("rb") as file:
        return file.read(4).startswith(MAGIC)


def looks_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ZIP


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
    with zipfile.ZipFile(path) as archive:
        return "xlsx" if _WORKBOOK in archive.namelist() else "zip"


def unpack(source: Path, target: Path, limit: int) -> None:
    """Write the one CSV file that ``source`` holds, of at most ``limit`` bytes.

    Raises ``JobFailed`` with a code when it holds none, or more than that.
    """
    kind = packing(source)
    limit = min(limit, max(NEVER_A_BOMB, MAX_RATIO * source.stat().st_size))
    with _Bounded(target, limit) as writer:
        if kind == "gzip":
            with gzip.open(source) as packed:
                writer.copy(packed)
        elif kind == "zip":
            _copy_member(source, writer)
        elif kind == "utf-16":
            _copy_text(source, writer)
        else:
            _copy_sheet(source, writer, limit)


class _Bounded:
    """A file that refuses to grow beyond ``limit``: no bomb fills the disk."""

    def __init__(self, path: Path, limit: int) -> None:
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise NotStored(error.strerror) from error
        self._left = limit
        self._limit = limit

    def __enter__(self) -> "_Bounded":
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
    # openpyxl would bring numpy where that is installed, which takes longer to load
    # and more memory than all the rest; it reads every number without it.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from openpyxl import load_workbook

    # By its content: openpyxl asks for the ending of a name.
    with source.open("rb") as file:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        if not workbook.worksheets:
            raise JobFailed("not_one_file", "The workbook has no sheet.")
        sheet = workbook.worksheets[0]
        # The size that a file tells of itself may be wrong; its rows are not.
        sheet.reset_dimensions()
        lines = _Lines()
        for n, row in enumerate(sheet.iter_rows(), start=1):
            lines.add(n, [_text(cell) for cell in row])
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
        self._empty = 0

    def write(self, text: str) -> None:
        self._parts.append(text)

    def add(self, n: int, row: Sequence[str]) -> None:
        width = len(row)
        while width and not row[width - 1]:
            width -= 1
        if not width:
            # Written only when a row follows that has anything in it: programs leave
            # formats in rows that nobody ever filled.
            self._empty += 1
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
        cells = list(row[:width])
        cells += [""] * (self._width - width)
        self._parts.append("\n" * self._empty)
        self._empty = 0
        # A line break inside of a cell would be another record.
        self._writer.writerow([" ".join(cell.splitlines()) for cell in cells])

    def take(self) -> bytes:
        text, self._parts = "".join(self._parts), []
        return text.encode()


def _text(cell: Any) -> str:
    value = cell.value
    # The format is looked up for numbers only: it takes as long as the value.
    plain = not isinstance(value, int | float)
    return text_of(value) if plain else text_of(value, cell.number_format)


def main() -> None:
    """``python -m etl_svc.files.decompress SECONDS SOURCE [TARGET LIMIT]``: without a target it
    only looks how the file is packed. Writes a JSON object of what became of it."""
    _end_with_the_service()
    seconds, source, *rest = sys.argv[1:]
    _bound(int(seconds), int(rest[1]) if rest else 0)
    said: dict[str, str] = {}
    try:
        if rest:
            unpack(Path(source), Path(rest[0]), int(rest[1]))
        else:
            packing(Path(source))
    except JobFailed as failure:
        said = {"code": failure.code, "message": str(failure)}
    except NotStored as failure:
        said = {"not_stored": str(failure)}
    except MemoryError:
        said = {
            "code": "unpacks_too_large",
            "message": "Unpacking it takes more memory than there is for a file.",
        }
    except Exception as error:
        # The readers raise all kinds of errors for files that are cut off or were
        # never such files, some of which name the folder it lies in.
        said = {"code": "broken_file", "message": "The file is damaged or cut off."}
        sys.stderr.write(f"cannot unpack: {type(error).__name__}: {error}\n")
    sys.stdout.write(json.dumps(said))


def _end_with_the_service() -> None:
    """Its end of the pipe closes however it ends; then nobody waits for this."""

    def watch() -> None:
        # Not through sys.stdin, whose lock the end of this process would wait for.
        os.read(0, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _bound(seconds: int, limit: int) -> None:
    """No more time, memory and disk than a file may need."""
    # The first limit sends SIGXCPU, which tells it from any other end.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit + COPY_BYTES,) * 2)
    if sys.platform == "linux":
        # Elsewhere this limit is refused or means nothing: there, what may be held
        # in memory is bounded by the sizes that are checked before reading alone.
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        # Where the machine's memory ends all the same, this goes and not the service.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
    os.nice(_NICENESS)


if __name__ == "__main__":
    main()
