"""Files on their way in: from the request straight to the data folder.

Nothing of a file is kept in memory, and its name is only told again: the folder
holds names that this service makes.
"""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from etl_svc.errors import (
    BrokenFile,
    EmptyFile,
    FileTooLarge,
    JobFailed,
    NotMultipart,
)
from etl_svc.files import decompressing
from etl_svc.files.decompress import MAGIC, looks_packed, looks_zipped, packed_kind
from etl_svc.files.layout import MAX_LINE, TOP_LINES
from shared.errors import Unavailable

WRITE_BYTES = 1 << 20
FORM_OVERHEAD = 64 * 1024
"""Boundaries and headers around the file."""
LOOKS_AT_ONCE = 2
"""Processes that look into what was just uploaded."""
MAX_FILE_NAME = 200
ABANDONED_S = 600.0
"""An unused file this old belongs to a request that ended without a job."""


CheckTop = Callable[[bytes], object]
"""Refuses the first lines of a plain file that cannot be imported."""


@dataclass
class Received:
    """A file in the data folder. Without ``keep`` it goes when the request ends."""

    name: str
    digest: bytes
    file_name: str | None = None
    keep: bool = False


class Uploads:
    """The data folder."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._looking = asyncio.Semaphore(LOOKS_AT_ONCE)

    def prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def fresh(self) -> tuple[str, Path]:
        """A name that no other file has, and where it goes."""
        name = uuid4().hex
        return name, self.path(name)

    def path(self, name: str) -> Path:
        return self._folder / name

    def plain(self, name: str, sheets: Sequence[str] = ()) -> Path:
        """The file to read rows from: itself, or what was unpacked of it."""
        unpacked = self._unpacked(name, sheets)
        return unpacked if unpacked.exists() else self.path(name)

    def parts(self, name: str, sheets: Sequence[str] = ()) -> list[dict[str, Any]]:
        """What became of its sheets or files when it was unpacked."""
        try:
            told = self._unpacked(name, sheets).with_suffix(".json").read_bytes()
        except FileNotFoundError:
            return []
        parts: list[dict[str, Any]] = json.loads(told)
        return parts

    def is_plain(self, name: str, sheets: Sequence[str] = ()) -> bool:
        """Whether there is nothing (more) to unpack."""
        plain = self.plain(name, sheets)
        unpacked = plain != self.path(name) or not plain.exists()
        return unpacked or not looks_packed(plain)

    async def unpack(
        self, name: str, claim: str, *, limit: int, sheets: Sequence[str] = ()
    ) -> None:
        """Whole or not at all; one claim does not write into another's file."""
        part = self._folder / f"{name}.{claim}.part"
        parts = await decompressing.unpack(
            self.path(name), part, limit=limit, sheets=sheets
        )
        target = self._unpacked(name, sheets)
        if parts:
            target.with_suffix(".json").write_text(json.dumps(parts))
        part.replace(target)

    def _unpacked(self, name: str, sheets: Sequence[str]) -> Path:
        """Another choice of sheets is another file."""
        if not sheets:
            return self._folder / f"{name}.csv"
        told = hashlib.sha256(json.dumps(sorted(sheets)).encode()).hexdigest()
        return self._folder / f"{name}.{told[:12]}.csv"

    def remove(self, name: str) -> None:
        for path in self._folder.glob(f"{name}*"):
            path.unlink(missing_ok=True)

    def delete_unused(self, in_use: Collection[str]) -> None:
        """Remove what no job will read and no request is writing."""
        for path in self._folder.iterdir():
            used = path.name.partition(".")[0] in in_use
            if not used and time.time() - path.stat().st_mtime > ABANDONED_S:
                path.unlink(missing_ok=True)

    @asynccontextmanager
    async def receive(
        self, request: Request, check: CheckTop
    ) -> AsyncIterator[Received]:
        """The request's file, written and its first lines checked."""
        if _announced(request) > self._max_bytes + FORM_OVERHEAD:
            raise FileTooLarge(self._max_bytes)
        name, path = self.fresh()
        received = Received(name, b"")
        try:
            part = await self._write(request, path, check)
            received.digest, received.file_name = part.finish(), part.file_name
            await self._refuse_broken(path)
            yield received
        finally:
            # A commit whose answer was lost may have made a job of it: then it
            # is kept, and the sweep decides.
            if not received.keep:
                self.remove(received.name)

    async def _refuse_broken(self, path: Path) -> None:
        """At once where that costs little: a zip file has its directory at the end."""
        if not await asyncio.to_thread(looks_zipped, path):
            return
        try:
            async with self._looking:
                await decompressing.check(path)
        except JobFailed as broken:
            raise BrokenFile(str(broken)) from None

    async def _write(
        self, request: Request, path: Path, check: CheckTop
    ) -> "_FilePart":
        part = _FilePart(_boundary(request), self._max_bytes, check)
        try:
            file = await asyncio.to_thread(path.open, "xb")
            try:
                async for chunk in request.stream():
                    part.feed(chunk)
                    if part.held >= WRITE_BYTES:
                        await asyncio.to_thread(part.write_to, file)
                await asyncio.to_thread(part.write_to, file)
            finally:
                await asyncio.to_thread(file.close)
        except OSError as error:
            raise Unavailable(
                f"The file cannot be stored: {error.strerror}."
            ) from error
        return part


class _FilePart:
    """Takes the one file out of a multipart body, piece by piece."""

    def __init__(self, boundary: bytes, max_bytes: int, check: CheckTop) -> None:
        self._max_bytes = max_bytes
        self._check = check
        self._digest = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._size = 0
        self._top: bytearray | None = bytearray()
        self._header = b""
        self._disposition = b""
        self.file_name: str | None = None
        self._parts = 0
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._data,
                "on_end": self._end,
            },
        )

    @property
    def held(self) -> int:
        return sum(map(len, self._pieces))

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise NotMultipart("the form cannot be read") from error

    def write_to(self, file: BinaryIO) -> None:
        pieces, self._pieces = self._pieces, []
        for piece in pieces:
            self._digest.update(piece)
            file.write(piece)

    def finish(self) -> bytes:
        """The content's digest, once everything has been fed and written."""
        if not self._ended or not self._parts:
            raise NotMultipart("it is not complete")
        if not self._size:
            raise EmptyFile
        if self._top is not None:
            self._check_top(bytes(self._top))
        return self._digest.digest()

    def _begin_part(self) -> None:
        self._parts += 1
        self._disposition = b""
        if self._parts > 1:
            raise NotMultipart(
                "it has more than one part (options are query parameters)"
            )

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition += data[start:end]

    def _end_header(self) -> None:
        self._header = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") != b"file":
            raise NotMultipart("its part has another name")
        self.file_name = _name_of(options.get(b"filename", b""))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._size > self._max_bytes:
            raise FileTooLarge(self._max_bytes)
        piece = data[start:end]
        self._pieces.append(piece)
        if self._top is not None:
            self._top += piece[: MAX_LINE + 1]
            self._inspect(self._top)

    def _inspect(self, top: bytearray) -> None:
        """A file that is no CSV is refused after its first lines, not after 2 GB;
        a packed one when it is unpacked."""
        if top.startswith(MAGIC):
            self._top = None
        elif len(top) > MAX_LINE or top.count(b"\n") >= TOP_LINES:
            self._check_top(bytes(top[: MAX_LINE + 1]))
            self._top = None

    def _check_top(self, top: bytes) -> None:
        if packed_kind(top) is None:
            self._check(top)

    def _end(self) -> None:
        self._ended = True


def _name_of(told: bytes) -> str | None:
    """Without the folders before it, and what no screen shows."""
    name = re.split(r"[/\\\\]", told.decode(errors="replace"))[-1]
    shown = "".join(letter for letter in name if letter.isprintable()).strip()
    return shown[:MAX_FILE_NAME] or None


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise NotMultipart("the Content-Type is another")
    return options[b"boundary"]
