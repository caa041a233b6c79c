"""From whatever was uploaded to one plain CSV file: gzip, zip, workbooks of all kinds,
tables of web pages, UTF-16 as spreadsheets write their "Unicode text", and lines that
end as those of old Macintoshes.

Flat in memory, bounded in size, and written beside the upload, so that reading
goes on at a byte of it after a restart like in any other file. A program of its
own, ``python -m etl_svc.files.decompress``, which ``etl_svc.files.decompressing`` starts: what a file
was made to do to its reader, it does to this process alone.
"""

import codecs
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
from typing import Any, Literal

from etl_svc.errors import JobFailed
from etl_svc.files.archive import copy_files
from etl_svc.files.markup import looks_like_markup, markup_tables
from etl_svc.files.output import COPY_BYTES, BoundedFile, NotStored
from etl_svc.files.tables import Table, write_tables

Packing = Literal[
    "gzip", "zip", "xlsx", "workbook", "markup", "utf-16", "utf-16-le", "utf-16-be",
    "cr",
]  # fmt: skip

TOP_BYTES = 64 * 1024
"""In which it shows how a file is packed."""
MAX_DEPTH = 2
"""A workbook in a zip file; none goes deeper."""
MAX_RATIO = 200
"""How many times its size a file may come to; one of sales has 5 to 50."""
NEVER_A_BOMB = 64 << 20
"""Bytes that may come out of any file, however small it is."""
MEMORY_BYTES = 768 << 20
"""Address space of this process: texts of the greatest size take a third of it."""
_NICENESS = 5
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAGIC = (_GZIP, _ZIP, _OLD_EXCEL, *_UTF_16)
_WORKBOOK = "xl/workbook.xml"
_OTHER_WORKBOOKS = {"xl/workbook.bin", "content.xml"}
_NO_TABLES = {
    "word/document.xml": "a text document",
    "ppt/presentation.xml": "a presentation",
}


def packed_kind(top: bytes) -> Packing | None:
    """How a file is packed, told by its first bytes; ``None`` for a plain one. What a
    zip file is, its directory tells."""
    if top.startswith(_GZIP):
        return "gzip"
    if top.startswith(_ZIP):
        return "zip"
    if top.startswith(_OLD_EXCEL):
        return "workbook"
    if top.startswith(_UTF_16):
        return "utf-16"
    return _text_kind(top)


def _text_kind(top: bytes) -> Packing | None:
    if looks_like_markup(top):
        return "markup"
    if b"\x00" in top[:4096]:
        return _unmarked_utf_16(top[:4096])
    # Line ends within quotes aside: most end so, or none does otherwise.
    alone = top.count(b"\r") - top.count(b"\r\n")
    return "cr" if alone > top.count(b"\n") else None


def _unmarked_utf_16(top: bytes) -> Packing | None:
    """Every other byte of Western text in UTF-16 is zero."""
    even, odd = top[0::2].count(0), top[1::2].count(0)
    half = len(top) / 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.02 * half else None


def looks_packed(path: Path) -> bool:
    """That costs little, whatever the file holds."""
    with path.open("rb") as file:
        return packed_kind(file.read(TOP_BYTES)) is not None


def looks_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def packing(path: Path) -> Packing | None:
    """How a file is packed, told by its content."""
    with path.open("rb") as file:
        kind = packed_kind(file.read(TOP_BYTES))
    if kind != "zip":
        return kind
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if _WORKBOOK in names:
        return "xlsx"
    for name, what in _NO_TABLES.items():
        if name in names:
            raise JobFailed("no_table", f"This is {what}, not a table: save it as CSV.")
    return "workbook" if names & _OTHER_WORKBOOKS else "zip"


def unpack(
    source: Path, target: Path, limit: int, chosen: Sequence[str] = (), depth: int = 0
) -> list[dict[str, Any]]:
    """Write one CSV file of what ``source`` holds, of at most ``limit`` bytes, and say
    what became of its sheets or files.

    Raises ``JobFailed`` with a code when it holds no table, or more than that.
    """
    kind = packing(source)
    limit = min(limit, max(NEVER_A_BOMB, MAX_RATIO * source.stat().st_size))
    if kind is None and not depth:
        raise JobFailed("broken_file", "The file is damaged or cut off.")
    if depth > MAX_DEPTH:
        raise JobFailed("not_one_file", "It is packed too many times.")
    if kind == "zip":

        def again(inner: Path, plain: Path) -> list[dict[str, Any]]:
            if packing(inner) is None:
                inner.replace(plain)
                return []
            return unpack(inner, plain, limit, (), depth + 1)

        return copy_files(source, target, limit, chosen, again)
    with BoundedFile(target, limit) as writer:
        if kind in {"xlsx", "workbook", "markup"}:
            return write_tables(_tables(source, kind, limit), writer, chosen)
        _copy_text(source, kind, writer)
    if kind != "gzip" or packing(target) is None:
        return []
    # A packed workbook, say.
    inner = target.replace(target.with_name(f"{target.name}.inner"))
    try:
        return unpack(inner, target, limit, chosen, depth + 1)
    finally:
        inner.unlink(missing_ok=True)


def _tables(source: Path, kind: Packing | None, limit: int) -> list[Table]:
    if kind == "markup":
        return markup_tables(source)
    # Loaded where they are needed only.
    from etl_svc.files import workbook

    if kind == "xlsx":
        return workbook.xlsx_tables(source, limit)
    return workbook.other_tables(source)


def _copy_text(source: Path, kind: Packing | None, writer: BoundedFile) -> None:
    if kind == "gzip":
        with gzip.open(source) as packed:
            writer.copy(packed)
        return
    with source.open("rb") as file:
        if kind is None:
            writer.copy(file)
            return
        pieces = iter(lambda: file.read(COPY_BYTES), b"")
        if kind == "cr":
            for piece in _line_ends(pieces):
                writer.write(piece)
            return
        for text in codecs.iterdecode(pieces, kind):
            writer.write(text.encode())


def _line_ends(pieces: Any) -> Any:
    """Those of old Macintoshes as they are today."""
    held = b""
    for piece in pieces:
        piece = held + piece
        held = piece[-1:] if piece.endswith(b"\r") else b""
        whole = piece[: len(piece) - len(held)]
        yield whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if held:
        yield b"\n"


def main() -> None:
    """``python -m etl_svc.files.decompress SECONDS SOURCE [TARGET LIMIT SHEETS]``: without a
    target it only looks how the file is packed. ``SHEETS`` is a JSON list. Writes a
    JSON object of what became of it."""
    _end_with_the_service()
    seconds, source, *rest = sys.argv[1:]
    _bound(int(seconds), int(rest[1]) if rest else 0)
    said: dict[str, Any] = {}
    try:
        if rest:
            chosen = json.loads(rest[2])
            parts = unpack(Path(source), Path(rest[0]), int(rest[1]), chosen)
            said = {"parts": parts}
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
