"""The files of a zip file: those with the same columns are read one after another."""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.files.encodings import guess_encoding, is_utf_8
from etl_svc.files.output import BoundedFile
from etl_svc.files.tables import (
    HEAD_ROWS,
    Head,
    Part,
    best_head,
    head_of,
    refuse_unknown,
)

MAX_MEMBERS = 200
HEAD_BYTES = 64 * 1024

Unpack = Callable[[Path, Path], list[dict[str, Any]]]
"""Writes a file's plain form to another path, if it is packed; its parts."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A file of the archive in its plain form, and the line that names its columns."""

    name: str
    path: Path
    head: Head
    header: bytes
    skipped: int


def files_in(source: Path, limit: int) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(source) as archive:
        files = [
            member
            for member in archive.infolist()
            # What systems add beside every file is no further file.
            if not member.is_dir()
            and not member.filename.startswith("__MACOSX/")
            and not Path(member.filename).name.startswith(
                (".", "Thumbs.db", "desktop.ini")
            )
        ]
    if not files or len(files) > MAX_MEMBERS:
        raise JobFailed(
            "not_one_file",
            f"A zip file holds 1 to {MAX_MEMBERS} files; this one {len(files)}.",
        )
    if any(member.flag_bits & 1 for member in files):
        raise JobFailed("encrypted", "The zip file is protected by a password.")
    if sum(member.file_size for member in files) > limit:
        raise JobFailed(
            "unpacks_too_large", f"Unpacked it is larger than {limit} bytes."
        )
    return files


def copy_files(
    source: Path,
    target: Path,
    limit: int,
    chosen: Sequence[str],
    unpack: Unpack,
) -> list[dict[str, Any]]:
    """Write one CSV file of all that have the same columns; what became of each.
    ``unpack`` takes what is packed once more, such as a workbook, and moves the rest."""
    files = files_in(source, limit)
    inner = [target.with_name(f"{target.name}.{n}") for n in range(len(files))]
    plain = [path.with_name(f"{path.name}.plain") for path in inner]
    try:
        if len(files) == 1:
            _extract(source, files[0], inner[0], limit)
            return unpack(inner[0], target)
        refuse_unknown(chosen, [member.filename for member in files])
        parts: dict[str, Part] = {}
        texts = []
        seen: set[tuple[int, int]] = set()
        for member, packed, text in zip(files, inner, plain, strict=True):
            why = _why_not(member, seen, chosen)
            found = None
            if not why:
                _extract(source, member, packed, limit)
                found, why = _text_of(member.filename, packed, text, unpack)
                packed.unlink(missing_ok=True)
            if found is None:
                parts[member.filename] = Part(member.filename, read=False, why=why)
            else:
                texts.append(found)
        with BoundedFile(target, limit) as writer:
            parts |= _write(texts, writer)
        return [asdict(parts[member.filename]) for member in files]
    finally:
        for path in (*inner, *plain):
            path.unlink(missing_ok=True)


def _why_not(
    member: zipfile.ZipInfo, seen: set[tuple[int, int]], chosen: Sequence[str]
) -> str:
    if chosen and member.filename not in chosen:
        return "not_chosen"
    content = (member.CRC, member.file_size)
    if content in seen:
        return "same_file"
    seen.add(content)
    return ""


def _extract(source: Path, member: zipfile.ZipInfo, path: Path, limit: int) -> None:
    with (
        zipfile.ZipFile(source) as archive,
        archive.open(member) as packed,
        BoundedFile(path, limit) as writer,
    ):
        writer.copy(packed)


def _text_of(
    name: str, packed: Path, text: Path, unpack: Unpack
) -> tuple[_Text | None, str]:
    try:
        unpack(packed, text)
    except JobFailed as failure:
        return None, failure.code
    with text.open("rb") as file:
        top = file.read(HEAD_BYTES)
    lines = top.split(b"\n")[:HEAD_ROWS]
    if b"\x00" in top:
        return None, "no_table"
    fallback = guess_encoding([line for line in lines if not is_utf_8(line)]).encoding
    told = [line.decode("utf-8" if is_utf_8(line) else fallback) for line in lines]
    head = head_of(enumerate(map(_cells, told)))
    if head is None:
        return None, "empty"
    if sum(map(bool, head.names)) < 2:
        return None, "no_table"
    return _Text(name, text, head, lines[head.at], head.at + 1), ""


def _cells(line: str) -> list[str]:
    line = line.removeprefix("\ufeff").strip("\r\n")
    mark = max(",;\t|", key=line.count)
    return [cell.strip().strip('"') for cell in line.split(mark)]


def _write(texts: Sequence[_Text], writer: BoundedFile) -> dict[str, Part]:
    if not texts:
        raise JobFailed(
            "not_one_file", "None of the files in the zip file holds a table."
        )
    best = best_head([text.head for text in texts])
    parts: dict[str, Part] = {}
    line, first = 1, None
    for text in texts:
        # Another order of the columns, or another mark between them, is another table.
        if best is None or text.head.names != (first.head if first else best).names:
            parts[text.name] = Part(text.name, read=False, why="other_columns")
            continue
        skipped = 0 if first is None else text.skipped
        rows = _copy_lines(text.path, skipped, writer)
        begins = line + (text.skipped if first is None else 0)
        line += rows
        counted = rows - (text.skipped if first is None else 0)
        parts[text.name] = Part(text.name, read=True, rows=counted, line=begins)
        first = first or text
    return parts


def _copy_lines(path: Path, skipped: int, writer: BoundedFile) -> int:
    count = 0
    with path.open("rb") as file:
        for _ in range(skipped):
            file.readline()
        for line in file:
            writer.write(line if line.endswith(b"\n") else line + b"\n")
            count += 1
    return count
